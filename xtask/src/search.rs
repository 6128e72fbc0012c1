//! `cargo xtask search`: what the app finds in the area's content. Not the search itself: that is
//! `vungsam_domain::search`, and this only builds and starts its program.
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
    /// Print the rates of a labelled set (one JSON a line) instead of reading standard input.
    #[arg(long, value_name = "FILE")]
    measure: Option<String>,
    /// With --measure: list what was found wrongly.
    #[arg(long, requires = "measure")]
    wrong: bool,
}

/// Answers `{"q","lang","kind"?}` a line on standard input until it ends, then leaves with the program's exit code.
pub fn run(args: &Args) -> Result<()> {
    // Only this program and what it needs, with the features of the whole workspace, so that nothing is built twice.
    run_program(program(root(), "cargo", &["build", "--quiet", "--locked", "--workspace", "--bin", "search"]))?;
    let mut search = program(root(), &build::bin("search")?.to_string_lossy(), &[]);
    search.stdin(Stdio::inherit());
    search.arg("--content").arg(args.content.as_deref().unwrap_or("assets/content"));
    if let Some(file) = &args.measure {
        search.arg("--measure").arg(file);
    }
    if args.wrong {
        search.arg("--wrong");
    }
    let status = search.status().context("search")?;
    std::process::exit(status.code().unwrap_or(1));
}
