//! Pictures for the page: `photo://localhost/{sha256}[?thumb=1]`. Not for taking any in.
//!
//! What a newcomer would get wrong: the scheme is reachable from this app's page only, and a picture's address is the
//! hash of its bytes; so it may be cached for ever and needs no other check.

use std::sync::Arc;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};
use vungsam_core::Core;

/// Name of the scheme.
pub const SCHEME: &str = "photo";

/// Answers off the UI thread: the JPEG, or 404.
#[allow(clippy::needless_pass_by_value)] // the shape Tauri asks for
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
    let core = context.app_handle().try_state::<Arc<Core>>().map(|state| Arc::clone(&state));
    let sha256 = request.uri().path().trim_matches('/').to_owned();
    let thumb = request.uri().query().is_some_and(|query| query.split('&').any(|part| part == "thumb=1"));
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(response(core.and_then(|core| core.photo(&sha256, thumb))));
    });
}

fn response(jpeg: Option<Vec<u8>>) -> Response<Vec<u8>> {
    let mut response = Response::new(Vec::new());
    let headers = response.headers_mut();
    // The page's own origin differs from platform to platform and this scheme has no other reader.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    match jpeg {
        Some(jpeg) => {
            headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("image/jpeg"));
            headers.insert(
                header::CACHE_CONTROL,
                header::HeaderValue::from_static("private, max-age=31536000, immutable"),
            );
            *response.body_mut() = jpeg;
        }
        None => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}
