//! Third-party notices shown under *About*: every crate and npm package the app carries, with its licence. Not legal
//! advice and not for tools used only while building.
//!
//! What a newcomer would get wrong: a licence that is not on the list stops the build; add it only after reading it.

use crate::root;
use crate::stage::{output, program};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "ui/static/THIRD-PARTY.txt";

/// Licences the app may carry. No GPL.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "IJG",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

/// Writes the file.
pub fn write() -> Result<()> {
    std::fs::create_dir_all(root().join("ui/static"))?;
    std::fs::write(root().join(FILE), text()?)?;
    println!("wrote {FILE}");
    Ok(())
}

/// Fails when the file is not what the lock files give, or when a licence is not allowed.
pub fn check() -> Result<()> {
    if std::fs::read_to_string(root().join(FILE)).unwrap_or_default() != text()? {
        bail!("{FILE} is old: run `cargo xtask notices`");
    }
    println!("third-party notices are current");
    Ok(())
}

fn text() -> Result<String> {
    let mut out = String::from(
        "Vùng Sâm is free software under Apache-2.0 OR MIT. It carries the work of others, with thanks:\n\n\
         Be Vietnam Pro (font), OFL-1.1, The Be Vietnam Pro Project Authors\n\
         Lucide (icons), ISC, Lucide Contributors\n\
         SQLite, public domain; SQLCipher, BSD-3-Clause, Zetetic LLC; OpenSSL, Apache-2.0\n\nRust crates\n",
    );
    let mut bad = Vec::new();
    for (name, licence) in crates()?.into_iter().chain([(String::new(), String::new())]).chain(npm()?) {
        if name.is_empty() {
            out.push_str("\nnpm packages\n");
            continue;
        }
        if !allowed(&licence) {
            bad.push(format!("{name}: {licence}"));
        }
        out.push_str(&format!("{name}, {licence}\n"));
    }
    if !bad.is_empty() {
        bail!("licences that are not on the list:\n  {}", bad.join("\n  "));
    }
    Ok(out)
}

/// Whether an SPDX expression can be met with allowed licences: every AND part needs one allowed OR choice.
fn allowed(expression: &str) -> bool {
    expression
        .replace('/', " OR ")
        .replace(['(', ')'], "")
        .split(" AND ")
        .all(|part| part.split(" OR ").any(|licence| ALLOWED.contains(&licence.trim())))
}

/// Crates that end up in the app, from the dependency graph of the shell without build and test dependencies.
fn crates() -> Result<BTreeMap<String, String>> {
    let tree = [
        "tree",
        "--locked",
        "--package",
        "vungsam-app",
        "--edges",
        "normal,no-proc-macro",
        "--target",
        "x86_64-unknown-linux-gnu",
        "--target",
        "aarch64-linux-android",
        "--prefix",
        "none",
        "--format",
        "{p}\t{l}",
    ];
    let text = output(program(root(), "cargo", &tree))?;
    let mut found = BTreeMap::new();
    for line in text.lines() {
        let (package, licence) = line.split_once('\t').unwrap_or((line, ""));
        let name: Vec<&str> = package.split_whitespace().take(2).collect();
        if name.first().is_none_or(|n| n.starts_with("vungsam-")) {
            continue;
        }
        let licence = licence.trim_end_matches(" (*)").trim();
        found.insert(name.join(" "), if licence.is_empty() { "licence not declared" } else { licence }.to_owned());
    }
    Ok(found)
}

/// npm packages whose code ends up in the built UI: the runtime dependencies of the lock file.
fn npm() -> Result<BTreeMap<String, String>> {
    let lock: Value = serde_json::from_slice(&std::fs::read(root().join("ui/package-lock.json"))?)?;
    let packages = lock.get("packages").and_then(Value::as_object).context("package-lock.json without packages")?;
    let runtime: BTreeSet<&str> = ["svelte", "@sveltejs/kit", "esm-env", "clsx"].into();
    let mut found = BTreeMap::new();
    for (path, package) in packages {
        let Some(name) = path.rsplit("node_modules/").next().filter(|_| path.starts_with("node_modules/")) else {
            continue;
        };
        let dev = package.get("dev").and_then(Value::as_bool).unwrap_or(false);
        if !dev || runtime.contains(name) {
            let field = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
            found.insert(format!("{name} v{}", field("version")), field("license").to_owned());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_counts_when_every_part_can_be_met() {
        assert!(allowed("MIT OR GPL-3.0"));
        assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(allowed("MIT/Apache-2.0"));
        assert!(!allowed("GPL-3.0"));
        assert!(!allowed("MIT AND GPL-3.0"));
        assert!(!allowed("licence not declared"));
    }
}
