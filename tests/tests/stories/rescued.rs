//! A phone in trouble with itself: its key is gone, its storage is full. Damage of the file has its tests beside the code
//! (`core::rescue`).
//!
//! What a newcomer would get wrong: the limit on file sizes holds for a process, so that story runs its phone in one of
//! its own.

use crate::world::World;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tests::phone::{Report, noise};
use vungsam_core::commands::dispatch;
use vungsam_core::env::{SystemClock, SystemIds};
use vungsam_core::views::{AppState, Delivery, Draft, VaultState, error_codes};
use vungsam_core::{Core, CoreConfig, KeyringKind, SyncPolicy};
use vungsam_domain::Complaint;
use vungsam_server::{env, init};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_sent_is_read_by_the_operator_when_the_key_is_gone() {
    let world = World::new().await;
    let (road, off) = world.road().await;
    road.set(&[], tests::proxy::Fate::Drop);
    let phone = off.on();
    let id = phone.report(&Report { text: "Cầu treo sắp sập.".to_owned(), ..Report::default() });
    let off = phone.dies().await;
    // The keystore breaks.
    std::fs::remove_file(off.path().join("vault.key")).unwrap();
    let phone = off.open().unwrap();
    assert_eq!(phone.state().vault, VaultState::KeyLost);
    phone.call("vault_start_new", json!({})).unwrap();
    assert_eq!(phone.state().vault, VaultState::NeedsChoice);
    drop(phone);
    let aside = off.path().join("set-aside-1");
    let kept: Vec<bool> = ["vault.db", "vault.recovery"].iter().map(|f| aside.join(f).exists()).collect();
    assert_eq!(kept, [true, true], "the file and what opens it stay together");

    // At the office.
    let ready = init::prepare(&world.gateway.settings, &env::SystemClock, &env::SystemIds).unwrap();
    let key = ready.keys.recover(&std::fs::read(aside.join("vault.recovery")).unwrap()).unwrap();
    let db = rusqlite::Connection::open(aside.join("vault.db")).unwrap();
    db.execute_batch(&format!("PRAGMA key = \"{}\"", *key)).unwrap();
    let sql = "SELECT body FROM complaints WHERE received_at_ms IS NULL";
    let body: Vec<u8> = db.query_row(sql, [], |r| r.get(0)).unwrap();
    let read: Complaint = serde_json::from_slice(&body).unwrap();
    assert_eq!((read.id, read.text.as_str()), (id, "Cầu treo sắp sập."));

    // And the phone goes on with a vault of its own.
    road.set(&[], tests::proxy::Fate::Pass);
    let phone = off.on();
    let new = phone.report(&Report::default());
    phone.until_received(new).await;
    assert_eq!(phone.delivery(new), Delivery::Received);
}

fn core(folder: &Path) -> Arc<Core> {
    Core::open(CoreConfig {
        data_dir: folder.to_owned(),
        deployment: crate::local::no_gateway(),
        app_version: "0.1.0-story".to_owned(),
        keyring: KeyringKind::Off,
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        sync: SyncPolicy::default(),
        content: None,
    })
    .unwrap()
}

fn folder_of_the_child() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("STORY_FULL_FOLDER")?))
}

#[test]
fn a_phone_without_room_says_so_and_keeps_the_draft_and_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let phone = core(folder.path());
    let call = |core: &Core, name: &str, args| dispatch(core, name, args, None).unwrap();
    call(&phone, "vault_choose", json!({ "way": "key_file" }));
    call(&phone, "settings_set", json!({ "text_percent": 150 }));
    let draft: Draft = serde_json::from_value(call(&phone, "draft_open", json!({}))).unwrap();
    call(&phone, "draft_save", json!({ "id": draft.id, "fields": { "text": "Chỗ này hỏng." } }));
    drop(phone);

    // No file of this process may grow beyond 250 KB; a write beyond it fails, as on a full storage.
    let script = "trap '' XFSZ; ulimit -f 500; exec \"$0\" --exact rescued::child --ignored --nocapture";
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .env("STORY_FULL_FOLDER", folder.path())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("PHONE SAYS disk_full, kept"), "{text}\n{}", String::from_utf8_lossy(&output.stderr));

    // Room again.
    let phone = core(folder.path());
    let state: AppState = serde_json::from_value(call(&phone, "app_state", json!({}))).unwrap();
    assert_eq!((state.vault, state.rescue, state.draft), (VaultState::Ready, None, Some(draft.id)));
    assert_eq!(state.settings.text_percent, 150);
    let kept: Draft = serde_json::from_value(call(&phone, "draft", json!({ "id": draft.id }))).unwrap();
    assert_eq!(kept.fields.text, "Chỗ này hỏng.");
    for photo in &kept.photos {
        let bytes = phone.photo(&photo.sha256, false).unwrap();
        assert_eq!(vungsam_domain::sign::sha256_hex(&bytes), photo.sha256);
    }
    dispatch(&phone, "draft_photo_add", json!({ "id": draft.id }), Some(&noise(99, 640, 480))).unwrap();
}

#[test]
#[ignore = "run by the story above, under a limit of its own"]
fn child() {
    let Some(folder) = folder_of_the_child() else { return };
    let phone = core(&folder);
    let draft: Draft = serde_json::from_value(dispatch(&phone, "draft_open", json!({}), None).unwrap()).unwrap();
    let add = |n: u32| dispatch(&phone, "draft_photo_add", json!({ "id": draft.id }), Some(&noise(n, 640, 480)));
    let refused = (0..5).find_map(|n| add(n).err()).expect("there is no room for five photos");
    let again = add(50).unwrap_err();
    assert_eq!(refused.code, error_codes::DISK_FULL);
    assert_eq!(again.code, error_codes::DISK_FULL, "asking again is the same");
    let kept: Draft =
        serde_json::from_value(dispatch(&phone, "draft", json!({ "id": draft.id }), None).unwrap()).unwrap();
    println!("\nPHONE SAYS {}, {}", refused.code, if kept.fields.text.is_empty() { "lost" } else { "kept" });
}
