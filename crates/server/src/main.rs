//! The gateway's one binary. Everything is in the library.

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    vungsam_server::cli::run(vungsam_server::cli::Cli::parse()).await
}
