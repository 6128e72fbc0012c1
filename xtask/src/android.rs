//! `cargo xtask android check`: type-checks the app library for a phone on a machine without Android's SDK or NDK. Not a
//! build: no C is read, nothing is linked, packaged or run (docs/ANDROID.md says what that leaves unknown).
//!
//! What a newcomer would get wrong: it runs on Debian's own compiler, because that one comes with the library source a
//! phone's standard library is built from; `rustup` is not asked. So it may be another version than everything else.

use crate::root;
use crate::setup::{self, installed};
use crate::stage::{output, program, run};
use crate::{build, manifest, template};
use anyhow::{Context, Result, bail};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Type-check the app library (no C, no link, no package).
    Check {
        /// Which kind of phone: aarch64-linux-android or armv7-linux-androideabi.
        #[arg(long, default_value = AARCH64)]
        target: String,
    },
    /// The rules of the committed Android project alone: seconds.
    Manifest,
    /// The committed Android project against what the pinned generator writes: seconds.
    Project {
        /// Take over what the generator writes.
        #[arg(long)]
        accept: bool,
    },
}

const AARCH64: &str = "aarch64-linux-android";
/// Rust's name, and clang's with the oldest Android the app runs on.
const TARGETS: &[(&str, &str)] =
    &[(AARCH64, "aarch64-linux-android26"), ("armv7-linux-androideabi", "armv7a-linux-androideabi26")];

/// Debian packages: a compiler whose library source is packaged beside it, and a clang that knows Android's targets.
const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "clang-19", "llvm-19"];

/// What decides the outcome: when none of it changed since a check that passed, there is nothing to check.
const INPUTS: &[&str] =
    &["Cargo.toml", "Cargo.lock", "crates/core", "crates/domain", "src-tauri", "xtask/android", "xtask/src/android.rs"];

/// Runs a subcommand.
pub fn main(args: &Args) -> Result<()> {
    match &args.command {
        What::Check { target } => {
            setup::run()?;
            graph()?;
            manifest::check()?;
            template::check(false)?;
            check(target)
        }
        What::Manifest => manifest::check(),
        What::Project { accept } => setup::run().and_then(|()| template::check(*accept)),
    }
}

/// The check, unless nothing changed since it last passed.
pub fn check_when_changed() -> Result<()> {
    let stamp = dir()?.join(format!("passed-{AARCH64}"));
    let inputs = inputs()?;
    if std::fs::read_to_string(&stamp).is_ok_and(|passed| passed == inputs) {
        println!("no Rust or Cargo file of the app changed since this check last passed here: nothing to do");
        return Ok(());
    }
    let system = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    if !installed("rustc-web") && !system.lines().any(|line| line == "ID=debian") {
        println!(
            "NOT CHECKED: only Debian packages the compiler this needs (rustc-web); nothing is known of Android here"
        );
        return Ok(());
    }
    check(AARCH64)
}

