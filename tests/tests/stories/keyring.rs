//! The real Secret Service: gnome-keyring on a private bus, unlocked, locked and gone. Not for the rules of the vault,
//! which have their tests beside the code.
//!
//! What a newcomer would get wrong: each start of the app here is a process of its own on a bus of its own; the
//! keyring's files stay in a folder between them, as on a real desktop.

use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use vungsam_core::commands::dispatch;
use vungsam_core::env::{SystemClock, SystemIds};
use vungsam_core::views::{AppState, VaultState};
use vungsam_core::{Core, CoreConfig, KeyringKind, SyncPolicy};

const UNLOCKED: &str = "printf 'demo' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null 2>&1";
const LOCKED: &str = "gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1 </dev/null";
const NO_BUS: &str = "export DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere/at/all";

/// One start of the app in a session prepared by `prepare`; answers what the app said.
fn start(prepare: &str, folder: &Path) -> String {
    let script = format!("{prepare}; exec \"$0\" --exact keyring::child --ignored --nocapture");
    let output = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", &script])
        .arg(std::env::current_exe().unwrap())
        .env("STORY_FOLDER", folder)
        .env("XDG_DATA_HOME", folder.join("keyring"))
        .env("XDG_RUNTIME_DIR", folder.join("run"))
        .env_remove("DISPLAY")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let said = text.lines().find_map(|l| Some(l.split_once("APP SAYS ")?.1.trim().to_owned()));
    said.unwrap_or_else(|| panic!("{text}\n{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn keys_live_in_the_real_keyring_and_every_trouble_with_it_is_told() {
    let tools = |name: &str| Command::new("sh").args(["-c", &format!("command -v {name}")]).output().unwrap();
    let there = ["dbus-run-session", "gnome-keyring-daemon"].iter().all(|t| tools(t).status.success());
    if !there {
        assert!(std::env::var_os("VUNGSAM_TEST_KEYRING").is_none(), "the checks promise a keyring");
        eprintln!("SKIPPED: no gnome-keyring on this machine");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for name in ["keyring", "run"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    assert_eq!(start(NO_BUS, folder.path()), "NeedsChoice", "no keyring at a first start");
    assert_eq!(start(UNLOCKED, folder.path()), "Ready, no draft");
    assert_eq!(start(UNLOCKED, folder.path()), "Ready, draft kept", "the key came back from the keyring");
    assert_eq!(start(LOCKED, folder.path()), "KeyringLocked");
    assert_eq!(start(NO_BUS, folder.path()), "KeyLost", "vanished after first use");
    assert_eq!(start(UNLOCKED, folder.path()), "Ready, draft kept", "and nothing was harmed meanwhile");
    for entry in std::fs::read_dir(folder.path().join("phone")).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(name != "vault.key", "with a keyring there is no key beside the database");
    }
}

#[test]
#[ignore = "run by the test above, in a session of its own"]
fn child() {
    let Some(folder) = std::env::var_os("STORY_FOLDER") else { return };
    let core = Core::open(CoreConfig {
        data_dir: Path::new(&folder).join("phone"),
        deployment: crate::local::no_gateway(),
        app_version: "0.1.0-story".to_owned(),
        keyring: KeyringKind::System,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        sync: SyncPolicy::default(),
        content: None,
    })
    .unwrap();
    let call = |name: &str, args| dispatch(&core, name, args, None).unwrap();
    let state: AppState = serde_json::from_value(call("app_state", json!({}))).unwrap();
    if state.vault != VaultState::Ready {
        println!("\nAPP SAYS {:?}", state.vault);
        return;
    }
    println!("\nAPP SAYS Ready, {}", if state.draft.is_some() { "draft kept" } else { "no draft" });
    let draft = call("draft_open", json!({}));
    call("draft_save", json!({ "id": draft["id"], "fields": { "category": "giao-thong", "text": "cầu hỏng" } }));
}
