//! Takes in the bytes of a photo and finishes it. Not for the protocol's headers (see `uploads`).
//!
//! What a newcomer would get wrong: the work runs in a task of its own, because a broken connection drops the handler,
//! and every byte that arrived before the cut is kept.

use super::input::{Piece, piece, too_slow};
use super::problem::Fault;
use crate::db::uploads::{self, UploadRow};
use crate::state::AppState;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use bytes::{Bytes, BytesMut};
use std::time::Duration;
use tokio::time::Instant;
use vungsam_domain::sign;
use vungsam_domain::wire::codes;

/// Bytes gathered before they are written.
const CHUNK: usize = 64 * 1024;
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

/// Takes in a body that begins at `from`, skipping the first `skip` bytes, which are here already.
///
/// # Errors
/// Whatever is wrong with the bytes; those that arrived in order are kept all the same.
pub async fn take(state: &AppState, upload: UploadRow, from: i64, skip: i64, body: Body) -> Result<UploadRow, Fault> {
    let state = state.clone();
    let task = state.tasks.clone().spawn(async move {
        let mut inbox = Inbox { state, at: from + skip, upload, held: BytesMut::new(), since: Instant::now() };
        let heard = inbox.listen(body, usize::try_from(skip).unwrap_or(usize::MAX)).await;
        inbox.flush().await?;
        let mut upload = inbox.upload;
        upload.received = inbox.at;
        let upload = if upload.received == upload.length { finish(&inbox.state, upload).await? } else { upload };
        heard.map(|()| upload)
    });
    task.await.unwrap_or_else(|_| Err(Fault::internal()))
}

struct Inbox {
    state: AppState,
    upload: UploadRow,
    at: i64,
    held: BytesMut,
    since: Instant,
}

impl Inbox {
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
        let held = i64::try_from(self.held.len()).unwrap_or(i64::MAX);
        let room = usize::try_from(self.upload.length - self.at - held).unwrap_or(0);
        if self.held.is_empty() {
            self.since = Instant::now();
        }
        self.held.extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
        if bytes.len() > room {
            return Err(Fault::too_large());
        }
        if self.held.len() >= CHUNK || self.since.elapsed() >= HOLD {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Fault> {
        if self.held.is_empty() {
            return Ok(());
        }
        let bytes = self.held.split();
        let state = &self.state;
        if !uploads::append(&state.db, &self.upload.id, self.at, &bytes, state.now_ms()).await? {
            return Err(Fault::new(StatusCode::CONFLICT, codes::OFFSET_CONFLICT, "Another request was faster."));
        }
        self.at += i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        state.metrics.add("upload_bytes", u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }
}

/// Checks a complete upload, stores the photo and says so; a wrong one is empty afterwards. May run twice.
///
/// # Errors
/// `hash_mismatch` (460); 422 when it is no JPEG; storage faults, after which it can be finished again.
pub async fn finish(state: &AppState, mut upload: UploadRow) -> Result<UploadRow, Fault> {
    let bytes = uploads::bytes(&state.db, &upload.id).await?;
    let wrong = if sign::sha256_hex(&bytes) != upload.sha256 {
        let status = StatusCode::from_u16(460).unwrap_or(StatusCode::CONFLICT);
        Some(Fault::new(status, codes::HASH_MISMATCH, "The bytes do not have the announced hash."))
    } else if !bytes.starts_with(&JPEG) {
        Some(Fault::field("photos", "malformed"))
    } else {
        None
    };
    if let Some(fault) = wrong {
        uploads::empty(&state.db, &upload.id, state.now_ms()).await?;
        return Err(fault.with(HeaderName::from_static("upload-offset"), HeaderValue::from_static("0")));
    }
    state.blobs.put(upload.complaint, &upload.sha256, Bytes::from(bytes)).await?;
    if uploads::done(&state.db, &upload, state.now_ms()).await? {
        state.metrics.count("photos_received");
    }
    upload.done = true;
    Ok(upload)
}
