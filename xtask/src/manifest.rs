//! The rules of the committed Android project (`src-tauri/gen/android`): what it may ask of a phone, what must never leave
//! one. Not for the manifest after merging, which only Gradle makes; what plugins add is read from their own files.
//!
//! What a newcomer would get wrong: `tauri android init` writes none of this; it was put in by hand and would be lost
//! without a word when somebody runs it again.

use crate::root;
use crate::stage::{output, program};
use crate::xml::{Tag, tags};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;

const MANIFEST: &str = "src-tauri/gen/android/app/src/main/AndroidManifest.xml";
const EXTRACTION: &str = "src-tauri/gen/android/app/src/main/res/xml/data_extraction_rules.xml";
const NETWORK: &str = "src-tauri/gen/android/app/src/main/res/xml/network_security_config.xml";
const PATHS: &str = "src-tauri/gen/android/app/src/main/res/xml/file_paths.xml";
const GRADLE: &str = "src-tauri/gen/android/app/build.gradle.kts";
const ACTIVITY: &str = "src-tauri/gen/android/app/src/main/java/vn/vungsam/app/MainActivity.kt";
const CONFIG: &str = "src-tauri/tauri.conf.json";
const CAPABILITIES: &str = "src-tauri/capabilities/main.json";

/// Everything the app may ask for.
const KEPT: &[&str] =
    &["INTERNET", "ACCESS_NETWORK_STATE", "POST_NOTIFICATIONS", "CAMERA", "VIBRATE", "ACCESS_COARSE_LOCATION"];
/// What plugins bring along and the app does without.
const REMOVED: &[&str] = &["RECEIVE_BOOT_COMPLETED", "WAKE_LOCK", "ACCESS_FINE_LOCATION"];

/// What `<application>` must say.
const APPLICATION: &[(&str, &str)] = &[
    ("android:allowBackup", "false"),
    ("android:fullBackupContent", "false"),
    ("android:dataExtractionRules", "@xml/data_extraction_rules"),
    ("android:networkSecurityConfig", "@xml/network_security_config"),
    ("android:usesCleartextTraffic", "${usesCleartextTraffic}"),
];

/// Fails with every rule that is broken.
pub fn check() -> Result<()> {
    let files = [MANIFEST, EXTRACTION, NETWORK, PATHS, GRADLE, ACTIVITY, CONFIG, CAPABILITIES];
    let mut texts = BTreeMap::new();
    for file in files {
        texts.insert(file, std::fs::read_to_string(root().join(file)).with_context(|| format!("{file} is missing"))?);
    }
    let mut broken = faults(&texts)?;
    broken.extend(plugins()?);
    broken.extend(secrets()?);
    if !broken.is_empty() {
        bail!("the Android project breaks these rules:\n  {}", broken.join("\n  "));
    }
    println!("the Android project keeps its rules (before merging: Gradle has not run)");
    Ok(())
}

fn faults(texts: &BTreeMap<&str, String>) -> Result<Vec<String>> {
    let text = |file: &str| texts.get(file).map(String::as_str).with_context(|| format!("{file} was not read"));
    let read = |file: &str| text(file).and_then(|text| tags(text).with_context(|| file.to_owned()));
    let mut broken = Vec::new();
    let manifest = read(MANIFEST)?;
    permissions(&manifest, &mut broken);
    application(&manifest, &mut broken);
    parts(&manifest, &mut broken);
    extraction(&read(EXTRACTION)?, &mut broken);
    network(&read(NETWORK)?, &mut broken);
    let shared: Vec<_> = read(PATHS)?.into_iter().filter(|tag| tag.name != "paths").collect();
    let pictures = |tag: &Tag| tag.name == "external-files-path" && tag.get("path") == Some("Pictures/");
    if shared.len() != 1 || !shared.iter().all(pictures) {
        broken.push("file_paths.xml: only the app's own Pictures/ may be lent to another app".to_owned());
    }
    let activity = text(ACTIVITY)?;
    if !activity.contains("setOnApplyWindowInsetsListener") || !activity.contains("Type.ime()") {
        broken.push("MainActivity.kt no longer keeps the page clear of bars and keyboard".to_owned());
    }
    gradle(text(GRADLE)?, &serde_json::from_str(text(CONFIG)?)?, &mut broken);
    capabilities(&serde_json::from_str(text(CAPABILITIES)?)?, &mut broken);
    Ok(broken)
}

