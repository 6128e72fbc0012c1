//! `/healthz` (the process lives) and `/readyz` (it can work). Not for figures (see `metrics`).
//!
//! What a newcomer would get wrong: a stopping gateway is alive but not ready; a load balancer looks at the second.

use super::problem::Fault;
use crate::state::AppState;
use axum::extract::State;

/// Alive.
#[utoipa::path(get, path = "/healthz", operation_id = "alive", tag = "operations", responses((status = 200, description = "Alive", body = String)))]
pub async fn alive() -> &'static str {
    std::future::ready("ok\n").await
}

/// Ready to work.
#[utoipa::path(get, path = "/readyz", operation_id = "ready", tag = "operations",
    responses((status = 200, description = "Ready", body = String), (status = 503, description = "Starting, stopping or without its database")))]
pub async fn ready(State(state): State<AppState>) -> Result<&'static str, Fault> {
    if state.stopping.is_cancelled() {
        return Err(Fault::unavailable(5));
    }
    state.db.ping().await?;
    Ok("ready\n")
}
