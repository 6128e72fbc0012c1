//! `cargo xtask ask`: what the app answers to questions in everyday words. Not the answering itself: that is
//! `vungsam_domain::ask`, and this only builds and starts its program.
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
    /// Another area's folder than the repository's `assets`.
    #[arg(long, value_name = "FOLDER", env = "VUNGSAM_ASSETS")]
    assets: Option<String>,
    /// Print the rates of a labelled set (one JSON a line with q, lang, ids, style) instead of reading standard input.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = MEASURE)]
    measure: Option<String>,
    /// With --measure or --cross-validate: list what was answered wrongly. Not for the measuring half.
    #[arg(long)]
    wrong: bool,
    /// Learn the weights anew from asks.toml, asked.jsonl and the content.
    #[arg(long)]
    train: bool,
    /// Rates of each author in asked.jsonl, by weights learned without that author.
    #[arg(long)]
    cross_validate: bool,
    /// With --cross-validate: without asks.toml too.
    #[arg(long, requires = "cross_validate")]
    without_asks: bool,
}

const MEASURE: &str = "crates/domain/src/ask/testdata/measure.jsonl";

/// Answers `{"q","lang"}` a line on standard input until it ends, then leaves with the program's exit code.
pub fn run(args: &Args) -> Result<()> {
    // Only this program and what it needs, with the features of the whole workspace, so that nothing is built twice.
    run_program(program(root(), "cargo", &["build", "--quiet", "--locked", "--workspace", "--bin", "ask"]))?;
    let mut ask = program(root(), &build::bin("ask")?.to_string_lossy(), &[]);
    ask.stdin(Stdio::inherit());
    ask.arg("--assets").arg(args.assets.as_deref().unwrap_or("assets"));
    if let Some(file) = &args.measure {
        ask.arg("--measure").arg(file);
    }
    let flags = [
        (args.wrong, "--wrong"),
        (args.train, "--train"),
        (args.cross_validate, "--cross-validate"),
        (args.without_asks, "--without-asks"),
    ];
    ask.args(flags.iter().filter(|(set, _)| *set).map(|(_, flag)| flag));
    let status = ask.status().context("ask")?;
    std::process::exit(status.code().unwrap_or(1));
}
