//! A due day on the area's calendar: usual terms and terms of more than a year. Not for a whole dossier's clock.
//!
//! What a newcomer would get wrong: the tables are prepared once, before the clock starts; that is how phone and gateway
//! use them.

use anyhow::{Context, Result};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};
use serde_json::json;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;
use vungsam_domain::calendar::Calendar;
use vungsam_domain::content;

const DAYS: usize = 1_000_000;

pub fn rows(root: &Path) -> Result<()> {
    let started = Instant::now();
    let calendar = calendar(root)?;
    let prepared = started.elapsed();
    let first = date(2025, 1, 1).at(8, 0, 0, 0);
    for (of, longest) in [("terms of 0 to 60 working days", 61), ("terms of 250 to 490 working days", 491)] {
        let shortest = if longest > 61 { 250 } else { 0 };
        let asked = |n: usize| -> Result<(DateTime, u32, bool)> {
            let received = first.checked_add(i64::try_from(n % (365 * 24))?.hours())?;
            Ok((received, shortest + u32::try_from(n * 7_919)? % (longest - shortest), n.is_multiple_of(2)))
        };
        let asked: Vec<_> = (0..DAYS / 8).map(asked).collect::<Result<_>>()?;
        let mut best = f64::MAX;
        for _ in 0..8 {
            let started = Instant::now();
            for (received, days, cutoff) in &asked {
                let _ = black_box(calendar.due(black_box(*received), *days, *cutoff));
            }
            let each = started.elapsed().as_secs_f64() * 1e9 / f64::from(u32::try_from(asked.len())?);
            best = best.min(each);
        }
        println!(
            "{}",
            json!({ "case": "due", "of": of, "days": DAYS, "ns_each_best_of_8": best.round(),
            "read_and_prepare_ms": prepared.as_secs_f64() * 1000.0 })
        );
    }
    Ok(())
}

fn calendar(root: &Path) -> Result<Calendar> {
    let mut files = Vec::new();
    for file in std::fs::read_dir(root.join("assets/content/holidays"))? {
        let file = file?;
        files.push((format!("holidays/{}", file.file_name().to_string_lossy()), std::fs::read_to_string(file.path())?));
    }
    let pack = content::compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str()))).context("holidays")?;
    Ok(Calendar::new(&pack.holidays))
}
