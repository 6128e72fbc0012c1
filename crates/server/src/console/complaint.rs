//! One complaint: what was said, where, by whom, what happened, and what the officer may do next. Not for the list.
//!
//! What a newcomer would get wrong: the form says in which state the officer saw the complaint. If that has changed,
//! nothing is written and the page is shown again with what was typed. The form also carries the id of the step it
//! would write, so pressing twice writes one step.

use super::page::{Fault, Page, Visit, html};
use super::session::{Half, Signed};
use super::who::{self, Who};
use super::words::{Lang, Words, count as counted, fill};
use super::{asked, field, format, pictures, queue};
use crate::db::complaints::{self, ComplaintRow};
use crate::db::photos::PhotoRow;
use crate::db::{events, photos};
use crate::state::AppState;
use crate::workflow::{ActError, Step};
use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use vungsam_domain::wire::Event;
use vungsam_domain::{Action, Actor, Complaint, ComplaintId, EventId, Reference, Status, fold, limits};

/// What the console offers; the rest of the table comes with routing and questions.
const OFFERED: [Action; 4] = [Action::Accept, Action::Start, Action::Answer, Action::Refuse];

struct Shot {
    name: String,
    src: Option<String>,
    width: i64,
    height: i64,
}

struct Done {
    what: &'static str,
    when: String,
    who: String,
    text: Vec<String>,
    last: bool,
}

struct Choice {
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    outcome: &'static str,
    with: &'static str,
    on: bool,
}

