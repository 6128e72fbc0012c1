//! Runs programs and times stages. Not for deciding what runs.
//!
//! What a newcomer would get wrong: a stage that fails stops everything at once and names the command to repeat it by.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Stages run so far, with their times.
pub struct Stages {
    done: Vec<(String, Duration)>,
    start: Instant,
}

impl Stages {
    pub fn new() -> Self {
        Self { done: Vec::new(), start: Instant::now() }
    }

    /// Runs one stage; prints its name before and its time after.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n=== {name} [{}]", clock(self.start.elapsed()));
        let start = Instant::now();
        let result = work().with_context(|| format!("stage \"{name}\" failed"));
        let took = start.elapsed();
        println!("--- {name}: {} {:.1} s", if result.is_ok() { "ok," } else { "FAILED after" }, took.as_secs_f64());
        self.done.push((name.to_owned(), took));
        result
    }

    /// Prints every stage's time and the five longest.
    pub fn summary(&self) {
        println!("\nStages:");
        for (name, took) in &self.done {
            println!("  {:>7.1} s  {name}", took.as_secs_f64());
        }
        let mut longest = self.done.clone();
        longest.sort_by_key(|(_, took)| std::cmp::Reverse(*took));
        println!("Five longest (of {}):", clock(self.start.elapsed()));
        for (name, took) in longest.iter().take(5) {
            println!("  {:>7.1} s  {name}", took.as_secs_f64());
        }
    }
}

fn clock(d: Duration) -> String {
    format!("{}:{:02}", d.as_secs() / 60, d.as_secs() % 60)
}

/// A program with its arguments, to be run in `dir`.
pub fn program(dir: impl AsRef<Path>, name: &str, args: &[&str]) -> Command {
    let mut command = Command::new(name);
    command.args(args).current_dir(dir).stdin(Stdio::null());
    // What `cargo run` tells us of this package would make build scripts (ring's) run again after a plain `cargo build`.
    for (key, _) in std::env::vars_os() {
        let name = key.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|p| name.starts_with(p)) {
            command.env_remove(&key);
        }
    }
    command
}

/// Runs to the end with its output shown; fails with the command line when it fails.
pub fn run(mut command: Command) -> Result<()> {
    let line = shown(&command);
    let status = command.status().with_context(|| format!("could not start: {line}"))?;
    if !status.success() {
        bail!("{line}\n  ended with {status}");
    }
    Ok(())
}

/// Runs to the end and returns what it printed on stdout; stderr is shown.
pub fn output(mut command: Command) -> Result<String> {
    let line = shown(&command);
    let out = command.stderr(Stdio::inherit()).output().with_context(|| format!("could not start: {line}"))?;
    if !out.status.success() {
        bail!("{line}\n  ended with {}", out.status);
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Runs with its output shown and kept, both streams in one.
pub fn tee(mut command: Command) -> Result<String> {
    use std::io::{BufRead, BufReader};
    let line = shown(&command);
    let (reader, writer) = std::io::pipe()?;
    let mut child = command
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()
        .with_context(|| format!("could not start: {line}"))?;
    drop(command); // closes our ends of the pipe
    let mut kept = String::new();
    for text in BufReader::new(reader).lines() {
        let text = text.unwrap_or_default();
        println!("{text}");
        kept.push_str(&text);
        kept.push('\n');
    }
    let status = child.wait()?;
    if !status.success() {
        bail!("{line}\n  ended with {status}");
    }
    Ok(kept)
}

/// Whether a program answers `--version` (or `-V`).
pub fn answers(name: &str) -> bool {
    Command::new(name)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

fn shown(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}
