//! Embeds the built screens. Not for building them: that is `npm run build` in `ui/` (`cargo xtask setup` does it).
//!
//! What a newcomer would get wrong: without the screens the workspace still builds, with a page in their place that says
//! what to do; so a blank-looking app means the screens were built after the app, not that the app is broken.

use std::path::Path;

const PLACEHOLDER: &str = "<!doctype html><meta charset=\"utf-8\"><title>Vùng Sâm</title><p>The screens are not built \
    yet: run <code>cargo xtask setup</code> (or <code>npm ci &amp;&amp; npm run build</code> in <code>ui/</code>), then \
    build the app again.</p>\n";

fn main() {
    let built = Path::new("../ui/build");
    let index = built.join("index.html");
    println!("cargo:rerun-if-changed={}", built.display());
    if !index.exists() {
        println!(
            "cargo:warning=ui/build is missing: run `cargo xtask setup` (or `npm run build` in ui/) and build again"
        );
        if let Err(error) = std::fs::create_dir_all(built).and_then(|()| std::fs::write(&index, PLACEHOLDER)) {
            println!("cargo:warning=cannot write {}: {error}", index.display());
        }
    }
    tauri_build::build();
}
