//! The citizens' API: routes and what surrounds them. One file a handler; `docs/API.md` is the contract in words.
//!
//! What a newcomer would get wrong: every answer that is not a success is `problem+json`, also those axum would make
//! itself (404, 405, 413, a panic).

mod auth;
mod changes;
mod complaints;
mod content;
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
mod range;
mod receipts;
mod reply;
pub(crate) mod track;
mod unanswered;
mod uploads;
mod watches;

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
        .route("/api/v1/devices/{id}/watches/{watch}", put(watches::put).delete(watches::delete))
        .route("/api/v1/complaints/{id}", put(complaints::put))
        .route("/api/v1/complaints/{id}/receipt", get(receipts::get))
        .route("/api/v1/complaints/{id}/photos/{sha256}", get(photos::get))
        .route("/api/v1/complaints/{id}/messages/{mid}", put(messages::put))
        .route("/api/v1/complaints/{id}/messages/{mid}/receipt", get(messages::receipt))
        .route("/api/v1/packages/{id}", put(packages::put))
        .route("/api/v1/track", post(track::post))
        .route("/api/v1/unanswered/{id}", put(unanswered::put))
        .route("/api/v1/content", get(content::get))
        .route("/api/v1/content/full/{name}", get(content::full))
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
    use vungsam_domain::wire::{
        Device, HEADER_DEVICE, HEADER_SIGNATURE, MEDIA_COMPLAINT, MEDIA_DEVICE, MEDIA_MESSAGE, Problem,
    };
    use vungsam_domain::{ComplaintId, DeviceId, MessageId, PhotoRef, Pin, Reference, complaint, message, sign};

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

    /// A signed request of one device.
    fn signed(method: &str, path: &str, media: &str, body: Vec<u8>) -> Request<Body> {
        let (key, id) = (SigningKey::from_bytes(&[1; 32]), DeviceId(uuid::Uuid::from_u128(7)));
        Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", media)
            .header("authorization", format!("Bearer {}", sign::b64(&[9; 32])))
            .header(HEADER_DEVICE, id.to_string())
            .header(HEADER_SIGNATURE, sign::sign(&key, &body))
            .body(body.into())
            .unwrap()
    }

    async fn room(state: &AppState, pages: &'static str) {
        let mut tx = state.db.begin().await.unwrap();
        sqlx::query(pages).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    #[tokio::test]
    async fn words_messages_and_bytes_that_find_no_room_are_507_and_all_come_in_when_there_is_room() {
        let dir = tempfile::tempdir().unwrap();
        let env = (Arc::new(SystemClock) as _, Arc::new(SystemIds) as _);
        let mut settings = Settings::in_folder(dir.path());
        settings.limits.per_device = 1_000_000;
        let (state, _) = crate::serve::open(settings, env, 1).await.unwrap();
        let app = router(state.clone());
        let ask = async |r: Request<Body>| app.clone().oneshot(r).await.unwrap();
        let key = SigningKey::from_bytes(&[1; 32]);
        let id = DeviceId(uuid::Uuid::from_u128(7));
        let d = Device { v: 1, id, public_key: sign::public_key(&key), bearer_sha256: sign::sha256_hex(&[9; 32]) };
        let path = format!("/api/v1/devices/{id}");
        assert_eq!(ask(signed("PUT", &path, MEDIA_DEVICE, serde_json::to_vec(&d).unwrap())).await.status(), 201);
        let mut shot = vec![0xff, 0xd8, 0xff];
        shot.resize(600_000, 1);
        let words = |n: u128, text: &str| {
            let mut rng = rand::rngs::OsRng;
            let (number, pin) = (Reference::draw(&mut rng), Pin::draw(&mut rng));
            let mut c = complaint::sample(ComplaintId(uuid::Uuid::from_u128(n)), id, number, pin);
            text.clone_into(&mut c.text);
            let bytes = u32::try_from(shot.len()).unwrap();
            c.photos = vec![PhotoRef { sha256: sign::sha256_hex(&shot), bytes, width: 1, height: 1 }];
            signed("PUT", &format!("/api/v1/complaints/{}", c.id), MEDIA_COMPLAINT, serde_json::to_vec(&c).unwrap())
        };
        assert_eq!(ask(words(1, "Đá lăn.")).await.status(), 201);
        let said = |n: u128| {
            let about = ComplaintId(uuid::Uuid::from_u128(1));
            let mut m = message::sample(MessageId(uuid::Uuid::from_u128(n)), about, id);
            m.text = "dài ".repeat(240);
            let path = format!("/api/v1/complaints/{about}/messages/{}", m.id);
            signed("PUT", &path, MEDIA_MESSAGE, serde_json::to_vec(&m).unwrap())
        };
        let upload = |offset: bool| {
            let b64 = |t: &str| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, t);
            let about = ComplaintId(uuid::Uuid::from_u128(1)).to_string();
            let metadata = format!("complaint {},sha256 {}", b64(&about), b64(&sign::sha256_hex(&shot)));
            // Half of it: what has to wait lies in the database.
            let body = if offset { shot[..300_000].to_vec() } else { Vec::new() };
            let mut r = signed("POST", "/api/v1/uploads", "application/offset+octet-stream", body);
            r.headers_mut().insert("upload-length", shot.len().into());
            r.headers_mut().insert("upload-metadata", metadata.parse().unwrap());
            r
        };

        let mut refused = 0;
        for n in 100..1_000 {
            // What is free inside the file is used up first. The limit is the connection's, and a refusal costs it.
            room(&state, "PRAGMA max_page_count = 1").await;
            let r = ask(said(n)).await;
            if r.status() == StatusCode::INSUFFICIENT_STORAGE {
                assert_eq!(r.headers()["retry-after"], "300");
                refused += 1;
                if refused == 3 {
                    break;
                }
            }
        }
        assert_eq!(refused, 3, "messages find no room");
        let long = "chữ ".repeat(240);
        for r in [words(2, &long), upload(true)] {
            room(&state, "PRAGMA max_page_count = 1").await;
            assert_eq!(ask(r).await.status(), StatusCode::INSUFFICIENT_STORAGE);
        }
        let path = format!("/api/v1/complaints/{}/receipt", uuid::Uuid::from_u128(2));
        assert_eq!(ask(signed("GET", &path, "", Vec::new())).await.status(), 404, "nothing half");
        room(&state, "PRAGMA max_page_count = 1000000").await;
        assert_eq!(ask(words(2, &long)).await.status(), 201);
        assert_eq!(ask(said(5_000)).await.status(), 201);
        let r = ask(upload(true)).await;
        assert_eq!((r.status().as_u16(), r.headers()["upload-offset"].to_str().unwrap()), (201, "300000"));
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
