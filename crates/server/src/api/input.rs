//! Reading what comes in: paths, media types, bodies. Every way it can be wrong is a [`Fault`], never axum's own text.
//!
//! What a newcomer would get wrong: a body has no deadline, only a longest pause. On 2G, 64 KiB may take minutes.

use super::problem::Fault;
use crate::state::AppState;
use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::str::FromStr;
use std::time::Duration;
use vungsam_domain::wire::{HEADER_SIGNATURE, codes};

/// One id in the path; anything else there is "not found".
pub struct Id<T>(pub T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let text: String = path(parts, state).await?;
        text.parse().map(Self).map_err(|_| Fault::not_found())
    }
}

/// The path's parameters as text.
pub async fn path<T: DeserializeOwned + Send, S: Send + Sync>(parts: &mut Parts, state: &S) -> Result<T, Fault> {
    Path::<T>::from_request_parts(parts, state).await.map(|Path(p)| p).map_err(|_| Fault::not_found())
}

/// Checks the media type, without its parameters.
///
/// # Errors
/// 415 when it is another one or none.
pub fn media_type(headers: &HeaderMap, wanted: &str) -> Result<(), Fault> {
    let given = headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let plain = given.split(';').next().unwrap_or_default().trim();
    if plain.eq_ignore_ascii_case(wanted) { Ok(()) } else { Err(Fault::media_type()) }
}

/// The signature that came with a body; empty when there is none.
#[must_use]
pub fn signature(headers: &HeaderMap) -> &str {
    headers.get(HEADER_SIGNATURE).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

/// A header as text, if it is there and readable.
#[must_use]
pub fn header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

/// How the next piece of a body came.
pub enum Piece {
    /// Bytes.
    Bytes(Bytes),
    /// The end.
    End,
    /// The connection broke off.
    Cut,
    /// Nothing came for too long.
    Idle,
}

/// The next piece of a body.
pub async fn piece(stream: &mut BodyDataStream, idle: Duration) -> Piece {
    match tokio::time::timeout(idle, stream.next()).await {
        Ok(Some(Ok(bytes))) => Piece::Bytes(bytes),
        Ok(Some(Err(_))) => Piece::Cut,
        Ok(None) => Piece::End,
        Err(_) => Piece::Idle,
    }
}

/// Nothing came for too long.
#[must_use]
pub fn too_slow() -> Fault {
    Fault::new(StatusCode::REQUEST_TIMEOUT, codes::UNAVAILABLE, "Nothing came for too long.")
}

/// Reads a whole body of at most `limit` bytes.
///
/// # Errors
/// 413, 408, or 400 when the body broke off.
pub async fn whole(state: &AppState, body: Body, limit: usize) -> Result<Bytes, Fault> {
    let idle = Duration::from_millis(state.settings.limits.body_idle_ms);
    let mut stream = body.into_data_stream();
    let mut all = BytesMut::new();
    loop {
        match piece(&mut stream, idle).await {
            Piece::Bytes(b) if all.len() + b.len() > limit => return Err(Fault::too_large()),
            Piece::Bytes(b) => all.extend_from_slice(&b),
            Piece::End => return Ok(all.freeze()),
            Piece::Cut => return Err(Fault::malformed("The body broke off.")),
            Piece::Idle => return Err(too_slow()),
        }
    }
}

/// Reads JSON of a known shape: not JSON at all is 400, JSON of another shape 422.
///
/// # Errors
/// As said.
pub fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    serde_json::from_slice(bytes).map_err(|e| match e.classify() {
        serde_json::error::Category::Data => Fault::field("body", "malformed"),
        _ => Fault::malformed("Not readable as JSON."),
    })
}
