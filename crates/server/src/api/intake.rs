//! Takes in the bytes of a photo and finishes it. Not for the protocol's headers (see `uploads`).
//!
//! What a newcomer would get wrong: the work runs in a task of its own, because a broken connection drops the handler,
//! and every byte that arrived before the cut is kept. A photo that comes within seconds goes from memory to its file;
//! only what has to wait lies in the database.

use super::input::{Piece, piece, too_slow};
use super::problem::Fault;
use crate::db::uploads::{self, Create, Plan, UploadRow};
use crate::state::AppState;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use bytes::{Bytes, BytesMut};
use std::time::Duration;
use tokio::time::Instant;
use vungsam_domain::wire::codes;
use vungsam_domain::{ComplaintId, DeviceId, sign};

/// Longest time bytes wait in memory on a slow network.
const HOLD: Duration = Duration::from_secs(3);
/// How a JPEG file begins.
const JPEG: [u8; 3] = [0xff, 0xd8, 0xff];

/// The upload is at another offset.
#[must_use]
pub fn offset_conflict(at: i64) -> Fault {
    Fault::new(StatusCode::CONFLICT, codes::OFFSET_CONFLICT, "The upload is at another offset.")
        .with(HeaderName::from_static("upload-offset"), HeaderValue::from(at))
}

/// Takes in a body that begins at `from`, skipping the first `skip` bytes, which are here already. With `fresh`, the
/// upload has no row yet: one that comes whole never needs it.
///
/// # Errors
/// Whatever is wrong with the bytes; those that arrived in order are kept all the same.
pub async fn take(
    state: &AppState,
    upload: UploadRow,
    (from, skip): (i64, i64),
    fresh: Option<DeviceId>,
    body: Body,
) -> Result<UploadRow, Fault> {
    let state = state.clone();
    let task = state.tasks.clone().spawn(async move {
        let mut inbox = Inbox { state, at: from + skip, upload, fresh, held: BytesMut::new(), since: Instant::now() };
        let heard = inbox.listen(body, usize::try_from(skip).unwrap_or(usize::MAX)).await;
        if inbox.whole() {
            let tail = inbox.held.split().freeze();
            let done = finish(&inbox.state, inbox.upload, tail).await?;
            return heard.map(|()| done);
        }
        inbox.flush().await?;
        heard.map(|()| inbox.upload)
    });
    task.await.unwrap_or_else(|_| Err(Fault::internal()))
}

struct Inbox {
    state: AppState,
    upload: UploadRow,
    at: i64,
    fresh: Option<DeviceId>,
    held: BytesMut,
    since: Instant,
}

impl Inbox {
    /// Whether the last byte is here, in memory or before it.
    fn whole(&self) -> bool {
        self.at + count(&self.held) == self.upload.length
    }

    async fn listen(&mut self, body: Body, mut skip: usize) -> Result<(), Fault> {
        let idle = Duration::from_millis(self.state.settings.limits.body_idle_ms);
        let mut stream = body.into_data_stream();
        let mut waited = Duration::ZERO;
        loop {
            // Bytes in hand are not kept waiting for the next ones.
            let patience = if self.held.is_empty() { idle } else { HOLD.min(idle) };
            match piece(&mut stream, patience).await {
                Piece::Bytes(mut bytes) => {
                    waited = Duration::ZERO;
                    let known = skip.min(bytes.len());
                    skip -= known;
                    let fresh = bytes.split_off(known);
                    self.gather(&fresh).await?;
                }
                Piece::End => return Ok(()),
                Piece::Cut => return Err(Fault::malformed("The body broke off.")),
                Piece::Idle => {
                    waited += patience;
                    self.flush().await?;
                    if waited >= idle {
                        return Err(too_slow());
                    }
                }
            }
        }
    }

