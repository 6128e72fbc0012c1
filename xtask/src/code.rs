//! `cargo xtask code`: what the app takes a typed or scanned text for. Not the reading itself: that is
//! `vungsam_domain::dossier::code`, and this only builds and starts its program.
//!
//! What a newcomer would get wrong: standard output belongs to the answers, one JSON a line. Whatever is said while
//! building goes to standard error.

use crate::build;
use crate::root;
use crate::stage::{program, run as run_program};
use anyhow::{Context, Result};
use std::process::Stdio;

/// Answers `{"raw"}` a line on standard input until it ends, then leaves with the program's exit code.
pub fn run() -> Result<()> {
    // Only this program and what it needs, with the features of the whole workspace, so that nothing is built twice.
    run_program(program(root(), "cargo", &["build", "--quiet", "--locked", "--workspace", "--bin", "code"]))?;
    let mut code = program(root(), &build::bin("code")?.to_string_lossy(), &[]);
    code.stdin(Stdio::inherit());
    let status = code.status().context("code")?;
    std::process::exit(status.code().unwrap_or(1));
}
