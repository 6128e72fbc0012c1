//! An officer's own password, forced after the one-time one. Not for signing in.
//!
//! What a newcomer would get wrong: every other session ends, and this one gets a new secret.

use super::page::{Fault, Page, Visit, html};
use super::session::{self, Half};
use super::sign_in::{may_try, subject};
use super::words::Words;
use super::{Fields, field};
use crate::db::{officers, sessions};
use crate::password;
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    p: Page,
    must: bool,
    login: String,
    problems: Vec<(&'static str, &'static str)>,
}

fn page(visit: &Visit, half: &Half, status: StatusCode, problems: Vec<(&'static str, &'static str)>) -> Response {
    let p = Page::new(visit, visit.lang.words().new_password_title, half.secret.token());
    html(status, &PasswordPage { p, must: half.officer.must_change, login: half.officer.login.clone(), problems })
}

/// `GET /password`.
pub async fn show(Extension(visit): Extension<Visit>, half: Half) -> Response {
    page(&visit, &half, StatusCode::OK, Vec::new())
}

/// What is wrong with what was typed, before the old password is looked at.
fn problems(w: &'static Words, form: &Fields, login: &str) -> Vec<(&'static str, &'static str)> {
    let (old, new, again) = (field(form, "old"), field(form, "new"), field(form, "again"));
    let mut found = Vec::new();
    if old.is_empty() {
        found.push(("old", w.old_wrong));
    }
    if new.chars().count() < password::MIN_CHARS {
        found.push(("new", w.too_short));
    } else if new.chars().count() > 200 {
        found.push(("new", w.too_long_password));
    } else if new == old || officers::login_key(new) == login {
        found.push(("new", w.same_password));
    }
    if new != again {
        found.push(("again", w.not_alike));
    }
    found
}

/// `POST /password`.
pub async fn change(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    half: Half,
    form: super::FormResult,
) -> Result<Response, Fault> {
    let form = super::form(form)?;
    if !half.secret.fits(field(&form, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let w = visit.lang.words();
    let found = problems(w, &form, &half.officer.login);
    if !found.is_empty() {
        return Ok(page(&visit, &half, StatusCode::UNPROCESSABLE_ENTITY, found));
    }
    let subject = subject(&half.officer.login);
    if !may_try(&state, &subject).await? {
        return Ok(page(&visit, &half, StatusCode::TOO_MANY_REQUESTS, vec![("old", w.locked)]));
    }
    let hash = officers::by_login(&state.db, &half.officer.login).await?.map(|(_, h)| h);
    if !password::verify(field(&form, "old").to_owned(), hash).await {
        return Ok(page(&visit, &half, StatusCode::UNPROCESSABLE_ENTITY, vec![("old", w.old_wrong)]));
    }
    sessions::succeeded(&state.db, &subject).await?;
    let hash = password::hash(field(&form, "new").to_owned(), &*state.ids).await?;
    let mut answer = Redirect::to("/?done=password").into_response();
    let fresh = session::begin(&state, &half.officer.id, answer.headers_mut()).await?;
    officers::set_password(&state.db, &half.officer.id, &hash, &fresh.hash()).await?;
    tracing::info!(officer = %half.officer.id, "password changed");
    Ok(answer)
}
