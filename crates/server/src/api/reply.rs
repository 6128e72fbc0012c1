//! Answers that are not errors. Everything personal is `no-store`.

use super::problem::Fault;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// JSON under a media type of ours.
///
/// # Errors
/// When the value cannot be written (it always can).
pub fn json<T: Serialize>(status: StatusCode, media: &'static str, value: &T) -> Result<Response, Fault> {
    let headers =
        [(CONTENT_TYPE, HeaderValue::from_static(media)), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((status, headers, serde_json::to_vec(value)?).into_response())
}
