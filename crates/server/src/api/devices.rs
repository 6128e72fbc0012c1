//! `PUT /api/v1/devices/{id}`: a phone makes itself known. Signed by the very key it announces.
//!
//! What a newcomer would get wrong: this is the one call without a bearer, so it may arrive before, after or together
//! with the first complaint.

use super::input::{Id, json, media_type, signature, whole};
use super::problem::Fault;
use super::reply;
use crate::db::devices::{self, Put};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use vungsam_domain::complaint::is_sha256;
use vungsam_domain::wire::{Device, DeviceAck, MEDIA_DEVICE, Problem, codes};
use vungsam_domain::{DeviceId, FieldError, sign};

/// Largest body, in bytes; a device needs about 250.
const LIMIT: usize = 4 * 1024;

/// Registers a device, or says again that it is registered.
#[utoipa::path(put, path = "/api/v1/devices/{id}", operation_id = "registerDevice", tag = "devices",
    params(("id" = DeviceId, Path, description = "UUID made by the phone"),
           ("vungsam-signature" = String, Header, description = "Ed25519 by the announced key over the exact body, base64url")),
    request_body(content = Device, content_type = "application/vnd.vungsam.device+json"),
    responses((status = 201, description = "New", body = DeviceAck, content_type = "application/vnd.vungsam.device+json"),
              (status = 200, description = "Known, same bytes", body = DeviceAck, content_type = "application/vnd.vungsam.device+json"),
              (status = 409, description = "`id_conflict`: known with another key or bearer", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "`invalid`, `bad_signature`", body = Problem, content_type = "application/problem+json")))]
pub async fn put(
    State(state): State<AppState>,
    Id(id): Id<DeviceId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    media_type(&headers, MEDIA_DEVICE)?;
    let bytes = whole(&state, body, LIMIT).await?;
    let status = accept(&state, id, &bytes, signature(&headers)).await?;
    let ack = DeviceAck { id, server_time_ms: state.now_ms(), min_version: state.settings.phones.min_version.clone() };
    reply::json(status, MEDIA_DEVICE, &ack)
}

/// Takes a signed registration, however it came here: 201 new, 200 known.
///
/// # Errors
/// What is wrong with it.
pub async fn accept(state: &AppState, id: DeviceId, bytes: &[u8], signature: &str) -> Result<StatusCode, Fault> {
    let device: Device = json(bytes)?;
    let problems = problems(&device, id);
    if !problems.is_empty() {
        return Err(Fault::invalid(problems));
    }
    check_signature(signature, &device.public_key, bytes)?;
    match devices::put(&state.db, id, &device.public_key, &device.bearer_sha256, state.now_ms()).await? {
        Put::Created => Ok(StatusCode::CREATED),
        Put::Same => Ok(StatusCode::OK),
        Put::Conflict => Err(Fault::new(StatusCode::CONFLICT, codes::ID_CONFLICT, "This id belongs to another key.")),
    }
}

fn problems(device: &Device, id: DeviceId) -> Vec<FieldError> {
    let mut found = Vec::new();
    if device.v != 1 {
        found.push(FieldError::new("v", "unknown"));
    }
    if device.id != id {
        found.push(FieldError::new("id", "malformed"));
    }
    if sign::unb64(&device.public_key).is_none_or(|k| k.len() != 32) {
        found.push(FieldError::new("public_key", "malformed"));
    }
    if !is_sha256(&device.bearer_sha256) {
        found.push(FieldError::new("bearer_sha256", "malformed"));
    }
    found
}

/// Checks a signature over the exact bytes.
///
/// # Errors
/// `bad_signature`.
pub fn check_signature(given: &str, public_key: &str, bytes: &[u8]) -> Result<(), Fault> {
    if sign::verify(public_key, bytes, given) {
        return Ok(());
    }
    Err(Fault::new(StatusCode::UNPROCESSABLE_ENTITY, codes::BAD_SIGNATURE, "The signature does not fit the body."))
}
