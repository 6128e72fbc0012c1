//! `GET /api/v1/complaints/{id}/photos/{sha256}`: a photo, to the device that sent it or whose complaint an officer put it
//! with. Not for officers (console).
//!
//! What a newcomer would get wrong: the complaint's owner is checked first, so asking for a hash tells nothing about
//! other people's photos.

use super::auth::Caller;
use super::input;
use super::problem::Fault;
use crate::db::{complaints, events, photos};
use crate::state::AppState;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use vungsam_domain::ComplaintId;
use vungsam_domain::complaint::is_sha256;
use vungsam_domain::wire::Problem;

/// The two ids in the path.
pub struct PhotoPath(ComplaintId, String);

impl<S: Send + Sync> FromRequestParts<S> for PhotoPath {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let (complaint, sha256): (String, String) = input::path(parts, state).await?;
        let complaint = complaint.parse().map_err(|_| Fault::not_found())?;
        if is_sha256(&sha256) { Ok(Self(complaint, sha256)) } else { Err(Fault::not_found()) }
    }
}

/// A finished photo: the sender's, or one an officer put with a step.
#[utoipa::path(get, path = "/api/v1/complaints/{id}/photos/{sha256}", operation_id = "getPhoto", tag = "photos",
    params(("id" = ComplaintId, Path), ("sha256" = String, Path, description = "Lower-case hex")),
    responses((status = 200, description = "JPEG", body = Vec<u8>, content_type = "image/jpeg"),
              (status = 404, description = "`not_found`: not there (yet), or another device's", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn get(
    State(state): State<AppState>,
    PhotoPath(id, sha256): PhotoPath,
    Caller(device): Caller,
) -> Result<Response, Fault> {
    complaints::of_device(&state.db, id, device.id).await?.ok_or_else(Fault::not_found)?;
    let here = photos::of_complaint(&state.db, id).await?;
    let sent = here.iter().any(|p| p.sha256 == sha256 && p.received_at.is_some());
    if !sent && !events::shows_photo(&state.db, id, &sha256).await? {
        return Err(Fault::not_found());
    }
    let jpeg = state.blobs.get(id, &sha256).await?.ok_or_else(Fault::not_found)?;
    let headers = [
        (CONTENT_TYPE, "image/jpeg"),
        (CACHE_CONTROL, "private, max-age=31536000, immutable"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    Ok((headers, jpeg).into_response())
}
