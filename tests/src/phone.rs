//! A phone: the real core on a folder, and a person who uses it through the same commands as the screens. Not for
//! reaching into the core's tables.
//!
//! What a newcomer would get wrong: [`Phone::dies`] gives the worker no chance to finish. A kill of the whole process
//! is another story, told with the bridge.

use crate::gateway::{Gateway, Held};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::task::JoinHandle;
use vungsam_core::commands::dispatch;
use vungsam_core::env::{Clock, SystemClock, SystemIds};
use vungsam_core::views::{AppState, ComplaintDetail, Delivery, Draft, OutboxView, Submitted};
use vungsam_core::{ApiError, Core, CoreConfig, KeyringKind, OpenError, SyncPolicy};
use vungsam_domain::{ComplaintId, Deployment, sign};

/// Longest wait for something that must happen.
const PATIENCE: Duration = Duration::from_secs(30);

/// A phone that is on.
pub struct Phone {
    /// The core.
    pub core: Arc<Core>,
    worker: Option<JoinHandle<()>>,
    off: Off,
}

/// A phone that is off: its folder and what the app was installed with.
#[derive(Clone)]
pub struct Off {
    dir: Arc<TempDir>,
    /// What the app was installed with.
    pub deployment: Deployment,
    /// What the phone takes for the present.
    pub clock: Arc<dyn Clock>,
    /// How patient it is.
    pub policy: SyncPolicy,
    /// A content bundle instead of the one compiled in.
    pub content: Option<Vec<u8>>,
}

/// What a person reports.
#[derive(Debug, Clone)]
pub struct Report {
    /// Words.
    pub text: String,
    /// Commune.
    pub unit: Option<&'static str>,
    /// Files chosen.
    pub photos: Vec<Vec<u8>>,
    /// Name; empty is without a name.
    pub name: String,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            text: "Đá lăn chắn đường từ tối qua.\nXe máy không qua được.".to_owned(),
            unit: Some("nam-tra-my"),
            photos: Vec::new(),
            name: String::new(),
        }
    }
}

impl Report {
    /// With these photographs of `fixtures/photos`.
    #[must_use]
    pub fn with_photos(names: &[&str]) -> Self {
        Self { photos: names.iter().map(|n| fixture(n)).collect(), ..Self::default() }
    }
}

/// A photograph.
#[must_use]
pub fn fixture(name: &str) -> Vec<u8> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/photos");
    std::fs::read(dir.join(format!("{name}.jpg"))).unwrap()
}

/// A picture of grey noise: quick to take in, large for its size. `seed` makes it another one.
#[must_use]
pub fn noise(seed: u32, width: u32, height: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).max(1);
    let picture = image::RgbImage::from_fn(width, height, |_, _| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let [grey, ..] = state.to_le_bytes();
        image::Rgb([100 + grey / 4; 3])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// Impatient, so that a story with many failures is short.
#[must_use]
pub fn policy() -> SyncPolicy {
    SyncPolicy {
        min_backoff: Duration::from_millis(20),
        max_backoff: Duration::from_millis(200),
        poll_wait: Duration::from_secs(1),
        connect_timeout: Duration::from_secs(2),
        read_timeout: Duration::from_secs(3),
        // A story about content says so.
        content_after: Duration::from_secs(3_600),
        ..SyncPolicy::default()
    }
}

impl Off {
    /// A new phone, never switched on.
    #[must_use]
    pub fn new(deployment: &Deployment) -> Self {
        Self {
            dir: Arc::new(tempfile::tempdir().unwrap()),
            deployment: deployment.clone(),
            clock: Arc::new(SystemClock),
            policy: policy(),
            content: None,
        }
    }

    /// Its data folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    fn config(&self) -> CoreConfig {
        CoreConfig {
            data_dir: self.path().to_owned(),
            deployment: self.deployment.clone(),
            app_version: "0.1.0-story".to_owned(),
            keyring: KeyringKind::Off,
            clock: Arc::clone(&self.clock),
            ids: Arc::new(SystemIds),
            sync: self.policy,
            content: self.content.clone(),
        }
    }

    /// Opens the core without starting its worker: a phone whose network part sleeps.
    pub fn open(&self) -> Result<Phone, OpenError> {
        let core = Core::open(self.config())?;
        Ok(Phone { core, worker: None, off: self.clone() })
    }

    /// Switches it on; the first time the person chooses a key file.
    #[must_use]
    pub fn on(&self) -> Phone {
        let mut phone = self.open().unwrap();
        if phone.state().vault == vungsam_core::views::VaultState::NeedsChoice {
            phone.call("vault_choose", json!({ "way": "key_file" })).unwrap();
        }
        phone.worker = Some(tokio::spawn(Arc::clone(&phone.core).run()));
        phone
    }
}

impl Phone {
    /// A new phone that reaches the gateway under this address.
    #[must_use]
    pub fn new(deployment: &Deployment) -> Self {
        Off::new(deployment).on()
    }

    /// Runs a command as the screens do.
    pub fn call(&self, name: &str, args: Value) -> Result<Value, ApiError> {
        self.call_with(name, args, None)
    }

    /// Runs a command with a raw body.
    pub fn call_with(&self, name: &str, args: Value, body: Option<&[u8]>) -> Result<Value, ApiError> {
        tokio::task::block_in_place(|| dispatch(&self.core, name, args, body))
    }

    /// What the shell of the app sees.
    #[must_use]
    pub fn state(&self) -> AppState {
        serde_json::from_value(self.call("app_state", json!({})).unwrap()).unwrap()
    }

    /// What waits.
    #[must_use]
    pub fn outbox(&self) -> OutboxView {
        serde_json::from_value(self.call("outbox", json!({})).unwrap()).unwrap()
    }

