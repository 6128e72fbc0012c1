//! Errors as the outside sees them: `application/problem+json` (RFC 9457) with a code the phone acts on. Not for the
//! console, which shows pages.
//!
//! What a newcomer would get wrong: the cause goes to the log as a kind, never as the database's own words (they may
//! quote a value), and never into the answer.

use crate::blobs::BlobError;
use crate::db::DbError;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use vungsam_domain::FieldError;
use vungsam_domain::wire::{MEDIA_PROBLEM, Problem, codes};

/// What a handler returns when it does not do what was asked.
#[derive(Debug, Clone)]
pub struct Fault {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    errors: Vec<FieldError>,
    headers: Box<HeaderMap>,
}

impl Fault {
    /// A fault without details.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self { status, code, title, errors: Vec::new(), headers: Box::default() }
    }

    /// Not readable at all.
    #[must_use]
    pub fn malformed(title: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, codes::MALFORMED, title)
    }

    /// Readable, but not right.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut fault =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, codes::INVALID, "The body is not what it should be.");
        fault.errors = errors;
        fault
    }

    /// One field is not right.
    #[must_use]
    pub fn field(field: &str, code: &str) -> Self {
        Self::invalid(vec![FieldError::new(field, code)])
    }

    /// Not there, or not for this device: the same answer for both.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, codes::NOT_FOUND, "There is nothing here for you.")
    }

    /// The id is taken by other bytes.
    #[must_use]
    pub fn id_conflict() -> Self {
        Self::new(StatusCode::CONFLICT, codes::ID_CONFLICT, "This id was used for other bytes.")
    }

    /// Larger than allowed.
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, codes::TOO_LARGE, "Larger than allowed.")
    }

    /// Another media type than this address takes.
    #[must_use]
    pub fn media_type() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::MALFORMED, "This address takes another media type.")
    }

    /// Who asks is not known or not believed.
    #[must_use]
    pub fn unauthorized(code: &'static str) -> Self {
        let title =
            if code == codes::UNKNOWN_DEVICE { "Register the device first." } else { "Bearer missing or wrong." };
        Self::new(StatusCode::UNAUTHORIZED, code, title)
            .with(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"device\""))
    }

    /// Too often.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, codes::TOO_MANY, "Too often.").retry_after(seconds)
    }

    /// Stopping, starting or busy.
    #[must_use]
    pub fn unavailable(seconds: u64) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, codes::UNAVAILABLE, "Not now.").retry_after(seconds)
    }

    /// The disk is full; nothing was stored.
    #[must_use]
    pub fn full() -> Self {
        Self::new(StatusCode::INSUFFICIENT_STORAGE, codes::UNAVAILABLE, "No room left.").retry_after(300)
    }

    /// Something broke.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, codes::INTERNAL, "Something broke; nothing was stored.")
    }

    /// Five wrong PINs for this number today.
    #[must_use]
    pub fn pin_closed(seconds: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, codes::PIN_CLOSED, "Closed until tomorrow.").retry_after(seconds)
    }

    /// Five wrong proofs for this dossier's code today.
    #[must_use]
    pub fn proof_closed(seconds: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, codes::PROOF_CLOSED, "Closed until tomorrow.").retry_after(seconds)
    }

    /// Twenty new codes of this device today.
    #[must_use]
    pub fn codes_closed(seconds: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, codes::CODES_CLOSED, "No new codes until tomorrow.")
            .retry_after(seconds)
    }

    /// Twenty questions of this device today.
    #[must_use]
    pub fn questions_closed(seconds: u64) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, codes::QUESTIONS_CLOSED, "No more questions until tomorrow.")
            .retry_after(seconds)
    }

    /// Its status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Tells a page's reader too when to come back.
    pub fn keep_retry_after(&self, headers: &mut HeaderMap) {
        if let Some(value) = self.headers.get(RETRY_AFTER) {
            headers.insert(RETRY_AFTER, value.clone());
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    fn retry_after(self, seconds: u64) -> Self {
        self.with(RETRY_AFTER, HeaderValue::from(seconds))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: self.title.to_owned(),
            status: self.status.as_u16(),
            code: self.code.to_owned(),
            errors: self.errors,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut headers = *self.headers;
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_PROBLEM));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        (self.status, headers, body).into_response()
    }
}

impl From<DbError> for Fault {
    fn from(e: DbError) -> Self {
        let code = match &e {
            DbError::Unavailable(s) | DbError::Other(s) => {
                s.as_database_error().and_then(sqlx::error::DatabaseError::code)
            }
            DbError::Full | DbError::Row(_) => None,
        };
        tracing::error!(kind = %e, code = code.as_deref().unwrap_or("-"), "database");
        match e {
            DbError::Full => Self::full(),
            DbError::Unavailable(_) => Self::unavailable(5),
            DbError::Row(_) | DbError::Other(_) => Self::internal(),
        }
    }
}

impl From<BlobError> for Fault {
    fn from(e: BlobError) -> Self {
        tracing::error!(kind = %e, "photo storage");
        match e {
            BlobError::Full => Self::full(),
            BlobError::Other(_) => Self::unavailable(30),
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(_: serde_json::Error) -> Self {
        tracing::error!("an answer could not be written as JSON");
        Self::internal()
    }
}

/// For addresses that do not exist.
pub async fn no_such_address() -> Fault {
    std::future::ready(Fault::not_found()).await
}

/// For addresses that do not take this method; axum adds `Allow`.
pub async fn no_such_method(_: Method) -> Fault {
    std::future::ready(Fault::new(StatusCode::METHOD_NOT_ALLOWED, codes::METHOD, "This address does not do that."))
        .await
}

/// What a panic becomes. Its words stay in the log of the process (standard error), not in the answer.
#[must_use]
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Fault::internal().into_response()
}
