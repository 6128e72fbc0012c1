//! Build-script part of core: puts what asking learned about this area (`assets/ask`) into `$OUT_DIR`, as it is. Not for
//! reading it; that is `vungsam_domain::ask::Learned`.
//!
//! What a newcomer would get wrong: an area without that folder is a good one. It is answered by the words of its content.

use std::path::PathBuf;
use std::{env, fs, io};

/// Copies `ask-concepts.toml` and `ask-weights.bin` to `$OUT_DIR`, empty where the area has none, or fails the build.
pub fn write() {
    if let Err(what) = try_write() {
        println!("cargo::error=assets/ask/{what}");
    }
}

fn try_write() -> Result<(), String> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).ok_or(format!("{name} is not set by cargo"));
    println!("cargo::rerun-if-env-changed=VUNGSAM_ASSETS");
    let assets = match env::var_os("VUNGSAM_ASSETS") {
        Some(assets) => PathBuf::from(assets),
        None => folder("CARGO_MANIFEST_DIR")?.join("../../assets"),
    };
    let ask = assets.join("ask");
    if !ask.is_dir() {
        // Watching what is not there would build anew each time.
        println!("cargo::rerun-if-changed={}", assets.display());
    }
    let (mut concepts, mut weights) = (Vec::new(), Vec::new());
    for (name, bytes) in [("concepts.toml", &mut concepts), ("weights.bin", &mut weights)] {
        if ask.is_dir() {
            println!("cargo::rerun-if-changed={}", ask.join(name).display());
        }
        *bytes = match fs::read(ask.join(name)) {
            Err(e) if e.kind() == io::ErrorKind::NotFound && !ask.is_dir() => Vec::new(),
            read => read.map_err(|e| format!("{name}: {e}"))?,
        };
    }
    let text = std::str::from_utf8(&concepts).map_err(|e| format!("concepts.toml: {e}"))?;
    vungsam_domain::ask::Learned::parse(text, &weights)?;
    for (name, bytes) in [("ask-concepts.toml", &concepts), ("ask-weights.bin", &weights)] {
        fs::write(folder("OUT_DIR")?.join(name), bytes).map_err(|e| format!("{name}: {e}"))?;
    }
    Ok(())
}
