//! `cargo xtask bench dossier`: a row of figures per case, as JSON lines. Not a test: nothing here passes or fails, but for
//! what must be true of any run (nothing lost, nothing changed by the same file).
//!
//! What a newcomer would get wrong: each import is a process of its own (this program started again with `--server`), so
//! that its peak of memory is its own.

mod due;
mod import;
mod lookup;

use anyhow::{Context, Result};
use clap::Parser;
use std::path::Path;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let args: Vec<String> = std::env::args().collect();
    if args.get(1).is_some_and(|a| a == "--server") {
        let name = std::iter::once("vungsam-server".to_owned());
        let cli = vungsam_server::cli::Cli::parse_from(name.chain(args.into_iter().skip(2)));
        let code = vungsam_server::cli::run(cli).await?;
        println!("{}", import::peak()?);
        return Ok(code);
    }
    due::rows(Path::new(args.get(1).context("the repository's folder")?))?;
    import::rows().await?;
    lookup::rows().await?;
    Ok(ExitCode::SUCCESS)
}
