//! Setting apart what came as a report and is none, and the leaders' pages of what was set apart. Not for who may see it:
//! every query here is one of `db::apart`.
//!
//! What a newcomer would get wrong: after setting something apart the officer who did it cannot open it any more, and
//! every page or photo a leader opens is written down before it is shown.

use super::complaint::was_done;
use super::page::{Fault, Page, Visit, html};
use super::session::{Half, Signed};
use super::view::{CaseView, number};
use super::who::{self, At, Who};
use super::words::{Lang, Words, fill};
use super::{asked, field, format, outside, pictures};
use crate::db::apart;
use crate::db::complaints::{self, ComplaintRow};
use crate::state::AppState;
use crate::workflow::{ActError, Step};
use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use vungsam_domain::{Action, ComplaintId, EventId, Status, fold, limits};

struct Kind {
    name: &'static str,
    hint: &'static str,
    href: String,
}

#[derive(Template)]
#[template(path = "apart_form.html")]
struct FormPage {
    p: Page,
    who: Who,
    back_href: String,
    post_href: String,
    matter: String,
    kinds: Vec<Kind>,
    kind: Option<(String, &'static str)>,
    no_leader: bool,
    changed: Option<String>,
    problems: Vec<(&'static str, String)>,
    text: String,
    max_text: usize,
    expected: &'static str,
    event: String,
}

struct Line {
    href: String,
    drawing: &'static str,
    title: String,
    reference: String,
    kind: &'static str,
    status: &'static str,
    tone: &'static str,
    received: String,
}

#[derive(Template)]
#[template(path = "apart.html")]
struct ListPage {
    p: Page,
    who: Who,
    note: Option<&'static str>,
    rows: Vec<Line>,
    empty_drawing: &'static str,
}

#[derive(Template)]
#[template(path = "apart_case.html")]
struct LeaderPage {
    p: Page,
    who: Who,
    c: CaseView,
    kind: &'static str,
    next_step: &'static str,
    looks: Vec<String>,
    post_href: String,
    max_text: usize,
}

fn name(kind: &str, w: &'static Words) -> &'static str {
    match kind {
        "khieu-nai" => w.kind_khieu_nai,
        "to-cao" => w.kind_to_cao,
        "to-giac" => w.kind_to_giac,
        _ => w.kind_tranh_chap_dat,
    }
}

fn hint(kind: &str, w: &'static Words) -> &'static str {
    match kind {
        "khieu-nai" => w.kind_khieu_nai_hint,
        "to-cao" => w.kind_to_cao_hint,
        "to-giac" => w.kind_to_giac_hint,
        _ => w.kind_tranh_chap_dat_hint,
    }
}

/// What the form held when it came back.
#[derive(Default)]
struct Back {
    kind: Option<String>,
    text: Option<String>,
    event: Option<EventId>,
    changed: bool,
    problems: Vec<(&'static str, String)>,
}

async fn form_page(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    row: &ComplaintRow,
    status: StatusCode,
    back: Back,
) -> Result<Response, Fault> {
    let (lang, w) = (visit.lang, visit.lang.words());
    let path = format!("/complaints/{}/apart", row.id);
    let unit = row
        .unit
        .clone()
        .or_else(|| Some(half.officer.units.first()?.clone()).filter(|_| half.officer.units.len() == 1));
    // The sender's language: it is they who read it.
    let theirs = row.complaint().and_then(|s| Lang::from_id(&s.lang)).unwrap_or_default();
    let kind = back.kind.filter(|k| outside::KINDS.contains(&k.as_str()));
    let text = back.text.or_else(|| kind.as_ref().map(|k| outside::where_to_go(k, theirs))).unwrap_or_default();
    let page = FormPage {
        p: Page::new(visit, w.apart_title, half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Elsewhere).await?,
        back_href: format!("/complaints/{}", row.id),
        post_href: path.clone(),
        matter: who::title(row.complaint().as_ref(), &row.category, lang, 80),
        kinds: outside::KINDS
            .iter()
            .map(|k| Kind { name: name(k, w), hint: hint(k, w), href: format!("{path}?kind={k}") })
            .collect(),
        kind: kind.map(|k| (k.clone(), name(&k, w))),
        no_leader: apart::leaders(&state.db, unit.as_deref()).await? == 0,
        changed: back.changed.then(|| fill(w.changed, &[(w.status)(row.status)])),
        problems: back.problems,
        text,
        max_text: limits::ANSWER_CHARS,
        expected: row.status.id(),
        event: back.event.map_or_else(|| state.ids.uuid().to_string(), |e| e.to_string()),
    };
    Ok(html(status, &page))
}

/// `GET /complaints/{id}/apart`: first which kind, then the words.
pub async fn ask(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Fault> {
    let id: ComplaintId = id.parse().map_err(|_| Fault::NotFound)?;
    let row = complaints::for_officer(&state.db, id, &signed.0.officer.id).await?.ok_or(Fault::NotFound)?;
    let back = Back { kind: Some(field(&asked(&uri), "kind").to_owned()), ..Back::default() };
    form_page(&state, &visit, &signed.0, &row, StatusCode::OK, back).await
}

/// `POST /complaints/{id}/apart`.
pub async fn set(
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
    let event = field(&form, "event").parse::<EventId>().ok();
    let done = || Redirect::to("/?done=apart").into_response();
    let Some(row) = complaints::for_officer(&state.db, id, &half.officer.id).await? else {
        return if was_done(&state, id, event).await? { Ok(done()) } else { Err(Fault::NotFound) };
    };
    let (w, kind, text) = (visit.lang.words(), field(&form, "kind"), fold::clean(field(&form, "text")));
    let mut back = Back { kind: Some(kind.to_owned()), text: Some(text.clone()), event: None, ..Back::default() };
    if !outside::KINDS.contains(&kind) {
        return form_page(&state, &visit, &half, &row, StatusCode::UNPROCESSABLE_ENTITY, back).await;
    }
    let expected = Status::from_id(field(&form, "expected"));
    let step = Step { expected, event, ..Step::new(Action::Refuse, Some(&text)) };
    let status = match state.desk().set_apart(&half.officer, id, kind, step).await {
        Ok(_) => {
            tracing::info!(officer = %half.officer.id, complaint = %id, "set apart");
            return Ok(done());
        }
        Err(ActError::Db(e)) => return Err(e.into()),
        Err(ActError::NotFound | ActError::Target) => return Err(Fault::NotFound),
        Err(ActError::NotAllowed(_) | ActError::Replaced) => {
            back.changed = true;
            StatusCode::CONFLICT
        }
        Err(ActError::TextRequired) => {
            back.problems.push(("text", w.apart_text_required.to_owned()));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(ActError::TextTooLong) => {
            back.problems.push(("text", fill(w.text_too_long, &[&limits::ANSWER_CHARS.to_string()])));
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    form_page(&state, &visit, &half, &row, status, back).await
}

/// `GET /apart`: for leaders.
pub async fn list(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    uri: Uri,
) -> Result<Response, Fault> {
    let (half, lang, w) = (signed.0, visit.lang, visit.lang.words());
    if !half.officer.leader {
        return Err(Fault::NotFound);
    }
    let rows = apart::list(&state.db, &half.officer.id).await?;
    let page = ListPage {
        p: Page::new(&visit, w.apart, half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Apart).await?,
        note: (field(&asked(&uri), "done") == "undone").then_some(w.apart_undone),
        rows: rows
            .iter()
            .map(|r| Line {
                href: format!("/apart/{}", r.id),
                drawing: pictures::drawing(&r.category),
                // Not its words: a list is looked over by whoever passes the screen.
                title: r.kind.as_deref().map_or(w.apart, |k| name(k, w)).to_owned(),
                reference: number(&r.reference),
                kind: r.unit.as_deref().map_or(w.no_commune, |_| ""),
                status: (w.status)(r.status),
                tone: super::queue::tone(r.status),
                received: format::moment(r.received_at, lang),
            })
            .collect(),
        empty_drawing: pictures::drawing("khac"),
    };
    Ok(html(StatusCode::OK, &page))
}

/// `GET /apart/{id}`: for leaders; written down.
pub async fn show(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let (half, lang, w) = (signed.0, visit.lang, visit.lang.words());
    let id: ComplaintId = id.parse().map_err(|_| Fault::NotFound)?;
    let row = apart::for_leader(&state.db, id, &half.officer.id).await?.ok_or(Fault::NotFound)?;
    state.desk().looked(&half.officer, id, "read").await?;
    let c = CaseView::load(&state, &row, lang).await?;
    let looks = apart::accesses(&state.db, id).await?;
    let page = LeaderPage {
        p: Page::new(&visit, c.title.clone(), half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Apart).await?,
        kind: row.kind.as_deref().map_or(w.apart, |k| name(k, w)),
        next_step: "",
        looks: looks
            .into_iter()
            .map(|a| {
                let what = match a.what.as_str() {
                    "set" => w.look_set,
                    "photo" => w.look_photo,
                    "undo" => w.look_undo,
                    _ => w.look_read,
                };
                format!("{} · {} · {what}", format::moment(a.at, lang), a.by)
            })
            .collect(),
        post_href: format!("/apart/{id}/undo"),
        max_text: limits::ANSWER_CHARS,
        c,
    };
    Ok(html(StatusCode::OK, &page))
}

/// `POST /apart/{id}/undo`: it was a report after all.
pub async fn undo(
    State(state): State<AppState>,
    signed: Signed,
    Path(id): Path<String>,
    form: super::FormResult,
) -> Result<Response, Fault> {
    let (half, form) = (signed.0, super::form(form)?);
    if !half.secret.fits(field(&form, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let id: ComplaintId = id.parse().map_err(|_| Fault::NotFound)?;
    match state.desk().undo_apart(&half.officer, id, Some(field(&form, "text"))).await {
        Ok(()) => {
            tracing::info!(officer = %half.officer.id, complaint = %id, "no longer set apart");
            Ok(Redirect::to("/apart?done=undone").into_response())
        }
        Err(ActError::Db(e)) => Err(e.into()),
        Err(ActError::TextTooLong) => Err(Fault::BadRequest),
        // Pressed twice: it is back in the queue already.
        Err(_) if complaints::for_officer(&state.db, id, &half.officer.id).await?.is_some() => {
            Ok(Redirect::to("/apart?done=undone").into_response())
        }
        Err(_) => Err(Fault::NotFound),
    }
}