/// Files are for the shell alone: the page gets nothing of the plugins that open them, whichever platform.
fn capabilities(file: &serde_json::Value, broken: &mut Vec<String>) {
    let all = file.get("permissions").and_then(serde_json::Value::as_array);
    let names = all.into_iter().flatten().filter_map(|one| one.as_str().or_else(|| one.get("identifier")?.as_str()));
    let mut seen = 0;
    for name in names {
        seen += 1;
        if ["dialog:", "fs:", "http:", "shell:"].iter().any(|plugin| name.starts_with(plugin)) {
            broken.push(format!("capabilities: the page may not have {name}"));
        }
    }
    if seen == 0 {
        broken.push("capabilities: none found; this rule no longer looks at anything".to_owned());
    }
}

fn named<'a>(manifest: &'a [Tag], name: &'a str) -> impl Iterator<Item = &'a Tag> {
    manifest.iter().filter(move |tag| tag.name == name)
}

fn permission(tag: &Tag) -> &str {
    let name = tag.get("android:name").unwrap_or_default();
    name.strip_prefix("android.permission.").unwrap_or(name)
}

fn permissions(manifest: &[Tag], broken: &mut Vec<String>) {
    let asks = manifest.iter().filter(|tag| tag.name.starts_with("uses-permission"));
    let (removed, kept): (Vec<&Tag>, Vec<&Tag>) = asks.partition(|tag| tag.get("tools:node") == Some("remove"));
    for (what, found, wanted) in [("asked for", kept, KEPT), ("taken out", removed, REMOVED)] {
        let mut names: Vec<&str> = found.into_iter().map(permission).collect();
        let mut wanted = wanted.to_vec();
        names.sort_unstable();
        wanted.sort_unstable();
        if names != wanted {
            broken.push(format!("permissions {what}: [{}], not [{}]", names.join(", "), wanted.join(", ")));
        }
    }
    for tag in named(manifest, "uses-feature").filter(|tag| tag.get("android:required") != Some("false")) {
        broken.push(format!("{} must not be required", tag.get("android:name").unwrap_or("a feature")));
    }
    let camera = |tag: &Tag| {
        tag.get("android:name") == Some("android.media.action.IMAGE_CAPTURE")
            && tag.inside.iter().any(|t| t == "queries")
    };
    if !named(manifest, "action").any(camera) {
        broken.push(
            "<queries> no longer names IMAGE_CAPTURE: on Android 11 and newer no picture could be taken".to_owned(),
        );
    }
    if manifest.iter().any(|tag| tag.get("android:name").is_some_and(|name| name.to_lowercase().contains("leanback"))) {
        broken.push("LEANBACK: this is no app for television".to_owned());
    }
}

fn application(manifest: &[Tag], broken: &mut Vec<String>) {
    let Some(application) = named(manifest, "application").next() else {
        broken.push("there is no <application>".to_owned());
        return;
    };
    for (name, wanted) in APPLICATION {
        if application.get(name) != Some(wanted) {
            broken.push(format!("<application> {name} is {:?}, not {wanted}", application.get(name)));
        }
    }
    if application.get("android:debuggable").is_some() {
        broken.push("android:debuggable is for Gradle to set".to_owned());
    }
}

/// Screens, receivers and so on: one screen is open to others, and one provider to whom it lends a picture.
fn parts(manifest: &[Tag], broken: &mut Vec<String>) {
    let kinds = ["activity", "activity-alias", "service", "receiver", "provider"];
    for tag in manifest.iter().filter(|tag| kinds.contains(&tag.name.as_str())) {
        let name = tag.get("android:name").unwrap_or_default();
        let right = match name {
            _ if tag.get("tools:node") == Some("remove") => true,
            ".MainActivity" => {
                tag.get("android:exported") == Some("true")
                    && tag.get("android:windowSoftInputMode") == Some("adjustResize")
                    && tag.get("android:launchMode") == Some("singleTask")
            }
            "androidx.core.content.FileProvider" => {
                tag.get("android:exported") == Some("false")
                    && tag.get("android:authorities") == Some("${applicationId}.fileprovider")
            }
            _ => false,
        };
        if !right {
            broken.push(format!("<{}> {name} is not as the rules have it", tag.name));
        }
    }
    if named(manifest, "intent-filter").count() != 1 || named(manifest, "data").next().is_some() {
        broken
            .push("the app answers to more than its icon; who may call it has to be thought through first".to_owned());
    }
}

