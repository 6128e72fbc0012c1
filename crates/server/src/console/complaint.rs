//! One complaint: what was said, where, by whom, what happened, and what the officer may do next. Not for the list.
//!
//! What a newcomer would get wrong: the form says in which state the officer saw the complaint. If that has changed,
//! nothing is written and the page is shown again with what was typed. The form also carries the id of the step it
//! would write, so pressing twice writes one step.

use super::case_form::{self, OFFERED, Plan, Problem, Sent, Typed};
use super::confirm;
use super::page::{Fault, Page, Visit, html};
use super::session::{Half, Signed};
use super::view::CaseView;
use super::who::{self, At, Who};
use super::words::{Lang, Words, fill};
use super::{asked, field, format, outside};
use crate::db::complaints::{self, ComplaintRow};
use crate::db::{cases, events, mutes, officers, queue};
use crate::state::AppState;
use crate::workflow::{ActError, Step, To};
use askama::Template;
use axum::extract::{Extension, Path, Request, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use vungsam_domain::{Action, ComplaintId, EventId, PhotoRef, limits};

/// A step that may be chosen.
pub struct Choice {
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    outcome: &'static str,
    with: &'static str,
    on: bool,
}

/// A line of a list to choose from.
struct Item {
    value: String,
    label: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "complaint.html")]
struct CasePage {
    p: Page,
    who: Who,
    c: CaseView,
    queue_href: &'static str,
    note: Option<&'static str>,
    changed: Option<String>,
    spoke: bool,
    heard_href: String,
    muted: Option<String>,
    held_by: Option<String>,
    links: Vec<(String, String)>,
    problems: Vec<Problem>,
    again: bool,
    elsewhere: bool,
    next_step: &'static str,
    choices: Vec<Choice>,
    officers: Vec<Item>,
    units: Vec<Item>,
    agencies: Vec<Item>,
    today: String,
    post_href: String,
    apart_href: String,
    mute_href: String,
    expected: &'static str,
    event: String,
    t: Typed,
    max_text: usize,
}

impl CasePage {
    fn wrong(&self, name: &str) -> Option<&str> {
        self.problems.iter().find(|(f, _)| f == name).map(|(_, said)| said.as_str())
    }
}

/// What the form held when it came back, and why it did.
#[derive(Default)]
struct Back {
    typed: Typed,
    problems: Vec<Problem>,
    /// Files have to be chosen again.
    again: bool,
    changed: bool,
    /// ... because the sender sent a newer version.
    replaced: bool,
    note: Option<&'static str>,
}

/// `GET /complaints/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Fault> {
    let id = id.parse().map_err(|_| Fault::NotFound)?;
    let (half, w) = (&signed.0, visit.lang.words());
    let row = complaints::for_officer(&state.db, id, &half.officer.id).await?.ok_or(Fault::NotFound)?;
    let newest = cases::newest(&state.db, &row).await?;
    if newest != id && complaints::for_officer(&state.db, newest, &half.officer.id).await?.is_some() {
        return Ok(Redirect::to(&format!("/complaints/{newest}?done=newest")).into_response());
    }
    let note = match field(&asked(&uri), "done") {
        "1" => Some(w.written),
        "inside" => Some(w.written_inside),
        "heard" => Some(w.marked_read),
        "newest" => Some(w.newest_shown),
        "muted" => Some(w.muted_done),
        _ => None,
    };
    case(&state, &visit, half, &row, StatusCode::OK, Back { note, ..Back::default() }).await
}

/// `POST /complaints/{id}/heard`: what the sender said was read.
pub async fn heard(
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
    if cases::heard(&state.db, id, &half.officer.id).await? {
        Ok(Redirect::to(&format!("/complaints/{id}?done=heard")).into_response())
    } else {
        Err(Fault::NotFound)
    }
}

