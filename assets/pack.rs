//! Build-script part of core and server: compiles the area's content into `$OUT_DIR/pack.vsc`, so that app and gateway
//! of one commit carry the same bytes. Not for reading content at run time; the rules live in
//! `vungsam_domain::content::compile`.
//!
//! What a newcomer would get wrong: this file is included by path (`#[path = "../../assets/pack.rs"]`), it belongs to
//! no crate, and a bad record stops the build and is named.

use std::path::{Path, PathBuf};
use std::{env, fs, io};
use vungsam_domain::content::bundle::Bundle;

/// Writes `$OUT_DIR/pack.vsc` from `assets/content`, or fails the build with the file and what is wrong in it.
pub fn write() {
    if let Err(what) = try_write() {
        println!("cargo::error=assets/content/{what}");
    }
}

fn try_write() -> Result<(), String> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).ok_or(format!("{name} is not set by cargo"));
    println!("cargo::rerun-if-env-changed=VUNGSAM_ASSETS");
    let content = match env::var_os("VUNGSAM_ASSETS") {
        Some(assets) => PathBuf::from(assets).join("content"),
        None => folder("CARGO_MANIFEST_DIR")?.join("../../assets/content"),
    };
    // A folder here means everything in it, new files too.
    println!("cargo::rerun-if-changed={}", content.display());
    let mut files = Vec::new();
    read_into(&mut files, &content, "").map_err(|e| format!(": {e}"))?;
    let records = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let pack = vungsam_domain::content::compile(records).map_err(|e| e.to_string())?;
    let packed = pack.records().map_err(Into::into).and_then(|records| Bundle::pack(&records, None, None));
    let bytes = packed.map_err(|e: io::Error| format!(": {e}"))?;
    fs::write(folder("OUT_DIR")?.join("pack.vsc"), bytes).map_err(|e| format!("pack.vsc: {e}"))
}

/// Reads all files below `dir` with their path inside `assets/content`, `/` between its parts on every system.
fn read_into(files: &mut Vec<(String, String)>, dir: &Path, inside: &str) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = if inside.is_empty() { name } else { format!("{inside}/{name}") };
        if entry.file_type()?.is_dir() {
            read_into(files, &entry.path(), &path)?;
        } else {
            let text =
                fs::read_to_string(entry.path()).map_err(|e| io::Error::new(e.kind(), format!("{path}: {e}")))?;
            files.push((path, text));
        }
    }
    Ok(())
}
