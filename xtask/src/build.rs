//! Builds the UI and the workspace, and runs the scripts that need both. Not for tests.
//!
//! What a newcomer would get wrong: always `--workspace`. Building one package unifies features another way and
//! compiles half the tree again.

use crate::root;
use crate::setup::{self, node_program};
use crate::stage::{output, program, run};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where cargo puts debug binaries.
pub fn bin(name: &str) -> Result<PathBuf> {
    Ok(target_dir()?.join("debug").join(name))
}

/// Cargo's target folder.
pub fn target_dir() -> Result<PathBuf> {
    let meta = output(program(root(), "cargo", &["metadata", "--format-version", "1", "--no-deps", "--locked"]))?;
    let meta: serde_json::Value = serde_json::from_str(&meta)?;
    let dir = meta.get("target_directory").and_then(|d| d.as_str()).context("cargo metadata names no target folder")?;
    Ok(PathBuf::from(dir))
}

/// Installs and builds everything a person or a script needs to run the product.
pub fn ready() -> Result<()> {
    setup::run()?;
    ui()?;
    workspace()
}

/// Builds the UI.
pub fn ui() -> Result<()> {
    println!("building the UI");
    run(node_program(root().join("ui"), "npm", &["run", "--silent", "build", "--", "--logLevel", "error"]))
}

/// Builds all crates (debug).
pub fn workspace() -> Result<()> {
    println!("building the workspace (the first time takes about 10 minutes on two cores)");
    run(program(root(), "cargo", &["build", "--workspace", "--locked"]))
}

/// Writes the TypeScript types of the command list.
pub fn bindings() -> Result<()> {
    write_bindings(&root().join("ui/src/lib/bindings"))
}

/// Fails when the committed bindings are not what the command list gives.
pub fn check_bindings() -> Result<()> {
    let fresh = root().join("target/bindings");
    write_bindings(&fresh)?;
    let kept = root().join("ui/src/lib/bindings");
    for entry in std::fs::read_dir(&fresh)? {
        let entry = entry?;
        let (a, b) = (std::fs::read(entry.path())?, std::fs::read(kept.join(entry.file_name())).unwrap_or_default());
        if a != b {
            bail!("ui/src/lib/bindings/{} is old: run `cargo xtask bindings`", entry.file_name().display());
        }
    }
    println!("bindings are what the command list gives");
    Ok(())
}

fn write_bindings(dir: &Path) -> Result<()> {
    std::fs::create_dir_all(dir)?;
    let mut command = program(root(), &bin("bindings")?.to_string_lossy(), &[]);
    command.arg(dir);
    run(command)
}

/// Pictures of every screen, with accessibility checks.
pub fn screens() -> Result<()> {
    run(screens_command()?)
}

/// The command that makes them; prints a line `ok …` a check.
pub fn screens_command() -> Result<Command> {
    let mut command = node_program(root().join("tests/e2e"), "node", &["screens.mjs"]);
    command
        .arg("--bridge")
        .arg(bin("bridge")?)
        .arg("--server")
        .arg(bin("vungsam-server")?)
        .arg("--out")
        .arg(root().join("target/screens"));
    Ok(command)
}

/// The command that starts the app for the first time with no network, and reads.
pub fn aeroplane_command(lang: &str) -> Result<Command> {
    let mut command = node_program(root().join("tests/e2e"), "node", &["aeroplane.mjs", "--lang", lang]);
    command.arg("--app").arg(bin("vung-sam")?).arg("--out").arg(root().join("target/aeroplane"));
    Ok(command)
}

/// The command that plays the first ten minutes of a tourist and of a helper in the real window.
pub fn firsttime_command() -> Result<Command> {
    let mut command = node_program(root().join("tests/e2e"), "node", &["firsttime.mjs"]);
    command.arg("--app").arg(bin("vung-sam")?).arg("--server").arg(bin("vungsam-server")?);
    command.arg("--out").arg(root().join("target/firsttime"));
    Ok(command)
}

/// The command that walks through screens in a phone-sized browser over the real core (`tests/e2e/<walk>.mjs`); prints a
/// line `ok …` a check.
pub fn walk_command(walk: &str) -> Result<Command> {
    let mut command = node_program(root().join("tests/e2e"), "node", &[&format!("{walk}.mjs")]);
    command.arg("--bridge").arg(bin("bridge")?).arg("--out").arg(root().join("target").join(walk));
    Ok(command)
}
