//! `PUT /api/v1/complaints/{id}/messages/{mid}`: the sender says something about a complaint. Not for what officers write.
//!
//! What a newcomer would get wrong: nothing here asks where the complaint stands. A message that comes too late is kept
//! as a remark (`domain::Message::effect`), because refusing it would lose what a person wrote.

use super::auth::Caller;
use super::devices::check_signature;
use super::input::{self, json, media_type, signature, whole};
use super::problem::Fault;
use super::{receipts, reply};
use crate::db::devices::{DeviceRow, Put};
use crate::db::messages::{self, NewMessage};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use vungsam_domain::wire::{MEDIA_MESSAGE, MEDIA_RECEIPT, Problem, SealedReceipt};
use vungsam_domain::{ComplaintId, EventId, FieldError, Message, MessageId, limits, sign};

/// The two ids in the path.
pub struct MessagePath(ComplaintId, MessageId);

impl<S: Send + Sync> FromRequestParts<S> for MessagePath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let (complaint, message): (String, String) = input::path(parts, state).await?;
        match (complaint.parse(), message.parse()) {
            (Ok(complaint), Ok(message)) => Ok(Self(complaint, message)),
            _ => Err(Fault::not_found()),
        }
    }
}

/// Takes a message, or says again that it is here.
#[utoipa::path(put, path = "/api/v1/complaints/{id}/messages/{mid}", operation_id = "putMessage", tag = "messages",
    params(("id" = ComplaintId, Path), ("mid" = MessageId, Path, description = "UUID made by the phone"),
           ("vungsam-signature" = String, Header, description = "Ed25519 by the device's key over the exact body, base64url")),
    request_body(content = Message, content_type = "application/vnd.vungsam.message+json"),
    responses((status = 201, description = "New", body = SealedReceipt, content_type = "application/vnd.vungsam.receipt+json"),
              (status = 200, description = "Known, same bytes", body = SealedReceipt, content_type = "application/vnd.vungsam.receipt+json"),
              (status = 404, description = "`not_found`: no such complaint of this device", body = Problem, content_type = "application/problem+json"),
              (status = 409, description = "`id_conflict`: known with other bytes", body = Problem, content_type = "application/problem+json"),
              (status = 413, description = "`too_large`: over 64 KiB", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "`invalid`, `bad_signature`", body = Problem, content_type = "application/problem+json"),
              (status = 507, description = "`unavailable`: no room; nothing stored", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn put(
    State(state): State<AppState>,
    MessagePath(id, mid): MessagePath,
    Caller(device): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    media_type(&headers, MEDIA_MESSAGE)?;
    let bytes = whole(&state, body, limits::BODY_BYTES).await?;
    let status = accept(&state, &device, (id, mid), &bytes, signature(&headers)).await?;
    reply::json(status, MEDIA_RECEIPT, &receipts::of_message(&state, (id, mid), device.id).await?)
}

/// Takes a signed message of this device, however it came here: 201 new, 200 known.
///
/// # Errors
/// What is wrong with it.
pub async fn accept(
    state: &AppState,
    device: &DeviceRow,
    (id, mid): (ComplaintId, MessageId),
    bytes: &[u8],
    signature: &str,
) -> Result<StatusCode, Fault> {
    check_signature(signature, &device.public_key, bytes)?;
    let message: Message = json(bytes)?;
    let mut problems = message.problems();
    for (field, same) in
        [("id", message.id == mid), ("complaint", message.complaint == id), ("device", message.device == device.id)]
    {
        if !same {
            problems.push(FieldError::new(field, "malformed"));
        }
    }
    if !problems.is_empty() {
        return Err(Fault::invalid(problems));
    }
    let new = NewMessage {
        body: bytes,
        body_sha256: &sign::sha256_hex(bytes),
        signature,
        message: &message,
        event: EventId(state.ids.uuid()),
    };
    match messages::put(&state.db, &new, state.now_ms()).await? {
        Some(Put::Created) => {
            state.metrics.count("messages_received");
            state.hub.wake(device.id);
            Ok(StatusCode::CREATED)
        }
        Some(Put::Same) => Ok(StatusCode::OK),
        Some(Put::Conflict) => Err(Fault::id_conflict()),
        None => Err(Fault::not_found()),
    }
}

/// The current receipt of a message.
#[utoipa::path(get, path = "/api/v1/complaints/{id}/messages/{mid}/receipt", operation_id = "getMessageReceipt", tag = "messages",
    params(("id" = ComplaintId, Path), ("mid" = MessageId, Path)),
    responses((status = 200, description = "Signed receipt", body = SealedReceipt, content_type = "application/vnd.vungsam.receipt+json"),
              (status = 404, description = "`not_found`: not there, or another device's", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn receipt(
    State(state): State<AppState>,
    MessagePath(id, mid): MessagePath,
    Caller(device): Caller,
) -> Result<Response, Fault> {
    reply::json(StatusCode::OK, MEDIA_RECEIPT, &receipts::of_message(&state, (id, mid), device.id).await?)
}
