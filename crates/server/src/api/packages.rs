//! `PUT /api/v1/packages/{id}`: a complaint that another phone carried here, sealed. Its parts are taken by the same
//! functions as those that come directly; `import package` uses this too.
//!
//! What a newcomer would get wrong: whoever carries a package proves nothing with it. It is believed because its device
//! signed itself, the complaint and every message, and the carrier's only gain is the complaint's receipt.

use super::auth::Caller;
use super::complaints::Accepted;
use super::input::{Id, media_type, whole};
use super::problem::Fault;
use super::{complaints, devices, intake, messages, receipts, reply};
use crate::db;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use vungsam_domain::package::{PackageError, Proven};
use vungsam_domain::wire::{MEDIA_PACKAGE, MEDIA_RECEIPT, Problem, SealedReceipt};
use vungsam_domain::{ComplaintId, limits};

/// Takes in a sealed package of any device.
#[utoipa::path(put, path = "/api/v1/packages/{id}", operation_id = "putPackage", tag = "packages",
    params(("id" = ComplaintId, Path, description = "The complaint in it")),
    request_body(content = Vec<u8>, content_type = "application/vnd.vungsam.package+json"),
    responses((status = 201, description = "The complaint is new", body = SealedReceipt, content_type = "application/vnd.vungsam.receipt+json"),
              (status = 200, description = "The complaint was here; messages and photos that were missing are taken", body = SealedReceipt, content_type = "application/vnd.vungsam.receipt+json"),
              (status = 409, description = "`id_conflict`: something in it was used for other bytes", body = Problem, content_type = "application/problem+json"),
              (status = 413, description = "`too_large`: over 4 MiB", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "`invalid`: it does not open here, or its signatures do not fit", body = Problem, content_type = "application/problem+json"),
              (status = 507, description = "`unavailable`: no room; what was taken stays", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn put(
    State(state): State<AppState>,
    Id(id): Id<ComplaintId>,
    Caller(carrier): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    media_type(&headers, MEDIA_PACKAGE)?;
    let file = whole(&state, body, limits::PACKAGE_BYTES).await?;
    let proven = open(&state, file.to_vec()).await?;
    if proven.complaint.id != id {
        return Err(Fault::field("id", "malformed"));
    }
    let device = proven.device.id;
    let status = take(&state, proven).await?;
    db::packages::carried(&state.db, id, carrier.id, state.now_ms()).await?;
    state.metrics.count("packages_received");
    reply::json(status, MEDIA_RECEIPT, &receipts::current(&state, id, device).await?)
}

/// Opens a package with the gateway's recovery key and proves what is inside.
///
/// # Errors
/// 413, 422.
pub async fn open(state: &AppState, file: Vec<u8>) -> Result<Proven, Fault> {
    let state = state.clone();
    let opened = tokio::task::spawn_blocking(move || state.keys.open_package(&file)).await;
    opened.map_err(|_| Fault::internal())?.map_err(|e| match e {
        PackageError::TooLarge => Fault::too_large(),
        _ => Fault::field("package", "malformed"),
    })
}

/// Takes its parts as if each had come by itself, in the order a phone sends them. A repeat changes nothing; what is
/// missing after a fault is taken by the next try.
///
/// # Errors
/// What is wrong with a part; storage faults.
pub async fn take(state: &AppState, proven: Proven) -> Result<StatusCode, Fault> {
    let (origin, id) = (proven.device.id, proven.complaint.id);
    let parts = proven.contents;
    devices::accept(state, origin, &parts.device.body, &parts.device.signature).await?;
    let device = db::devices::find(&state.db, origin).await?.ok_or_else(Fault::internal)?;
    let (body, signature) = (&parts.complaint.body, &parts.complaint.signature);
    let status = match complaints::accept(state, &device, id, body, signature).await? {
        Accepted::New { .. } => StatusCode::CREATED,
        Accepted::Known => StatusCode::OK,
    };
    for (message, signed) in proven.messages.iter().zip(&parts.messages) {
        messages::accept(state, &device, (id, message.id), &signed.body, &signed.signature).await?;
    }
    for photo in parts.photos {
        intake::carried(state, (id, origin), &photo.sha256, photo.jpeg.into()).await?;
    }
    Ok(status)
}