    /// One complaint.
    #[must_use]
    pub fn detail(&self, id: ComplaintId) -> ComplaintDetail {
        serde_json::from_value(self.call("complaint", json!({ "id": id })).unwrap()).unwrap()
    }

    /// How far it has come.
    #[must_use]
    pub fn delivery(&self, id: ComplaintId) -> Delivery {
        self.detail(id).card.delivery
    }

    /// Fills the form and stops before *Save*.
    pub fn fill(&self, report: &Report) -> Result<Draft, ApiError> {
        let draft: Draft = serde_json::from_value(self.call("draft_open", json!({}))?).unwrap();
        let named = !report.name.is_empty();
        let fields = json!({
            "category": "giao-thong",
            "place": { "unit": report.unit, "village_text": "thôn 2", "near": "cầu treo" },
            "place_done": true,
            "text": report.text,
            "anonymous": !named,
            "contact": { "name": report.name, "phone": if named { "0900 000 123" } else { "" } },
            "consents": if named { json!(["handle", "contact"]) } else { json!(["handle"]) },
            "kind": "phan-anh-kien-nghi",
            "step": "check",
        });
        let mut draft = self.call("draft_save", json!({ "id": draft.id, "fields": fields }))?;
        for photo in &report.photos {
            draft = self.call_with("draft_photo_add", json!({ "id": draft["id"] }), Some(photo))?;
        }
        Ok(serde_json::from_value(draft).unwrap())
    }

    /// *Save*.
    pub fn save(&self, draft: ComplaintId) -> Result<ComplaintId, ApiError> {
        let saved: Submitted = serde_json::from_value(self.call("complaint_submit", json!({ "id": draft }))?).unwrap();
        Ok(saved.id)
    }

    /// Fills the form and saves.
    #[must_use]
    pub fn report(&self, report: &Report) -> ComplaintId {
        let draft = self.fill(report).unwrap();
        self.save(draft.id).unwrap()
    }

    /// Says something about a complaint, with photos.
    pub fn say(&self, complaint: ComplaintId, action: &str, text: &str, photos: &[Vec<u8>]) -> Result<(), ApiError> {
        let draft = self.call("reply_open", json!({ "complaint": complaint, "action": action }))?;
        let id = draft["id"].clone();
        self.call("draft_save", json!({ "id": id, "fields": { "text": text } }))?;
        for photo in photos {
            self.call_with("draft_photo_add", json!({ "id": id }), Some(photo))?;
        }
        self.call("reply_send", json!({ "id": id })).map(|_| ())
    }

    /// Waits until this is true of the phone.
    pub async fn until(&self, what: &str, mut is: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !is(self) {
            assert!(Instant::now() < end, "never came: {what}; outbox {:?}", self.outbox());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a receipt covers words and photos.
    pub async fn until_received(&self, id: ComplaintId) {
        self.until("received", |p| p.delivery(id) == Delivery::Received).await;
    }

    /// The worker stops where it stands, the core goes away, nothing is tidied.
    pub async fn dies(mut self) -> Off {
        if let Some(worker) = self.worker.take() {
            worker.abort();
            // Cancelled where it stood; until then it holds the folder.
            let _ = worker.await;
        }
        self.off.clone()
    }

    /// Its data folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.off.path()
    }

    /// The promise of every story: each of these complaints is on the gateway exactly once, with the phone's words and
    /// the phone's photos to the byte, or still here in the outbox with everything it needs. Returns what the gateway
    /// holds.
    pub async fn nothing_lost_nothing_twice(&self, gateway: &Gateway, ids: &[ComplaintId]) -> Vec<Held> {
        let held = gateway.held().await;
        let waiting = self.outbox();
        for id in ids {
            let here = self.detail(*id);
            let there: Vec<&Held> = held.iter().filter(|h| h.complaint.id == *id).collect();
            assert!(there.len() <= 1, "{id} is there {} times", there.len());
            let received = here.card.delivery == Delivery::Received;
            if !received {
                assert!(waiting.entries.iter().any(|e| e.card.id == *id), "{id} is neither received nor waiting");
            }
            let hashes: Vec<String> = here.photos.iter().map(|p| p.photo.sha256.clone()).collect();
            for (state, hash) in here.photos.iter().zip(&hashes) {
                if !state.received {
                    let bytes = self.core.photo(hash, false).expect("a photo that waits is here, whole");
                    assert_eq!(sign::sha256_hex(&bytes), *hash);
                }
            }
            if let Some(there) = there.first() {
                let c = &there.complaint;
                assert_eq!((&c.text, &c.reference), (&here.text, &here.card.reference));
                assert_eq!(c.photos.iter().map(|p| p.sha256.clone()).collect::<Vec<_>>(), hashes);
                for (n, stored) in there.photos.iter().enumerate() {
                    assert!(stored.is_none() || stored.as_ref() == Some(&hashes[n]), "photo {n} is not the phone's");
                    assert!(stored.is_some() || !here.photos[n].received, "a receipt covers a photo that is not there");
                }
            } else {
                assert!(!received, "{id} counts as received and is not there");
            }
        }
        let ours = held.iter().filter(|h| ids.contains(&h.complaint.id)).count();
        assert_eq!(ours, held.len(), "the gateway holds something nobody sent");
        held
    }

    /// The same, and everything has arrived.
    pub async fn all_arrived(&self, gateway: &Gateway, ids: &[ComplaintId]) {
        for id in ids {
            self.until_received(*id).await;
        }
        let held = self.nothing_lost_nothing_twice(gateway, ids).await;
        assert_eq!(held.len(), ids.len());
        assert!(held.iter().all(|h| h.photos.iter().all(Option::is_some)));
        assert_eq!(self.state().waiting, 0);
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        if let Some(worker) = self.worker.take() {
            worker.abort();
        }
    }
}
