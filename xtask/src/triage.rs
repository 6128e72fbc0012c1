//! `cargo xtask triage`: how the app reads a text before it is sent. Not the reading itself: that is
//! `vungsam_domain::triage`, and this only builds and starts its program.
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
    /// Say on standard error which cues were found.
    #[arg(long)]
    why: bool,
    /// Print the rates of a labelled set (one JSON a line with kind, lang, text) instead of reading standard input.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = MEASURE)]
    measure: Option<String>,
    /// With --measure: list what was read wrongly. Not for the measuring half: what has been looked at cannot measure.
    #[arg(long, requires = "measure")]
    wrong: bool,
}

const MEASURE: &str = "crates/domain/src/triage/testdata/measure.jsonl";

/// Reads texts on standard input (`{"text","lang"}` a line) until it ends, then leaves with the program's exit code.
pub fn run(args: &Args) -> Result<()> {
    // Only this program and what it needs, with the features of the whole workspace, so that nothing is built twice.
    run_program(program(root(), "cargo", &["build", "--quiet", "--locked", "--workspace", "--bin", "triage"]))?;
    let mut triage = program(root(), &build::bin("triage")?.to_string_lossy(), &[]);
    triage.stdin(Stdio::inherit());
    if args.why {
        triage.arg("--why");
    }
    if let Some(file) = &args.measure {
        triage.arg("--measure").arg(file);
    }
    if args.wrong {
        triage.arg("--wrong");
    }
    let status = triage.status().context("triage")?;
    std::process::exit(status.code().unwrap_or(1));
}
