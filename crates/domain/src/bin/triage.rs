//! `cargo xtask triage`: reads texts on standard input, or measures a labelled set. Not shipped, and the only thing in
//! this crate that reads or writes.
//!
//! What a newcomer would get wrong: a line that cannot be read gets an answer too (`{"error": …}`), so that answers and
//! questions stay in step; the exit code says at the end that there was one.

use serde::Deserialize;
use std::io::{self, BufRead, Write};
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
        return finish(train());
    }
    if let Err(error) = check() {
        eprintln!("triage: {error}");
        return ExitCode::FAILURE;
    }
    let result = match args.iter().position(|a| a == "--measure") {
        Some(at) => measure(args.get(at + 1).map(String::as_str), has("--wrong")),
        None => answer(io::stdin().lock(), io::stdout().lock(), has("--why")),
    };
    finish(result)
}

fn finish(result: io::Result<bool>) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("triage: {error}");
            ExitCode::FAILURE
        }
    }
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

/// One answer a line, out before the next line is read. `Ok(false)`: some line was no question.
fn answer(questions: impl BufRead, mut answers: impl Write, why: bool) -> io::Result<bool> {
    let mut good = true;
    for line in questions.split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Question>(&line) {
            Ok(q) => {
                writeln!(answers, "{}", serde_json::to_string(&read(&q.text, &q.lang))?)?;
                if why {
                    explain(&q);
                }
            }
            Err(error) => {
                good = false;
                writeln!(answers, "{}", serde_json::json!({ "error": error.to_string() }))?;
            }
        }
        answers.flush()?;
    }
    Ok(good)
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
