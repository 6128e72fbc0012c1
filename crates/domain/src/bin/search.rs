//! `cargo xtask search`: answers queries on standard input, or measures a labelled set. Not shipped; reads the area's
//! content from a folder, so that an edit there counts at once.

mod lines;

use serde::Deserialize;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use vungsam_domain::search::measure::{Labelled, Rates, name};
use vungsam_domain::search::{Index, Query};

#[derive(Deserialize)]
struct Question {
    q: String,
    lang: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    unit: Option<String>,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let value = |flag: &str| args.iter().position(|a| a == flag).and_then(|at| args.get(at + 1));
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/content");
    let folder = value("--content").map_or(here, |dir| Path::new(dir).to_owned());
    let index = lines::pack(&folder, |_| true).map(|pack| Index::build(&pack));
    let done = index.and_then(|index| match value("--measure") {
        Some(file) => measure(&index, file, args.iter().any(|a| a == "--wrong")),
        None => lines::answer(|question| Ok(answered(&index, &question).to_string())),
    });
    lines::finish("search", done)
}

fn answered(index: &Index, question: &Question) -> serde_json::Value {
    let Question { q, lang, kind, unit } = question;
    let query = Query { text: q, lang, kind: kind.as_deref(), unit: unit.as_deref(), limit: 10 };
    let started = Instant::now();
    let found = index.search(&query);
    let us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let ids: Vec<&str> = found.hits.iter().map(|h| h.id.as_str()).collect();
    let mut answer = serde_json::json!({ "q": q, "ids": ids, "outcome": name(found.outcome), "us": us });
    if let (Some(via), Some(answer)) = (found.hits.first().and_then(|h| h.via.as_ref()), answer.as_object_mut()) {
        answer.insert("via".to_owned(), via.of(lang).into());
    }
    answer
}

/// Prints the rates of a labelled set; with `wrong`, also what was found wrongly.
fn measure(index: &Index, file: &str, wrong: bool) -> io::Result<bool> {
    let set = Labelled::set(&std::fs::read_to_string(file)?).map_err(|e| io::Error::other(format!("{file}: {e}")))?;
    let rates = Rates::of(index, &set);
    if wrong {
        rates.wrong.iter().for_each(|line| eprintln!("{line}"));
    }
    print!("{rates}");
    Ok(true)
}
