//! The whole process of the phone is killed with SIGKILL, as a small phone does when memory is short. The process is
//! the bridge: the real core, driven over HTTP.
//!
//! What a newcomer would get wrong: what counts is what the person was told. A draft whose saving was confirmed, and a
//! *Save* that was confirmed, must be there afterwards; what was under way may be there or not, but never half.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::authority::{Authority, client};
use tests::gateway::Gateway;
use tests::phone::fixture;

struct Process {
    child: Child,
    url: String,
    client: reqwest::Client,
}

/// A phone as a process.
struct Installed {
    dir: TempDir,
    deployment: PathBuf,
}

impl Installed {
    fn new(gateway: &Gateway) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), deployment: gateway.data().join("deployment.toml") }
    }

    fn start(&self) -> Process {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bridge"))
            .args(["--data".as_ref(), self.dir.path().as_os_str()])
            .args(["--deployment".as_ref(), self.deployment.as_os_str()])
            .args(["--key-file", "--ui"])
            .arg(Path::new("."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().to_owned();
        assert!(url.starts_with("http://"), "the phone did not start: {url:?}");
        Process { child, url, client: client(&Authority::new().pem) }
    }
}

impl Process {
    async fn try_call(&self, name: &str, args: Value, body: Option<Vec<u8>>) -> Option<Value> {
        let request = self.client.post(format!("{}/invoke/{name}", self.url));
        let request = match body {
            None => request.json(&args),
            Some(bytes) => request
                .header("content-type", "application/octet-stream")
                .header("x-args", percent(&args.to_string()))
                .body(bytes),
        };
        let response = request.send().await.ok()?;
        let ok = response.status().is_success();
        let value = response.json::<Value>().await.ok()?;
        assert!(ok, "{name}: {value}");
        Some(value)
    }

    async fn call(&self, name: &str, args: Value) -> Value {
        self.try_call(name, args, None).await.unwrap_or_else(|| panic!("{name}: no answer"))
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Writes a report up to the check page; its id.
    async fn write(&self, text: &str) -> String {
        let draft = self.call("draft_open", json!({})).await;
        let id = draft["id"].as_str().unwrap().to_owned();
        let fields = json!({
            "category": "giao-thong", "place": { "unit": "nam-tra-my" }, "place_done": true, "text": text,
            "anonymous": true, "consents": ["handle"], "kind": "phan-anh-kien-nghi", "step": "check",
        });
        self.call("draft_save", json!({ "id": id, "fields": fields })).await;
        self.try_call("draft_photo_add", json!({ "id": id }), Some(fixture("road"))).await.unwrap();
        id
    }

    async fn received(&self, id: &str) {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let detail = self.call("complaint", json!({ "id": id })).await;
            if detail["card"]["delivery"] == json!("received") {
                return;
            }
            assert!(Instant::now() < end, "{id} never arrived: {detail}");
            self.call("sync_now", json!({})).await;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_at_any_moment_after_save_delivers_once() {
    let dir = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(dir.path()).await;
    let installed = Installed::new(&gateway);
    let mut saved = Vec::new();
    for after_ms in [0, 2, 5, 10, 20, 40, 80, 160, 320] {
        let phone = installed.start();
        let id = phone.write(&format!("Cầu hỏng, lần {after_ms}")).await;
        phone.call("complaint_submit", json!({ "id": id })).await;
        tokio::time::sleep(Duration::from_millis(after_ms)).await;
        phone.kill();
        saved.push(id);
    }
    let phone = installed.start();
    for id in &saved {
        phone.received(id).await;
    }
    let held = gateway.held().await;
    assert_eq!(held.len(), saved.len(), "each exactly once");
    for id in &saved {
        let there: Vec<_> = held.iter().filter(|h| h.complaint.id.to_string() == *id).collect();
        assert_eq!(there.len(), 1, "{id}");
        let here = phone.call("complaint", json!({ "id": id })).await;
        assert_eq!(there[0].photos[0].as_deref(), here["photos"][0]["photo"]["sha256"].as_str());
        assert_eq!(json!(there[0].complaint.text), here["text"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_killed_during_save_has_the_draft_or_the_report_never_neither() {
    let dir = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(dir.path()).await;
    let installed = Installed::new(&gateway);
    let (mut reports, mut drafts) = (0, 0);
    for after_us in [0, 200, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000] {
        let phone = installed.start();
        let id = phone.write("Nước lũ dâng").await;
        let (url, asked) = (phone.url.clone(), id.clone());
        let saving = tokio::spawn({
            let client = phone.client.clone();
            async move { client.post(format!("{url}/invoke/complaint_submit")).json(&json!({ "id": asked })).send().await }
        });
        tokio::time::sleep(Duration::from_micros(after_us)).await;
        phone.kill();
        let _ = saving.await;

        let phone = installed.start();
        let state = phone.call("app_state", json!({})).await;
        if state["draft"] == json!(id) {
            drafts += 1;
            let draft = phone.call("draft", json!({ "id": id })).await;
            assert_eq!(draft["fields"]["text"], json!("Nước lũ dâng"));
            assert_eq!(draft["photos"].as_array().map(Vec::len), Some(1));
            phone.call("complaint_submit", json!({ "id": id })).await;
        } else {
            reports += 1;
        }
        phone.received(&id).await;
        phone.kill();
    }
    assert_eq!(reports + drafts, 9);
    assert!(reports > 0, "the last moments come after the save");
    assert_eq!(gateway.held().await.len(), 9);
}
