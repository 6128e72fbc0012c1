//! Installs what is missing on Debian or Ubuntu: system packages, Node, npm packages. Not for building.
//!
//! What a newcomer would get wrong: nothing here assumes that somebody installed something by hand, and a second run
//! costs a second.

use crate::root;
use crate::stage::{answers, output, program};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Debian packages, with what they are for.
const PACKAGES: &[&str] = &[
    // build: C compiler, the window's web view, SQLCipher's OpenSSL (perl), linker
    "build-essential",
    "pkg-config",
    "perl",
    // the JPEG library's fast paths on Intel processors (crates/jpeg)
    "nasm",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libdbus-1-dev",
    "file",
    // run and drive the window without a display
    "webkit2gtk-driver",
    "xvfb",
    "dbus",
    "gnome-keyring",
    "libglib2.0-bin",
    "fonts-noto-core",
    "python3",
    "python3-gi",
    // the console and the phone-sized screens
    "chromium",
    // the other database
    "postgresql",
];

/// Oldest Node the UI's tools run on.
const NODE: (u32, u32) = (20, 19);

/// Installs everything that is missing.
pub fn run() -> Result<()> {
    packages(PACKAGES)?;
    node()?;
    for dir in ["ui", "tests/e2e"] {
        npm_install(dir)?;
    }
    Ok(())
}

/// Installs those of the Debian packages that are missing.
pub fn packages(wanted: &[&str]) -> Result<()> {
    if !answers("dpkg-query") {
        bail!("this machine has no dpkg: setup knows Debian and Ubuntu only. Needed here: {}", wanted.join(" "));
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|name| !installed(name)).collect();
    if missing.is_empty() {
        println!("system packages: all {} are there", wanted.len());
        return Ok(());
    }
    println!("system packages: installing {} (a download of up to 400 MB):\n  {}", missing.len(), missing.join(" "));
    let is_root = output(program(root(), "id", &["-u"]))?.trim() == "0";
    if !is_root && !answers("sudo") {
        bail!(
            "please run as root:\n  apt-get update && apt-get install -y --no-install-recommends {}",
            missing.join(" ")
        );
    }
    let apt = |args: &[&str]| {
        let mut all = if is_root { vec!["env"] } else { vec!["sudo", "env"] };
        all.extend(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "Dpkg::Use-Pty=0"]);
        all.extend(args);
        let (first, rest) = all.split_first().context("empty command")?;
        run_quietly(program(root(), first, rest))
    };
    apt(&["update"])?;
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(&missing);
    apt(&install)
}

fn run_quietly(mut command: Command) -> Result<()> {
    command.stdout(std::process::Stdio::null());
    crate::stage::run(command)
}

/// Whether a Debian package is installed.
pub fn installed(name: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f", "${Status}", name])
        .output()
        .is_ok_and(|o| String::from_utf8_lossy(&o.stdout).ends_with("install ok installed"))
}

/// Makes sure that a recent Node is on the PATH. Debian's may be too old for the UI's tools: then one comes from the
/// npm registry into target/tools.
fn node() -> Result<()> {
    if node_version().is_some_and(|v| v >= NODE) && answers("npm") {
        println!("node: {}", output(program(root(), "node", &["--version"]))?.trim());
        return Ok(());
    }
    let local = tools_bin();
    if !local.join("node").exists() {
        if !answers("npm") {
            println!("node: installing Debian's npm first");
            let sudo = output(program(root(), "id", &["-u"]))?.trim() != "0";
            let mut all = if sudo { vec!["sudo"] } else { Vec::new() };
            all.extend(["apt-get", "-q", "install", "-y", "--no-install-recommends", "nodejs", "npm"]);
            let (first, rest) = all.split_first().context("empty command")?;
            run_quietly(program(root(), first, rest))?;
        }
        println!("node: Node {}.{} or newer is needed; installing one into target/tools", NODE.0, NODE.1);
        let dir = root().join("target/tools");
        std::fs::create_dir_all(&dir)?;
        run_quietly(program(&dir, "npm", &["install", "--no-audit", "--no-fund", "--prefix", ".", "node@22"]))?;
    }
    let path = std::env::var("PATH").unwrap_or_default();
    // SAFETY is not in question: set_var is unsafe in this edition, so the PATH is handed to children instead.
    NODE_PATH.set(format!("{}:{path}", local.display())).ok();
    if node_version().is_none_or(|v| v < NODE) {
        bail!("Node {}.{} or newer could not be installed; please install it and try again", NODE.0, NODE.1);
    }
    Ok(())
}

static NODE_PATH: std::sync::OnceLock<String> = std::sync::OnceLock::new();

fn tools_bin() -> PathBuf {
    root().join("target/tools/node_modules/node/bin")
}

/// A command that finds our Node first.
pub fn node_program(dir: impl AsRef<std::path::Path>, name: &str, args: &[&str]) -> Command {
    let mut command = program(dir, name, args);
    if let Some(path) = NODE_PATH.get() {
        command.env("PATH", path);
        if name == "node" {
            let mut local = program(command.get_current_dir().unwrap_or(&root()), "env", &[]);
            local.env("PATH", path).arg("node").args(args);
            return local;
        }
    }
    command
}

fn node_version() -> Option<(u32, u32)> {
    let mut command = node_program(root(), "node", &["--version"]);
    let text = command.output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8(text.stdout).ok()?;
    let mut parts = text.trim().trim_start_matches('v').split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// `npm ci`, unless the lock file is the one already installed.
pub fn npm_install(dir: &str) -> Result<()> {
    let dir = root().join(dir);
    let lock = std::fs::read(dir.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", dir.display()))?;
    let stamp = dir.join("node_modules/.installed-lock");
    if std::fs::read(&stamp).is_ok_and(|old| old == lock) {
        return Ok(());
    }
    println!("npm packages: installing in {}", dir.strip_prefix(root()).unwrap_or(&dir).display());
    crate::stage::run(node_program(&dir, "npm", &["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    std::fs::write(stamp, lock)?;
    Ok(())
}
