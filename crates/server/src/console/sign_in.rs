//! Signing in and out. Not for choosing a password.
//!
//! What a newcomer would get wrong: a try is counted before the password is looked at, so a hundred tries at the same
//! moment are no way around the lock; and an unknown login is counted, timed and answered like a known one.

use super::cookies::{self, Secret};
use super::page::{Fault, Page, Visit, html};
use super::session::{self, Half};
use super::{asked, field};
use crate::db::{officers, sessions};
use crate::password;
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use vungsam_domain::sign::sha256_hex;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    p: Page,
    problem: Option<&'static str>,
    note: Option<&'static str>,
    login: String,
    next: String,
}

/// `GET /sign-in`.
pub async fn show(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Fault> {
    if session::find(&state, &headers).await?.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    let query = asked(&uri);
    let w = visit.lang.words();
    let note = match field(&query, "why") {
        "expired" => Some(w.expired),
        "out" => Some(w.signed_out),
        _ => None,
    };
    Ok(door(&state, &visit, &headers, StatusCode::OK, (None, note), "", field(&query, "next")))
}

/// The sign-in page, with a token for somebody who has no session.
fn door(
    state: &AppState,
    visit: &Visit,
    headers: &HeaderMap,
    status: StatusCode,
    (problem, note): (Option<&'static str>, Option<&'static str>),
    login: &str,
    next: &str,
) -> Response {
    let (secret, fresh) = Secret::read(headers, cookies::DOOR)
        .map_or_else(|| (Secret::new(state.ids.secret()), true), |there| (there, false));
    let p = Page::new(visit, visit.lang.words().sign_in, secret.token());
    let page = SignInPage { p, problem, note, login: login.chars().take(64).collect(), next: inside(next).to_owned() };
    let mut answer = html(status, &page);
    if fresh {
        let secure = state.settings.console.secure_cookie;
        cookies::set(answer.headers_mut(), cookies::DOOR, &secret.reveal(), None, secure);
    }
    answer
}

/// Where to go after signing in: a page of ours, never an address of somebody else's choosing.
fn inside(next: &str) -> &str {
    match next.strip_prefix("/complaints/") {
        Some(id) if id.parse::<vungsam_domain::ComplaintId>().is_ok() => next,
        _ => "/",
    }
}

/// `POST /sign-in`.
pub async fn enter(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    form: super::FormResult,
) -> Result<Response, Fault> {
    let form = super::form(form)?;
    if !Secret::read(&headers, cookies::DOOR).is_some_and(|s| s.fits(field(&form, "csrf"))) {
        return Err(Fault::Forbidden);
    }
    let w = visit.lang.words();
    let (login, typed, next) = (field(&form, "login"), field(&form, "password"), field(&form, "next"));
    let again = |status, problem| door(&state, &visit, &headers, status, (Some(problem), None), login, next);
    if login.trim().is_empty() || typed.is_empty() {
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, w.fill_both));
    }
    let subject = subject(login);
    if !may_try(&state, &subject).await? {
        return Ok(again(StatusCode::TOO_MANY_REQUESTS, w.locked));
    }
    let (officer, hash) = officers::by_login(&state.db, login).await?.map_or((None, None), |(o, h)| (Some(o), Some(h)));
    let fits = password::verify(typed.to_owned(), hash).await;
    let Some(officer) = officer.filter(|o| fits && o.active) else {
        tracing::info!("sign-in refused");
        return Ok(again(StatusCode::UNPROCESSABLE_ENTITY, w.wrong));
    };
    sessions::succeeded(&state.db, &subject).await?;
    let to = if officer.must_change { "/password" } else { inside(next) };
    let mut answer = Redirect::to(to).into_response();
    session::begin(&state, &officer.id, answer.headers_mut()).await?;
    cookies::set(answer.headers_mut(), cookies::DOOR, "", Some(0), state.settings.console.secure_cookie);
    tracing::info!(officer = %officer.id, "signed in");
    Ok(answer)
}

/// What wrong tries are counted for. Hashed: people type passwords into the wrong field.
#[must_use]
pub fn subject(login: &str) -> String {
    format!("login:{}", sha256_hex(officers::login_key(login).as_bytes()))
}

/// Counts a try; `false` when there were too many wrong ones.
///
/// # Errors
/// When the database fails.
pub async fn may_try(state: &AppState, subject: &str) -> Result<bool, Fault> {
    let (now, s) = (state.now_ms(), &state.settings.console);
    if sessions::locked_until(&state.db, subject).await? > now {
        return Ok(false);
    }
    let lock = s.lock_minutes * 60_000;
    Ok(sessions::failed(&state.db, subject, now, s.attempts + 1, lock, lock).await? <= now)
}

/// `POST /sign-out`.
pub async fn leave(State(state): State<AppState>, half: Half, form: super::FormResult) -> Result<Response, Fault> {
    let form = super::form(form)?;
    if !half.secret.fits(field(&form, "csrf")) {
        return Err(Fault::Forbidden);
    }
    sessions::end(&state.db, &half.secret.hash()).await?;
    let mut answer = Redirect::to("/sign-in?why=out").into_response();
    session::forget(&state, answer.headers_mut());
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn after_signing_in_only_a_page_of_ours_is_opened() {
        let good = "/complaints/01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(inside(good), good);
        for bad in ["//evil.example", "https://evil.example", "/complaints/../x", "/complaints/", "/password", ""] {
            assert_eq!(inside(bad), "/");
        }
    }
}
