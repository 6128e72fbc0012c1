//! Requests as the app of a release wrote them, byte for byte, sent to today's gateway: every release that a phone may still
//! carry is taken for ever.
//!
//! What a newcomer would get wrong: these files are never written again. A change that makes one of them fail is a
//! change that loses reports of phones nobody updates. (`VUNGSAM_WRITE_FIXTURES=1` writes a set that is not there yet.)

use crate::harness::{Gateway, Phone, complaint_of, json, photo_ref};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vungsam_domain::sign;
use vungsam_domain::wire::{HEADER_RECEIPT, Receipt, SealedReceipt};

#[derive(Serialize, Deserialize)]
struct Stored {
    name: String,
    method: String,
    /// `{location}` is what the answer before said.
    path: String,
    headers: BTreeMap<String, String>,
    /// Base64.
    body: String,
    /// Status of the first answer and of every later one.
    answers: [u16; 2],
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures")
}

fn stored(name: &str, r: reqwest::RequestBuilder, answers: [u16; 2], path: Option<&str>) -> Stored {
    let r = r.build().unwrap();
    let headers = r.headers().iter().map(|(k, v)| (k.to_string(), v.to_str().unwrap().to_owned())).collect();
    Stored {
        name: name.to_owned(),
        method: r.method().to_string(),
        path: path.unwrap_or_else(|| r.url().path()).to_owned(),
        headers,
        body: STANDARD.encode(r.body().and_then(|b| b.as_bytes()).unwrap_or_default()),
        answers,
    }
}

/// The requests of a first report with a photo, in the order of the app of 0.1.0.
fn first_report(phone: &Phone) -> Vec<Stored> {
    let mut shot = vec![0xff, 0xd8, 0xff, 0xe0];
    shot.extend((0..3_000_u32).map(|i| u8::try_from(i % 251).unwrap()));
    let mut c = complaint_of(phone.id);
    c.photos = vec![photo_ref(&shot)];
    vec![
        stored("device", phone.device_request(), [201, 200], None),
        stored("complaint", phone.put_bytes(c.id, serde_json::to_vec(&c).unwrap()), [201, 200], None),
        stored("upload", phone.create(&c, &c.photos[0]), [201, 201], None),
        stored("bytes", phone.patch("/bytes", 0, shot), [204, 409], Some("{location}")),
    ]
}

async fn replay(gw: &Gateway, set: &[Stored], round: usize) -> Vec<Receipt> {
    let http = gw.client();
    let (mut location, mut receipts) = (String::new(), Vec::new());
    let open = |sealed: SealedReceipt| sealed.open(gw.deployment.keys()).unwrap();
    for s in set {
        let url = gw.url(&s.path.replace("{location}", &location));
        let mut ask = http.request(s.method.parse().unwrap(), url).body(STANDARD.decode(&s.body).unwrap());
        for (name, value) in &s.headers {
            ask = ask.header(name, value);
        }
        let r = ask.send().await.unwrap();
        assert_eq!(r.status().as_u16(), s.answers[round], "{}, round {round}: {r:?}", s.name);
        if let Some(at) = r.headers().get("location") {
            location = at.to_str().unwrap().to_owned();
        }
        if let Some(sealed) = r.headers().get(HEADER_RECEIPT) {
            receipts.push(open(serde_json::from_slice(&sign::unb64(sealed.to_str().unwrap()).unwrap()).unwrap()));
        }
        if s.name == "complaint" {
            receipts.push(open(json(r).await));
        }
    }
    receipts
}

#[tokio::test]
async fn what_the_app_of_every_release_wrote_is_taken_and_receipted_today() {
    let gw = Gateway::start().await;
    let first = folder().join("release-0.1.0");
    if std::env::var_os("VUNGSAM_WRITE_FIXTURES").is_some() && !first.exists() {
        std::fs::create_dir_all(&first).unwrap();
        let set = first_report(&gw.stranger());
        std::fs::write(first.join("report.json"), serde_json::to_vec_pretty(&set).unwrap()).unwrap();
    }
    let mut releases = 0;
    for entry in std::fs::read_dir(folder()).unwrap().flatten() {
        if !entry.file_name().to_string_lossy().starts_with("release-") {
            continue;
        }
        releases += 1;
        let set: Vec<Stored> =
            serde_json::from_slice(&std::fs::read(entry.path().join("report.json")).unwrap()).unwrap();
        let complaint = set.iter().find(|s| s.name == "complaint").unwrap();
        let hash = sign::sha256_hex(&STANDARD.decode(&complaint.body).unwrap());
        let receipts = replay(&gw, &set, 0).await;
        assert_eq!(receipts.iter().map(|r| r.photos.len()).collect::<Vec<_>>(), [0, 1]);
        let again = replay(&gw, &set, 1).await;
        assert_eq!(again.iter().map(|r| r.photos.len()).collect::<Vec<_>>(), [1, 1]);
        for r in receipts.iter().chain(&again) {
            assert_eq!((&r.body_sha256, r.received_at_ms), (&hash, receipts[0].received_at_ms));
        }
    }
    assert!(releases >= 1);
    gw.stop().await;
}
