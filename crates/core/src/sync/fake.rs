//! A gateway that can misbehave on purpose: real TLS on a real port, answers from a script. Only for tests of what the
//! real one never does; the real one is met in the whole-system stories.
//!
//! What a newcomer would get wrong: without a script it answers rightly, so that what a test sees comes from the script.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::core::locked;
use ed25519_dalek::SigningKey;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use vungsam_domain::deployment::ReceiptKey;
use vungsam_domain::sign::{b64, public_key, sha256_hex};
use vungsam_domain::wire::{self, Receipt, ReceivedPhoto, SealedReceipt};
use vungsam_domain::{Complaint, ComplaintId, Deployment, Message, MessageId, PhotoRef};

/// What is odd about one answer.
#[derive(Clone)]
pub(crate) enum Odd {
    /// This instead, and nothing is done.
    Reply(u16, Vec<(&'static str, String)>, String),
    /// It is done, but the answer is lost.
    Lost,
    /// It is done, but half of the answer is lost.
    Half,
    /// The connection is cut after so many bytes of the body; they are kept, where the protocol keeps them.
    CutBody(usize),
    /// The receipt is signed by somebody else under our key's name.
    WrongKey,
    /// The receipt is signed under a name nobody knows.
    UnknownKid,
    /// It takes so long.
    Slow(std::time::Duration),
    /// The receipt is about another complaint.
    OtherComplaint,
}

pub(crate) struct Upload {
    complaint: ComplaintId,
    sha256: String,
    length: usize,
    pub(crate) bytes: Vec<u8>,
    pub(crate) patches: u32,
}

#[derive(Default)]
pub(crate) struct State {
    /// By start of "METHOD /path"; each is used once.
    pub(crate) script: VecDeque<(&'static str, Odd)>,
    /// Like `script`, but for every request.
    pub(crate) always: Option<Odd>,
    pub(crate) log: Vec<String>,
    pub(crate) devices: HashSet<String>,
    /// Every body that came, in order.
    pub(crate) bodies: HashMap<ComplaintId, Vec<Vec<u8>>>,
    /// The same of messages, with the complaint each is about.
    pub(crate) messages: HashMap<MessageId, (ComplaintId, Vec<Vec<u8>>)>,
    pub(crate) uploads: BTreeMap<String, Upload>,
    /// Files of packages that were taken in, and those that could not be.
    pub(crate) packages: Vec<ComplaintId>,
    /// Photos of officers by their hash.
    pub(crate) office_photos: HashMap<String, Vec<u8>>,
    /// What number and PIN show.
    pub(crate) tracked: HashMap<(String, String), Value>,
    /// Watches that are asked for, as sent.
    pub(crate) watches: BTreeMap<String, Value>,
    /// Questions to be counted, as sent, one for each id.
    pub(crate) questions: BTreeMap<String, Value>,
    pub(crate) changes: Vec<Value>,
    /// Content by target (path and query): status, headers, body. A body knows `Range`.
    pub(crate) content: HashMap<String, BinaryReply>,
    pub(crate) reset: bool,
}

pub(crate) struct Fake {
    pub(crate) addr: SocketAddr,
    ca_pem: String,
    key: SigningKey,
    pub(crate) state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The gateway's recovery key.
pub(crate) const RECOVERY: [u8; 32] = [5; 32];
/// Validity of the certificate, as years.
pub(crate) const GOOD: (i32, i32) = (2020, 4000);

impl Fake {
    /// Starts on a free port.
    pub(crate) async fn start(valid: (i32, i32)) -> Self {
        let mut params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.subject_alt_names.push(rcgen::SanType::IpAddress("127.0.0.1".parse().unwrap()));
        params.not_before = rcgen::date_time_ymd(valid.0, 1, 1);
        params.not_after = rcgen::date_time_ymd(valid.1, 1, 1);
        let pair = rcgen::KeyPair::generate().unwrap();
        let cert = params.self_signed(&pair).unwrap();
        let tls = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![cert.der().clone()],
                PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pair.serialize_der())),
            )
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (addr, state) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(State::default())));
        let key = SigningKey::from_bytes(&[9; 32]);
        let (acceptor, shared, signer) = (TlsAcceptor::from(Arc::new(tls)), Arc::clone(&state), key.clone());
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (acceptor, state, key) = (acceptor.clone(), Arc::clone(&shared), signer.clone());
                tokio::spawn(async move {
                    if let Ok(mut tls) = acceptor.accept(stream).await {
                        while let Some(()) = serve(&mut tls, &state, &key).await {}
                        let _ = tls.shutdown().await;
                    }
                });
            }
        });
        Self { addr, ca_pem: cert.pem(), key, state, task }
    }

    /// The deployment of an app that belongs to this gateway.
    pub(crate) fn deployment(&self, base: &str) -> Deployment {
        Deployment {
            gateway_url: format!("https://{}", self.addr),
            ca_pem: Some(self.ca_pem.clone()),
            recovery_key: Some(b64(crypto_box::SecretKey::from(RECOVERY).public_key().as_bytes())),
            receipt_keys: vec![ReceiptKey { kid: "k1".to_owned(), public_key: public_key(&self.key) }],
            ..Deployment::parse(base).unwrap()
        }
    }

    pub(crate) fn script(&self, at: &'static str, odd: Odd) {
        locked(&self.state).script.push_back((at, odd));
    }

    /// How many requests began like this.
    pub(crate) fn count(&self, at: &str) -> usize {
        locked(&self.state).log.iter().filter(|line| line.starts_with(at)).count()
    }

    /// Messages that came about one complaint, as sent, without repetitions; oldest first by their own clock.
    pub(crate) fn messages(&self, about: ComplaintId) -> Vec<Message> {
        let state = locked(&self.state);
        let of = state.messages.values().filter(|(id, _)| *id == about);
        let mut read: Vec<Message> = of.map(|(_, bodies)| serde_json::from_slice(&bodies[0]).unwrap()).collect();
        read.sort_by_key(|m| m.saved_at_ms);
        read
    }

    /// Bodies that came under one id, without repetitions.
    pub(crate) fn bodies(&self, id: ComplaintId) -> Vec<Vec<u8>> {
        let mut bodies = locked(&self.state).bodies.get(&id).cloned().unwrap_or_default();
        bodies.dedup();
        bodies
    }
}

