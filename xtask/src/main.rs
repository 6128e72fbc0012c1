//! Developer commands: `cargo xtask demo | test | setup | bindings | screens | bench | notices | android |
//! content | triage | search | code | due | ask`. Not part of the product; nothing in here is shipped.
//!
//! What a newcomer would get wrong: commands install what they need (`setup` runs first everywhere), so a fresh machine
//! with Rust is enough.

mod android;
mod ask;
mod bench;
mod bench_photo;
mod build;
mod code;
mod content;
mod demo;
mod direction;
mod due;
mod manifest;
mod notices;
mod search;
mod setup;
mod sources;
mod stage;
mod template;
mod test;
mod triage;
mod xml;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Vùng Sâm: developer commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what is missing: Debian packages, Node, npm packages.
    Setup,
    /// From nothing to a running gateway and an open app.
    Demo(demo::Args),
    /// All checks. What `.ci/run` calls.
    Test(test::Args),
    /// Measure; ratios in one run.
    Bench(bench::Args),
    /// Write the TypeScript types of the command list into ui/src/lib/bindings.
    Bindings,
    /// Pictures of every screen, with accessibility checks, into target/screens.
    Screens,
    /// Write the third-party notices the app shows.
    Notices,
    /// What can be known about Android without its SDK.
    Android(android::Args),
    /// Check the area's content and say what is in it.
    Content(content::Args),
    /// Read texts as the app does before they are sent: one JSON a line in, one out.
    Triage(triage::Args),
    /// Find content as the app does: one JSON a line in, one out.
    Search(search::Args),
    /// Read typed or scanned texts as dossier codes: one JSON a line in, one out.
    Code,
    /// Count due days in working days: one JSON a line in, one out.
    Due(due::Args),
    /// Answer questions as the app does: one JSON a line in, one out.
    Ask(ask::Args),
}

fn main() {
    if let Err(error) = run(Cli::parse().command) {
        eprintln!("\n{error:#}");
        std::process::exit(1);
    }
}

fn run(command: Command) -> Result<()> {
    std::env::set_current_dir(root())?;
    match command {
        Command::Setup => setup::run(),
        Command::Demo(args) => demo::run(&args),
        Command::Test(args) => test::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Bindings => build::ready().and_then(|()| build::bindings()),
        Command::Screens => build::ready().and_then(|()| build::screens()),
        Command::Android(args) => android::main(&args),
        Command::Notices => setup::run().and_then(|()| notices::write()),
        Command::Content(args) => content::run(&args),
        Command::Triage(args) => triage::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Code => code::run(),
        Command::Due(args) => due::run(&args),
        Command::Ask(args) => ask::run(&args),
    }
}

/// The repository's folder.
fn root() -> PathBuf {
    // Asked of cargo at run time: a cached executable may have been compiled in another clone.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package).parent().map(PathBuf::from).unwrap_or_default()
}
