//! What the documents say exists, exists: pages they link to, and the tests `docs/THREATS.md` calls as witnesses. Not for
//! whether a sentence is true.
//!
//! What a newcomer would get wrong: a witness is written as `` `name_of_the_test` `` in the last column; rename the test
//! and this one names the line to change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Files below `dir` with one of these endings; what is built or installed is left out.
fn files(dir: &Path, ends: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || ["target", "node_modules", "build", "gen"].contains(&name.as_str()) {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), ends, found);
        } else if ends.iter().any(|e| name.ends_with(e)) {
            found.push(entry.path());
        }
    }
}

fn all(dir: &str, ends: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    files(&root().join(dir), ends, &mut found);
    found
}

#[test]
fn every_page_a_document_links_to_is_there() {
    let mut documents = all("docs", &[".md"]);
    documents.push(root().join("README.md"));
    assert!(documents.len() > 10);
    for document in documents {
        let text = fs::read_to_string(&document).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap();
            if path.is_empty() || path.contains("://") {
                continue;
            }
            assert!(document.parent().unwrap().join(path).exists(), "{}: no {target}", document.display());
        }
    }
}

#[test]
fn every_witness_in_threats_is_a_test() {
    let mut tests = BTreeSet::new();
    for source in ["crates", "src-tauri", "tests", "xtask"].iter().flat_map(|dir| all(dir, &[".rs"])) {
        let text = fs::read_to_string(source).unwrap();
        tests.extend(text.split("fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next()).map(str::to_owned));
    }
    let text = fs::read_to_string(root().join("docs/THREATS.md")).unwrap();
    let mut witnesses = 0;
    for line in text.lines().filter(|l| l.starts_with("| ") && !l.starts_with("|--")) {
        let Some(last) = line.trim_end_matches(" |").rsplit(" | ").next() else { continue };
        for name in last.split('`').skip(1).step_by(2) {
            assert!(tests.contains(name), "docs/THREATS.md names {name}, which is no test (any more)");
            witnesses += 1;
        }
    }
    assert!(witnesses > 20, "only {witnesses} witnesses were found: has the table another shape?");
}
