//! Pages for everybody, on the citizens' listener: looking a complaint up by number and PIN. Not for officers (console),
//! and without a script, a cookie or anything that is kept.
//!
//! What a newcomer would get wrong: number and PIN travel in the body of the form only. In an address they would end up
//! in histories and logs.

mod track;
mod words;

use crate::api::problem;
use crate::console::assets;
use crate::state::AppState;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

/// Largest form, in bytes.
const FORM_BYTES: usize = 1024;

/// For every page. Nothing from elsewhere, no script, no inline style, no frame.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
];

async fn frame(request: Request, next: Next) -> Response {
    let mut answer = next.run(request).await;
    for (name, value) in HEADERS {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}

/// Somebody who typed the gateway's bare name into a browser is shown the one page there is for people. Whoever asks for
/// anything else is told that nothing is here, as at every unknown address.
async fn home(headers: HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if accepts.contains("text/html") {
        return Redirect::to("/track").into_response();
    }
    problem::no_such_address().await.into_response()
}

/// The pages and what they are drawn with.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/track", get(track::form).post(track::look))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn(frame))
        .route("/", get(home))
        .route("/static/{*name}", get(assets::serve))
}
