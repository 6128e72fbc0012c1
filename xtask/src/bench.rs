//! `cargo xtask bench NAME --json FILE`: a row per case. Not a test: nothing here passes or fails.
//!
//! What a newcomer would get wrong: these machines are shared and noisy, so compare rows of one run only.

use crate::setup::node_program;
use crate::stage::program;
use crate::{bench_photo, build, root};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

#[derive(clap::Args)]
pub struct Args {
    /// What to measure.
    #[arg(value_parser = ["dossier", "feed", "photo", "search", "start", "submit", "ui"])]
    name: String,
    /// Where to write the rows.
    #[arg(long)]
    json: Option<PathBuf>,
    /// How often.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// How the measured programs are built (all but `photo`).
    #[arg(long, default_value = "release", value_parser = ["dev", "release"])]
    profile: String,
}

pub fn run(args: &Args) -> Result<()> {
    let rows = match args.name.as_str() {
        "submit" => submit(args)?,
        "search" => of_tests("search-bench", args)?,
        "feed" => of_tests("feed-bench", args)?,
        "dossier" => of_tests("dossier-bench", args)?,
        "photo" => bench_photo::rows(args.runs)?,
        "ui" => ui(args)?,
        _ => {
            crate::setup::run()?;
            build::ui()?;
            start(args)?
        }
    };
    for row in &rows {
        println!("{row}");
    }
    if let Some(file) = &args.json {
        std::fs::write(file, serde_json::to_vec_pretty(&rows)?)?;
    }
    Ok(())
}

/// A report with one photo, taken by the gateway and by a bare server in turns (see `tests/src/bin/submit`).
fn submit(args: &Args) -> Result<Vec<Value>> {
    crate::setup::run()?;
    build::ui()?;
    // Not the app: its release check refuses what a workspace build joins into it.
    let packages = ["-p", "vungsam-server", "-p", "tests"];
    let mut built = program(root(), "cargo", &["build", "--bins", "--locked", "--profile", &args.profile]);
    built.args(packages);
    crate::stage::run(built)?;
    let bins = build::target_dir()?.join(if args.profile == "dev" { "debug" } else { "release" });
    let dir = build::target_dir()?.join("bench-submit");
    if dir.exists() {
        std::fs::remove_dir_all(&dir)?;
    }
    let mut bench = Command::new(bins.join("submit-bench"));
    bench.arg("--server").arg(bins.join("vungsam-server")).arg("--dir").arg(&dir);
    bench.args(["--rounds", &args.runs.to_string()]);
    let said = crate::stage::output(bench)?;
    std::fs::remove_dir_all(&dir)?;
    let mut rows = said.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    for row in &mut rows {
        if let Some(row) = row.as_object_mut() {
            row.insert("profile".to_owned(), json!(args.profile));
        }
    }
    Ok(rows)
}

/// A program of the crate `tests` that writes its rows: a keystroke in 5,000 records beside FTS5 (`tests/src/bin/search`);
/// public content of 2,000 records, all of it, twenty changes, nothing new, a cut (`tests/src/bin/feed`);
/// office files of 100,000 dossiers (`tests/src/bin/dossier`).
fn of_tests(name: &str, args: &Args) -> Result<Vec<Value>> {
    // The screens are inside the gateway, which the tests' programs are built with.
    crate::setup::run()?;
    build::ui()?;
    let built = ["build", "-p", "tests", "--bin", name, "--locked", "--profile", &args.profile];
    crate::stage::run(program(root(), "cargo", &built))?;
    let bins = build::target_dir()?.join(if args.profile == "dev" { "debug" } else { "release" });
    let mut bench = Command::new(bins.join(name));
    bench.arg(root());
    crate::stage::output(bench)?.lines().map(|l| serde_json::from_str(l).with_context(|| l.to_owned())).collect()
}

/// Taps, long tasks and long lists of the citizen's screens, in Chromium with a phone's window and a sixth of this machine's
/// speed over the real core (`tests/e2e/speed.mjs`). A row that is over its limit says so.
fn ui(args: &Args) -> Result<Vec<Value>> {
    crate::setup::run()?;
    build::ui()?;
    let built = ["build", "--workspace", "--bin", "bridge", "--locked", "--profile", &args.profile];
    crate::stage::run(program(root(), "cargo", &built))?;
    let bins = build::target_dir()?.join(if args.profile == "dev" { "debug" } else { "release" });
    let mut measured = node_program(root().join("tests/e2e"), "node", &["speed.mjs", "--rows-only"]);
    measured.arg("--bridge").arg(bins.join("bridge")).arg("--out").arg(build::target_dir()?.join("bench-ui"));
    measured.args(["--runs", &args.runs.to_string()]);
    crate::stage::output(measured)?.lines().map(|l| serde_json::from_str(l).with_context(|| l.to_owned())).collect()
}

/// From the start of the app's process to the painted tiles of home in the real window, the app as it is released; sizes
/// of the binaries and of the screens.
fn start(args: &Args) -> Result<Vec<Value>> {
    let mut rows = vec![screens_size()?];
    let release = args.profile == "release";
    let features: &[&str] =
        if release { &["--no-default-features", "--features", "custom-protocol"] } else { &["--features", "demo"] };
    // One package at a time: a released app leaves out what demo and tests need, and cargo joins features in a workspace.
    let mut app = program(root(), "cargo", &["build", "-p", "vungsam-app", "--locked", "--profile", &args.profile]);
    app.args(features);
    crate::stage::run(app)?;
    crate::stage::run(program(
        root(),
        "cargo",
        &["build", "-p", "vungsam-server", "--locked", "--profile", &args.profile],
    ))?;
    let bins = build::target_dir()?.join(if release { "release" } else { "debug" });
    let mut measured = node_program(root().join("tests/e2e"), "node", &["start.mjs"]);
    measured.arg("--app").arg(bins.join("vung-sam")).arg("--runs").arg(args.runs.to_string());
    measured.arg("--out").arg(build::target_dir()?.join("bench-start"));
    for line in crate::stage::output(measured)?.lines() {
        rows.push(serde_json::from_str(line).with_context(|| line.to_owned())?);
    }
    for name in ["vung-sam", "vungsam-server"] {
        let stripped = root().join("target").join(format!("{name}.stripped"));
        std::fs::create_dir_all(root().join("target"))?;
        let mut strip = program(root(), "strip", &["-o"]);
        strip.arg(&stripped).arg(bins.join(name));
        crate::stage::run(strip)?;
        let size = std::fs::metadata(&stripped)?.len();
        rows.push(json!({ "case": "size", "binary": name, "profile": args.profile, "stripped": true, "bytes": size }));
    }
    Ok(rows)
}

/// What the citizen's screens weigh on the way into the app: scripts and styles, each compressed as `gzip -9` does.
fn screens_size() -> Result<Value> {
    let kept = |name: &str| name.ends_with(".js") || name.ends_with(".css");
    let (mut whole, mut small, mut folders) = (0, 0, vec![root().join("ui/build/_app")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_str().is_some_and(kept) {
                whole += std::fs::metadata(&path)?.len();
                let mut gzip = program(root(), "gzip", &["-9", "-c"]);
                gzip.arg(&path);
                small += gzip.output()?.stdout.len();
            }
        }
    }
    Ok(json!({ "case": "size", "of": "screens (js, css; no fonts)", "bytes": whole, "gzip_bytes": small }))
}
