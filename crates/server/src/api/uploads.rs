//! Resumable uploads, tus 1.0.0 (core, creation, creation-with-upload, termination). The bytes are taken in by
//! `intake`; this file is the protocol's headers.
//!
//! What a newcomer would get wrong: asking twice for the same (complaint, photo) gives the same address, and a photo
//! whose bytes are all here but which was not finished (the process was killed) is finished by the next request.

use super::auth::Caller;
use super::input::{Id, header, media_type};
use super::problem::Fault;
use super::{intake, receipts};
use crate::db::uploads::{self, Plan, UploadRow};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use uuid::Uuid;
use vungsam_domain::complaint::is_sha256;
use vungsam_domain::wire::{HEADER_RECEIPT, Problem, codes};
use vungsam_domain::{ComplaintId, DeviceId, limits, sign};

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const VERSION: HeaderName = HeaderName::from_static("tus-version");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");
const MEDIA_OFFSET: &str = "application/offset+octet-stream";
const V1: HeaderValue = HeaderValue::from_static("1.0.0");
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What this server can do.
#[utoipa::path(options, path = "/api/v1/uploads", operation_id = "describeUploads", tag = "uploads",
    responses((status = 204, description = "tus-version, tus-extension, tus-max-size")))]
pub async fn options() -> Response {
    let headers = [
        (VERSION, V1),
        (
            HeaderName::from_static("tus-extension"),
            HeaderValue::from_static("creation,creation-with-upload,termination"),
        ),
        (HeaderName::from_static("tus-max-size"), HeaderValue::from(limits::UPLOAD_BYTES)),
    ];
    std::future::ready((StatusCode::NO_CONTENT, headers).into_response()).await
}

/// Makes an upload, or finds the one there is; takes in a body that comes along.
#[utoipa::path(post, path = "/api/v1/uploads", operation_id = "createUpload", tag = "uploads",
    params(("upload-length" = u64, Header), ("upload-metadata" = String, Header, description = "`complaint <base64 of the id>,sha256 <base64 of the hex>`")),
    responses((status = 201, description = "location, upload-offset; vungsam-receipt when the photo is complete"),
              (status = 404, description = "`not_found`: no such complaint of this device, or it lists no such photo", body = Problem, content_type = "application/problem+json"),
              (status = 413, description = "`too_large`: over 1 MiB", body = Problem, content_type = "application/problem+json"),
              (status = 460, description = "`hash_mismatch`: starts again at 0", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn create(
    State(state): State<AppState>,
    Caller(device): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    version(&headers)?;
    let length = number(&headers, &LENGTH).ok_or_else(|| Fault::malformed("Upload-Length is missing."))?;
    if u64::try_from(length).unwrap_or(u64::MAX) > limits::UPLOAD_BYTES {
        return Err(Fault::too_large());
    }
    let photo = metadata(header(&headers, &METADATA).unwrap_or_default())
        .ok_or_else(|| Fault::malformed("Upload-Metadata needs complaint and sha256."))?;
    let (complaint, sha256) = photo;
    let plan = uploads::plan(&state.db, (complaint, &sha256), length, device.id).await?;
    match plan {
        Plan::NotListed => return Err(Fault::not_found()),
        Plan::OtherLength => return Err(Fault::field("upload-length", "malformed")),
        Plan::Fresh | Plan::Begun => {}
    }
    let id = state.ids.uuid().to_string();
    let fresh = UploadRow { id, complaint, sha256, length, received: 0, done: false, begun: false };
    let with_body = media_type(&headers, MEDIA_OFFSET).is_ok();
    let outcome = if plan == Plan::Fresh && with_body {
        intake::take(&state, fresh.clone(), (0, 0), Some(device.id), body).await
    } else {
        let upload = intake::begin(&state, &fresh, device.id).await?;
        let upload = settle(&state, upload, device.id).await?;
        let skip = upload.received;
        if with_body && !upload.done { intake::take(&state, upload, (0, skip), None, body).await } else { Ok(upload) }
    };
    let location = |id: &str| HeaderValue::from_str(&format!("/api/v1/uploads/{id}")).map_err(|_| Fault::internal());
    match outcome {
        Ok(upload) => {
            let mut response = progress(&state, StatusCode::CREATED, &upload, device.id).await?;
            response.headers_mut().insert(LOCATION, location(&upload.id)?);
            Ok(response)
        }
        // Also who failed is told where to go on.
        Err(fault) => match intake::begin(&state, &fresh, device.id).await {
            Ok(upload) => Err(fault.with(LOCATION, location(&upload.id)?)),
            Err(_) => Err(fault),
        },
    }
}

/// How far an upload has come.
#[utoipa::path(head, path = "/api/v1/uploads/{id}", operation_id = "headUpload", tag = "uploads", params(("id" = Uuid, Path)),
    responses((status = 200, description = "upload-offset, upload-length; vungsam-receipt when complete"),
              (status = 404, description = "Not there, or another device's")),
    security(("device" = [])))]
pub async fn head(
    State(state): State<AppState>,
    Id(id): Id<Uuid>,
    Caller(device): Caller,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    version(&headers)?;
    let upload = find(&state, id, device.id).await?;
    let upload = settle(&state, upload, device.id).await?;
    progress(&state, StatusCode::OK, &upload, device.id).await
}