/// `POST /complaints/{id}`.
pub async fn act(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let (half, w) = (signed.0, visit.lang.words());
    let id: ComplaintId = id.parse().map_err(|_| Fault::NotFound)?;
    let sent = case_form::read(&state, &half, request).await?;
    let typed = Typed::read(&sent.fields);
    let Some(row) = complaints::for_officer(&state.db, id, &half.officer.id).await? else {
        // Pressed twice, and the first time took it out of this officer's sight.
        return if was_done(&state, id, typed.event).await? { Ok(gone()) } else { Err(Fault::NotFound) };
    };
    let mut back = Back { again: sent.had_files, typed: typed.clone(), ..Back::default() };
    let Some(action) = typed.action else {
        back.problems.push(("action".to_owned(), w.choose_action.to_owned()));
        return case(&state, &visit, &half, &row, StatusCode::UNPROCESSABLE_ENTITY, back).await;
    };
    if typed.sure == Some(false) {
        return case(&state, &visit, &half, &row, StatusCode::OK, back).await;
    }
    let plan = match case_form::check(&state, &half, id, action, &typed, w).await? {
        Ok(plan) => plan,
        Err(problems) => {
            back.problems = problems;
            return case(&state, &visit, &half, &row, StatusCode::UNPROCESSABLE_ENTITY, back).await;
        }
    };
    back.problems.extend(sent.problem(w).filter(|_| takes_photos(action)));
    let was = typed.event.is_some() && was_done(&state, id, typed.event).await?;
    if back.problems.is_empty() && !was {
        let fits = typed.expected.is_none_or(|e| e == row.status) && row.status.after(action).is_some();
        let brief = typed.text.chars().count() <= limits::ANSWER_CHARS;
        if confirm::needed(&plan, &typed) && fits && brief {
            return confirm::page(&state, &visit, &half, &row, &plan, &typed).await;
        }
    }
    let result = match back.problems.is_empty() {
        true => take(&state, &half, &row, action, &typed, &plan, &sent).await?,
        false => Err(None),
    };
    let status = match result {
        Ok(to) => return Ok(Redirect::to(&to).into_response()),
        Err(None) => StatusCode::UNPROCESSABLE_ENTITY,
        Err(Some(e)) => refused(e, action, &mut back, w)?,
    };
    let row = complaints::for_officer(&state.db, id, &half.officer.id).await?.ok_or(Fault::NotFound)?;
    if row.replaced_by.is_some() {
        let newest = cases::newest(&state.db, &row).await?;
        if let Some(newer) = complaints::for_officer(&state.db, newest, &half.officer.id).await? {
            return case(&state, &visit, &half, &newer, StatusCode::CONFLICT, back).await;
        }
    }
    case(&state, &visit, &half, &row, status, back).await
}

/// Turns what went wrong with a step into what the page says.
fn refused(e: ActError, action: Action, back: &mut Back, w: &'static Words) -> Result<StatusCode, Fault> {
    let (name, said) = match e {
        ActError::NotFound => return Err(Fault::NotFound),
        ActError::Db(e) => return Err(e.into()),
        e @ (ActError::NotAllowed(_) | ActError::Replaced) => {
            back.changed = true;
            back.replaced = matches!(e, ActError::Replaced);
            return Ok(StatusCode::CONFLICT);
        }
        ActError::TextRequired => {
            let said = match action {
                Action::Refuse => w.reason_required,
                Action::AskMore => w.question_required,
                _ => w.text_required,
            };
            ("text", said.to_owned())
        }
        ActError::TextTooLong => ("text", fill(w.text_too_long, &[&limits::ANSWER_CHARS.to_string()])),
        ActError::Target if action == Action::MarkDuplicate => ("other", w.other_missing.to_owned()),
        ActError::Target => ("to", w.to_required.to_owned()),
    };
    back.problems.push((name.to_owned(), said));
    Ok(StatusCode::UNPROCESSABLE_ENTITY)
}

fn takes_photos(action: Action) -> bool {
    matches!(action, Action::Answer | Action::AskMore)
}

/// Whether the step of this form was written before.
pub async fn was_done(state: &AppState, id: ComplaintId, event: Option<EventId>) -> Result<bool, Fault> {
    let Some(event) = event else { return Ok(false) };
    let mut tx = state.db.begin().await?;
    Ok(events::find(&mut tx, event).await?.is_some_and(|(of, _)| of == id))
}

