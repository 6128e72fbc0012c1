//! `cargo xtask ask`: answers questions on standard input, measures a labelled set, or learns the weights. Not shipped;
//! reads the area's content and what was learned from folders, so that an edit there counts at once.

mod lines;

use serde::Deserialize;
use serde_json::json;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use vungsam_domain::Pack;
use vungsam_domain::ask::measure::{Labelled, Rates, ids, name};
use vungsam_domain::ask::train::{Texts, cross_validate, train};
use vungsam_domain::ask::{Ask, Learned};

#[derive(Deserialize)]
struct Question {
    q: String,
    #[serde(default)]
    lang: String,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|a| a == flag);
    let value = |flag: &str| args.iter().position(|a| a == flag).and_then(|at| args.get(at + 1));
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
    let assets = value("--assets").map_or(ours, |dir| Path::new(dir).to_owned());
    let (folder, learns) = (assets.join("ask"), has("--train") || has("--cross-validate"));
    let done = lines::pack(&assets.join("content"), |_| true).and_then(|pack| match (learns, value("--measure")) {
        (true, _) if has("--train") => learn(&folder, &pack),
        (true, _) => validate(&folder, &pack, has("--without-asks"), has("--wrong")),
        (false, Some(file)) => measure(&Ask::build(&pack, &learned(&folder)?), file, has("--wrong")),
        (false, None) => {
            let ask = Ask::build(&pack, &learned(&folder)?);
            lines::answer(|question| Ok(answered(&ask, &question)))
        }
    });
    lines::finish("ask", done)
}

/// What was learned; nothing where the area has no such folder.
fn learned(folder: &Path) -> io::Result<Learned> {
    if !folder.exists() {
        return Ok(Learned::default());
    }
    let concepts = std::fs::read_to_string(folder.join("concepts.toml"))?;
    Learned::parse(&concepts, &std::fs::read(folder.join("weights.bin"))?).map_err(io::Error::other)
}

fn texts(folder: &Path) -> io::Result<Texts> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name));
    Ok(Texts { concepts: read("concepts.toml")?, asks: read("asks.toml")?, asked: read("asked.jsonl")? })
}

/// Learns the weights anew and writes them.
fn learn(folder: &Path, pack: &Pack) -> io::Result<bool> {
    let weights = train(&texts(folder)?, pack).map_err(io::Error::other)?;
    println!("{} bytes", weights.len());
    std::fs::write(folder.join("weights.bin"), weights)?;
    Ok(true)
}

/// Says how well questions are answered whose author's questions the weights were not learned from.
fn validate(folder: &Path, pack: &Pack, without_asks: bool, wrong: bool) -> io::Result<bool> {
    for (author, rates) in cross_validate(&texts(folder)?, pack, without_asks).map_err(io::Error::other)? {
        println!("author {author}");
        print(&rates, wrong)?;
    }
    Ok(true)
}

fn answered(ask: &Ask, question: &Question) -> String {
    let started = Instant::now();
    let answered = ask.answer(&question.q, &question.lang);
    let us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    json!({ "q": question.q, "ids": ids(&answered), "outcome": name(answered.outcome), "us": us }).to_string()
}

/// Prints the rates of a labelled set; with `wrong`, also what was answered wrongly.
fn measure(ask: &Ask, file: &str, wrong: bool) -> io::Result<bool> {
    let set = Labelled::set(&std::fs::read_to_string(file)?).map_err(|e| io::Error::other(format!("{file}: {e}")))?;
    print(&Rates::of(ask, &set), wrong)
}

fn print(rates: &Rates, wrong: bool) -> io::Result<bool> {
    if wrong {
        rates.wrong.iter().for_each(|line| eprintln!("{line}"));
    }
    print!("{rates}");
    Ok(true)
}
