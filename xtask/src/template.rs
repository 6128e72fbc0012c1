//! The Android project as `tauri android init` would write it today, against the committed one. Not for what the
//! project may contain (`manifest`).
//!
//! What a newcomer would get wrong: running `tauri android init` again over the project would not tell what it lost. This
//! writes into a folder of its own; `xtask/android/template` holds the generator's version of each file we changed, so
//! that a newer generator is seen and merged by hand.

use crate::setup::{self, node_program};
use crate::stage::{output, program};
use crate::{build, root};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

const PROJECT: &str = "src-tauri/gen/android";
const TEMPLATE: &str = "xtask/android/template";
/// Ours, in place of the generator's.
const CHANGED: &[&str] = &[
    "app/src/main/AndroidManifest.xml",
    "app/src/main/java/vn/vungsam/app/MainActivity.kt",
    "app/src/main/res/values/colors.xml",
    "app/src/main/res/values/strings.xml",
    "app/src/main/res/values/themes.xml",
    "app/src/main/res/xml/file_paths.xml",
];
/// The generator's that we do without: by how their names begin.
const LEFT_OUT: &[&str] = &[
    "app/src/main/res/drawable",
    "app/src/main/res/layout/",
    "app/src/main/res/mipmap-",
    "app/src/main/res/values-night/themes.xml",
];
/// Ours alone.
const OURS: &[&str] = &[
    "app/src/debug/res/xml/network_security_config.xml",
    "app/src/main/res/drawable/ic_launcher_foreground.xml",
    "app/src/main/res/mipmap-anydpi/ic_launcher.xml",
    "app/src/main/res/values-night/colors.xml",
    "app/src/main/res/xml/data_extraction_rules.xml",
    "app/src/main/res/xml/network_security_config.xml",
];

/// Fails with every file that differs from what the pinned generator writes, other than on purpose. `accept`: takes the
/// generator's new version over instead (for changed files: as the new template, to be merged by hand).
pub fn check(accept: bool) -> Result<()> {
    let fresh = generate()?;
    let mut names = Vec::new();
    walk(&fresh, &fresh, &mut names)?;
    let mut broken = Vec::new();
    for name in names.iter().filter(|name| !left_out(name)) {
        let changed = CHANGED.contains(&name.as_str());
        let kept = root().join(if changed { TEMPLATE } else { PROJECT }).join(name);
        let bytes = std::fs::read(fresh.join(name))?;
        if std::fs::read(&kept).is_ok_and(|kept| kept == bytes) {
            continue;
        }
        if accept {
            std::fs::create_dir_all(kept.parent().context("a file without a folder")?)?;
            std::fs::write(&kept, bytes)?;
        }
        broken.push(if changed {
            format!("{name}: the generator's version changed; merge it into ours")
        } else {
            format!("{name}: not what the generator writes")
        });
    }
    let committed =
        output(program(root().join(PROJECT), "git", &["ls-files", "--cached", "--others", "--exclude-standard"]))?;
    for name in committed.lines().filter(|name| !OURS.contains(name)) {
        if !names.iter().any(|fresh| fresh == name) || left_out(name) {
            broken.push(format!("{name}: the generator does not write it, and it is not on the list of ours"));
        }
    }
    for name in CHANGED.iter().chain(OURS).filter(|name| !root().join(PROJECT).join(name).exists()) {
        broken.push(format!("{name}: missing"));
    }
    if accept {
        println!("taken over, to be looked at with git diff:\n  {}", broken.join("\n  "));
        return Ok(());
    }
    if !broken.is_empty() {
        bail!(
            "{PROJECT} is not what the pinned @tauri-apps/cli writes with our changes:\n  {}\n\
             `cargo xtask android project --accept` takes over what the generator writes",
            broken.join("\n  ")
        );
    }
    println!("the Android project is the generator's with {} files of our own", CHANGED.len() + OURS.len());
    Ok(())
}

fn left_out(name: &str) -> bool {
    LEFT_OUT.iter().any(|begin| name.starts_with(begin))
}

/// Runs the generator beside the repository, with folders that only look like an SDK: it does not use them.
fn generate() -> Result<PathBuf> {
    setup::npm_install("src-tauri")?;
    let work = build::target_dir()?.join("android/template");
    if work.exists() {
        std::fs::remove_dir_all(&work)?;
    }
    let (app, ndk) = (work.join("app/src-tauri"), work.join("sdk/ndk/29.0.13846066"));
    std::fs::create_dir_all(app.join("src"))?;
    std::fs::create_dir_all(&ndk)?;
    std::fs::write(ndk.join("source.properties"), "Pkg.Desc = Android NDK\nPkg.Revision = 29.0.13846066\n")?;
    for file in ["package.json", "tauri.conf.json"] {
        std::fs::copy(root().join("src-tauri").join(file), app.join(file))?;
    }
    std::os::unix::fs::symlink(root().join("src-tauri/node_modules"), app.join("node_modules"))?;
    // Only the names are read.
    let package = "[package]\nname = \"vungsam-app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\nname = \"vungsam_app\"\n[workspace]\n";
    std::fs::write(app.join("Cargo.toml"), package)?;
    std::fs::write(app.join("src/lib.rs"), "")?;
    let args = ["run", "--silent", "tauri", "--", "android", "init", "--ci", "--skip-targets-install"];
    let mut init = node_program(&app, "npm", &args);
    init.env("CI", "true")
        .env("ANDROID_HOME", work.join("sdk"))
        .env("NDK_HOME", &ndk)
        .env("JAVA_HOME", work.join("sdk"));
    let out = init.output().context("npm could not be started")?;
    if !out.status.success() {
        let said = [out.stdout, out.stderr].concat();
        bail!("tauri android init failed:\n{}", String::from_utf8_lossy(&said));
    }
    Ok(app.join("gen/android"))
}

fn walk(base: &Path, folder: &Path, names: &mut Vec<String>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(base, &path, names)?;
        } else {
            names.push(path.strip_prefix(base)?.to_string_lossy().into_owned());
        }
    }
    Ok(())
}
