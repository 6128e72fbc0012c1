//! What every page has: language, title, token for forms, addresses; and the pages for when something is wrong.
//! Not for what one page shows.
//!
//! What a newcomer would get wrong: a handler answers a [`Fault`] without knowing the language; the frame around all
//! handlers turns it into a page.

use super::assets;
use super::words::{Lang, Words};
use crate::blobs::BlobError;
use crate::db::DbError;
use askama::Template;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};

/// How a page is asked for.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Its language.
    pub lang: Lang,
    /// The same page in the other language.
    pub other_href: String,
}

impl Visit {
    /// Of this address.
    #[must_use]
    pub fn new(lang: Lang, uri: &Uri) -> Self {
        let mut pairs = pairs(uri);
        pairs.retain(|(name, _)| name != "lang");
        pairs.push(("lang".to_owned(), lang.other().id().to_owned()));
        Self { lang, other_href: href(uri.path(), &pairs) }
    }
}

/// Name and value pairs of an address; none when it is not readable.
#[must_use]
pub fn pairs(uri: &Uri) -> Vec<(String, String)> {
    axum::extract::Query::try_from_uri(uri).map(|q| q.0).unwrap_or_default()
}

/// An address with these pairs.
#[must_use]
pub fn href(path: &str, pairs: &[(String, String)]) -> String {
    let query: Vec<_> = pairs.iter().map(|(n, v)| format!("{}={}", encode(n), encode(v))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// Percent-encodes everything but unreserved characters.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

/// What the base template shows.
pub struct Page {
    /// Language.
    pub lang: Lang,
    /// Its words.
    pub w: &'static Words,
    /// Title and heading.
    pub title: String,
    /// Token for forms; empty where there is none.
    pub csrf: String,
    /// The same page in the other language.
    pub other_href: String,
    /// Address of the style sheet.
    pub css: &'static str,
}

impl Page {
    /// A page.
    #[must_use]
    pub fn new(visit: &Visit, title: impl Into<String>, csrf: String) -> Self {
        Self {
            lang: visit.lang,
            w: visit.lang.words(),
            title: title.into(),
            csrf,
            other_href: visit.other_href.clone(),
            css: assets::css_href(),
        }
    }
}

/// Writes a page.
pub fn html(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(text) => (status, Html(text)).into_response(),
        Err(e) => {
            tracing::error!(error = %e, "a page could not be written");
            Fault::Broken.into_response()
        }
    }
}

/// Why there is no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not there, or not for this officer.
    NotFound,
    /// The form does not carry this visitor's token, or comes from another site.
    Forbidden,
    /// Not readable.
    BadRequest,
    /// Something of ours failed.
    Broken,
    /// Full, stopping or starting.
    Unavailable,
}

impl From<DbError> for Fault {
    fn from(e: DbError) -> Self {
        // Only the kind: what the database says may hold a person's words.
        tracing::error!(error = %e, "console");
        match e {
            DbError::Full | DbError::Unavailable(_) => Self::Unavailable,
            DbError::Row(_) | DbError::Other(_) => Self::Broken,
        }
    }
}

impl From<BlobError> for Fault {
    fn from(e: BlobError) -> Self {
        tracing::error!(error = %e, "console");
        Self::Broken
    }
}

impl From<crate::password::HashError> for Fault {
    fn from(e: crate::password::HashError) -> Self {
        tracing::error!(error = %e, "console");
        Self::Broken
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut answer = self.status().into_response();
        answer.extensions_mut().insert(self);
        answer
    }
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct Trouble {
    p: Page,
    more: &'static str,
}

impl Fault {
    fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The page that says so.
    #[must_use]
    pub fn page(self, visit: &Visit) -> Response {
        let w = visit.lang.words();
        let (title, more) = match self {
            Self::NotFound => (w.not_found, w.not_found_more),
            Self::Forbidden => (w.forbidden, w.forbidden_more),
            Self::BadRequest => (w.bad_request, w.bad_request_more),
            Self::Broken | Self::Unavailable => (w.broken, w.broken_more),
        };
        match (Trouble { p: Page::new(visit, title, String::new()), more }).render() {
            Ok(text) => (self.status(), Html(text)).into_response(),
            Err(_) => self.status().into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_other_language_keeps_the_rest_of_the_address() {
        let visit = Visit::new(Lang::Vi, &"/?q=%C4%91%C3%A1%20l%C4%83n&lang=vi&page=2".parse().unwrap());
        assert_eq!(visit.other_href, "/?q=%C4%91%C3%A1%20l%C4%83n&page=2&lang=en");
        assert_eq!(Visit::new(Lang::En, &"/x?%ff=%".parse().unwrap()).other_href.split('?').next(), Some("/x"));
    }

    #[test]
    fn words_of_a_visitor_never_become_markup() {
        let visit = Visit::new(Lang::Vi, &"/".parse().unwrap());
        let page = Trouble { p: Page::new(&visit, "<script>\"'", String::new()), more: "" }.render().unwrap();
        assert!(!page.contains("<script>"));
    }
}