/// Where an officer goes whose complaint went elsewhere.
pub fn gone() -> Response {
    Redirect::to("/?done=moved").into_response()
}

/// Takes the step; where to go on. `Err(Some)`: it was not taken.
async fn take(
    state: &AppState,
    half: &Half,
    row: &ComplaintRow,
    action: Action,
    typed: &Typed,
    plan: &Plan,
    sent: &Sent,
) -> Result<Result<String, Option<ActError>>, Fault> {
    let (desk, id) = (state.desk(), row.id);
    let words = words_of_move(row, plan, typed);
    let base = Step { expected: typed.expected, event: typed.event, ..Step::new(action, Some(&words)) };
    let (result, done) = match plan {
        Plan::Officer(to) => {
            let to = to.as_deref().map_or(To::Nobody, To::Officer);
            (desk.give(&half.officer, id, to, base).await, "inside")
        }
        Plan::Unit(unit) => (desk.give(&half.officer, id, To::Unit(unit), base).await, "1"),
        Plan::Step { handover, others } => {
            let mut photos: Vec<PhotoRef> = Vec::new();
            if takes_photos(action) {
                // Files first: a step must never name a photo that is not there.
                for proof in &sent.photos {
                    state.blobs.put(id, &proof.photo.sha256, proof.jpeg.clone()).await?;
                    photos.push(proof.photo.clone());
                }
            }
            let other = others.iter().find(|o| others.len() == 1 || o.id.to_string() == typed.other_id);
            let duplicate_of = other.map(|o| o.id);
            let step = Step { photos: &photos, handover: handover.as_ref(), duplicate_of, ..base };
            (desk.step(&half.officer, id, step).await, "1")
        }
    };
    Ok(match result {
        Err(e) => Err(Some(e)),
        Ok(_) if complaints::for_officer(&state.db, id, &half.officer.id).await?.is_none() => {
            Ok("/?done=moved".to_owned())
        }
        Ok(_) => Ok(format!("/complaints/{id}?done={done}")),
    })
}

/// The officer's words; for a change of commune without any, a sentence in the sender's language that says it. A
/// duplicate tells that the matter is known, and nothing about the other report.
pub fn words_of_move(row: &ComplaintRow, plan: &Plan, typed: &Typed) -> String {
    let theirs = row.complaint().and_then(|s| Lang::from_id(&s.lang)).unwrap_or_default();
    match plan {
        _ if !typed.text.is_empty() => typed.text.clone(),
        Plan::Unit(unit) => fill(theirs.words().tell_moved, &[&who::unit(unit, theirs)]),
        Plan::Step { others, .. } if !others.is_empty() => theirs.words().tell_duplicate.to_owned(),
        _ => String::new(),
    }
}

