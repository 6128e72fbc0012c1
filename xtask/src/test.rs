//! `cargo xtask test`: all checks, in the order that fails soonest. Not for benchmarks.
//!
//! What a newcomer would get wrong: the last line is the sum of what the test runners counted; a stage that is no
//! test runner counts as nothing there but still stops the run when it fails.

use crate::setup::{self, node_program};
use crate::stage::{Stages, answers, program, run as run_program, tee};
use crate::{android, build, demo, direction, manifest, notices, root, sources, template};
use anyhow::{Result, bail};

#[derive(clap::Args)]
pub struct Args {
    /// Only stages whose name contains this (setup and builds always run).
    #[arg(long)]
    only: Option<String>,
}

/// Runs every stage; the first failure ends it.
pub fn run(args: &Args) -> Result<()> {
    let mut stages = Stages::new();
    let result = all(args, &mut stages);
    stages.summary();
    match result {
        Ok(counts) => {
            println!("\n{} passed, 0 failed, {} skipped", counts.passed, counts.skipped);
            Ok(())
        }
        Err(error) => {
            println!("\nFAILED: {error:#}");
            std::process::exit(1);
        }
    }
}

#[derive(Default)]
struct Counts {
    passed: u64,
    skipped: u64,
}

fn all(args: &Args, stages: &mut Stages) -> Result<Counts> {
    let mut counts = Counts::default();
    let wanted = |name: &str| args.only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    let ui = root().join("ui");
    let npm = |script: &str| run_program(node_program(&ui, "npm", &["run", "--silent", script]));

    stages.run("setup", setup::run)?;
    if wanted("format") {
        stages.run("format (rustfmt, prettier)", || {
            run_program(program(root(), "cargo", &["fmt", "--all", "--check"]))?;
            npm("format:check")
        })?;
    }
    if wanted("rules") {
        stages.run("rules (direction, sources, notices, Android project)", || {
            direction::check()?;
            sources::check()?;
            android::graph()?;
            manifest::check()?;
            notices::check()
        })?;
    }
    stages.run("ui build", build::ui)?;
    stages.run("cargo build (workspace, tests)", || {
        run_program(program(root(), "cargo", &["build", "--workspace", "--all-targets", "--locked"]))
    })?;
    if wanted("ui") {
        stages.run("bindings", build::check_bindings)?;
        stages.run("ui types and lints", || {
            npm("check")?;
            npm("lint")
        })?;
        let text = stages.run("ui unit tests", || {
            let mut vitest = node_program(&ui, "npm", &["run", "--silent", "test"]);
            vitest.env("NO_COLOR", "1");
            tee(vitest)
        })?;
        let passed = vitest_count(&text);
        if passed == 0 {
            bail!("vitest ran no test");
        }
        counts.passed += passed;
    }
    if wanted("rust") {
        let text = stages.run("rust tests (unit, property, snapshot, contracts, stories)", rust_tests)?;
        let (passed, skipped) = rust_counts(&text);
        if passed == 0 {
            bail!("the Rust test runner ran no test");
        }
        counts.passed += passed;
        counts.skipped += skipped;
    }
    if wanted("journey") {
        for lang in ["vi", "en"] {
            stages.run(&format!("journey in the real window ({lang})"), || demo::headless(lang, &[]))?;
            counts.passed += 1;
        }
    }
    walks(&wanted, stages, &mut counts)?;
    if wanted("clippy") {
        stages.run("clippy", || {
            run_program(program(
                root(),
                "cargo",
                &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"],
            ))
        })?;
    }
    if wanted("android") {
        stages.run("android project (generator's, with our changes)", || template::check(false))?;
        stages.run("android type-check (no C, no link)", android::check_when_changed)?;
    }
    Ok(counts)
}

/// What a person does and sees, in the real window and in a phone-sized browser.
fn walks(wanted: &dyn Fn(&str) -> bool, stages: &mut Stages, counts: &mut Counts) -> Result<()> {
    if wanted("aeroplane") {
        for lang in ["vi", "en"] {
            let stage = format!("first start in aeroplane mode, real window ({lang})");
            let text = stages.run(&stage, || tee(build::aeroplane_command(lang)?))?;
            counts.passed += text.lines().filter(|l| l.starts_with("ok ")).count() as u64;
        }
    }
    if wanted("first") {
        let stage = "first ten minutes of a tourist and a helper, real window";
        let text = stages.run(stage, || tee(build::firsttime_command()?))?;
        counts.passed += text.lines().filter(|l| l.starts_with("ok ")).count() as u64;
    }
    for (walk, what) in [
        ("phone", "phone manners (Chromium)"),
        ("dossiers", "the dossier wallet (Chromium)"),
        ("checklist", "papers to take along (Chromium)"),
    ] {
        if wanted(walk) {
            let text = stages.run(what, || tee(build::walk_command(walk)?))?;
            counts.passed += text.lines().filter(|l| l.starts_with("ok ")).count() as u64;
        }
    }
    if wanted("screens") {
        let text = stages.run("screens and console pages (Chromium, axe)", || tee(build::screens_command()?))?;
        counts.passed += text.lines().filter(|l| l.trim_start().starts_with("ok ")).count() as u64;
    }
    Ok(())
}

/// nextest where it is installed, cargo's own runner elsewhere; inside a private bus with an unlocked keyring, so that
/// the tests of the real Secret Service run too.
fn rust_tests() -> Result<String> {
    let runner = if answers("cargo-nextest") {
        "cargo nextest run --workspace --locked --no-fail-fast --status-level slow --final-status-level slow"
    } else {
        "cargo test --workspace --locked --no-fail-fast"
    };
    let script = format!("{}; VUNGSAM_TEST_KEYRING=1 {runner}", demo::UNLOCK);
    tee(program(root(), "dbus-run-session", &["--", "sh", "-c", &script]))
}

/// Passed and skipped, from the closing lines of nextest or of each cargo test binary.
fn rust_counts(text: &str) -> (u64, u64) {
    let number_before = |line: &str, word: &str| -> u64 {
        let words: Vec<&str> = line.split([' ', ',', ';']).filter(|w| !w.is_empty()).collect();
        words.windows(2).find(|w| w.get(1) == Some(&word)).and_then(|w| w.first()?.parse().ok()).unwrap_or(0)
    };
    let lines = || text.lines().filter(|l| l.contains("Summary [") || l.starts_with("test result:"));
    let skipped = lines().map(|l| number_before(l, "skipped") + number_before(l, "ignored")).sum();
    (lines().map(|l| number_before(l, "passed")).sum(), skipped)
}

/// Tests that passed, from vitest's closing lines ("Tests  12 passed (12)").
fn vitest_count(text: &str) -> u64 {
    let line = text.lines().find(|l| l.trim_start().starts_with("Tests ")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_each_runner_are_counted() {
        assert_eq!(rust_counts("     Summary [   0.2s] 30 tests run: 29 passed (1 slow), 1 skipped\n"), (29, 1));
        assert_eq!(
            rust_counts(
                "test result: ok. 3 passed; 0 failed; 2 ignored; 0 measured\ntest result: ok. 4 passed; 0 failed"
            ),
            (7, 2)
        );
        assert_eq!(vitest_count("\n      Tests  12 passed (12)\n"), 12);
    }
}
