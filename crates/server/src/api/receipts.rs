//! `GET /api/v1/complaints/{id}/receipt`: what the gateway holds of a complaint, signed. Every write answers with it too.
//!
//! What a newcomer would get wrong: the receipt covers only photos that are on disk whole; the phone drops a photo on
//! the strength of it.

use super::auth::Caller;
use super::input::Id;
use super::problem::Fault;
use super::reply;
use crate::db::photos::Held;
use crate::db::{messages, photos};
use crate::state::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use vungsam_domain::wire::{MEDIA_RECEIPT, Problem, Receipt, ReceivedPhoto, SealedReceipt};
use vungsam_domain::{ComplaintId, DeviceId, MessageId};

/// The current receipt.
#[utoipa::path(get, path = "/api/v1/complaints/{id}/receipt", operation_id = "getReceipt", tag = "complaints",
    params(("id" = ComplaintId, Path)),
    responses((status = 200, description = "Signed receipt", body = SealedReceipt, content_type = "application/vnd.vungsam.receipt+json"),
              (status = 404, description = "`not_found`: not there, or another device's", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn get(
    State(state): State<AppState>,
    Id(id): Id<ComplaintId>,
    Caller(device): Caller,
) -> Result<Response, Fault> {
    reply::json(StatusCode::OK, MEDIA_RECEIPT, &current(&state, id, device.id).await?)
}

/// Seals the receipt of a complaint as things stand.
///
/// # Errors
/// 404 when it is not this device's; database faults.
pub async fn current(state: &AppState, id: ComplaintId, device: DeviceId) -> Result<SealedReceipt, Fault> {
    let held = photos::held(&state.db, id, device).await?.ok_or_else(Fault::not_found)?;
    of_complaint(state, id, held).await
}

/// Seals the receipt of a complaint whose commit has just returned: nothing has to be read, and no photo is here yet.
///
/// # Errors
/// None in practice (see [`crate::keys::Keys::seal`]).
pub fn fresh(state: &AppState, id: ComplaintId, body_sha256: String, at: i64) -> Result<SealedReceipt, Fault> {
    let receipt = Receipt { v: 1, id, message: None, body_sha256, received_at_ms: at, photos: Vec::new() };
    Ok(state.keys.seal(&receipt)?)
}

/// Seals the receipt of whatever listed this photo first: the complaint, or a message about it.
///
/// # Errors
/// 404 when it is not this device's; database faults.
pub async fn for_photo(
    state: &AppState,
    id: ComplaintId,
    sha256: &str,
    device: DeviceId,
) -> Result<SealedReceipt, Fault> {
    let held = photos::held(&state.db, id, device).await?.ok_or_else(Fault::not_found)?;
    match held.photos.iter().find(|p| p.sha256 == sha256).and_then(|p| p.message) {
        Some(message) => of_message(state, (id, message), device).await,
        None => of_complaint(state, id, held).await,
    }
}

/// Seals the receipt of a message as things stand. Its photos are counted by the message's own list, also those the
/// complaint listed before.
///
/// # Errors
/// 404 when it is not this device's; database faults.
pub async fn of_message(
    state: &AppState,
    (id, mid): (ComplaintId, MessageId),
    device: DeviceId,
) -> Result<SealedReceipt, Fault> {
    let held = messages::of_device(&state.db, id, mid, device).await?.ok_or_else(Fault::not_found)?;
    let listed = held.message().map(|m| m.photos).unwrap_or_default();
    let here = if listed.is_empty() { Vec::new() } else { photos::of_complaint(&state.db, id).await? };
    let there = |sha256: &str| here.iter().any(|p| p.sha256 == sha256 && p.received_at.is_some());
    let photos = (0_u32..)
        .zip(listed)
        .filter(|(_, p)| there(&p.sha256))
        .map(|(order, p)| ReceivedPhoto { sha256: p.sha256, bytes: p.bytes, order })
        .collect();
    let receipt = Receipt {
        v: 1,
        id,
        message: Some(mid),
        body_sha256: held.body_sha256,
        received_at_ms: held.received_at,
        photos,
    };
    state.db.settle().await?;
    Ok(state.keys.seal(&receipt)?)
}

async fn of_complaint(state: &AppState, id: ComplaintId, held: Held) -> Result<SealedReceipt, Fault> {
    let receipt = Receipt {
        v: 1,
        id,
        message: None,
        body_sha256: held.body_sha256,
        received_at_ms: held.received_at,
        photos: held
            .photos
            .into_iter()
            .filter(|p| p.message.is_none() && p.received_at.is_some())
            .map(|p| ReceivedPhoto {
                sha256: p.sha256,
                bytes: u32::try_from(p.bytes).unwrap_or(u32::MAX),
                order: u32::try_from(p.ord).unwrap_or(u32::MAX),
            })
            .collect(),
    };
    state.db.settle().await?;
    Ok(state.keys.seal(&receipt)?)
}