struct Request {
    line: String,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

async fn head<S: AsyncReadExt + Unpin>(stream: &mut S) -> Option<(Request, usize)> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.ok()?);
    }
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.split("\r\n");
    let line = lines.next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let headers: HashMap<String, String> =
        lines.filter_map(|l| l.split_once(": ")).map(|(k, v)| (k.to_lowercase(), v.to_owned())).collect();
    let length = headers.get("content-length").map_or(0, |l| l.parse().unwrap());
    Some((Request { line, headers, body: Vec::new() }, length))
}

/// Status, headers, body.
pub(crate) type BinaryReply = (u16, Vec<(&'static str, String)>, Vec<u8>);

type Reply = (u16, Vec<(&'static str, String)>, String);

/// One request; `None` ends the connection.
async fn serve<S: AsyncReadExt + AsyncWriteExt + Unpin>(
    stream: &mut S,
    state: &Mutex<State>,
    key: &SigningKey,
) -> Option<()> {
    let (mut request, length) = head(stream).await?;
    let odd = {
        let mut state = locked(state);
        state.log.push(request.line.clone());
        let at = state.script.iter().position(|(at, _)| request.line.starts_with(at));
        at.and_then(|i| state.script.remove(i)).map(|(_, odd)| odd).or_else(|| state.always.clone())
    };
    let wanted = if let Some(Odd::CutBody(n)) = odd { n.min(length) } else { length };
    request.body.resize(wanted, 0);
    stream.read_exact(&mut request.body).await.ok()?;
    if let Some(Odd::Slow(time)) = odd {
        tokio::time::sleep(time).await;
    }
    let reply = content(&request, &locked(state));
    if let Some(reply) = reply {
        return content_reply(stream, reply, odd.as_ref()).await;
    }
    let (status, headers, body) = match &odd {
        Some(Odd::Reply(status, headers, body)) => (*status, headers.clone(), body.clone()),
        // Only an upload keeps what came of a body that was cut.
        Some(Odd::CutBody(_)) if !request.line.starts_with("PATCH") => return None,
        other => answer(&request, &mut locked(state), key, other.as_ref()),
    };
    let photo = request.line.strip_prefix("GET ").and_then(|path| path.rsplit_once("/photos/"));
    let photo = photo.and_then(|(_, sha)| locked(state).office_photos.get(sha).cloned());
    let body = if status == 200 { photo.unwrap_or_else(|| body.into_bytes()) } else { body.into_bytes() };
    if matches!(odd, Some(Odd::Lost | Odd::CutBody(_))) {
        return None;
    }
    let mut out = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    out.push_str("\r\n");
    let mut out = out.into_bytes();
    if !request.line.starts_with("HEAD") {
        let end = if matches!(odd, Some(Odd::Half)) { body.len() / 2 } else { body.len() };
        out.extend_from_slice(&body[..end]);
    }
    stream.write_all(&out).await.ok()?;
    stream.flush().await.ok()?;
    (!matches!(odd, Some(Odd::Half))).then_some(())
}

/// Content answers for whoever asks, so it must not be told who does.
fn content(request: &Request, state: &State) -> Option<BinaryReply> {
    let target = request.line.strip_prefix("GET ").filter(|t| t.starts_with("/api/v1/content"))?;
    assert!(!request.headers.contains_key("authorization") && !request.headers.contains_key("vungsam-device"));
    let (status, headers, body) = state.content.get(target).cloned().unwrap_or((204, Vec::new(), Vec::new()));
    let from = request.headers.get("range").and_then(|r| r.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    Some(match from {
        Some(from) if from < body.len() => (206, headers, body[from..].to_vec()),
        Some(_) => (416, Vec::new(), Vec::new()),
        None => (status, headers, body),
    })
}

async fn content_reply<S: AsyncWriteExt + Unpin>(
    stream: &mut S,
    (status, headers, body): BinaryReply,
    odd: Option<&Odd>,
) -> Option<()> {
    let mut out = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        out.push_str(&format!("{name}: {value}\r\n"));
    }
    out.push_str("\r\n");
    let end = if matches!(odd, Some(Odd::Half)) { body.len() / 2 } else { body.len() };
    stream.write_all(&[out.as_bytes(), &body[..end]].concat()).await.ok()?;
    stream.flush().await.ok()?;
    (end == body.len()).then_some(())
}

pub(crate) fn problem(status: u16, code: &str) -> Reply {
    let body = json!({ "type": "about:blank", "title": "x", "status": status, "code": code });
    (status, vec![("content-type", wire::MEDIA_PROBLEM.to_owned())], body.to_string())
}

fn answer(request: &Request, state: &mut State, key: &SigningKey, odd: Option<&Odd>) -> Reply {
    let (method, target) = request.line.split_once(' ').unwrap();
    let path = target.split('?').next().unwrap();
    let parts: Vec<&str> = path.trim_start_matches("/api/v1/").split('/').collect();
    let device = request.headers.get("vungsam-device").cloned().unwrap_or_default();
    if (method, parts[0]) == ("POST", "track") {
        assert!(!request.headers.contains_key("authorization"), "a look-up does not say who asks");
        let asked: Value = serde_json::from_slice(&request.body).unwrap();
        let text = |name: &str| asked[name].as_str().unwrap().to_owned();
        return match state.tracked.get(&(text("reference"), text("pin"))) {
            Some(found) => (200, vec![("content-type", wire::MEDIA_TRACK.to_owned())], found.to_string()),
            None => problem(404, wire::codes::NOT_FOUND),
        };
    }
    assert!(request.headers.get("authorization").is_some_and(|a| a.starts_with("Bearer ")));
    if (method, parts[0], parts.len()) == ("PUT", "devices", 2) {
        state.devices.insert(device.clone());
        let body = json!({ "id": device, "server_time_ms": 1, "min_version": null });
        return (201, vec![("content-type", wire::MEDIA_DEVICE.to_owned())], body.to_string());
    }
    if !state.devices.contains(&device) {
        return problem(401, wire::codes::UNKNOWN_DEVICE);
    }
    match (method, parts.as_slice()) {
        ("PUT", ["complaints", id]) => {
            let id: ComplaintId = id.parse().unwrap();
            let bodies = state.bodies.entry(id).or_default();
            bodies.push(request.body.clone());
            if bodies[0] != request.body {
                return problem(409, wire::codes::ID_CONFLICT);
            }
            receipt_reply(&seal(state, id, None, key, odd))
        }
        ("PUT", ["complaints", id, "messages", mid]) => {
            let (id, mid): (ComplaintId, MessageId) = (id.parse().unwrap(), mid.parse().unwrap());
            if !state.bodies.contains_key(&id) {
                return problem(404, wire::codes::NOT_FOUND);
            }
            let (_, bodies) = state.messages.entry(mid).or_insert((id, Vec::new()));
            bodies.push(request.body.clone());
            if bodies[0] != request.body {
                return problem(409, wire::codes::ID_CONFLICT);
            }
            receipt_reply(&seal(state, id, Some(mid), key, odd))
        }
        ("GET", ["complaints", id, "receipt"]) => receipt_reply(&seal(state, id.parse().unwrap(), None, key, odd)),
        ("GET", ["complaints", id, "messages", mid, "receipt"]) => {
            receipt_reply(&seal(state, id.parse().unwrap(), Some(mid.parse().unwrap()), key, odd))
        }
        ("PUT", ["packages", id]) => package(request, state, id.parse().unwrap(), key, odd),
        ("GET", ["complaints", _, "photos", sha]) if state.office_photos.contains_key(*sha) => {
            (200, vec![("content-type", "image/jpeg".to_owned())], String::new())
        }
        ("PUT", ["devices", _, "watches", id]) => {
            let sent: Value = serde_json::from_slice(&request.body).unwrap();
            if state.watches.entry((*id).to_owned()).or_insert_with(|| sent.clone()) != &sent {
                return problem(409, wire::codes::ID_CONFLICT);
            }
            let body = json!({ "id": id, "server_time_ms": 1 });
            (200, vec![("content-type", wire::MEDIA_WATCH.to_owned())], body.to_string())
        }
        ("PUT", ["unanswered", id]) => {
            let sent: Value = serde_json::from_slice(&request.body).unwrap();
            state.questions.entry((*id).to_owned()).or_insert(sent);
            let body = json!({ "id": id, "server_time_ms": 1 });
            (200, vec![("content-type", wire::MEDIA_UNANSWERED.to_owned())], body.to_string())
        }
        ("DELETE", ["devices", _, "watches", id]) => {
            state.watches.remove(*id);
            (204, Vec::new(), String::new())
        }
        ("POST", ["uploads"]) => create(request, state, key),
        ("HEAD", ["uploads", _]) => {
            if state.uploads.contains_key(path) {
                tus(state, 200, path, key)
            } else {
                problem(404, "not_found")
            }
        }
        ("PATCH", ["uploads", _]) => patch(request, state, path, key),
        ("GET", ["devices", _, "changes"]) => {
            let body = json!({
                "device": device, "changes": state.changes, "cursor": format!("e.{}", state.changes.len()),
                "more": false, "reset": std::mem::take(&mut state.reset), "server_time_ms": 1,
            });
            (200, vec![("content-type", wire::MEDIA_CHANGES.to_owned())], body.to_string())
        }
        _ => problem(404, "not_found"),
    }
}

fn package(request: &Request, state: &mut State, id: ComplaintId, key: &SigningKey, odd: Option<&Odd>) -> Reply {
    let Ok(opened) = vungsam_domain::package::open(&request.body, &RECOVERY) else {
        return problem(422, wire::codes::INVALID);
    };
    state.packages.push(id);
    let contents = opened.contents;
    let held = state.bodies.entry(id).or_default();
    held.push(contents.complaint.body);
    if held[0] != held[held.len() - 1] {
        return problem(409, wire::codes::ID_CONFLICT);
    }
    for (message, signed) in opened.messages.iter().zip(contents.messages) {
        let (_, held) = state.messages.entry(message.id).or_insert((id, Vec::new()));
        held.push(signed.body);
        if held[0] != held[held.len() - 1] {
            return problem(409, wire::codes::ID_CONFLICT);
        }
    }
    for photo in contents.photos {
        let path = upload_path(id, &photo.sha256);
        let length = photo.jpeg.len();
        let whole = Upload { complaint: id, sha256: photo.sha256, length, bytes: photo.jpeg, patches: 0 };
        state.uploads.insert(path, whole);
    }
    receipt_reply(&seal(state, id, None, key, odd))
}

/// Each complaint has its own upload of a photo that several name.
fn upload_path(complaint: ComplaintId, sha256: &str) -> String {
    format!("/api/v1/uploads/{complaint}-{}", sha256.get(..16).unwrap())
}

fn create(request: &Request, state: &mut State, key: &SigningKey) -> Reply {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let metadata = &request.headers["upload-metadata"];
    let value = |name: &str| {
        let (_, v) = metadata.split(',').filter_map(|p| p.split_once(' ')).find(|(k, _)| *k == name).unwrap();
        String::from_utf8(STANDARD.decode(v).unwrap()).unwrap()
    };
    let (complaint, sha256) = (value("complaint").parse().unwrap(), value("sha256"));
    if !state.bodies.contains_key(&complaint) {
        return problem(404, "not_found");
    }
    let path = upload_path(complaint, &sha256);
    let length = request.headers["upload-length"].parse().unwrap();
    state.uploads.entry(path.clone()).or_insert(Upload { complaint, sha256, length, bytes: Vec::new(), patches: 0 });
    let (status, mut headers, body) = tus(state, 201, &path, key);
    headers.push(("location", path));
    (status, headers, body)
}

fn patch(request: &Request, state: &mut State, path: &str, key: &SigningKey) -> Reply {
    let upload = state.uploads.get_mut(path).unwrap();
    upload.patches += 1;
    if request.headers["upload-offset"] != upload.bytes.len().to_string() {
        return problem(409, wire::codes::OFFSET_CONFLICT);
    }
    upload.bytes.extend_from_slice(&request.body);
    if upload.bytes.len() == upload.length && sha256_hex(&upload.bytes) != upload.sha256 {
        upload.bytes.clear();
        return problem(460, wire::codes::HASH_MISMATCH);
    }
    tus(state, 204, path, key)
}

fn tus(state: &State, status: u16, path: &str, key: &SigningKey) -> Reply {
    let upload = &state.uploads[path];
    let mut headers = vec![("tus-resumable", "1.0.0".to_owned()), ("upload-offset", upload.bytes.len().to_string())];
    if upload.bytes.len() == upload.length {
        let sealed = seal(state, upload.complaint, message_of(state, upload), key, None);
        headers.push((wire::HEADER_RECEIPT, b64(&serde_json::to_vec(&sealed).unwrap())));
    }
    (status, headers, String::new())
}

/// The message a photo came with; one the complaint names too stays with the complaint.
fn message_of(state: &State, upload: &Upload) -> Option<MessageId> {
    let names = |photos: &[PhotoRef]| photos.iter().any(|p| p.sha256 == upload.sha256);
    let complaint: Complaint = serde_json::from_slice(&state.bodies[&upload.complaint][0]).unwrap();
    if names(&complaint.photos) {
        return None;
    }
    let messages = state.messages.iter().filter(|(_, (about, _))| *about == upload.complaint);
    let mut read = messages.map(|(id, (_, b))| (*id, serde_json::from_slice::<Message>(&b[0]).unwrap().photos));
    read.find(|(_, photos)| names(photos)).map(|(id, _)| id)
}

fn seal(
    state: &State,
    id: ComplaintId,
    message: Option<MessageId>,
    key: &SigningKey,
    odd: Option<&Odd>,
) -> SealedReceipt {
    let body = message.map_or_else(|| &state.bodies[&id][0], |m| &state.messages[&m].1[0]);
    let listed: Vec<PhotoRef> =
        serde_json::from_value(serde_json::from_slice::<Value>(body).unwrap()["photos"].clone()).unwrap();
    let there =
        |sha: &str| state.uploads.values().any(|u| u.complaint == id && u.sha256 == sha && u.bytes.len() == u.length);
    let photos = (0..).zip(&listed).filter(|(_, p)| there(&p.sha256));
    let receipt = Receipt {
        v: 1,
        id: if matches!(odd, Some(Odd::OtherComplaint)) { ComplaintId(uuid::Uuid::nil()) } else { id },
        message,
        body_sha256: sha256_hex(body),
        received_at_ms: 1_795_392_111_000,
        photos: photos.map(|(order, p)| ReceivedPhoto { sha256: p.sha256.clone(), bytes: p.bytes, order }).collect(),
    };
    match odd {
        Some(Odd::WrongKey) => SealedReceipt::seal(&receipt, "k1", &SigningKey::from_bytes(&[1; 32])).unwrap(),
        Some(Odd::UnknownKid) => SealedReceipt::seal(&receipt, "k2", key).unwrap(),
        _ => SealedReceipt::seal(&receipt, "k1", key).unwrap(),
    }
}

fn receipt_reply(sealed: &SealedReceipt) -> Reply {
    (200, vec![("content-type", wire::MEDIA_RECEIPT.to_owned())], serde_json::to_string(sealed).unwrap())
}
