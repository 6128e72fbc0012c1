//! `PUT` and `DELETE /api/v1/devices/{id}/watches/{watch}`: a phone asks to hear about a dossier. Not for telling: what is
//! known comes by the device's feed.
//!
//! What a newcomer would get wrong: the answer never says whether the code is known or the proof fits. Both would let a
//! stranger go through codes; only the feed of who gave a fitting proof knows.

use super::auth::Caller;
use super::input::{self, json, media_type, whole};
use super::problem::Fault;
use super::reply;
use crate::db::watches::{self, NewWatch, Put};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use vungsam_domain::dossier::code::{self, Kind};
use vungsam_domain::wire::{MEDIA_WATCH, Problem, Watch, WatchAck};
use vungsam_domain::{DeviceId, FieldError, WatchId, limits};

/// Largest body, in bytes.
const LIMIT: usize = 1024;
const DAY_MS: i64 = 86_400_000;

/// The two ids in the path.
pub struct WatchPath(DeviceId, WatchId);

impl<S: Send + Sync> FromRequestParts<S> for WatchPath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let (device, watch): (String, String) = input::path(parts, state).await?;
        match (device.parse(), watch.parse()) {
            (Ok(device), Ok(watch)) => Ok(Self(device, watch)),
            _ => Err(Fault::not_found()),
        }
    }
}

/// Watches a dossier's code. The same answer whether it is known and the proof fits, or not.
#[utoipa::path(put, path = "/api/v1/devices/{id}/watches/{watch}", operation_id = "putWatch", tag = "watches",
    params(("id" = DeviceId, Path), ("watch" = WatchId, Path, description = "UUID made by the phone")),
    request_body(content = Watch, content_type = "application/vnd.vungsam.watch+json"),
    responses((status = 200, description = "It is here; what is known comes by the feed", body = WatchAck, content_type = "application/vnd.vungsam.watch+json"),
              (status = 404, description = "`not_found`: another device's", body = Problem, content_type = "application/problem+json"),
              (status = 409, description = "`id_conflict`: known with another code or proof", body = Problem, content_type = "application/problem+json"),
              (status = 413, description = "`too_large`: over 1 KiB", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "`invalid`: no dossier's code, no four digits, or 500 watches", body = Problem, content_type = "application/problem+json"),
              (status = 429, description = "`proof_closed`: five proofs of this code did not fit today; `codes_closed`: twenty new codes today; `too_many_requests`", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn put(
    State(state): State<AppState>,
    WatchPath(id, watch): WatchPath,
    Caller(device): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    if id != device.id {
        return Err(Fault::not_found());
    }
    media_type(&headers, MEDIA_WATCH)?;
    let asked: Watch = json(&whole(&state, body, LIMIT).await?)?;
    let key = check(&asked, watch)?;
    let proof = state.keys.dossier_proof(&key, &asked.proof);
    let now = state.now_ms();
    let tomorrow = || u64::try_from((DAY_MS - now.rem_euclid(DAY_MS)).div_euclid(1_000) + 1).unwrap_or(1);
    match watches::put(&state.db, NewWatch { id: watch, device: id, key: &key, proof: &proof }, now).await? {
        Put::Fits => state.hub.wake(id),
        Put::Waits => state.metrics.count("watches_waiting"),
        Put::Same => {}
        Put::Conflict => return Err(Fault::id_conflict()),
        Put::Full => return Err(Fault::field("watch", "too_many")),
        Put::ProofClosed => {
            // Somebody goes through proofs, or a family mistypes: which code it was stays unsaid.
            tracing::warn!("a dossier's code is closed for the day: too many proofs did not fit");
            state.metrics.count("proofs_closed");
            return Err(Fault::proof_closed(tomorrow()));
        }
        Put::CodesClosed => {
            tracing::warn!("a device is closed to new codes for the day");
            state.metrics.count("codes_closed");
            return Err(Fault::codes_closed(tomorrow()));
        }
    }
    reply::json(StatusCode::OK, MEDIA_WATCH, &WatchAck { id: watch, server_time_ms: now })
}

/// The code's key; `invalid` for what must never be kept or compared as a code.
fn check(asked: &Watch, watch: WatchId) -> Result<String, Fault> {
    let mut problems = Vec::new();
    if asked.v != 1 {
        problems.push(FieldError::new("v", "unknown"));
    }
    if asked.id != watch {
        problems.push(FieldError::new("id", "malformed"));
    }
    let fitting = asked.code.chars().count() <= limits::CODE_CHARS && !asked.code.chars().any(char::is_control);
    let reading = Some(&asked.code).filter(|_| fitting).map(|c| code::read(c));
    let read = reading.filter(|r| r.kind == Kind::Dossier).and_then(|r| r.canonical);
    match read {
        Some(read) if problems.is_empty() => Ok(code::key(&read)),
        Some(_) => Err(Fault::invalid(problems)),
        None => {
            problems.push(FieldError::new("code", "malformed"));
            Err(Fault::invalid(problems))
        }
    }
}

/// Ends a watch; also when there is none.
#[utoipa::path(delete, path = "/api/v1/devices/{id}/watches/{watch}", operation_id = "deleteWatch", tag = "watches",
    params(("id" = DeviceId, Path), ("watch" = WatchId, Path)),
    responses((status = 204, description = "Gone; no further changes of it"),
              (status = 404, description = "`not_found`: another device's", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn delete(
    State(state): State<AppState>,
    WatchPath(id, watch): WatchPath,
    Caller(device): Caller,
) -> Result<Response, Fault> {
    if id != device.id {
        return Err(Fault::not_found());
    }
    watches::remove(&state.db, watch, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
