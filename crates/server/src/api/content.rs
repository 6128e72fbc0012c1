//! `GET /api/v1/content` (what changed) and `/api/v1/content/full/{name}` (all of it). Public: no device, no cookie,
//! cacheable by anybody. Not for how pages are made (see `content::feed`).
//!
//! What a newcomer would get wrong: these answers are asked for over and over on links where every byte counts, so a
//! header that no reader needs is left out, the request's id too.

use super::input::Id;
use super::layers::Shared;
use super::problem::Fault;
use super::range::{self, Wanted};
use crate::content::ContentError;
use crate::content::feed::{Answer, Sent, Source, Stand};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, LOCATION,
    RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Deserialize;
use std::convert::Infallible;
use vungsam_domain::wire::{MEDIA_CONTENT, MEDIA_CONTENT_PAGE, Problem};

/// What a page may be kept for by caches: an edit is everywhere a minute later.
const SOON: HeaderValue = HeaderValue::from_static("public, max-age=60");
/// A whole content never changes under its name.
const NEVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Ask {
    /// Hash of the pack the reader holds.
    #[serde(default)]
    pack: String,
    /// Where its last page ended.
    #[serde(default)]
    since: String,
    /// `1`: not compressed against what the reader holds.
    #[serde(default)]
    plain: String,
}

impl Ask {
    /// A reader with a cursor has read something; what it began with does not matter any more.
    fn stand(self) -> Result<Stand, Fault> {
        match (self.since, self.pack) {
            (since, _) if !since.is_empty() => Ok(Stand::Cursor(since)),
            (_, pack) if hex(&pack, 64) => Ok(Stand::Pack(pack)),
            (_, pack) if pack.is_empty() => Ok(Stand::Cursor(String::new())),
            _ => Err(Fault::malformed("pack is 64 digits of a hash.")),
        }
    }
}

/// Digits of a hash, and so safe to ask any database for.
fn hex(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

fn source(state: &AppState) -> Source<'_> {
    Source { db: &state.db, keys: &state.keys, now: state.now_ms() }
}

/// What changed in the public content.
#[utoipa::path(get, path = "/api/v1/content", operation_id = "getContent", tag = "content",
    params(("pack" = Option<String>, Query, description = "SHA-256 (hex) of the pack the reader holds; for the first time"),
           ("since" = Option<String>, Query, description = "Opaque; where the last page ended"),
           ("plain" = Option<String>, Query, description = "`1`: not compressed against what the reader holds")),
    responses((status = 200, description = "A page of changes", content_type = "application/vnd.vungsam.content-page"),
              (status = 204, description = "Nothing new"),
              (status = 303, description = "Not known where the reader stands: `Location` of all content"),
              (status = 304, description = "The page of `If-None-Match`"),
              (status = 400, description = "`malformed`", body = Problem, content_type = "application/problem+json")))]
pub async fn get(
    State(state): State<AppState>,
    headers: HeaderMap,
    ask: Result<Query<Ask>, QueryRejection>,
) -> Result<Response, Fault> {
    let Query(ask) = ask.map_err(|_| Fault::malformed("pack, since and plain are texts, each once."))?;
    let plain = ask.plain == "1";
    let answer = state.content.read(source(&state), ask.stand()?, plain).await?;
    Ok(match answer {
        Answer::Nothing => {
            state.metrics.count("content_nothing_new");
            // A stream has no length: axum would write 0, which HTTP forbids beside 204.
            let nothing = Body::from_stream(futures_util::stream::empty::<Result<Bytes, Infallible>>());
            shared(StatusCode::NO_CONTENT, [(CACHE_CONTROL, SOON)]).map(|_| nothing)
        }
        Answer::Refill(name) => {
            state.metrics.count("content_refills");
            let to = HeaderValue::from_str(&format!("/api/v1/content/full/{name}")).map_err(|_| Fault::internal())?;
            shared(StatusCode::SEE_OTHER, [(CACHE_CONTROL, SOON), (LOCATION, to)])
        }
        Answer::Page(sent) => {
            state.metrics.count("content_pages");
            let tag = tag(&sent)?;
            if holds(&headers, &tag) {
                unchanged(SOON, tag, &sent)
            } else {
                let media = HeaderValue::from_static(MEDIA_CONTENT_PAGE);
                let head = shared(StatusCode::OK, [(CACHE_CONTROL, SOON), (ETAG, tag), (CONTENT_TYPE, media)]);
                head.map(|_| sent.bytes.into())
            }
        }
    })
}

