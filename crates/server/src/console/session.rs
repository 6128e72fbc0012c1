//! Who is asking: an officer with a session, or nobody. Not for checking passwords.
//!
//! What a newcomer would get wrong: an officer who must change the password has a session, but every page behind
//! [`Signed`] sends them to the password page first.

use super::cookies::{self, Secret};
use super::page::{Fault, encode};
use crate::db::officers::{self, Officer};
use crate::db::{DbError, sessions};
use crate::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Redirect, Response};

/// A session's time is written at most this often.
const TOUCH_MS: i64 = 60_000;

/// An officer with a session, who may still have to change the password.
pub struct Half {
    /// Who.
    pub officer: Officer,
    /// The session's secret.
    pub secret: Secret,
}

/// An officer with a session and a password of their own.
pub struct Signed(pub Half);

/// The officer whose session these headers carry.
///
/// # Errors
/// When the database fails.
pub async fn find(state: &AppState, headers: &HeaderMap) -> Result<Option<Half>, DbError> {
    let Some(secret) = Secret::read(headers, cookies::SESSION) else { return Ok(None) };
    let (now, hash) = (state.now_ms(), secret.hash());
    let Some(session) = sessions::find(&state.db, &hash, now).await? else { return Ok(None) };
    let Some(officer) = officers::by_id(&state.db, &session.officer_id).await?.filter(|o| o.active) else {
        return Ok(None);
    };
    if now - session.seen_at >= TOUCH_MS {
        sessions::touch(&state.db, &hash, now, ends(state, session.created_at, now)).await?;
    }
    Ok(Some(Half { officer, secret }))
}

/// When a session ends that began then and is used now.
fn ends(state: &AppState, began: i64, now: i64) -> i64 {
    let s = &state.settings.console;
    (now + s.idle_minutes * 60_000).min(began + s.session_hours * 3_600_000)
}

/// Begins a session and puts its cookie into the answer.
///
/// # Errors
/// When the database fails.
pub async fn begin(state: &AppState, officer: &str, answer: &mut HeaderMap) -> Result<Secret, DbError> {
    let secret = Secret::new(state.ids.secret());
    let now = state.now_ms();
    sessions::create(&state.db, &secret.hash(), officer, now, ends(state, now, now)).await?;
    cookies::set(answer, cookies::SESSION, &secret.reveal(), None, state.settings.console.secure_cookie);
    Ok(secret)
}

/// Takes the session's cookie away.
pub fn forget(state: &AppState, answer: &mut HeaderMap) {
    cookies::set(answer, cookies::SESSION, "", Some(0), state.settings.console.secure_cookie);
}

impl FromRequestParts<AppState> for Half {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        match find(state, &parts.headers).await {
            Ok(Some(half)) => Ok(half),
            Ok(None) => {
                let had = Secret::read(&parts.headers, cookies::SESSION).is_some();
                let why = if had { "&why=expired" } else { "" };
                let next = if parts.method == Method::GET { parts.uri.path() } else { "/" };
                Err(Redirect::to(&format!("/sign-in?next={}{why}", encode(next))).into_response())
            }
            Err(e) => Err(Fault::from(e).into_response()),
        }
    }
}

impl FromRequestParts<AppState> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Response> {
        let half = Half::from_request_parts(parts, state).await?;
        if half.officer.must_change {
            return Err(Redirect::to("/password").into_response());
        }
        Ok(Self(half))
    }
}
