//! What the programs behind `cargo xtask ask`, `code`, `due`, `search` and `triage` share: JSON a line in and out, and the
//! content of a folder. Not shipped, and no program of its own.
//!
//! What a newcomer would get wrong: a line that cannot be read gets an answer too (`{"error": …}`), so that answers and
//! questions stay in step; the exit code says at the end that there was one.

#![allow(dead_code, reason = "each program uses what it needs")]

use serde::de::DeserializeOwned;
use serde_json::json;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;
use vungsam_domain::{Pack, content};

/// Answers each line of standard input by `said` (JSON, or why it is no question), out before the next line is read.
/// `Ok(false)`: some line was no question.
pub fn answer<Q: DeserializeOwned>(mut said: impl FnMut(Q) -> Result<String, String>) -> io::Result<bool> {
    let (mut answers, mut good) = (io::stdout().lock(), true);
    for line in io::stdin().lock().split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let read = serde_json::from_slice::<Q>(&line).map_err(|e| e.to_string());
        let answer = read.and_then(&mut said).unwrap_or_else(|error| {
            good = false;
            json!({ "error": error }).to_string()
        });
        writeln!(answers, "{answer}")?;
        answers.flush()?;
    }
    Ok(good)
}

/// The content of a folder like `assets/content`, read anew, so that an edit there counts at once; only of those kinds
/// that `wanted` says.
pub fn pack(folder: &Path, wanted: impl Fn(&str) -> bool) -> io::Result<Pack> {
    let named = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut files = Vec::new();
    for kind in std::fs::read_dir(folder)? {
        let kind = kind?.path();
        if !kind.is_dir() || !wanted(&named(&kind)) {
            continue;
        }
        for file in std::fs::read_dir(&kind)? {
            let file = file?.path();
            files.push((format!("{}/{}", named(&kind), named(&file)), std::fs::read_to_string(&file)?));
        }
    }
    content::compile(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).map_err(io::Error::other)
}

/// The program's end. `Ok(false)` has been told already.
pub fn finish(name: &str, done: io::Result<bool>) -> ExitCode {
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{name}: {error}");
            ExitCode::FAILURE
        }
    }
}