/// All public content in one file, by its name.
#[utoipa::path(get, path = "/api/v1/content/full/{name}", operation_id = "getAllContent", tag = "content",
    params(("name" = String, Path, description = "As `Location` named it")),
    responses((status = 200, description = "All of it", content_type = "application/vnd.vungsam.content"),
              (status = 206, description = "The part `Range` asked for", content_type = "application/vnd.vungsam.content"),
              (status = 304, description = "The file of `If-None-Match`"),
              (status = 404, description = "`not_found`: not kept any more, ask for changes again", body = Problem, content_type = "application/problem+json"),
              (status = 416, description = "It has no such bytes")))]
pub async fn full(State(state): State<AppState>, Id(name): Id<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let found = if hex(&name, 32) { state.content.named(&state.db, &name).await? } else { None };
    let Some(sent) = found else { return Err(Fault::not_found()) };
    let tag = tag(&sent)?;
    if holds(&headers, &tag) {
        return Ok(unchanged(NEVER, tag, &sent));
    }
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    // A part of another file than the reader began with would be worse than all of this one.
    let same = text(IF_RANGE).is_none_or(|t| t.as_bytes() == tag.as_bytes());
    let wanted = if same { range::wanted(text(RANGE), sent.bytes.len()) } else { Wanted::Whole };
    let len = sent.bytes.len();
    let bytes = HeaderValue::from_static("bytes");
    let media = HeaderValue::from_static(MEDIA_CONTENT);
    let headers = [(CACHE_CONTROL, NEVER), (ETAG, tag), (ACCEPT_RANGES, bytes), (CONTENT_TYPE, media)];
    let part = |text: String| HeaderValue::from_str(&text).map_err(|_| Fault::internal());
    Ok(match wanted {
        Wanted::Whole => {
            state.metrics.count("content_wholes");
            shared(StatusCode::OK, headers).map(|_| sent.bytes.into())
        }
        Wanted::Part { from, to } => {
            state.metrics.count("content_parts");
            let mut answer = shared(StatusCode::PARTIAL_CONTENT, headers);
            answer.headers_mut().insert(CONTENT_RANGE, part(format!("bytes {from}-{to}/{len}"))?);
            answer.map(|_| sent.bytes.slice(from..=to).into())
        }
        Wanted::Outside => {
            let mut answer =
                shared(StatusCode::RANGE_NOT_SATISFIABLE, [(CACHE_CONTROL, HeaderValue::from_static("no-store"))]);
            answer.headers_mut().insert(CONTENT_RANGE, part(format!("bytes */{len}"))?);
            answer
        }
    })
}

/// An answer without a body that may be handed on to others.
fn shared<const N: usize>(status: StatusCode, headers: [(HeaderName, HeaderValue); N]) -> Response {
    let mut answer = status.into_response();
    answer.headers_mut().extend(headers.map(|(name, value)| (Some(name), value)));
    answer.extensions_mut().insert(Shared);
    answer
}

/// The reader holds these bytes. The length is theirs: a cache keeps it beside them, and axum would write 0.
fn unchanged(kept: HeaderValue, tag: HeaderValue, sent: &Sent) -> Response {
    let length = HeaderValue::from(sent.bytes.len());
    shared(StatusCode::NOT_MODIFIED, [(CACHE_CONTROL, kept), (ETAG, tag), (CONTENT_LENGTH, length)])
}

fn tag(sent: &Sent) -> Result<HeaderValue, Fault> {
    HeaderValue::from_str(&format!("\"{}\"", sent.tag)).map_err(|_| Fault::internal())
}

/// Whether the reader says it holds these bytes.
fn holds(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    given
        .flat_map(|v| v.split(','))
        .map(|t| t.trim())
        .any(|t| t == "*" || t.strip_prefix("W/").unwrap_or(t).as_bytes() == tag.as_bytes())
}

impl From<ContentError> for Fault {
    fn from(e: ContentError) -> Self {
        match e {
            ContentError::Db(e) => e.into(),
            e => {
                tracing::error!(kind = %e, "content");
                Self::unavailable(30)
            }
        }
    }
}
