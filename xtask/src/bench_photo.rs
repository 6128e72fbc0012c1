//! `cargo xtask bench photo`: the phone's photo intake beside sharp (libvips), one photo a process. Not for the app as a
//! whole, and nothing here gets into the product.
//!
//! What a newcomer would get wrong: two CPU times are given. `cpu_s` is the whole process, where Node's start weighs against
//! sharp; `work_cpu_s` is the work alone, which is the one to judge by.

use crate::setup::node_program;
use crate::stage::{answers, output, program, run};
use crate::{root, setup};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const TOOLS: [&str; 2] = ["vung-sam", "sharp"];
const FIGURES: [&str; 4] = ["cpu_s", "work_cpu_s", "wall_s", "peak_mb"];

/// A row for each case and tool, then a row of ratios for each case.
pub fn rows(runs: u32) -> Result<Vec<Value>> {
    setup::run()?;
    let bench = root().join("target/bench");
    std::fs::create_dir_all(&bench)?;
    run(program(
        root(),
        "cargo",
        &["build", "--release", "--manifest-path", "xtask/bench-photo/Cargo.toml", "--target-dir"],
    )
    .also(&bench))?;
    let sharp = sharp(&bench)?;
    let mut rows = Vec::new();
    for photo in photos(&bench, &sharp)? {
        rows.extend(case(&bench, &sharp, &photo, runs)?);
    }
    Ok(rows)
}

trait Also {
    fn also(self, path: &Path) -> Self;
}

impl Also for std::process::Command {
    fn also(mut self, path: &Path) -> Self {
        self.arg(path);
        self
    }
}

/// sharp from npm, into target/bench.
fn sharp(bench: &Path) -> Result<PathBuf> {
    let dir = bench.join("sharp");
    std::fs::create_dir_all(&dir)?;
    for entry in std::fs::read_dir(root().join("xtask/bench-photo/sharp"))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            std::fs::copy(entry.path(), dir.join(entry.file_name()))?;
        }
    }
    if !dir.join("node_modules/sharp").exists() {
        run(node_program(&dir, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    }
    Ok(dir)
}

/// Real photographs, made as large as a phone's.
fn photos(bench: &Path, sharp: &Path) -> Result<Vec<PathBuf>> {
    let originals = bench.join("originals/usr/share/backgrounds/mate/nature");
    if !originals.exists() {
        if !answers("apt-get") || !answers("dpkg-deb") {
            bail!("the photographs come from Debian's package mate-backgrounds: needs apt-get and dpkg-deb");
        }
        run(program(bench, "apt-get", &["-q", "download", "mate-backgrounds"]))?;
        let package = std::fs::read_dir(bench)?
            .filter_map(Result::ok)
            .map(|e| e.path())
            .find(|p| p.extension().is_some_and(|e| e == "deb"))
            .context("apt-get downloaded nothing")?;
        run(program(bench, "dpkg-deb", &["-x"]).also(&package).also(&bench.join("originals")))?;
    }
    let folder = bench.join("photos");
    run(node_program(sharp, "node", &["inputs.mjs"]).also(&originals).also(&folder))?;
    let mut photos: Vec<PathBuf> =
        std::fs::read_dir(&folder)?.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.is_file()).collect();
    photos.sort();
    Ok(photos)
}

fn case(bench: &Path, sharp: &Path, photo: &Path, runs: u32) -> Result<Vec<Value>> {
    let name = photo.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let result = |tool: &str| bench.join(format!("{name}.{tool}.out.jpg"));
    let mut measured: [Vec<Value>; 2] = [Vec::new(), Vec::new()];
    // In turn, so that a busy minute hits both.
    for _ in 0..runs {
        for (tool, into) in TOOLS.iter().zip(&mut measured) {
            let measure = root().join("xtask/bench-photo/measure.py");
            let mut command = node_program(sharp, "python3", &[]).also(&measure);
            match *tool {
                "sharp" => command.args(["node", "one.mjs"]),
                _ => command.arg(bench.join("release/photo-one")),
            };
            into.push(serde_json::from_str(&output(command.also(photo).also(&result(tool)))?)?);
        }
    }
    let mut score = program(bench, "release/photo-score", &[]).also(photo);
    score = TOOLS.iter().fold(score, |c, tool| c.also(&result(tool)));
    let scores: Vec<f64> =
        output(score)?.lines().map(|l| l.trim().parse::<f64>().context("no score")).collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for ((tool, runs), score) in TOOLS.iter().zip(&measured).zip(scores) {
        let mut row = json!({ "case": name, "tool": tool, "runs": runs.len() });
        for figure in FIGURES {
            set(&mut row, figure, median(runs, figure));
        }
        set(&mut row, "bytes", std::fs::metadata(result(tool))?.len() as f64);
        set(&mut row, "ssimulacra2", score);
        rows.push(row);
    }
    let mut ratios =
        json!({ "case": name, "tool": "vung-sam / sharp", "input_bytes": std::fs::metadata(photo)?.len() });
    for figure in FIGURES.into_iter().chain(["bytes"]) {
        set(&mut ratios, figure, number(rows.first(), figure) / number(rows.get(1), figure));
    }
    set(
        &mut ratios,
        "ssimulacra2_difference",
        number(rows.first(), "ssimulacra2") - number(rows.get(1), "ssimulacra2"),
    );
    rows.push(ratios);
    Ok(rows)
}

fn set(row: &mut Value, name: &str, number: f64) {
    if let Some(row) = row.as_object_mut() {
        row.insert(name.to_owned(), json!((number * 10_000.0).round() / 10_000.0));
    }
}

fn number(row: Option<&Value>, name: &str) -> f64 {
    row.and_then(|r| r.get(name)).and_then(Value::as_f64).unwrap_or(f64::NAN)
}

fn median(rows: &[Value], figure: &str) -> f64 {
    let mut all: Vec<f64> = rows.iter().map(|r| number(Some(r), figure)).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}
