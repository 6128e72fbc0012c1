//! The citizens' API: routes and what surrounds them. Handlers are one file each.

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

/// The citizens' routes.
pub fn router(state: AppState) -> Router {
    Router::new().route("/healthz", get(|| std::future::ready("ok"))).with_state(state)
}

/// The operator's figures.
pub fn metrics_router(_state: AppState) -> Router {
    Router::new()
}
