//! The citizens' API: routes and what surrounds them. One file a handler; `docs/API.md` is the contract in words.
//!
//! What a newcomer would get wrong: every answer that is not a success is `problem+json`, also those axum would make
//! itself (404, 405, 413, a panic).

mod auth;
mod changes;
mod complaints;
mod devices;
mod health;
mod input;
mod intake;
mod layers;
pub mod limiter;
pub mod metrics;
pub mod openapi;
mod photos;
mod problem;
mod receipts;
mod reply;
mod uploads;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, head, options, put};
use tower_http::catch_panic::CatchPanicLayer;

/// The citizens' routes.
pub fn router(state: AppState) -> Router {
    let api = Router::new()
        .route("/api/v1/devices/{id}", put(devices::put))
        .route("/api/v1/devices/{id}/changes", get(changes::get))
        .route("/api/v1/complaints/{id}", put(complaints::put))
        .route("/api/v1/complaints/{id}/receipt", get(receipts::get))
        .route("/api/v1/complaints/{id}/photos/{sha256}", get(photos::get))
        .route("/api/v1/uploads", options(uploads::options).post(uploads::create))
        .route(
            "/api/v1/uploads/{id}",
            head(uploads::head).patch(uploads::patch).delete(uploads::delete).post(uploads::overridden),
        )
        .layer(from_fn_with_state(state.clone(), layers::per_address));
    api.route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/api/v1/openapi.json", get(openapi::get))
        .fallback(problem::no_such_address)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(from_fn_with_state(state.clone(), layers::deadline))
        .layer(from_fn_with_state(state.clone(), layers::observe))
        .layer(DefaultBodyLimit::disable())
        .with_state(state)
}

/// The operator's figures.
pub fn metrics_router(state: AppState) -> Router {
    Router::new().route("/metrics", get(metrics::get)).with_state(state)
}
