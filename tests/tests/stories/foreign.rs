//! A tus client that is not ours (`tus-js-client`) uploads to the gateway over TLS. Proves that the protocol is the
//! protocol, and not what our two halves agreed on.
//!
//! What a newcomer would get wrong: it needs `node` and the packages of `tests/e2e`, which `cargo xtask setup` installs.

use ed25519_dalek::SigningKey;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use tests::authority::client;
use tests::gateway::Gateway;
use vungsam_domain::wire::{Device, HEADER_DEVICE, HEADER_SIGNATURE, MEDIA_COMPLAINT, MEDIA_DEVICE, SealedReceipt};
use vungsam_domain::{Complaint, ComplaintId, DeviceId, PhotoRef, Pin, Reference, complaint, sign};
use vungsam_server::env::{Ids, SystemIds};

struct Foreign {
    endpoint: String,
    ca: PathBuf,
    headers: Value,
    complaint: Complaint,
}

impl Foreign {
    /// A device with a complaint that announces this photo.
    async fn new(gateway: &Gateway, photo: &[u8]) -> Self {
        let (key, bearer, id) =
            (SigningKey::from_bytes(&SystemIds.secret()), SystemIds.secret(), DeviceId(SystemIds.uuid()));
        let endpoint = gateway.deployment.gateway_url.clone();
        let pem = gateway.deployment.ca_pem.clone().unwrap();
        let ca = gateway.data().join("foreign-ca.pem");
        std::fs::write(&ca, &pem).unwrap();
        let http = client(&pem);
        let mut rng = rand::rngs::OsRng;
        let number = (Reference::draw(&mut rng), Pin::draw(&mut rng));
        let mut complaint = complaint::sample(ComplaintId(SystemIds.uuid()), id, number.0, number.1);
        let bytes = u32::try_from(photo.len()).unwrap();
        complaint.photos = vec![PhotoRef { sha256: sign::sha256_hex(photo), bytes, width: 4, height: 3 }];
        let device = Device { v: 1, id, public_key: sign::public_key(&key), bearer_sha256: sign::sha256_hex(&bearer) };
        let bearer = format!("Bearer {}", sign::b64(&bearer));
        for (path, media, body) in [
            (format!("devices/{id}"), MEDIA_DEVICE, serde_json::to_vec(&device).unwrap()),
            (format!("complaints/{}", complaint.id), MEDIA_COMPLAINT, serde_json::to_vec(&complaint).unwrap()),
        ] {
            let put = http.put(format!("{endpoint}/api/v1/{path}")).header("content-type", media);
            let put = put.header("authorization", &bearer).header(HEADER_DEVICE, id.to_string());
            let put = put.header(HEADER_SIGNATURE, sign::sign(&key, &body)).body(body);
            assert_eq!(put.send().await.unwrap().status(), 201);
        }
        let headers = json!({ "authorization": bearer, HEADER_DEVICE: id.to_string() });
        Self { endpoint, ca, headers, complaint }
    }

    /// What the client said; in a thread of its own, because the gateway runs in this process.
    async fn upload(&self, file: &Path, mode: &'static str, url: Option<&str>) -> Value {
        let photo = &self.complaint.photos[0];
        let metadata = json!({ "complaint": self.complaint.id.to_string(), "sha256": photo.sha256 });
        let asked = json!({ "headers": self.headers, "metadata": metadata, "url": url });
        let mut node = Command::new("node");
        node.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("e2e/tus.mjs")).arg(&self.endpoint).arg(file).arg(mode);
        node.env("NODE_EXTRA_CA_CERTS", &self.ca).env("TUS_ASKED", asked.to_string());
        let out = tokio::task::spawn_blocking(move || node.output()).await.unwrap().unwrap();
        assert!(out.status.success(), "{mode}: {}", String::from_utf8_lossy(&out.stderr));
        serde_json::from_slice(&out.stdout).unwrap()
    }
}

fn jpeg(seed: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    bytes.extend((0..150_000_u32).map(|i| seed.wrapping_add(u8::try_from(i % 253).unwrap())));
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_tus_client_uploads_at_once_in_steps_and_after_a_cut() {
    let dir = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(dir.path()).await;
    for (seed, mode) in [(1, "at-once"), (2, "in-steps"), (3, "cut")] {
        let photo = jpeg(seed);
        let file = dir.path().join(format!("{mode}.bin"));
        std::fs::write(&file, &photo).unwrap();
        let foreign = Foreign::new(&gateway, &photo).await;
        let mut said = foreign.upload(&file, mode, None).await;
        if mode == "cut" {
            assert!(said["accepted"].as_u64().unwrap() < 150_000, "{said}");
            let url = said["url"].as_str().unwrap().to_owned();
            said = foreign.upload(&file, "go-on", Some(&url)).await;
        }
        let sealed = sign::unb64(said["receipt"].as_str().unwrap()).unwrap();
        let sealed: SealedReceipt = serde_json::from_slice(&sealed).unwrap();
        let receipt = sealed.open(gateway.deployment.keys()).unwrap();
        assert_eq!((receipt.id, receipt.photos.len()), (foreign.complaint.id, 1), "{mode}");
        let held = gateway.held().await;
        let there = held.iter().find(|h| h.complaint.id == foreign.complaint.id).unwrap();
        assert_eq!(there.photos, [Some(sign::sha256_hex(&photo))], "{mode}");
    }
}
