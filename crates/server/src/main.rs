//! The gateway's one binary. Everything is in the library.

use clap::Parser;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    vungsam_server::cli::run(vungsam_server::cli::Cli::parse()).await
}
