//! `cargo xtask content`: compiles a content folder to a bundle and says what is in it. Not shipped.
//!
//! What a newcomer would get wrong: a long sentence is a warning, a wrong record an error; only errors change the exit
//! code.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};
use vungsam_domain::content::bundle::{Bundle, RawRecord};
use vungsam_domain::content::compile;

/// Longest sentence, words (UX.md).
const WORDS: usize = 15;

fn main() -> ExitCode {
    let mut args = env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| "assets/content".to_owned());
    match run(Path::new(&folder), args.next().map(PathBuf::from)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}/{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, out: Option<PathBuf>) -> Result<(), Box<dyn std::error::Error>> {
    let mut files = Vec::new();
    read_into(&mut files, folder, "")?;
    let pack = compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))?;
    let records = pack.records()?;
    let bytes = Bundle::pack(&records, None, None)?;
    let head = Bundle::head(&bytes)?;
    let mut kinds: BTreeMap<&str, (u32, u32, u32)> = BTreeMap::new();
    for (kind, _, meta) in pack.metas() {
        let entry = kinds.entry(kind).or_default();
        entry.0 += 1;
        entry.1 += u32::from(meta.verified);
        entry.2 += u32::from(meta.reviewed_on.is_some());
    }
    for (kind, (all, verified, reviewed)) in kinds {
        println!("{kind:12} {all:4} records, {verified:4} with a source read, {reviewed:4} reviewed by the commune");
    }
    for record in &records {
        long_sentences(record);
    }
    println!("{} records, {} bytes, {} packed: {}", head.records, head.bytes, bytes.len(), head.sha256);
    if let Some(out) = out {
        fs::write(&out, &bytes)?;
        println!("written: {}", out.display());
    }
    Ok(())
}

/// Names sentences over the limit; titles of laws and sources are not ours to shorten.
fn long_sentences(record: &RawRecord) {
    let Some(Ok(value)) = record.body.as_deref().map(serde_json::from_str::<serde_json::Value>) else { return };
    let mut texts = Vec::new();
    collect(&value, "", &mut texts);
    for (key, text) in texts {
        for sentence in text.split(['.', '!', '?', ';', ':', '\n']) {
            let words = sentence.split_whitespace().count();
            if words > WORDS {
                println!("long: {}/{} {key}: {words} words: {}", record.kind, record.id, sentence.trim());
            }
        }
    }
}

fn collect(value: &serde_json::Value, key: &str, texts: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::String(s) if !["title", "official_name", "address"].contains(&key) => {
            texts.push((key.to_owned(), s.clone()));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|v| collect(v, key, texts)),
        serde_json::Value::Object(o) => {
            for (k, v) in o.iter().filter(|(k, _)| *k != "sources" && *k != "source" && *k != "variants") {
                // A text's languages are told by the text's own name.
                let name = if matches!(k.as_str(), "vi" | "en") { key } else { k };
                collect(v, name, texts);
            }
        }
        _ => {}
    }
}

/// Reads all files below `dir` with their path inside the content folder.
fn read_into(files: &mut Vec<(String, String)>, dir: &Path, inside: &str) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if inside.is_empty() { name.clone() } else { format!("{inside}/{name}") };
        if name.starts_with('.') {
        } else if entry.file_type()?.is_dir() {
            read_into(files, &entry.path(), &path)?;
        } else {
            files.push((path, fs::read_to_string(entry.path())?));
        }
    }
    Ok(())
}
