//! `PUT /api/v1/complaints/{id}`: a complaint arrives. Not for its photos.
//!
//! What a newcomer would get wrong: the signature is over the bytes as they came, and those bytes are what is stored.
//! The parsed value decides whether they are accepted and where they go, nothing else.

use super::auth::Caller;
use super::devices::check_signature;
use super::input::{Id, json, media_type, signature, whole};
use super::problem::Fault;
use super::{receipts, reply};
use crate::content;
use crate::db::complaints::{self, NewComplaint};
use crate::db::devices::{DeviceRow, Put};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use vungsam_domain::wire::{MEDIA_COMPLAINT, MEDIA_RECEIPT, Problem, SealedReceipt};
use vungsam_domain::{Complaint, ComplaintId, DeviceId, FieldError, limits, sign};

/// Takes a complaint, or says again that it is here.
#[utoipa::path(put, path = "/api/v1/complaints/{id}", operation_id = "putComplaint", tag = "complaints",
    params(("id" = ComplaintId, Path, description = "UUID made by the phone"),
           ("vungsam-signature" = String, Header, description = "Ed25519 by the device's key over the exact body, base64url")),
    request_body(content = Complaint, content_type = "application/vnd.vungsam.complaint+json"),
    responses((status = 201, description = "New", body = SealedReceipt, content_type = "application/vnd.vungsam.receipt+json"),
              (status = 200, description = "Known, same bytes", body = SealedReceipt, content_type = "application/vnd.vungsam.receipt+json"),
              (status = 409, description = "`id_conflict`: known with other bytes", body = Problem, content_type = "application/problem+json"),
              (status = 413, description = "`too_large`: over 64 KiB", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "`invalid`, `bad_signature`", body = Problem, content_type = "application/problem+json"),
              (status = 507, description = "`unavailable`: no room; nothing stored", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn put(
    State(state): State<AppState>,
    Id(id): Id<ComplaintId>,
    Caller(device): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    media_type(&headers, MEDIA_COMPLAINT)?;
    let bytes = whole(&state, body, limits::BODY_BYTES).await?;
    match accept(&state, &device, id, &bytes, signature(&headers)).await? {
        Accepted::New { body_sha256, at } => {
            reply::json(StatusCode::CREATED, MEDIA_RECEIPT, &receipts::fresh(&state, id, body_sha256, at)?)
        }
        Accepted::Known => reply::json(StatusCode::OK, MEDIA_RECEIPT, &receipts::current(&state, id, device.id).await?),
    }
}

/// How taking a complaint ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// It is new, and safe on the disk.
    New {
        /// Of the exact bytes, lower-case hex.
        body_sha256: String,
        /// When it came (ms since 1970).
        at: i64,
    },
    /// It was here.
    Known,
}

/// Takes a signed complaint of this device, however it came here.
///
/// # Errors
/// What is wrong with it.
pub async fn accept(
    state: &AppState,
    device: &DeviceRow,
    id: ComplaintId,
    bytes: &[u8],
    signature: &str,
) -> Result<Accepted, Fault> {
    check_signature(signature, &device.public_key, bytes)?;
    let complaint: Complaint = json(bytes)?;
    let problems = problems(&complaint, id, device.id);
    if !problems.is_empty() {
        return Err(Fault::invalid(problems));
    }
    let (body_sha256, at) = (sign::sha256_hex(bytes), state.now_ms());
    let new = NewComplaint {
        body: bytes,
        body_sha256: &body_sha256,
        signature,
        complaint: &complaint,
        unit: content::route(complaint.place.unit.as_deref()),
    };
    match complaints::put(&state.db, &new, at).await? {
        Put::Created => {
            state.metrics.count("complaints_received");
            Ok(Accepted::New { body_sha256, at })
        }
        Put::Same => Ok(Accepted::Known),
        Put::Conflict => Err(Fault::id_conflict()),
    }
}

fn problems(c: &Complaint, id: ComplaintId, device: DeviceId) -> Vec<FieldError> {
    let mut found = c.problems();
    if c.id != id {
        found.push(FieldError::new("id", "malformed"));
    }
    if c.device != device {
        found.push(FieldError::new("device", "malformed"));
    }
    // An unknown category is taken (an older or newer app wrote it), a strange one is not.
    if !c.category.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        found.push(FieldError::new("category", "malformed"));
    }
    if c.replaces == Some(c.id) {
        found.push(FieldError::new("replaces", "malformed"));
    }
    found
}