/// Type-checks the app library as it ships (without feature `demo`).
fn check(target: &str) -> Result<()> {
    let start = Instant::now();
    let Some((_, triple)) = TARGETS.iter().find(|(name, _)| *name == target) else {
        let names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        bail!("{target} is not a phone this knows; one of: {}", names.join(", "));
    };
    let inputs = inputs()?;
    setup::packages(PACKAGES)?;
    let bin = compiler()?;
    let sysroot = sysroot(&bin, target)?;
    can_fail(&bin, &sysroot, target)?;
    // The shell embeds the built screens, so they must be there.
    if !root().join("ui/build/index.html").exists() {
        build::ui()?;
    }
    println!("checking the app library for {target} (type-check: no C, no link; cold about 5 minutes of CPU)");
    let dir = dir()?;
    let empty = dir.join("empty");
    std::fs::create_dir_all(&empty)?;
    let cc = root().join("xtask/android/check-cc.sh");
    let c_target = target.replace('-', "_");
    let mut cargo = debian(&bin, "cargo");
    cargo.args(["check", "--locked", "--package", "vungsam-app", "--lib", "--target", target]);
    cargo.args(["--no-default-features", "--features", "custom-protocol"]);
    cargo.env("CARGO_TARGET_DIR", dir.join("check"));
    let rustflags = format!("CARGO_TARGET_{}_RUSTFLAGS", c_target.to_uppercase());
    cargo.env(rustflags, format!("--sysroot={}", sysroot.display()));
    for (tool, program) in [
        ("CC", cc.as_os_str()),
        ("CXX", cc.as_os_str()),
        ("AR", "llvm-ar-19".as_ref()),
        ("RANLIB", "llvm-ranlib-19".as_ref()),
    ] {
        cargo.env(format!("{tool}_{c_target}"), program);
    }
    cargo.env("VUNGSAM_CHECK_TRIPLE", triple).env("VUNGSAM_CHECK_CLANG", "clang-19");
    // A build script that would run CMake with the NDK is told that the library is there; nothing of it is read.
    cargo.env("TURBOJPEG_SOURCE", "explicit").env("TURBOJPEG_LIB_DIR", &empty).env("TURBOJPEG_INCLUDE_DIR", &empty);
    run(cargo).context("the app library does not type-check for a phone; the compiler's words are above")?;
    std::fs::write(dir.join(format!("passed-{target}")), inputs)?;
    println!(
        "android type-check passed for {target} in {:.1} s (no C, no link, nothing run)",
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Where everything of this check lives, beside the ordinary build.
fn dir() -> Result<PathBuf> {
    let dir = build::target_dir()?.join("android");
    std::fs::create_dir_all(&dir)?;
    Ok(dir)
}

/// The folder with Debian's compiler. Asked of dpkg: the first `rustc` on the PATH is usually another one.
fn compiler() -> Result<PathBuf> {
    if !installed("rustc-web") {
        bail!("Debian's package rustc-web is not installed; run `cargo xtask android check` where it can be");
    }
    let files = output(program(root(), "dpkg", &["-L", "rustc-web"]))?;
    let rustc =
        files.lines().find(|file| file.ends_with("/bin/rustc")).context("package rustc-web holds no bin/rustc")?;
    let bin = Path::new(rustc).parent().context("bin/rustc without a folder")?.to_owned();
    let source = output(debian_rustc(&bin, &["--print", "sysroot"]))?;
    if !Path::new(source.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml").exists() {
        bail!("the library source of {rustc} is missing (package rust-web-src, same version as rustc-web)");
    }
    Ok(bin)
}

/// One of Debian's Rust programs, without what rustup and `cargo run` left in the environment.
fn debian(bin: &Path, name: &str) -> Command {
    let mut command = program(root(), &bin.join(name).to_string_lossy(), &[]);
    for name in [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
        "RUSTC_WRAPPER",
        "LD_LIBRARY_PATH",
        "CARGO",
        "RUSTUP_TOOLCHAIN",
    ] {
        command.env_remove(name);
    }
    command.env("RUSTC", bin.join("rustc")).env("RUSTDOC", bin.join("rustdoc"));
    command
}

fn debian_rustc(bin: &Path, args: &[&str]) -> Command {
    let mut command = debian(bin, "rustc");
    command.args(args);
    command
}

/// The standard library for `target`: built once for each version of the compiler, then kept.
fn sysroot(bin: &Path, target: &str) -> Result<PathBuf> {
    let version = output(debian_rustc(bin, &["-vV"]))?;
    let name = version.lines().next().unwrap_or_default().to_owned();
    let sysroot = dir()?.join(format!("sysroot-{:016x}", hash(&version)));
    let lib = sysroot.join("lib/rustlib").join(target).join("lib");
    if lib.exists() {
        println!("standard library for {target}: kept from before ({name})");
        return Ok(sysroot);
    }
    println!("standard library for {target}: building it once with {name} (about 2 minutes of CPU)");
    let work = dir()?.join("std");
    let package = work.join("package");
    std::fs::create_dir_all(package.join("src"))?;
    std::fs::write(
        package.join("Cargo.toml"),
        "[package]\nname = \"p\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[profile.release]\ndebug = false\n[workspace]\n",
    )?;
    std::fs::write(package.join("src/lib.rs"), "")?;
    let mut cargo = debian(bin, "cargo");
    // Only the library is built with unstable features on. Doing so for the app too would let build scripts believe in
    // a nightly compiler and take ways that do not ship.
    cargo.current_dir(&package).env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", work.join("target"));
    cargo.args([
        "build",
        "--quiet",
        "--release",
        "-Z",
        "build-std=std,panic_unwind,panic_abort,proc_macro,test",
        "--target",
        target,
    ]);
    run(cargo).context("the standard library for a phone could not be built")?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc -vV names no host")?;
    let base = output(debian_rustc(bin, &["--print", "sysroot"]))?;
    std::fs::create_dir_all(sysroot.join("lib/rustlib"))?;
    let linked = sysroot.join("lib/rustlib").join(host);
    if !linked.exists() {
        std::os::unix::fs::symlink(Path::new(base.trim()).join("lib/rustlib").join(host), linked)?;
    }
    // Under its name only when it is whole: a run may be stopped at any time.
    let half = lib.with_extension("half");
    std::fs::create_dir_all(&half)?;
    for entry in std::fs::read_dir(work.join("target").join(target).join("release/deps"))? {
        let entry = entry?;
        let file = entry.file_name().to_string_lossy().into_owned();
        if file.starts_with("lib")
            && !file.starts_with("libp-")
            && (file.ends_with(".rlib") || file.ends_with(".rmeta"))
        {
            std::fs::copy(entry.path(), half.join(file))?;
        }
    }
    std::fs::rename(&half, &lib)?;
    std::fs::remove_dir_all(work)?;
    Ok(sysroot)
}

/// A check that cannot fail is none: a mistake that only a phone's build contains must be refused.
fn can_fail(bin: &Path, sysroot: &Path, target: &str) -> Result<()> {
    let file = dir()?.join("mistake.rs");
    std::fs::write(&file, "#[cfg(target_os = \"android\")]\npub const WRONG: u8 = \"\";\n")?;
    let mut rustc = debian_rustc(bin, &["--crate-type", "lib", "--emit", "metadata", "--target", target]);
    rustc.arg("--sysroot").arg(sysroot).arg("--out-dir").arg(dir()?).arg(&file);
    let out = rustc.output()?;
    if out.status.success() || !String::from_utf8_lossy(&out.stderr).contains("E0308") {
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        bail!(
            "a wrong type in code for Android was not refused: this check proves nothing. The compiler said:\n{said}"
        );
    }
    Ok(())
}

/// A value that changes with any of [`INPUTS`] and with the way of checking.
fn inputs() -> Result<String> {
    let mut args = vec!["ls-files", "--cached", "--others", "--exclude-standard", "--"];
    args.extend(INPUTS);
    let mut hasher = DefaultHasher::new();
    for file in output(program(root(), "git", &args))?.lines() {
        let counts = [".rs", ".toml", ".lock", ".json", ".sql", ".sh"].iter().any(|end| file.ends_with(end));
        if counts && !file.starts_with("src-tauri/gen/") {
            (file, std::fs::read(root().join(file)).unwrap_or_default()).hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Crates that must not be in what a phone gets, with the reason.
const BANNED: &[(&str, &str)] = &[
    ("native-tls", "TLS is rustls with ring"),
    ("hyper-tls", "TLS is rustls with ring"),
    ("openssl", "OpenSSL is there for the database's cipher only (openssl-sys), not for TLS"),
    ("aws-lc-rs", "TLS is rustls with ring"),
    ("tauri-plugin-http", "builds an HTTP client of its own, which panics on Android"),
    ("tauri-plugin-updater", "builds an HTTP client of its own, which panics on Android"),
];

/// Rules over the crates a phone gets: seconds, needs no phone compiler.
pub fn graph() -> Result<()> {
    let args = [
        "tree",
        "--locked",
        "--package",
        "vungsam-app",
        "--target",
        AARCH64,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ];
    let mut command = program(root(), "cargo", &args);
    command.args(["--no-default-features", "--features", "custom-protocol"]);
    let text = output(command)?;
    let mut packages: Vec<(&str, &str)> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.next()?, words.next()?.trim_start_matches('v')))
        })
        .collect();
    packages.sort_unstable();
    packages.dedup();
    let broken = graph_faults(&packages);
    if !broken.is_empty() {
        bail!("what a phone would get breaks these rules:\n  {}", broken.join("\n  "));
    }
    println!("rules hold for the {} crates a phone gets", packages.len());
    Ok(())
}

fn graph_faults(packages: &[(&str, &str)]) -> Vec<String> {
    let mut broken = Vec::new();
    let mut seen = |wanted: &str| {
        let found: Vec<&str> =
            packages.iter().filter(|(name, _)| *name == wanted).map(|(_, version)| *version).collect();
        if found.is_empty() {
            broken.push(format!("{wanted} is missing: this rule no longer looks at anything"));
        }
        found
    };
    let (tauri, tao) = (seen("tauri"), seen("tao"));
    seen("android-native-keyring-store");
    for version in tauri.iter().filter(|version| !version.starts_with("2.")) {
        broken.push(format!("tauri {version}: only major 2 is stable"));
    }
    for version in tao.iter().filter(|version| numbers(version) < [0, 37, 2]) {
        broken.push(format!(
            "tao {version}: before 0.37.2 the keyring finds no Android context and the app dies at start"
        ));
    }
    for (name, version) in packages {
        if let Some((_, why)) = BANNED.iter().find(|(banned, _)| banned == name) {
            broken.push(format!("{name} {version}: {why}"));
        }
    }
    broken
}

fn numbers(version: &str) -> [u64; 3] {
    let mut parts = version.split(['.', '-', '+']).map(|part| part.parse().unwrap_or(0));
    [0; 3].map(|_| parts.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &[(&str, &str)] =
        &[("tauri", "2.12.5"), ("tao", "0.37.2"), ("android-native-keyring-store", "1.0.0"), ("openssl-sys", "0.9.1")];

    fn with(more: (&'static str, &'static str)) -> Vec<String> {
        let mut all: Vec<_> = GOOD.iter().copied().filter(|(name, _)| *name != more.0).collect();
        all.push(more);
        graph_faults(&all)
    }

    #[test]
    fn a_good_graph_has_no_faults() {
        assert_eq!(graph_faults(GOOD), Vec::<String>::new());
    }

    #[test]
    fn what_would_die_on_a_phone_is_a_fault() {
        for bad in [
            ("tao", "0.37.1"),
            ("tao", "0.9.0"),
            ("tauri", "3.0.0-alpha.1"),
            ("native-tls", "0.2.0"),
            ("openssl", "0.10.1"),
        ] {
            assert_eq!(with(bad).len(), 1, "{bad:?}");
        }
    }

    #[test]
    fn a_rule_that_looks_at_nothing_is_a_fault() {
        assert_eq!(graph_faults(&GOOD[1..]).len(), 1);
    }
}