async fn case(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    row: &ComplaintRow,
    code: StatusCode,
    back: Back,
) -> Result<Response, Fault> {
    let (lang, w, id) = (visit.lang, visit.lang.words(), row.id);
    let (mut problems, me) = (back.problems, &half.officer);
    // Its newest version is another commune's by now.
    let elsewhere = row.replaced_by.is_some();
    let choices = if elsewhere { Vec::new() } else { choices(row, back.typed.action, w) };
    if let (Some(first), Some(problem)) = (choices.first(), problems.first_mut().filter(|(f, _)| f == "action")) {
        problem.0 = format!("action-{}", first.id);
    }
    let c = CaseView::load(state, row, lang).await?;
    let mute = mutes::of_device(&state.db, &me.id, row.device).await?;
    let units = row.unit.clone().map_or_else(|| me.units.clone(), |u| vec![u]);
    let muted = mute.iter().find(|m| units.contains(&m.unit));
    let colleagues = officers::colleagues(&state.db, &units).await?;
    let holder = row.assignee.as_ref().and_then(|a| colleagues.iter().find(|(id, _)| id == a));
    let page = CasePage {
        p: Page::new(visit, c.title.clone(), half.secret.token()),
        who: Who::load(&state.db, me, lang, At::Elsewhere).await?,
        queue_href: "/",
        note: back.note,
        changed: back.changed.then(|| match back.replaced {
            true => w.replaced_by.to_owned(),
            false => fill(w.changed, &[(w.status)(row.status)]),
        }),
        spoke: !elsewhere && queue::spoke(&state.db, id).await?,
        heard_href: format!("/complaints/{id}/heard"),
        muted: muted.map(|m| fill(w.is_muted, &[&m.by, &format::moment(m.at, lang), &m.reason])),
        held_by: holder.map(|(id, name)| if *id == me.id { w.held_by_me.to_owned() } else { fill(w.held_by, &[name]) }),
        links: links(state, half, row, lang).await?,
        problems,
        again: back.again,
        elsewhere,
        next_step: (w.next)(row.status),
        officers: colleagues
            .iter()
            .map(|(id, name)| Item {
                on: back.typed.to == format!("o:{id}"),
                value: format!("o:{id}"),
                label: if *id == me.id { fill(w.to_me, &[name]) } else { name.clone() },
            })
            .collect(),
        units: communes(row, &back.typed, lang),
        agencies: outside::agencies(&row.category, lang)
            .into_iter()
            .map(|(value, label)| Item { on: back.typed.agency == value, value, label })
            .collect(),
        today: format::day(state.now_ms()).to_string(),
        post_href: format!("/complaints/{id}"),
        apart_href: format!("/complaints/{id}/apart"),
        mute_href: format!("/complaints/{id}/mute"),
        expected: row.status.id(),
        event: state.ids.uuid().to_string(),
        t: back.typed,
        max_text: limits::ANSWER_CHARS,
        choices,
        c,
    };
    Ok(html(code, &page))
}

/// Every commune but the one that has it.
fn communes(row: &ComplaintRow, typed: &Typed, lang: Lang) -> Vec<Item> {
    let pack = crate::content::pack();
    let others = pack.units.iter().filter(|u| row.unit.as_ref() != Some(&u.id));
    others
        .map(|u| Item {
            on: typed.to == format!("u:{}", u.id),
            value: format!("u:{}", u.id),
            label: lang.of(&u.name).to_owned(),
        })
        .collect()
}

fn choices(row: &ComplaintRow, chosen: Option<Action>, w: &'static Words) -> Vec<Choice> {
    // Once answered it is the sender's turn; there is nothing to give to anybody.
    let fits = |a: &Action| row.status.after(*a).is_some() && (*a != Action::Assign || queue::is_open(row.status));
    let allowed: Vec<Action> = OFFERED.into_iter().filter(fits).collect();
    let on = chosen.filter(|c| allowed.contains(c)).or(allowed.first().copied());
    let choice = |a: Action| Choice {
        id: a.id(),
        label: (w.action)(a),
        hint: (w.action_hint)(a),
        outcome: (w.done)(a),
        with: match a {
            Action::Answer => w.will_see_answer,
            Action::Refuse => w.will_see_reason,
            Action::AskMore => w.will_see_question,
            Action::Transfer => w.will_see_transfer,
            Action::MarkDuplicate => w.will_see_duplicate,
            Action::Assign => w.will_see_assign,
            _ => w.will_see_message,
        },
        on: on == Some(a),
    };
    allowed.into_iter().map(choice).collect()
}

/// Links to the report it was joined to and to those joined to it, where this officer may see them.
async fn links(state: &AppState, half: &Half, row: &ComplaintRow, lang: Lang) -> Result<Vec<(String, String)>, Fault> {
    let (w, me) = (lang.words(), &half.officer.id);
    let mut found = Vec::new();
    if let Some(id) = row.duplicate_of.as_deref().and_then(|o| o.parse().ok())
        && let Some(other) = complaints::for_officer(&state.db, id, me).await?
    {
        let said = fill(w.joined_to, &[&super::view::number(&other.reference)]);
        found.push((format!("/complaints/{id}"), said));
    }
    for other in cases::joined(&state.db, me, row.id).await? {
        let said = fill(w.joined_here, &[&super::view::number(&other.reference)]);
        found.push((format!("/complaints/{}", other.id), said));
    }
    Ok(found)
}
