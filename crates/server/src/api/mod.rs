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
mod messages;
pub mod metrics;
pub mod openapi;
mod packages;
mod photos;
pub(crate) mod problem;
mod receipts;
mod reply;
pub(crate) mod track;
mod uploads;

use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, head, options, post, put};
use tower_http::catch_panic::CatchPanicLayer;

/// The citizens' routes.
pub fn router(state: AppState) -> Router {
    let api = Router::new()
        .route("/api/v1/devices/{id}", put(devices::put))
        .route("/api/v1/devices/{id}/changes", get(changes::get))
        .route("/api/v1/complaints/{id}", put(complaints::put))
        .route("/api/v1/complaints/{id}/receipt", get(receipts::get))
        .route("/api/v1/complaints/{id}/photos/{sha256}", get(photos::get))
        .route("/api/v1/complaints/{id}/messages/{mid}", put(messages::put))
        .route("/api/v1/complaints/{id}/messages/{mid}/receipt", get(messages::receipt))
        .route("/api/v1/packages/{id}", put(packages::put))
        .route("/api/v1/track", post(track::post))
        .route("/api/v1/uploads", options(uploads::options).post(uploads::create))
        .route(
            "/api/v1/uploads/{id}",
            head(uploads::head).patch(uploads::patch).delete(uploads::delete).post(uploads::overridden),
        )
        .merge(crate::public::routes())
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

/// Takes in a package that came as a file, for the operator's command; the number of the report in it.
///
/// # Errors
/// Why not, in words without anything about a person.
pub async fn import(state: &AppState, file: Vec<u8>) -> Result<String, String> {
    let words = |fault: problem::Fault| format!("{} ({})", fault.title(), fault.code());
    let proven = packages::open(state, file).await.map_err(words)?;
    let number = proven.complaint.reference.to_string();
    let status = packages::take(state, proven).await.map_err(words)?;
    let was = if status == axum::http::StatusCode::CREATED { "taken" } else { "known" };
    Ok(format!("{was} {number}"))
}

/// The operator's figures.
pub fn metrics_router(state: AppState) -> Router {
    Router::new().route("/metrics", get(metrics::get)).with_state(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::env::{SystemClock, SystemIds};
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use ed25519_dalek::SigningKey;
    use http_body_util::BodyExt;
    use std::sync::Arc;
    use tower::ServiceExt;
    use vungsam_domain::wire::{Device, HEADER_SIGNATURE, MEDIA_DEVICE, Problem};
    use vungsam_domain::{DeviceId, sign};

    async fn problem(r: axum::response::Response) -> Problem {
        serde_json::from_slice(&r.into_body().collect().await.unwrap().to_bytes()).unwrap()
    }

    fn device(n: u128) -> Request<Body> {
        let key = SigningKey::from_bytes(&[1; 32]);
        let id = DeviceId(uuid::Uuid::from_u128(n));
        let d = Device { v: 1, id, public_key: sign::public_key(&key), bearer_sha256: sign::sha256_hex(b"b") };
        let body = serde_json::to_vec(&d).unwrap();
        Request::put(format!("/api/v1/devices/{id}"))
            .header("content-type", MEDIA_DEVICE)
            .header(HEADER_SIGNATURE, sign::sign(&key, &body))
            .body(body.into())
            .unwrap()
    }

    #[tokio::test]
    async fn a_full_disk_is_507_with_a_time_to_come_back_and_reading_goes_on() {
        let dir = tempfile::tempdir().unwrap();
        let env = (Arc::new(SystemClock) as _, Arc::new(SystemIds) as _);
        let (state, _) = crate::serve::open(Settings::in_folder(dir.path()), env, 1).await.unwrap();
        let app = router(state.clone());
        let mut tx = state.db.begin().await.unwrap();
        sqlx::query("PRAGMA max_page_count = 1").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let mut refused = None;
        for n in 0..2_000 {
            let r = app.clone().oneshot(device(n)).await.unwrap();
            if r.status() != StatusCode::CREATED {
                refused = Some(r);
                break;
            }
        }
        let refused = refused.expect("the database has no room for 2,000 devices");
        assert_eq!(refused.status(), StatusCode::INSUFFICIENT_STORAGE);
        assert_eq!(refused.headers()["retry-after"], "300");
        assert_eq!(problem(refused).await.code, "unavailable");
        let ready = Request::get("/readyz").body(Body::empty()).unwrap();
        assert_eq!(app.oneshot(ready).await.unwrap().status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn a_panic_is_a_problem_without_its_words() {
        async fn panics() {
            std::future::ready(()).await;
            panic!("canary")
        }
        let app = Router::<()>::new().route("/", get(panics)).layer(CatchPanicLayer::custom(problem::panicked));
        let r = app.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(r.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let p = problem(r).await;
        assert_eq!(p.code, "internal");
        assert!(!p.title.contains("canary"));
    }
}
