//! `cargo xtask bench NAME --json FILE`: a row per case. Not a test: nothing here passes or fails.
//!
//! What a newcomer would get wrong: these machines are shared and noisy, so compare rows of one run only.

use crate::stage::program;
use crate::{bench_photo, build, demo, root};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

#[derive(clap::Args)]
pub struct Args {
    /// What to measure.
    #[arg(value_parser = ["photo", "start", "submit"])]
    name: String,
    /// Where to write the rows.
    #[arg(long)]
    json: Option<PathBuf>,
    /// How often.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// How the measured programs are built (`start`, `submit`).
    #[arg(long, default_value = "release", value_parser = ["dev", "release"])]
    profile: String,
}

pub fn run(args: &Args) -> Result<()> {
    let rows = match args.name.as_str() {
        "submit" => submit(args)?,
        "photo" => bench_photo::rows(args.runs)?,
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
    let built = program(root(), "cargo", &["build", "--workspace", "--locked", "--profile", &args.profile]);
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

/// Start of gateway and app as the journey in the real window sees them, sizes of the binaries and of the screens.
fn start(args: &Args) -> Result<Vec<Value>> {
    let built = program(root(), "cargo", &["build", "--workspace", "--locked", "--profile", &args.profile]);
    crate::stage::run(built)?;
    let bins = build::target_dir()?.join(if args.profile == "dev" { "debug" } else { "release" });
    let mut rows = vec![screens_size()?];
    for run in 1..=args.runs {
        demo::journey(&bins, "vi", &[])?;
        let report: Value = serde_json::from_slice(&std::fs::read(root().join("target/demo/report.json"))?)?;
        rows.push(
            json!({ "case": "start", "run": run, "times": report.get("times").context("report.json has no times")? }),
        );
    }
    for name in ["vung-sam", "vungsam-server"] {
        let bin = bins.join(name);
        let stripped = root().join("target").join(format!("{name}.stripped"));
        let mut strip = program(root(), "strip", &["-o"]);
        strip.arg(&stripped).arg(&bin);
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
