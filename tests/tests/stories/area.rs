//! Another place adopts the app by another data folder: an invented area with nothing of ours in it. No network here.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tests::phone::Off;
use vungsam_core::commands::dispatch;
use vungsam_domain::Deployment;
use vungsam_domain::content::bundle::Bundle;
use vungsam_domain::content::compile;

/// The invented area.
pub fn area() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/area")
}

/// The bundle of a content folder.
pub fn bundle(folder: &Path) -> Vec<u8> {
    let mut files = Vec::new();
    for kind in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        for file in std::fs::read_dir(kind.path()).unwrap().map(Result::unwrap) {
            let name = format!("{}/{}", kind.file_name().to_str().unwrap(), file.file_name().to_str().unwrap());
            files.push((name, std::fs::read_to_string(file.path()).unwrap()));
        }
    }
    let pack = compile(files.iter().map(|(n, t)| (n.as_str(), t.as_str()))).unwrap();
    Bundle::pack(&pack.records().unwrap(), None, None).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_area_is_another_folder() {
    let text = std::fs::read_to_string(area().join("deployment.toml")).unwrap();
    let mut off = Off::new(&Deployment::parse(&text).unwrap());
    off.content = Some(bundle(&area().join("content")));
    let phone = off.on();
    let ask = |name: &str, args: Value| dispatch(&phone.core, name, args, None).unwrap();
    let all = ["app_state", "content", "procedures", "questions", "places", "guides"].map(|name| ask(name, json!({})));
    assert_eq!(all[0]["area"]["vi"], "Thung lũng Mây");
    assert_eq!(all[1]["units"][0]["former"][0]["name"]["vi"], "Xã Đồi Nhỏ");
    assert_eq!(all[2]["cards"][0]["title"]["en"], "Register a boat");
    assert_eq!(ask("procedure", json!({ "id": "tb-dang-ky" }))["procedure"]["fee"]["vnd"], 1000);
    assert_eq!(ask("place", json!({ "id": "ho-guong" }))["kind"]["id"], "nature");
    for (q, kind, id) in [("dang ky", "procedure", "tb-dang-ky"), ("mirror", "place", "ho-guong")] {
        let found = ask("search", json!({ "q": q, "lang": "en", "kind": kind }));
        assert_eq!(found["hits"][0]["id"], id, "{found}");
    }
    let old = ask("place_find", json!({ "typed": "doi nho" }));
    assert_eq!(old["hits"][0]["unit"], "suoi-bac");
    let shown = all.iter().map(Value::to_string).collect::<String>().to_lowercase();
    for ours in ["trà my", "ngọc linh", "đà nẵng", "1022", "tra my"] {
        assert!(!shown.contains(ours), "{ours} is in the program, not in the folder");
    }
}

#[test]
fn no_name_or_number_of_our_area_is_in_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["crates/core/src", "crates/domain/src", "crates/server/src", "src-tauri/src", "ui/src"] {
        look(&root.join(folder), &mut found);
    }
    assert!(found.is_empty(), "local words belong in assets/:\n{}", found.join("\n"));
}

/// Lines of the program itself that name our area. Comments and tests give examples, and how people of a place talk of
/// danger (`triage`) or spell (`search`) is learned from there.
fn look(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if !["triage", "search", "testdata", "bindings", "tests", "stories"].contains(&name.as_str()) {
                look(&path, found);
            }
            continue;
        }
        let known = [".rs", ".ts", ".svelte", ".html"].iter().any(|end| name.ends_with(end));
        if !known || name.contains("test") || name.contains("fake") || name == "stories.rs" {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("/// A sample for tests").next().unwrap();
        let tests = text
            .match_indices("#[cfg(test)]\n")
            .find(|(at, _)| text[*at..].lines().nth(1).is_some_and(|l| l.ends_with('{')));
        let program = tests.map_or(text, |(at, _)| &text[..at]);
        for line in program.lines().filter(|l| !l.trim_start().starts_with(['/', '*', '<'])) {
            let lower = line.to_lowercase();
            let ours = ["trà my", "tra-my", "ngọc linh", "ngoc linh", "đà nẵng", "da nang", "quảng nam", "1022"];
            if ours.iter().any(|word| lower.contains(word)) {
                found.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    }
}
