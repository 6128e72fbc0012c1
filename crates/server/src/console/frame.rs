//! Around every page of the console: who may knock, in which language, with which headers. Not for who is signed in.
//!
//! What a newcomer would get wrong: `Referrer-Policy: no-referrer` makes a browser send `Origin: null` with forms, so
//! the origin is judged by `Sec-Fetch-Site`; old browsers send neither and are judged by the token alone.

use super::cookies;
use super::page::{Fault, Visit, pairs};
use super::words::Lang;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const YEAR_S: u32 = 31_536_000;

/// For every answer. Nothing from elsewhere, no script, no inline style, no frame.
const HEADERS: [(HeaderName, &str); 6] = [
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
];

/// The frame.
pub async fn frame(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let names = &state.settings.console.names;
    if !request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).is_some_and(|h| is_ours(h, names)) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let asked =
        pairs(request.uri()).into_iter().find(|(name, _)| name == "lang").and_then(|(_, id)| Lang::from_id(&id));
    let kept = || cookies::value(request.headers(), cookies::LANG).and_then(Lang::from_id);
    let lang = asked.or_else(kept).unwrap_or_default();
    let visit = Visit::new(lang, request.uri());
    let mut answer = if request.method() == Method::POST && is_foreign(request.headers()) {
        Fault::Forbidden.into_response()
    } else {
        request.extensions_mut().insert(visit.clone());
        next.run(request).await
    };
    if let Some(fault) = answer.extensions().get::<Fault>() {
        answer = fault.page(&visit);
    }
    let headers = answer.headers_mut();
    if let Some(lang) = asked {
        cookies::set(headers, cookies::LANG, lang.id(), Some(YEAR_S), false);
    }
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// Whether this `Host` names this machine, or is what the operator's proxy asks for. Another name that leads here is
/// somebody's trick.
fn is_ours(host: &str, names: &[String]) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name.to_ascii_lowercase().as_str(), "localhost" | "127.0.0.1" | "[::1]")
        || names.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// Whether the browser says that a form comes from another site.
fn is_foreign(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"))
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_names_of_this_machine_and_of_its_proxy_are_answered() {
        let names = ["xa.example".to_owned()];
        for good in ["localhost", "127.0.0.1:8480", "LOCALHOST:1", "[::1]:8480", "[::1]"] {
            assert!(is_ours(good, &[]), "{good}");
        }
        for bad in
            ["evil.example", "evil.example:8480", "127.0.0.1.evil.example", "localhost.evil:80", "", "::1", "a:b"]
        {
            assert!(!is_ours(bad, &names), "{bad}");
        }
        assert!(is_ours("XA.example:443", &names));
    }
}
