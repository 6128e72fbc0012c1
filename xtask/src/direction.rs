//! The direction rules of docs/ARCHITECTURE.md, checked over `cargo metadata`. Not for the UI (ESLint does that).
//!
//! What a newcomer would get wrong: these are about direct dependencies; a forbidden crate that comes in through another
//! one is caught at that other one.

use crate::root;
use crate::stage::{output, program};
use anyhow::{Context, Result, bail};
use serde_json::Value;

/// (crate, may not depend on names starting with, why).
const RULES: &[(&str, &[&str], &str)] = &[
    (
        "vungsam-domain",
        &["vungsam-", "tokio", "rusqlite", "sqlx", "reqwest", "axum", "tauri"],
        "domain is pure: no I/O, no async, no SQL, no framework",
    ),
    (
        "vungsam-photo",
        &[
            "vungsam-core",
            "vungsam-server",
            "vungsam-app",
            "tokio",
            "rusqlite",
            "sqlx",
            "reqwest",
            "axum",
            "tauri",
            "mozjpeg",
        ],
        "photo turns bytes into bytes, and calls C through vungsam-jpeg only",
    ),
    (
        "vungsam-jpeg",
        &["vungsam-", "tokio", "image"],
        "jpeg is the one crate with unsafe code: nothing in it but calls to C",
    ),
    (
        "vungsam-core",
        &["vungsam-server", "vungsam-app", "tauri", "axum", "sqlx"],
        "core is the phone's engine: never Tauri, never axum",
    ),
    (
        "vungsam-server",
        &["vungsam-core", "vungsam-app", "tauri", "rusqlite"],
        "the gateway never sees the phone's engine",
    ),
    (
        "vungsam-app",
        &["vungsam-server", "vungsam-domain", "rusqlite", "sqlx", "reqwest", "axum"],
        "the shell is thin: window and plugins only",
    ),
    ("xtask", &["vungsam-", "tokio", "tauri"], "xtask starts quickly and builds nothing of the product"),
];

/// Crates that nothing may depend on: they would bring a second TLS or another SQLite.
const BANNED: &[(&str, &str)] = &[
    ("native-tls", "TLS is rustls with ring, through one client factory"),
    ("aws-lc-rs", "TLS is rustls with ring, through one client factory"),
];

/// Fails with every rule that is broken.
pub fn check() -> Result<()> {
    let text = output(program(root(), "cargo", &["metadata", "--format-version", "1", "--locked"]))?;
    let meta: Value = serde_json::from_str(&text)?;
    let packages = meta.get("packages").and_then(Value::as_array).context("no packages in cargo metadata")?;
    let name = |p: &Value| p.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut broken = Vec::new();
    for package in packages {
        let this = name(package);
        if let Some((_, why)) = BANNED.iter().find(|(banned, _)| *banned == this) {
            broken.push(format!("{this} is in the lock file: {why}"));
        }
        let Some((_, forbidden, why)) = RULES.iter().find(|(krate, _, _)| *krate == this) else { continue };
        for dependency in package.get("dependencies").and_then(Value::as_array).into_iter().flatten() {
            let dev = dependency.get("kind").and_then(Value::as_str) == Some("dev");
            let dep = name(dependency);
            let own = dep == this;
            if !dev
                && !own
                && forbidden
                    .iter()
                    .any(|f| dep == *f || (f.ends_with('-') && dep.starts_with(f)) || dep.starts_with(&format!("{f}-")))
            {
                broken.push(format!("{this} depends on {dep}: {why}"));
            }
        }
    }
    if !broken.is_empty() {
        bail!("direction rules broken:\n  {}", broken.join("\n  "));
    }
    println!("direction rules hold for {} packages", packages.len());
    Ok(())
}
