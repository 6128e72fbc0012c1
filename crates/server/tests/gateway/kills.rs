//! The gateway is killed with SIGKILL at every moment of a report, a message and an upload, and started again on the same
//! folder. The phone repeats what it has no receipt for, as it always does.
//!
//! What a newcomer would get wrong: what counts is what was promised. A receipt that was given stays true for ever; what
//! was under way may be there or not, but never twice and never half.

use crate::commands::Process;
use crate::harness::{Phone, complaint_of, jpeg, json, photo_ref};
use crate::messages::{message, send};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use vungsam_domain::wire::{Receipt, SealedReceipt};
use vungsam_domain::{Action, Complaint, Message, sign};
use vungsam_server::db::{Db, complaints, events, photos};

/// Moments in which it is killed, spread over the time one report takes.
const KILLS: u32 = 18;

struct Report {
    complaint: Complaint,
    message: Message,
    shots: [Vec<u8>; 2],
}

impl Report {
    fn new(phone: &Phone, seed: u8) -> Self {
        let shots = [jpeg(seed), jpeg(seed ^ 0x80)];
        let mut complaint = complaint_of(phone.id);
        complaint.photos = vec![photo_ref(&shots[0])];
        let mut message = message(phone, complaint.id, Action::Withdraw);
        message.photos = vec![photo_ref(&shots[1])];
        Self { complaint, message, shots }
    }

    /// The way of a phone: words, message, photos, each until its receipt is there. `None`: the gateway is gone.
    async fn send(&self, phone: &Phone, promised: &Mutex<Vec<Receipt>>) -> Option<()> {
        let keep = async |receipt: Receipt| promised.lock().await.push(receipt);
        let words = phone.put_bytes(self.complaint.id, serde_json::to_vec(&self.complaint).unwrap());
        keep(sealed(phone, words).await?).await;
        keep(sealed(phone, send(phone, &self.message, serde_json::to_vec(&self.message).unwrap())).await?).await;
        for (n, shot) in self.shots.iter().enumerate() {
            let mut create = phone.create(&self.complaint, &photo_ref(shot));
            if n == 0 {
                create = create.header("content-type", "application/offset+octet-stream").body(shot.clone());
            }
            let r = create.send().await.ok()?;
            assert_eq!(r.status(), 201);
            let mut receipt = phone.receipt_of(&r);
            if receipt.is_none() {
                let location = crate::harness::text(&r, "location").to_owned();
                let at = crate::harness::number(&r, "upload-offset");
                let r = phone.patch(&location, at, shot[at..].to_vec()).send().await.ok()?;
                assert_eq!(r.status(), 204);
                receipt = phone.receipt_of(&r);
            }
            keep(receipt.unwrap()).await;
        }
        Some(())
    }
}

async fn sealed(phone: &Phone, ask: reqwest::RequestBuilder) -> Option<Receipt> {
    let r = ask.send().await.ok()?;
    assert!(matches!(r.status().as_u16(), 200 | 201), "{r:?}");
    let bytes = r.bytes().await.ok()?;
    Some(phone.open(&serde_json::from_slice::<SealedReceipt>(&bytes).unwrap()))
}

/// What a receipt says is so: in the answers of the gateway, and in its database and on its disk.
async fn holds(phone: &Phone, promised: &[Receipt], data: &std::path::Path) {
    for p in promised {
        let path = match p.message {
            Some(m) => format!("/api/v1/complaints/{}/messages/{m}/receipt", p.id),
            None => format!("/api/v1/complaints/{}/receipt", p.id),
        };
        let r = phone.ask(reqwest::Method::GET, &path).send().await.unwrap();
        assert_eq!(r.status(), 200, "{p:?}");
        let now = phone.open(&json(r).await);
        assert_eq!((&now.body_sha256, now.received_at_ms), (&p.body_sha256, p.received_at_ms));
        for photo in &p.photos {
            assert!(now.photos.contains(photo), "{photo:?} was promised: {now:?}");
            let file = data.join(format!("photos/{}/{}.jpg", p.id, photo.sha256));
            assert_eq!(sign::sha256_hex(&std::fs::read(file).unwrap()), photo.sha256);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_killed_at_every_step_of_a_report_a_message_and_an_upload_keeps_its_promises() {
    let dir = tempfile::tempdir().unwrap();
    let (mut process, gw) = Process::start(dir.path()).await;
    let mut phone = gw.phone().await;
    let begun = Instant::now();
    let promised = Arc::new(Mutex::new(Vec::new()));
    let mut reports = vec![Report::new(&phone, 0)];
    assert!(reports[0].send(&phone, &promised).await.is_some());
    let whole = begun.elapsed();
    let mut interrupted = 0;
    for n in 0..KILLS {
        let report = Arc::new(Report::new(&phone, u8::try_from(n).unwrap() + 1));
        let sending = tokio::spawn({
            let (report, phone, promised) = (report.clone(), phone.clone(), promised.clone());
            async move { report.send(&phone, &promised).await }
        });
        tokio::time::sleep(whole * n / KILLS).await;
        process.kill();
        interrupted += u32::from(sending.await.unwrap().is_none());
        let (next, gw) = Process::start(dir.path()).await;
        process = next;
        phone = gw.again(&phone);
        holds(&phone, &promised.lock().await.split_off(0), dir.path()).await;
        assert!(report.send(&phone, &promised).await.is_some(), "the repeat comes through");
        reports.push(Arc::into_inner(report).unwrap());
    }
    assert!(interrupted > KILLS / 3, "the kills fell into the reports: {interrupted}");
    tokio::time::sleep(Duration::from_millis(50)).await;
    process.kill();

    let db = Db::open(&Db::sqlite_url(dir.path()), 1).await.unwrap();
    for r in &reports {
        let id = r.complaint.id;
        assert_eq!(complaints::count(&db, id).await.unwrap(), 1);
        assert_eq!(events::of_complaint(&db, id).await.unwrap().len(), 1, "the message's step, once");
        assert!(photos::of_complaint(&db, id).await.unwrap().iter().all(|p| p.received_at.is_some()));
    }
    let feed = vungsam_server::db::changes::after(&db, phone.id, 0, 1_000).await.unwrap();
    let numbers: Vec<_> = feed.iter().map(|c| c.n).collect();
    assert_eq!(numbers, (1..=i64::try_from(reports.len()).unwrap()).collect::<Vec<_>>(), "told once, in order");
    db.close().await;
}