    async fn gather(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let room = usize::try_from(self.upload.length - self.at - count(&self.held)).unwrap_or(0);
        if self.held.is_empty() {
            self.since = Instant::now();
            // Once at its final size, instead of copied again and again while it grows.
            self.held.reserve(room);
        }
        self.held.extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
        if bytes.len() > room {
            return Err(Fault::too_large());
        }
        if self.since.elapsed() >= HOLD && !self.whole() {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Fault> {
        if self.held.is_empty() {
            return Ok(());
        }
        let state = &self.state;
        if let Some(device) = self.fresh.take() {
            self.upload.id = begin(state, &self.upload, device).await?.id;
            self.upload.begun = true;
        }
        let bytes = self.held.split();
        if !uploads::append(&state.db, &self.upload.id, self.at, &bytes, state.now_ms()).await? {
            return Err(faster());
        }
        self.at += count(&bytes);
        self.upload.received = self.at;
        state.metrics.add("upload_bytes", u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }
}

fn faster() -> Fault {
    Fault::new(StatusCode::CONFLICT, codes::OFFSET_CONFLICT, "Another request was faster.")
}

fn count(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

/// Makes the row of an upload, or finds the one somebody else made.
///
/// # Errors
/// Database faults; 404 when the photo is not listed (any more).
pub async fn begin(state: &AppState, upload: &UploadRow, device: DeviceId) -> Result<UploadRow, Fault> {
    let photo = (upload.complaint, upload.sha256.as_str());
    match uploads::create(&state.db, &upload.id, photo, upload.length, device, state.now_ms()).await? {
        Create::Created(row) | Create::Same(row) => Ok(row),
        Create::NotListed | Create::OtherLength => Err(Fault::not_found()),
    }
}

/// Checks a complete upload, of which `tail` is still in memory only, stores the photo and says so; a wrong one is empty
/// afterwards. May run twice.
///
/// # Errors
/// `hash_mismatch` (460); 422 when it is no JPEG; storage faults, after which it can be finished again.
pub async fn finish(state: &AppState, mut upload: UploadRow, tail: Bytes) -> Result<UploadRow, Fault> {
    let bytes = if upload.received == 0 {
        tail
    } else {
        let mut all = uploads::bytes(&state.db, &upload.id).await?;
        all.extend_from_slice(&tail);
        Bytes::from(all)
    };
    if let Err(fault) = check(&bytes, &upload.sha256) {
        let emptied = uploads::empty(&state.db, &upload.id, upload.received, state.now_ms()).await?;
        if !emptied && upload.received > 0 {
            // Another request went on or finished it meanwhile: what was joined here was not one body.
            return Err(faster());
        }
        return Err(fault.with(HeaderName::from_static("upload-offset"), HeaderValue::from_static("0")));
    }
    state.blobs.put(upload.complaint, &upload.sha256, bytes).await?;
    // Only now: the row says that the file is there.
    let (first, id) = uploads::done(&state.db, &upload, state.now_ms()).await?;
    if first {
        state.metrics.count("photos_received");
    }
    upload.id = id;
    upload.received = upload.length;
    upload.done = true;
    Ok(upload)
}

fn check(bytes: &[u8], sha256: &str) -> Result<(), Fault> {
    if sign::sha256_hex(bytes) != sha256 {
        let status = StatusCode::from_u16(460).unwrap_or(StatusCode::CONFLICT);
        return Err(Fault::new(status, codes::HASH_MISMATCH, "The bytes do not have the announced hash."));
    }
    if bytes.starts_with(&JPEG) { Ok(()) } else { Err(Fault::field("photos", "malformed")) }
}

/// Stores a photo that came whole inside a package; one that is here already stays.
///
/// # Errors
/// 422 when the complaint does not list it or says another size, or it is no JPEG; storage faults.
pub async fn carried(
    state: &AppState,
    (complaint, origin): (ComplaintId, DeviceId),
    sha256: &str,
    jpeg: Bytes,
) -> Result<(), Fault> {
    let length = count(&jpeg);
    match uploads::plan(&state.db, (complaint, sha256), length, origin).await? {
        Plan::NotListed | Plan::OtherLength => return Err(Fault::field("photos", "malformed")),
        Plan::Begun | Plan::Fresh => {}
    }
    let id = state.ids.uuid().to_string();
    let upload = UploadRow { id, complaint, sha256: sha256.to_owned(), length, received: 0, done: false, begun: false };
    finish(state, upload, jpeg).await.map(|_| ())
}