fn extraction(rules: &[Tag], broken: &mut Vec<String>) {
    for way in ["cloud-backup", "device-transfer"] {
        for domain in ["root", "file", "database", "sharedpref", "external"] {
            let shut = |tag: &Tag| {
                tag.inside.last().map(String::as_str) == Some(way)
                    && tag.get("domain") == Some(domain)
                    && tag.get("path") == Some(".")
            };
            if !named(rules, "exclude").any(shut) {
                broken.push(format!("data_extraction_rules.xml: {domain} may leave the phone by {way}"));
            }
        }
    }
    if named(rules, "include").next().is_some() {
        broken.push("data_extraction_rules.xml: nothing is included".to_owned());
    }
}

fn network(config: &[Tag], broken: &mut Vec<String>) {
    fn clear(tag: &Tag) -> Option<&str> {
        tag.get("cleartextTrafficPermitted")
    }
    if !named(config, "base-config").any(|tag| clear(tag) == Some("false"))
        || config.iter().any(|t| clear(t) == Some("true"))
    {
        broken.push("network_security_config.xml: cleartext is not for releases".to_owned());
    }
    if !named(config, "certificates").all(|tag| tag.get("src") == Some("system")) {
        broken.push("network_security_config.xml: only the system's authorities".to_owned());
    }
}

fn gradle(gradle: &str, config: &serde_json::Value, broken: &mut Vec<String>) {
    let number = |name: &str| -> u64 {
        let line = gradle.lines().find_map(|line| line.trim().strip_prefix(name)?.trim().strip_prefix('='));
        line.and_then(|value| value.trim().parse().ok()).unwrap_or(0)
    };
    let least = config.pointer("/bundle/android/minSdkVersion").and_then(serde_json::Value::as_u64).unwrap_or(0);
    if least < 26 || number("minSdk") != least {
        broken.push(format!("minSdk: {} in Gradle, {least} in tauri.conf.json, at least 26", number("minSdk")));
    }
    if number("targetSdk") < 35 || number("compileSdk") < number("targetSdk") {
        broken.push("targetSdk: at least 35, and compileSdk not below it".to_owned());
    }
    let release = gradle.split("buildTypes").next().unwrap_or_default();
    if !release.contains(r#"manifestPlaceholders["usesCleartextTraffic"] = "false""#) {
        broken.push("build.gradle.kts: cleartext is not for releases".to_owned());
    }
    let windows = config.pointer("/app/windows").and_then(serde_json::Value::as_array);
    let https = |window: &serde_json::Value| window.get("useHttpsScheme") == Some(&serde_json::Value::Bool(true));
    if !windows.is_some_and(|windows| !windows.is_empty() && windows.iter().all(https)) {
        broken.push("useHttpsScheme must stay true: changing it later loses what the page keeps".to_owned());
    }
}

/// Permissions that a plugin's own manifest would merge in and nobody decided about.
fn plugins() -> Result<Vec<String>> {
    let text = output(program(root(), "cargo", &["metadata", "--format-version", "1", "--locked"]))?;
    let meta: serde_json::Value = serde_json::from_str(&text)?;
    let packages =
        meta.get("packages").and_then(serde_json::Value::as_array).context("no packages in cargo metadata")?;
    let (mut broken, mut seen) = (Vec::new(), 0);
    for package in packages {
        let field = |name: &str| package.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        let folder = std::path::Path::new(field("manifest_path")).with_file_name("android/src/main");
        let (file, name) = (folder.join("AndroidManifest.xml"), field("name"));
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        seen += 1;
        for tag in tags(&text).with_context(|| format!("manifest of {name}"))? {
            let asked = permission(&tag);
            if tag.name.starts_with("uses-permission") && !KEPT.contains(&asked) && !REMOVED.contains(&asked) {
                broken.push(format!("{name} would add permission {asked}: decide about it, in the manifest and here"));
            }
        }
    }
    if seen == 0 {
        broken.push("no plugin's manifest was found: this rule no longer looks at anything".to_owned());
    }
    Ok(broken)
}

