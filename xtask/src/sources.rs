//! Rules for files that no linter knows: module headers and sizes, NFC, nothing about one machine, no secrets.
//! Not for style (rustfmt, clippy, prettier, ESLint).
//!
//! What a newcomer would get wrong: only files git tracks are read.

use crate::root;
use crate::stage::{output, program};
use anyhow::{Result, bail};

/// Longest Rust module without tests, in lines.
const LONGEST: usize = 700;

/// Fails with every file that breaks a rule.
pub fn check() -> Result<()> {
    let files = output(program(root(), "git", &["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    let mut broken = Vec::new();
    let mut read = 0;
    for file in files.lines() {
        let Ok(text) = std::fs::read_to_string(root().join(file)) else { continue };
        read += 1;
        if file.ends_with(".rs") {
            rust(file, &text, &mut broken);
            if second_client(file, &text) {
                broken.push(format!(
                    "{file}: builds an HTTP client; the one factory is {FACTORY} (any other dies on Android)"
                ));
            }
        }
        let prose = [".rs", ".ts", ".svelte", ".toml", ".md", ".html", ".css"].iter().any(|e| file.ends_with(e));
        if prose && !unicode_normalization::is_nfc(&text) && !text.contains("\\u{30") {
            broken.push(format!("{file}: text is not in NFC; normalise the file"));
        }
        for (what, why) in forbidden() {
            if text.contains(&what) {
                broken.push(format!("{file}: {why}"));
            }
        }
    }
    if !broken.is_empty() {
        bail!("source rules broken:\n  {}", broken.join("\n  "));
    }
    println!("source rules hold for {read} text files");
    Ok(())
}

fn rust(file: &str, text: &str, broken: &mut Vec<String>) {
    if !text.starts_with("//!") && !text.starts_with("#![") {
        broken
            .push(format!("{file}: a module opens with //! (what for, what not for, what a newcomer would get wrong)"));
    }
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().count();
    if code > LONGEST {
        broken.push(format!("{file}: {code} lines without tests; split it (limit {LONGEST})"));
    }
}

/// The one place that builds an HTTP client.
const FACTORY: &str = "crates/core/src/http.rs";

/// Whether a file that ships to phones builds an HTTP client of its own. Clippy refuses the plain call; this also sees
/// the other names for it, and code only another platform compiles.
fn second_client(file: &str, text: &str) -> bool {
    let ships = ["crates/core/src/", "crates/domain/src/", "src-tauri/src/"].iter().any(|dir| file.starts_with(dir));
    let builds = ["Client::builder(", "Client::new(", "ClientBuilder", "reqwest::get(", "reqwest::blocking"];
    ships && file != FACTORY && builds.iter().any(|words| text.contains(words))
}

/// Words that must not be in the repository, put together here so that this file does not contain them.
fn forbidden() -> Vec<(String, &'static str)> {
    let join = |parts: &[&str]| parts.concat();
    vec![
        (join(&["BEGIN ", "PRIVATE KEY"]), "holds a private key"),
        (join(&["/root/", "."]), "holds a path of one machine"),
        (join(&["/work/", "main"]), "holds a path of one machine"),
        (join(&["registry.", "npmjs.org"]), "names a registry's host"),
        (join(&["static.", "crates.io"]), "names a registry's host"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_http_client_is_seen_only_where_it_would_ship() {
        for line in ["reqwest::Client::new()", "reqwest::ClientBuilder::new()", "let c = Client::builder()"] {
            assert!(second_client("src-tauri/src/files.rs", line), "{line}");
            assert!(!second_client(FACTORY, line) && !second_client("crates/server/src/main.rs", line));
        }
        assert!(!second_client("crates/core/src/sync/gateway.rs", "fn new(client: Client)"));
    }
}