#[derive(Template)]
#[template(path = "complaint.html")]
struct CasePage {
    p: Page,
    who: Who,
    queue_href: &'static str,
    drawing: &'static str,
    reference: String,
    category: String,
    place_line: String,
    status: &'static str,
    tone: &'static str,
    note: Option<&'static str>,
    changed: Option<String>,
    problems: Vec<(String, String)>,
    text_problem: Option<String>,
    text: Vec<String>,
    photos: Vec<Shot>,
    photo_line: String,
    times: String,
    links: Vec<(String, &'static str)>,
    person: String,
    person_phone: Option<(String, String)>,
    place: Vec<String>,
    steps: Vec<Done>,
    next_step: &'static str,
    choices: Vec<Choice>,
    post_href: String,
    expected: &'static str,
    event: String,
    typed: String,
    max_text: usize,
}

/// What the form held when it came back, and why it did.
#[derive(Default)]
struct Back {
    action: Option<Action>,
    typed: String,
    problems: Vec<(String, String)>,
    changed: bool,
    done: bool,
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
    let done = field(&asked(&uri), "done") == "1";
    case(&state, &visit, &signed.0, id, StatusCode::OK, Back { done, ..Back::default() }).await
}

/// `POST /complaints/{id}`.
pub async fn act(
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
    let action = Action::from_id(field(&form, "action")).filter(|a| OFFERED.contains(a));
    let typed = fold::clean(field(&form, "text"));
    let mut back = Back { action, typed, ..Back::default() };
    let Some(action) = action else {
        back.problems.push(("action".to_owned(), visit.lang.words().choose_action.to_owned()));
        return case(&state, &visit, &half, id, StatusCode::UNPROCESSABLE_ENTITY, back).await;
    };
    let step = Step {
        action,
        text: Some(&back.typed),
        expected: Status::from_id(field(&form, "expected")),
        event: field(&form, "event").parse::<EventId>().ok(),
    };
    let w = visit.lang.words();
    let status = match state.desk().step(&half.officer, id, step).await {
        Ok(_) => return Ok(Redirect::to(&format!("/complaints/{id}?done=1")).into_response()),
        Err(ActError::NotFound) => return Err(Fault::NotFound),
        Err(ActError::Db(e)) => return Err(e.into()),
        Err(ActError::NotAllowed(_)) => {
            back.changed = true;
            StatusCode::CONFLICT
        }
        Err(ActError::TextRequired) => {
            let said = if action == Action::Refuse { w.reason_required } else { w.text_required };
            back.problems.push(("text".to_owned(), said.to_owned()));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(ActError::TextTooLong) => {
            let said = fill(w.text_too_long, &[&limits::ANSWER_CHARS.to_string()]);
            back.problems.push(("text".to_owned(), said));
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    case(&state, &visit, &half, id, status, back).await
}

async fn case(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    id: ComplaintId,
    code: StatusCode,
    back: Back,
) -> Result<Response, Fault> {
    let (lang, w) = (visit.lang, visit.lang.words());
    let row = complaints::for_officer(&state.db, id, &half.officer.id).await?.ok_or(Fault::NotFound)?;
    let (shots, past) = (photos::of_complaint(&state.db, id).await?, events::of_complaint(&state.db, id).await?);
    let said = row.complaint();
    let mut problems = back.problems;
    let choices = choices(row.status, back.action, w);
    if let (Some(first), Some(problem)) = (choices.first(), problems.first_mut().filter(|(f, _)| f == "action")) {
        problem.0 = format!("action-{}", first.id);
    }
    let (person, person_phone) = person(said.as_ref(), w);
    let page = CasePage {
        p: Page::new(visit, who::title(said.as_ref(), &row.category, lang, 80), half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, false).await?,
        queue_href: "/",
        drawing: pictures::drawing(&row.category),
        reference: Reference::parse(&row.reference).map_or_else(|_| row.reference.clone(), |r| r.to_string()),
        category: who::category(&row.category, lang),
        place_line: said.as_ref().map_or(w.no_place.to_owned(), |s| who::place_line(&s.place, lang, true)),
        status: (w.status)(row.status),
        tone: queue::tone(row.status),
        note: back.done.then_some(w.written),
        changed: back.changed.then(|| fill(w.changed, &[(w.status)(row.status)])),
        text_problem: problems.iter().find(|(f, _)| f == "text").map(|(_, said)| said.clone()),
        problems,
        text: said.as_ref().map(|s| format::lines(&s.text)).unwrap_or_default(),
        photo_line: photo_line(&shots, w),
        photos: shots.iter().map(|s| shot(id, s, w)).collect(),
        times: said.as_ref().map_or_else(
            || format::full_moment(row.received_at, lang),
            |s| format::saved_received(s.saved_at_ms, row.received_at, lang),
        ),
        links: links(state, half, &row, w).await?,
        person,
        person_phone,
        place: place(said.as_ref(), lang),
        steps: steps(&row, &past, lang),
        next_step: (w.next)(row.status),
        choices,
        post_href: format!("/complaints/{id}"),
        expected: row.status.id(),
        event: state.ids.uuid().to_string(),
        typed: back.typed,
        max_text: limits::ANSWER_CHARS,
    };
    Ok(html(code, &page))
}

fn choices(status: Status, chosen: Option<Action>, w: &'static Words) -> Vec<Choice> {
    let allowed: Vec<Action> = status.actions(Actor::Officer).filter(|a| OFFERED.contains(a)).collect();
    let on = chosen.filter(|c| allowed.contains(c)).or(allowed.first().copied());
    let choice = |a: Action| Choice {
        id: a.id(),
        label: (w.action)(a),
        hint: (w.action_hint)(a),
        outcome: (w.done)(a),
        with: match a {
            Action::Answer => w.will_see_answer,
            Action::Refuse => w.will_see_reason,
            _ => w.will_see_message,
        },
        on: on == Some(a),
    };
    allowed.into_iter().map(choice).collect()
}

fn shot(id: ComplaintId, photo: &PhotoRow, w: &Words) -> Shot {
    Shot {
        name: fill(w.photo_n, &[&(photo.ord + 1).to_string()]),
        src: photo.received_at.map(|_| format!("/photos/{id}/{}", photo.sha256)),
        width: photo.width,
        height: photo.height,
    }
}

fn photo_line(shots: &[PhotoRow], w: &Words) -> String {
    let here = shots.iter().filter(|s| s.received_at.is_some()).count();
    let n = |n: usize| u64::try_from(n).unwrap_or_default();
    match (here, shots.len() - here) {
        (0, 0) => w.no_photos.to_owned(),
        (here, 0) => counted(n(here), w.whole_one, w.whole_many),
        (0, coming) => counted(n(coming), w.coming_one, w.coming_many),
        (here, coming) => {
            let (here, coming) =
                (counted(n(here), w.whole_one, w.whole_many), counted(n(coming), w.coming_one, w.coming_many));
            format!("{here} · {coming}")
        }
    }
}

/// Links to the complaint it replaces and to the one that replaced it, where this officer may see them.
async fn links(
    state: &AppState,
    half: &Half,
    row: &ComplaintRow,
    w: &'static Words,
) -> Result<Vec<(String, &'static str)>, Fault> {
    let mut found = Vec::new();
    for (other, said) in [(&row.replaced_by, w.replaced_by), (&row.replaces, w.replaces)] {
        if let Some(id) = other.as_deref().and_then(|o| o.parse().ok())
            && complaints::for_officer(&state.db, id, &half.officer.id).await?.is_some()
        {
            found.push((format!("/complaints/{id}"), said));
        }
    }
    Ok(found)
}

fn person(said: Option<&Complaint>, w: &'static Words) -> (String, Option<(String, String)>) {
    let Some(contact) = said.and_then(|s| s.contact.as_ref()) else { return (w.anonymous.to_owned(), None) };
    let (name, phone) = (contact.name.trim(), contact.phone.trim());
    let name = if name.is_empty() { w.anonymous } else { name };
    let dial: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (name.to_owned(), (!dial.is_empty()).then(|| (dial, phone.to_owned())))
}

fn place(said: Option<&Complaint>, lang: Lang) -> Vec<String> {
    let Some(place) = said.map(|s| &s.place) else { return vec![lang.words().no_place.to_owned()] };
    let mut lines = Vec::new();
    lines.extend(who::village(place));
    lines.extend(place.unit.as_deref().map(|u| who::unit(u, lang)));
    lines.extend(who::near(place, lang));
    if let Some(p) = place.position {
        let (pattern, text) = if p.exact {
            (lang.words().position_exact, format!("{:.5}, {:.5}", p.lat, p.lon))
        } else {
            (lang.words().position_rough, format!("{:.3}, {:.3}", p.lat, p.lon))
        };
        lines.push(fill(pattern, &[&text]));
    }
    if lines.is_empty() {
        lines.push(lang.words().no_place.to_owned());
    }
    lines
}

fn steps(row: &ComplaintRow, past: &[Event], lang: Lang) -> Vec<Done> {
    let w = lang.words();
    let mut steps = vec![Done {
        what: w.received_step,
        when: format::moment(row.received_at, lang),
        who: w.receipt_signed.to_owned(),
        text: Vec::new(),
        last: false,
    }];
    steps.extend(past.iter().map(|e| Done {
        what: (w.done)(e.action),
        when: format::moment(e.at_ms, lang),
        who: match (e.by.name.trim(), &e.by.unit) {
            ("", _) => w.sender.to_owned(),
            (name, Some(unit)) => who::one_line([name.to_owned(), who::unit(unit, lang)].into_iter(), lang),
            (name, None) => name.to_owned(),
        },
        text: e.text.as_deref().map(format::lines).unwrap_or_default(),
        last: false,
    }));
    if let Some(last) = steps.last_mut() {
        last.last = true;
    }
    steps
}
