//! One dossier with its timeline, and the form for the next step; and the form for a new one. Not for judging a step.
//!
//! What a newcomer would get wrong: the form carries how many steps were seen. The same form sent twice says what is
//! known and is done; another one, after somebody else wrote, is shown again with what was typed.

use super::form::{self, Against, Problem, Typed};
use super::words::{Said, said};
use super::{day, due, status, tone};
use crate::console::page::{Fault, Page, Visit, encode, html};
use crate::console::session::{Half, Signed};
use crate::console::who::{self, At, Who};
use crate::console::words::{Lang, count, fill};
use crate::console::{FormResult, asked, field, format};
use crate::db::dossiers::desk::{self, Dossier};
use crate::db::dossiers::{self, Outcome, Row, Taken, Teller};
use crate::db::{DbError, Tx};
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use vungsam_domain::dossier::{SourceKind, code, steps};
use vungsam_domain::limits;

/// A step on the page.
struct Told {
    what: String,
    when: String,
    who: String,
    lines: Vec<String>,
    facts: Vec<String>,
    counts: bool,
}

struct Choice {
    id: u8,
    label: &'static str,
    see: &'static str,
    on: bool,
}

struct Pick {
    value: String,
    label: String,
    on: bool,
}

/// The form, as far as both pages share it.
struct Form {
    d: &'static Said,
    t: Typed,
    problems: Vec<Problem>,
    statuses: Vec<Choice>,
    units: Vec<Pick>,
    today: String,
    max: usize,
    due_hint: &'static str,
}

impl Form {
    fn wrong(&self, field: &str) -> Option<&str> {
        self.problems.iter().find(|(f, _)| f == field).map(|(_, said)| said.as_str())
    }

    fn new(half: &Half, lang: Lang, now: i64, mut t: Typed, problems: Vec<Problem>, held: Option<&Dossier>) -> Self {
        let today = format::day(now).to_string();
        if t.on.is_empty() {
            t.on.clone_from(&today);
        }
        let d = said(lang);
        let choice = |id| Choice { id, label: (d.status)(id), see: (d.seen)(id), on: t.status == Some(id) };
        let units = half.officer.units.iter().filter(|_| half.officer.units.len() > 1);
        Self {
            d,
            statuses: (1..=10).map(choice).collect(),
            units: units.map(|u| Pick { value: u.clone(), label: who::unit(u, lang), on: *u == t.unit }).collect(),
            today,
            max: limits::SUPPLEMENT_CHARS,
            due_hint: if held.is_some_and(|h| is_late(h, now, lang)) { d.due_late_hint } else { d.due_hint },
            t,
            problems,
        }
    }
}

