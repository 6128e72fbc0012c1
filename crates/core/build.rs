//! Compiles the area's content into the pack the app ships with. A bad record stops the build and is named.
//!
//! What a newcomer would get wrong: nothing is read from `assets/` at run time; what is not in the pack is not there.

use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/content");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", content.display());
    let mut files: Vec<(String, String)> = Vec::new();
    for kind in folder(&content)? {
        println!("cargo:rerun-if-changed={}", kind.display());
        for file in if kind.is_dir() { folder(&kind)? } else { Vec::new() } {
            if file.extension().is_some_and(|e| e == "toml") {
                let name = file.strip_prefix(&content)?.to_string_lossy().replace('\\', "/");
                println!("cargo:rerun-if-changed={}", file.display());
                files.push((name, std::fs::read_to_string(&file)?));
            }
        }
    }
    let pack = vungsam_domain::content::compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    std::fs::write(out.join("pack.json"), pack.to_bytes()?.0)?;
    Ok(())
}

/// What lies in a folder; nothing when there is no such folder.
fn folder(path: &Path) -> std::io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    std::fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect()
}