/// Takes in bytes from an offset on.
#[utoipa::path(patch, path = "/api/v1/uploads/{id}", operation_id = "patchUpload", tag = "uploads",
    params(("id" = Uuid, Path), ("upload-offset" = u64, Header)),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "upload-offset; vungsam-receipt when the photo is complete"),
              (status = 409, description = "`offset_conflict`: upload-offset says where it is", body = Problem, content_type = "application/problem+json"),
              (status = 413, description = "`too_large`: more than was announced", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "`invalid`: the content is no JPEG", body = Problem, content_type = "application/problem+json"),
              (status = 460, description = "`hash_mismatch`: starts again at 0", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn patch(
    State(state): State<AppState>,
    Id(id): Id<Uuid>,
    Caller(device): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    version(&headers)?;
    media_type(&headers, MEDIA_OFFSET)?;
    let offset = number(&headers, &OFFSET).ok_or_else(|| Fault::malformed("Upload-Offset is missing."))?;
    let upload = find(&state, id, device.id).await?;
    if offset != upload.received {
        return Err(intake::offset_conflict(upload.received));
    }
    let announced = number(&headers, &CONTENT_LENGTH).unwrap_or(0);
    if announced > upload.length - upload.received {
        return Err(Fault::too_large());
    }
    let upload = if upload.done { upload } else { intake::take(&state, upload, (offset, 0), None, body).await? };
    progress(&state, StatusCode::NO_CONTENT, &upload, device.id).await
}

/// Ends an upload; a finished photo stays.
#[utoipa::path(delete, path = "/api/v1/uploads/{id}", operation_id = "deleteUpload", tag = "uploads", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Gone"), (status = 404, description = "Not there, or another device's")),
    security(("device" = [])))]
pub async fn delete(
    State(state): State<AppState>,
    Id(id): Id<Uuid>,
    Caller(device): Caller,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    version(&headers)?;
    let upload = find(&state, id, device.id).await?;
    uploads::delete(&state.db, &upload.id).await?;
    Ok((StatusCode::NO_CONTENT, [(RESUMABLE, V1)]).into_response())
}

/// `POST` to an upload's own address: for networks that let no PATCH through.
pub async fn overridden(
    state: State<AppState>,
    id: Id<Uuid>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    match header(&headers, &OVERRIDE) {
        Some(m) if m.eq_ignore_ascii_case("PATCH") => patch(state, id, caller, headers, body).await,
        Some(m) if m.eq_ignore_ascii_case("DELETE") => delete(state, id, caller, headers).await,
        _ => Err(super::problem::no_such_method(axum::http::Method::POST).await),
    }
}

async fn find(state: &AppState, id: Uuid, device: DeviceId) -> Result<UploadRow, Fault> {
    uploads::find(&state.db, &id.to_string(), device).await?.ok_or_else(Fault::not_found)
}

/// Finishes an upload whose bytes are all here. One that turns out wrong is simply empty again.
async fn settle(state: &AppState, upload: UploadRow, device: DeviceId) -> Result<UploadRow, Fault> {
    if upload.done || upload.received < upload.length {
        return Ok(upload);
    }
    let id = upload.id.clone();
    let _wrong = intake::finish(state, upload, Bytes::new()).await;
    uploads::find(&state.db, &id, device).await?.ok_or_else(Fault::not_found)
}

async fn progress(
    state: &AppState,
    status: StatusCode,
    upload: &UploadRow,
    device: DeviceId,
) -> Result<Response, Fault> {
    let mut headers = HeaderMap::new();
    headers.insert(RESUMABLE, V1);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(OFFSET, HeaderValue::from(upload.received));
    headers.insert(LENGTH, HeaderValue::from(upload.length));
    if upload.done {
        let sealed = receipts::for_photo(state, upload.complaint, &upload.sha256, device).await?;
        let value = HeaderValue::from_str(&sign::b64(&serde_json::to_vec(&sealed)?)).map_err(|_| Fault::internal())?;
        headers.insert(HeaderName::from_static(HEADER_RECEIPT), value);
    }
    Ok((status, headers).into_response())
}

/// A client that names another version is told ours; one that names none is taken at its word.
fn version(headers: &HeaderMap) -> Result<(), Fault> {
    match headers.get(RESUMABLE) {
        Some(v) if v != V1 => {
            let fault = Fault::new(StatusCode::PRECONDITION_FAILED, codes::MALFORMED, "Only tus 1.0.0 is spoken here.");
            Err(fault.with(VERSION, V1))
        }
        _ => Ok(()),
    }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<i64> {
    header(headers, name).and_then(|v| v.parse().ok()).filter(|n: &i64| *n >= 0)
}

fn metadata(text: &str) -> Option<(ComplaintId, String)> {
    let value = |wanted: &str| {
        let pairs = text.split(',').filter_map(|pair| pair.trim().split_once(' '));
        let (_, b64) = pairs.into_iter().find(|(key, _)| *key == wanted)?;
        String::from_utf8(LENIENT.decode(b64.trim()).ok()?).ok()
    };
    let sha256 = value("sha256").filter(|s| is_sha256(s))?;
    Some((value("complaint")?.parse().ok()?, sha256))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn metadata_is_read_with_and_without_padding_and_among_strangers() {
        let (id, hash) = ("00000000-0000-0000-0000-000000000001", "a".repeat(64));
        let b64 = |t: &str| base64::engine::general_purpose::STANDARD.encode(t);
        let text = format!("filename eC5qcGc=, complaint {},sha256 {}", b64(id).trim_end_matches('='), b64(&hash));
        assert_eq!(metadata(&text), Some((id.parse().unwrap(), hash)));
        assert_eq!(metadata("complaint ,sha256"), None);
    }

    proptest! {
        #[test]
        fn any_metadata_is_read_without_panic(s in "\\PC{0,200}") {
            let _ = metadata(&s);
        }
    }
}
