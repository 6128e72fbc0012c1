//! The officers' console: pages made on the gateway, for any browser, without a script. Not for citizens' phones and not
//! for public pages.
//!
//! What a newcomer would get wrong: it is plain HTTP on a loopback address, where any web site in the officer's browser
//! can knock. So the frame around all pages checks the `Host` (DNS rebinding) and where a form comes from, and every
//! form carries a token.

mod apart;
pub(crate) mod assets;
mod case_form;
mod complaint;
mod confirm;
mod cookies;
mod dossier_files;
mod dossiers;
mod files_words;
pub(crate) mod format;
mod frame;
mod muted;
mod outside;
mod own_password;
pub(crate) mod page;
mod photo;
mod pictures;
mod queue;
mod session;
mod sign_in;
mod timeline;
mod unanswered;
mod view;
mod who;
pub(crate) mod words;
mod words_en;
mod words_vi;

use crate::state::AppState;
use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Form};
use axum::http::Uri;
use axum::middleware;
use axum::routing::{get, post};
use page::Fault;
use std::collections::HashMap;

/// Name and value pairs of a form or an address.
type Fields = HashMap<String, String>;
/// A form, readable or not.
type FormResult = Result<Form<Fields>, FormRejection>;

/// Largest form, in bytes: the longest answer, percent-encoded, several times.
const FORM_BYTES: usize = 256 * 1024;

fn form(form: FormResult) -> Result<Fields, Fault> {
    form.map(|f| f.0).map_err(|_| Fault::BadRequest)
}

/// The pairs of an address.
fn asked(uri: &Uri) -> Fields {
    page::pairs(uri).into_iter().collect()
}

fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

/// All of the console.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/", get(queue::show))
        .route(
            "/complaints/{id}",
            get(complaint::show).post(complaint::act).layer(DefaultBodyLimit::max(case_form::UPLOAD_BYTES)),
        )
        .route("/complaints/{id}/heard", post(complaint::heard))
        .route("/complaints/{id}/apart", get(apart::ask).post(apart::set))
        .route("/complaints/{id}/mute", get(muted::ask).post(muted::mute))
        .route("/dossiers", get(dossiers::list))
        .route("/dossiers/new", get(dossiers::new).post(dossiers::add))
        .route("/dossiers/{key}", get(dossiers::show).post(dossiers::write))
        .route("/unanswered", get(unanswered::list).post(unanswered::decide))
        .route("/muted", get(muted::list).post(muted::undo))
        .route("/apart", get(apart::list))
        .route("/apart/{id}", get(apart::show))
        .route("/apart/{id}/undo", post(apart::undo))
        .route(
            "/dossiers/files",
            get(dossier_files::list)
                .post(dossier_files::bring)
                .layer(DefaultBodyLimit::max(dossier_files::UPLOAD_BYTES * 2)),
        )
        .route("/dossiers/files/sources", post(dossier_files::add_source))
        .route("/dossiers/files/{id}", get(dossier_files::show).post(dossier_files::decide))
        .route("/photos/{complaint}/{sha256}", get(photo::show))
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/sign-out", post(sign_in::leave))
        .route("/password", get(own_password::show).post(own_password::change))
        .route("/static/{*name}", get(assets::serve))
        .fallback(async || Fault::NotFound)
        .method_not_allowed_fallback(async || Fault::NotFound)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(middleware::from_fn_with_state(state.clone(), frame::frame))
        .with_state(state)
}
