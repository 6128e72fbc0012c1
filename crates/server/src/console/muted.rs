//! Muting a device that sends spam: the form, the list, and taking it back. Not for what was said once and is settled: that
//! is a refusal.
//!
//! What a newcomer would get wrong: nothing is refused. The sender still gets receipts and the reports lie in the list
//! called muted, because a person who cried wolf may one day see one.

use super::page::{Fault, Page, Visit, html};
use super::session::{Half, Signed};
use super::who::{self, At, Who};
use super::words::{count as counted, fill};
use super::{asked, field, format, pictures};
use crate::db::complaints::{self, ComplaintRow};
use crate::db::mutes;
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use vungsam_domain::{ComplaintId, fold};

/// Longest reason, in characters.
const REASON_CHARS: usize = 300;

struct Line {
    unit: String,
    by: String,
    reason: String,
    reports: String,
    device: String,
    unit_id: String,
}

#[derive(Template)]
#[template(path = "muted.html")]
struct MutedPage {
    p: Page,
    who: Who,
    note: Option<&'static str>,
    rows: Vec<Line>,
    empty_drawing: &'static str,
}

#[derive(Template)]
#[template(path = "mute.html")]
struct MutePage {
    p: Page,
    who: Who,
    back_href: String,
    matter: String,
    problems: Vec<(&'static str, String)>,
    reason: String,
    max_reason: usize,
}

/// `GET /muted`.
pub async fn list(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    uri: Uri,
) -> Result<Response, Fault> {
    let (half, lang, w) = (signed.0, visit.lang, visit.lang.words());
    let rows = mutes::list(&state.db, &half.officer.id).await?;
    let page = MutedPage {
        p: Page::new(&visit, w.muted, half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Muted).await?,
        note: (field(&asked(&uri), "done") == "heard").then_some(w.unmuted),
        rows: rows
            .into_iter()
            .map(|m| Line {
                unit: who::unit(&m.unit, lang),
                by: fill(w.muted_by, &[&m.by, &format::moment(m.at, lang)]),
                reason: m.reason,
                reports: match m.last {
                    Some(last) => format!(
                        "{} · {}",
                        counted(u64::try_from(m.reports).unwrap_or_default(), w.report_one, w.report_many),
                        fill(w.last_at, &[&format::moment(last, lang)])
                    ),
                    None => w.no_reports.to_owned(),
                },
                device: m.device.to_string(),
                unit_id: m.unit,
            })
            .collect(),
        empty_drawing: pictures::drawing("khac"),
    };
    Ok(html(StatusCode::OK, &page))
}

/// `POST /muted`: hears a device again.
pub async fn undo(State(state): State<AppState>, signed: Signed, form: super::FormResult) -> Result<Response, Fault> {
    let (half, form) = (signed.0, super::form(form)?);
    if !half.secret.fits(field(&form, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let device = field(&form, "device").parse().map_err(|_| Fault::BadRequest)?;
    mutes::remove(&state.db, device, field(&form, "unit"), &half.officer.id).await?;
    tracing::info!(officer = %half.officer.id, "device heard again");
    Ok(Redirect::to("/muted?done=heard").into_response())
}

async fn page(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    row: &ComplaintRow,
    status: StatusCode,
    reason: String,
    problems: Vec<(&'static str, String)>,
) -> Result<Response, Fault> {
    let (lang, w) = (visit.lang, visit.lang.words());
    let page = MutePage {
        p: Page::new(visit, w.mute_title, half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Elsewhere).await?,
        back_href: format!("/complaints/{}", row.id),
        matter: who::title(row.complaint().as_ref(), &row.category, lang, 80),
        problems,
        reason,
        max_reason: REASON_CHARS,
    };
    Ok(html(status, &page))
}

/// `GET /complaints/{id}/mute`.
pub async fn ask(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let id: ComplaintId = id.parse().map_err(|_| Fault::NotFound)?;
    let row = complaints::for_officer(&state.db, id, &signed.0.officer.id).await?.ok_or(Fault::NotFound)?;
    page(&state, &visit, &signed.0, &row, StatusCode::OK, String::new(), Vec::new()).await
}

/// `POST /complaints/{id}/mute`.
pub async fn mute(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(id): Path<String>,
    form: super::FormResult,
) -> Result<Response, Fault> {
    let (half, form) = (signed.0, super::form(form)?);
    if !half.secret.fits(field(&form, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let id: ComplaintId = id.parse().map_err(|_| Fault::NotFound)?;
    let row = complaints::for_officer(&state.db, id, &half.officer.id).await?.ok_or(Fault::NotFound)?;
    let (w, reason) = (visit.lang.words(), fold::clean(field(&form, "reason")));
    let long = reason.chars().count() > REASON_CHARS;
    if reason.is_empty() || long {
        let said =
            if long { fill(w.text_too_long, &[&REASON_CHARS.to_string()]) } else { w.mute_reason_required.to_owned() };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(&state, &visit, &half, &row, status, reason, vec![("reason", said)]).await;
    }
    let units = row.unit.clone().map_or_else(|| half.officer.units.clone(), |u| vec![u]);
    mutes::add(&state.db, row.device, &units, &half.officer.id, &reason, state.now_ms()).await?;
    tracing::info!(officer = %half.officer.id, device = %row.device, "device muted");
    Ok(Redirect::to(&format!("/complaints/{id}?done=muted")).into_response())
}
