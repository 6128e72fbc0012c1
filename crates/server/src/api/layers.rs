//! What surrounds every request: its id, its line in the log, its place in the figures, the address's limit, a
//! deadline for requests without a body. Not for authentication.
//!
//! What a newcomer would get wrong: the log line carries the route (`/complaints/{id}`), not the path, and no header.

use super::problem::Fault;
use crate::state::AppState;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::time::Instant;
use tracing::Instrument;

/// Marks an answer that caches may give to others: it carries no request's id.
#[derive(Debug, Clone, Copy)]
pub struct Shared;

/// Names, times, counts and logs a request.
pub async fn observe(State(state): State<AppState>, request: Request, next: Next) -> Response {
    // Sixteen digits tell the lines of a log apart; every byte of it travels to a phone.
    let mut id = state.ids.uuid().simple().to_string();
    id.truncate(16);
    let method = known(request.method());
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id, method, route);
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    state.metrics.answered(method, &route, status, took);
    let _in = span.enter();
    tracing::info!(status, ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "answered");
    // What caches hand on to many is nobody's answer in particular.
    if response.extensions().get::<Shared>().is_none()
        && let Ok(value) = HeaderValue::from_str(&id)
    {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

/// Few values, whatever a stranger sends.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::PUT => "PUT",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "-",
    }
}

/// Asks the address's bucket before a request begins. One IPv6 network counts as one address.
pub async fn per_address(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| network(c.0.ip()));
    if let Some(address) = address
        && let Err(seconds) = state.per_address.take(address, state.now_ms())
    {
        return Fault::too_many(seconds).into_response();
    }
    next.run(request).await
}

/// What counts as one address.
pub fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Ends requests without a body that take too long. Those with one have a longest pause instead (see `input`).
pub async fn deadline(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::DELETE) {
        return next.run(request).await;
    }
    let limits = &state.settings.limits;
    let longest = Duration::from_millis(limits.request_ms.saturating_add(limits.poll_ms));
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Fault::unavailable(10).into_response(),
    }
}
