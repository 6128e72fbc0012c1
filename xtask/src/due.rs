//! `cargo xtask due`: the day something is due, in working days. Not the counting itself: that is
//! `vungsam_domain::calendar`, and this only builds and starts its program.
//!
//! What a newcomer would get wrong: standard output belongs to the answers, one JSON a line. Whatever is said while
//! building goes to standard error.

use crate::build;
use crate::root;
use crate::stage::{program, run as run_program};
use anyhow::{Context, Result};
use std::process::Stdio;

#[derive(clap::Args)]
pub struct Args {
    /// Another folder of content than the repository's.
    #[arg(long, value_name = "FOLDER")]
    content: Option<String>,
}

/// Answers `{"start","working_days","cutoff_15h"}` a line on standard input until it ends, then leaves with the program's
/// exit code.
pub fn run(args: &Args) -> Result<()> {
    // Only this program and what it needs, with the features of the whole workspace, so that nothing is built twice.
    run_program(program(root(), "cargo", &["build", "--quiet", "--locked", "--workspace", "--bin", "due"]))?;
    let mut due = program(root(), &build::bin("due")?.to_string_lossy(), &[]);
    due.stdin(Stdio::inherit());
    due.arg("--content").arg(args.content.as_deref().unwrap_or("assets/content"));
    let status = due.status().context("due")?;
    std::process::exit(status.code().unwrap_or(1));
}
