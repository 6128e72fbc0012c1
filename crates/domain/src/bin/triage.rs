//! `cargo xtask triage`: reads texts on standard input, or measures a labelled set. Not shipped.

mod lines;

use serde::Deserialize;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use vungsam_domain::triage::measure::{Labelled, Rates};
use vungsam_domain::triage::{Kind, check, cues, learned, read, train};

#[derive(Deserialize)]
struct Question {
    text: String,
    lang: String,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| args.iter().any(|a| a == flag);
    if has("--train") {
        return lines::finish("triage", train());
    }
    if let Err(error) = check() {
        eprintln!("triage: {error}");
        return ExitCode::FAILURE;
    }
    let result = match args.iter().position(|a| a == "--measure") {
        Some(at) => measure(args.get(at + 1).map(String::as_str), has("--wrong")),
        None => lines::answer(|question| answered(&question, has("--why"))),
    };
    lines::finish("triage", result)
}

/// Learns the weights anew from the tuning half, writes them, and says how well texts left out are read.
fn train() -> io::Result<bool> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/triage");
    let texts = std::fs::read_to_string(here.join("testdata/tune.jsonl"))?;
    let set = Labelled::set(&texts).map_err(io::Error::other)?;
    std::fs::write(here.join("weights.bin"), train::train(&set))?;
    println!("Cross-validated, all:\n{}", train::cross_validate(&set, 0));
    println!("Cross-validated, texts the lexicon has not seen:\n{}", train::cross_validate(&set, train::LEXICON_SAW));
    Ok(true)
}

fn answered(q: &Question, why: bool) -> Result<String, String> {
    if why {
        explain(q);
    }
    serde_json::to_string(&read(&q.text, &q.lang)).map_err(|e| e.to_string())
}

fn explain(q: &Question) {
    for kind in Kind::ALL.into_iter().filter(|k| *k != Kind::Report) {
        let points = learned(&q.text, kind).unwrap_or_default();
        eprintln!("    {points:>5.2} {:<18} learned", kind.id());
    }
    for cue in cues(&q.text, &q.lang) {
        let weak = cue.weakened_by.map(|w| format!("   weakened by {w:?}")).unwrap_or_default();
        eprintln!("    {:>5.2} {:<18} {:?}{weak}", cue.points, cue.kind.id(), cue.pattern);
    }
}

/// Prints the rates of a labelled set; with `wrong`, also what was read wrongly and why.
fn measure(file: Option<&str>, wrong: bool) -> io::Result<bool> {
    let file = file.ok_or_else(|| io::Error::other("--measure needs a file"))?;
    let set = Labelled::set(&std::fs::read_to_string(file)?).map_err(|e| io::Error::other(format!("{file}: {e}")))?;
    if wrong {
        for text in &set {
            let read = read(&text.text, &text.lang);
            if read.kind != text.kind {
                eprintln!("{} read as {} ({:.2}): {}", text.kind.id(), read.kind.id(), read.score, text.text);
                explain(&Question { text: text.text.clone(), lang: text.lang.clone() });
            }
        }
    }
    print!("{}", Rates::of(&set));
    Ok(true)
}