#[derive(Template)]
#[template(path = "dossier.html")]
struct OnePage {
    p: Page,
    who: Who,
    d: &'static Said,
    note: Option<&'static str>,
    changed: bool,
    problems: Vec<Problem>,
    procedure: String,
    status: String,
    tone: &'static str,
    facts: Vec<(&'static str, String)>,
    due: String,
    left: String,
    late: bool,
    told: Vec<Told>,
    sources: Vec<String>,
    watchers: String,
    f: Form,
}

#[derive(Template)]
#[template(path = "dossier_new.html")]
struct NewPage {
    p: Page,
    who: Who,
    d: &'static Said,
    there: Option<String>,
    problems: Vec<Problem>,
    f: Form,
}

fn is_late(h: &Dossier, now: i64, lang: Lang) -> bool {
    let all: Vec<_> = h.steps.iter().map(|s| s.step.clone()).collect();
    due(&all, h.received_on.as_deref(), format::day(now), lang).2
}

fn told(h: &Dossier, now: i64, lang: Lang) -> Vec<Told> {
    let d = said(lang);
    let all: Vec<_> = h.steps.iter().map(|s| s.step.clone()).collect();
    let counts = steps::current(&all);
    let mut shown: Vec<_> = h.steps.iter().collect();
    shown.sort_by(|a, b| (&b.step.on, b.step.noted_at_ms).cmp(&(&a.step.on, a.step.noted_at_ms)));
    let one = |r: &&dossiers::desk::Recorded| {
        let s = &r.step;
        let mut facts = Vec::new();
        if let Some(due) = &s.due_on {
            facts.push(fill(d.due_said, &[&day(due, lang)]));
        }
        if r.owner_changed {
            facts.push(d.owner_changed.to_owned());
        }
        let kind = if s.source.kind == SourceKind::Officer { d.by_hand } else { d.by_file };
        let who = match &r.officer {
            Some(name) => format!("{kind} · {} · {name}", s.source.name),
            None => format!("{kind} · {}", s.source.name),
        };
        Told {
            what: status(s.status, s.raw.as_deref(), d),
            when: day(&s.on, lang),
            who: format!("{who} · {}", fill(d.noted, &[&super::words::ago(now - s.noted_at_ms, lang)])),
            lines: s.supplement.as_deref().map(format::lines).unwrap_or_default(),
            facts,
            counts: counts == Some(s),
        }
    };
    shown.iter().map(one).collect()
}

/// Why the page is shown.
#[derive(Default)]
struct Why {
    typed: Typed,
    problems: Vec<Problem>,
    note: Option<&'static str>,
    changed: bool,
}

async fn page(state: &AppState, visit: &Visit, half: &Half, h: &Dossier, why: Why) -> Result<Response, Fault> {
    let (lang, d, now) = (visit.lang, said(visit.lang), state.now_ms());
    let all: Vec<_> = h.steps.iter().map(|s| s.step.clone()).collect();
    let current = steps::current(&all);
    let (due_on, left, late) = due(&all, h.received_on.as_deref(), format::day(now), lang);
    let unit = h.listed.unit.as_deref().map_or_else(|| d.no_unit.to_owned(), |u| who::unit(u, lang));
    let mut facts = vec![(d.unit, unit)];
    if let Some(on) = &h.received_on {
        facts.push((d.received_on, day(on, lang)));
    }
    facts.push((
        d.digits,
        match &h.proofs {
            [None, None] => d.digits_none.to_owned(),
            [Some(_), None] => d.digits_phone.to_owned(),
            [None, Some(_)] => d.digits_citizen.to_owned(),
            [Some(_), Some(_)] => d.digits_both.to_owned(),
        },
    ));
    let problem_status = if why.changed {
        StatusCode::CONFLICT
    } else if why.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let mut typed = why.typed;
    typed.expected = h.steps.len().to_string();
    let page = OnePage {
        p: Page::new(visit, h.listed.code.clone(), half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Elsewhere).await?,
        d,
        note: why.note,
        changed: why.changed,
        problems: why.problems.clone(),
        procedure: h.listed.procedure.clone().unwrap_or_else(|| d.no_procedure.to_owned()),
        status: status(h.listed.status, current.and_then(|s| s.raw.as_deref()), d),
        tone: tone(h.listed.status),
        facts,
        left: due_on.as_ref().map(|_| left).unwrap_or_default(),
        due: due_on.unwrap_or_else(|| d.no_day.to_owned()),
        late,
        told: told(h, now, lang),
        sources: h
            .sources
            .iter()
            .map(|s| format!("{}: {}", s.source.name, super::words::ago(now - s.seen_at_ms, lang)))
            .collect(),
        watchers: count(u64::try_from(h.watchers).unwrap_or_default(), d.watcher_one, d.watcher_many),
        f: Form::new(half, lang, now, typed, why.problems, Some(h)),
    };
    Ok(html(problem_status, &page))
}

async fn seen(state: &AppState, half: &Half, key: &str) -> Result<Dossier, Fault> {
    // PostgreSQL refuses NUL, and no key holds one.
    if key.chars().any(char::is_control) {
        return Err(Fault::NotFound);
    }
    desk::find(&state.db, &half.officer.id, key).await?.ok_or(Fault::NotFound)
}

/// `GET /dossiers/{key}`.
pub async fn show(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(key): Path<String>,
    uri: Uri,
) -> Result<Response, Fault> {
    let (half, d) = (signed.0, said(visit.lang));
    let h = seen(&state, &half, &key).await?;
    let note = match field(&asked(&uri), "done") {
        "1" => Some(d.written),
        "older" => Some(d.written_older),
        _ => None,
    };
    page(&state, &visit, &half, &h, Why { note, ..Why::default() }).await
}

/// Who tells when this officer writes about this commune's dossier.
async fn teller(tx: &mut Tx, unit: Option<&str>, correct: bool, now: i64) -> Result<Teller, DbError> {
    let name = unit.map_or_else(|| said(Lang::Vi).desk_name.to_owned(), |u| who::unit(u, Lang::Vi));
    let teller = dossiers::by_hand(tx, unit, &name, &format::day(now).to_string(), now).await?;
    Ok(Teller { may_correct: correct, ..teller })
}

/// How writing ended.
enum Written {
    Done(Taken),
    /// Somebody else wrote in between.
    Stale,
}

async fn write_row(
    state: &AppState,
    half: &Half,
    row: &Row,
    t: &Typed,
    expected: Option<usize>,
) -> Result<Written, DbError> {
    let now = state.now_ms();
    let key = code::key(&row.code);
    let mut tx = state.db.begin().await?;
    tx.lock_name(&key).await?;
    let steps = dossiers::step_count(&mut tx, &key).await?;
    let teller = teller(&mut tx, row.unit.as_deref(), t.correct, now).await?;
    let taken = dossiers::take(&mut tx, &teller, Some(&half.officer.id), row, now).await?;
    if taken.outcome != Outcome::Same && expected.is_some_and(|seen| seen != steps) {
        return Ok(Written::Stale); // rolled back
    }
    if !matches!(taken.outcome, Outcome::RefusedBack | Outcome::RefusedOwner) {
        tx.commit().await?;
        taken.told.iter().for_each(|d| state.hub.wake(*d));
        tracing::info!(officer = %half.officer.id, outcome = ?taken.outcome, "a step of a dossier");
    }
    Ok(Written::Done(taken))
}

/// `POST /dossiers/{key}`.
pub async fn write(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(key): Path<String>,
    form: FormResult,
) -> Result<Response, Fault> {
    let (half, fields, d) = (signed.0, crate::console::form(form)?, said(visit.lang));
    if !half.secret.fits(field(&fields, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let h = seen(&state, &half, &key).await?;
    let typed = Typed::read(&fields);
    let late = is_late(&h, state.now_ms(), visit.lang);
    let against = Against { officer: &half.officer, held: Some(&h), late, now: state.now_ms(), d };
    let again = |problems: Vec<Problem>| Why { typed: typed.clone(), problems, ..Why::default() };
    let row = match form::check(&typed, &against, &state.keys) {
        Ok(row) => row,
        Err(problems) => return page(&state, &visit, &half, &h, again(problems)).await,
    };
    let ask = |said: &str| again(vec![("correct".to_owned(), said.to_owned())]);
    if form::replaces(&row, &h) && !typed.correct {
        return page(&state, &visit, &half, &h, ask(d.replace_sure)).await;
    }
    let expected = typed.expected.parse().ok();
    match write_row(&state, &half, &row, &typed, expected).await? {
        Written::Stale => {
            let h = seen(&state, &half, &key).await?;
            page(&state, &visit, &half, &h, Why { changed: true, ..again(Vec::new()) }).await
        }
        Written::Done(Taken { outcome: Outcome::RefusedBack | Outcome::RefusedOwner, .. }) => {
            page(&state, &visit, &half, &h, ask(d.back_sure)).await
        }
        Written::Done(taken) => {
            let done = if taken.outcome == Outcome::Older { "older" } else { "1" };
            Ok(Redirect::to(&format!("/dossiers/{}?done={done}", encode(&key))).into_response())
        }
    }
}

async fn new_page(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    typed: Typed,
    problems: Vec<Problem>,
    there: Option<String>,
) -> Result<Response, Fault> {
    let d = said(visit.lang);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = NewPage {
        p: Page::new(visit, d.new_title, half.secret.token()),
        who: Who::load(&state.db, &half.officer, visit.lang, At::Elsewhere).await?,
        d,
        there,
        problems: problems.clone(),
        f: Form::new(half, visit.lang, state.now_ms(), typed, problems, None),
    };
    Ok(html(status, &page))
}

/// `GET /dossiers/new`.
pub async fn new(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
) -> Result<Response, Fault> {
    let typed = Typed { status: Some(2), ..Typed::default() };
    new_page(&state, &visit, &signed.0, typed, Vec::new(), None).await
}

/// `POST /dossiers/new`.
pub async fn add(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    form: FormResult,
) -> Result<Response, Fault> {
    let (half, fields, d) = (signed.0, crate::console::form(form)?, said(visit.lang));
    if !half.secret.fits(field(&fields, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let typed = Typed::read(&fields);
    let against = Against { officer: &half.officer, held: None, late: false, now: state.now_ms(), d };
    let row = match form::check(&typed, &against, &state.keys) {
        Ok(row) => row,
        Err(problems) => return new_page(&state, &visit, &half, typed, problems, None).await,
    };
    let key = code::key(&row.code);
    let to = format!("/dossiers/{}", encode(&key));
    let taken = |said: &str| vec![("code".to_owned(), said.to_owned())];
    let visible = desk::find(&state.db, &half.officer.id, &key).await?.is_some();
    if !visible && desk::is_there(&state.db, &key).await? {
        return new_page(&state, &visit, &half, typed, taken(d.code_elsewhere), None).await;
    }
    match write_row(&state, &half, &row, &typed, Some(0)).await? {
        Written::Done(t) if matches!(t.outcome, Outcome::New | Outcome::Same) => {
            Ok(Redirect::to(&format!("{to}?done=1")).into_response())
        }
        Written::Done(_) | Written::Stale => {
            new_page(&state, &visit, &half, typed, taken(d.code_there), Some(to)).await
        }
    }
}