/// Keys for signing never come into the repository.
fn secrets() -> Result<Vec<String>> {
    let files = output(program(root(), "git", &["ls-files", "--", "src-tauri"]))?;
    let secret = |file: &&str| {
        [".jks", ".keystore", "keystore.properties", "key.properties"].iter().any(|end| file.ends_with(end))
    };
    Ok(files.lines().filter(secret).map(|file| format!("{file} must not be in the repository")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The committed files with one change; the change must be one.
    fn changed(file: &'static str, from: &str, to: &str) -> Vec<String> {
        let mut texts = BTreeMap::new();
        for name in [MANIFEST, EXTRACTION, NETWORK, PATHS, GRADLE, ACTIVITY, CONFIG, CAPABILITIES] {
            texts.insert(name, std::fs::read_to_string(root().join(name)).unwrap());
        }
        let text = texts.get_mut(file).unwrap();
        assert!(from.is_empty() || text.contains(from), "{file} does not hold {from}");
        if !from.is_empty() {
            *text = text.replacen(from, to, 1);
        }
        faults(&texts).unwrap()
    }

    #[test]
    fn the_project_as_committed_keeps_the_rules() {
        assert_eq!(changed(MANIFEST, "", ""), Vec::<String>::new());
    }

    #[test]
    fn every_drift_of_the_manifest_is_a_fault() {
        for (from, to) in [
            ("android:allowBackup=\"false\"", "android:allowBackup=\"true\""),
            ("android:fullBackupContent=\"false\"", ""),
            ("android:dataExtractionRules=\"@xml/data_extraction_rules\"", ""),
            ("android:networkSecurityConfig=\"@xml/network_security_config\"", ""),
            ("${usesCleartextTraffic}", "true"),
            ("android.permission.ACCESS_NETWORK_STATE", "android.permission.READ_CONTACTS"),
            ("<uses-permission android:name=\"android.permission.WAKE_LOCK\" tools:node=\"remove\" />", ""),
            ("tools:node=\"remove\" />", "/>"),
            ("android.media.action.IMAGE_CAPTURE", "android.intent.action.VIEW"),
            ("android:required=\"false\"", "android:required=\"true\""),
            ("android.intent.category.LAUNCHER", "android.intent.category.LEANBACK_LAUNCHER"),
            ("android:exported=\"false\"", "android:exported=\"true\""),
            ("adjustResize", "adjustNothing"),
            ("<intent-filter>", "<intent-filter></intent-filter><intent-filter>"),
            ("<receiver", "<service android:name=\".S\" android:exported=\"true\" /><receiver"),
        ] {
            assert!(!changed(MANIFEST, from, to).is_empty(), "{from} -> {to} was not seen");
        }
    }

    #[test]
    fn every_drift_of_the_other_files_is_a_fault() {
        for (file, from, to) in [
            (EXTRACTION, "domain=\"database\"", "domain=\"device_root\""),
            (EXTRACTION, "<exclude domain=\"sharedpref\" path=\".\" />", ""),
            (NETWORK, "\"false\"", "\"true\""),
            (NETWORK, "\"system\"", "\"user\""),
            (PATHS, "Pictures/", "."),
            (PATHS, "<external-files-path", "<cache-path name=\"c\" path=\".\" /><external-files-path"),
            (GRADLE, "minSdk = 26", "minSdk = 24"),
            (GRADLE, "targetSdk = 37", "targetSdk = 33"),
            (GRADLE, "[\"usesCleartextTraffic\"] = \"false\"", "[\"usesCleartextTraffic\"] = \"true\""),
            (ACTIVITY, "Type.ime()", "Type.systemBars()"),
            (CAPABILITIES, "core:event:allow-listen", "fs:default"),
            (CAPABILITIES, "\"permissions\"", "\"none\""),
            (CONFIG, "\"useHttpsScheme\": true", "\"useHttpsScheme\": false"),
        ] {
            assert!(!changed(file, from, to).is_empty(), "{file}: {from} -> {to} was not seen");
        }
    }
}
