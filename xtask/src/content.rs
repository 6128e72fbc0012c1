//! `cargo xtask content`: checks the content folder and compiles it to a bundle. Not the check itself: that is
//! `vungsam_domain::content`, and this only builds and starts its program.
//!
//! What a newcomer would get wrong: app and gateway compile the folder in by themselves; this is for whoever writes.

use crate::build;
use crate::root;
use crate::stage::{program, run as run_program};
use anyhow::Result;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Another content folder.
    #[arg(default_value = "assets/content")]
    folder: PathBuf,
    /// Write the bundle (unsigned) here.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Says how many records there are and what is wrong with them.
pub fn run(args: &Args) -> Result<()> {
    run_program(program(root(), "cargo", &["build", "--quiet", "--locked", "--workspace", "--bin", "content"]))?;
    let mut content = program(root(), &build::bin("content")?.to_string_lossy(), &[]);
    content.arg(&args.folder).args(&args.out);
    run_program(content)
}
