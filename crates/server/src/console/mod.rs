//! The officers' console. Placeholder: the real screens replace this file.

use crate::state::AppState;
use axum::Router;

/// The console's routes.
pub fn router(_state: AppState) -> Router {
    Router::new()
}
