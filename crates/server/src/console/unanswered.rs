//! Questions the content does not answer: the list by how often, and noting what became of one. Not for writing the
//! content.
//!
//! What a newcomer would get wrong: there is nobody to answer to. The list says what to write next; who asked is not
//! known to anybody.

mod words;

use super::page::{Fault, Page, Visit, href, html};
use super::session::Signed;
use super::who::{self, At, Who};
use super::words::{count as counted, fill};
use super::{asked, field, format, pictures};
use crate::db::unanswered::{self, Listed, Narrow, State as Made};
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use words::{Said, said};

/// Rows a page.
const ROWS: i64 = 25;
const DAY_MS: i64 = 86_400_000;
/// In addresses: where no commune was named.
const NONE: &str = "-";

struct Tab {
    href: String,
    label: &'static str,
    count: i64,
    on: bool,
}

struct Choice {
    id: String,
    name: String,
    on: bool,
}

struct Line {
    folded: String,
    shown: String,
    lang: String,
    asked: String,
    days: String,
    units: String,
    decided: Option<String>,
    again: bool,
}

#[derive(Template)]
#[template(path = "unanswered.html")]
struct ListPage {
    p: Page,
    who: Who,
    d: &'static Said,
    note: Option<&'static str>,
    tabs: Vec<Tab>,
    state: String,
    unit: String,
    units: Vec<Choice>,
    rows: Vec<Line>,
    open: bool,
    empty_drawing: &'static str,
    previous: Option<String>,
    next: Option<String>,
}

fn made(id: &str) -> Made {
    match id {
        "answered" => Made::Answered,
        "not-ours" => Made::NotOurs,
        _ => Made::Open,
    }
}

fn at(state: &str, unit: &str, page: i64) -> String {
    let mut pairs = Vec::new();
    for (name, value) in [("state", state), ("unit", unit)] {
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    if page > 1 {
        pairs.push(("page".to_owned(), page.to_string()));
    }
    href("/unanswered", &pairs)
}

/// `GET /unanswered`.
pub async fn list(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    uri: Uri,
) -> Result<Response, Fault> {
    let (half, lang, fields) = (signed.0, visit.lang, asked(&uri));
    let (d, officer) = (said(lang), &half.officer);
    let (here, unit) = (field(&fields, "state").to_owned(), field(&fields, "unit").to_owned());
    let page: i64 = field(&fields, "page").parse().unwrap_or(1).clamp(1, 100_000);
    let only = match unit.as_str() {
        "" => None,
        NONE => Some(""),
        id => Some(id),
    };
    let narrow = |made| Narrow { state: made, unit: only };
    let mut found =
        unanswered::list(&state.db, &officer.id, narrow(made(&here)), (ROWS + 1, (page - 1) * ROWS)).await?;
    let more = found.len() > usize::try_from(ROWS).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let mut tabs = Vec::new();
    for (id, label) in [("", d.open), ("answered", d.answered), ("not-ours", d.not_ours)] {
        let count = unanswered::count(&state.db, &officer.id, narrow(made(id))).await?;
        tabs.push(Tab { href: at(id, &unit, 1), label, count, on: made(&here) == made(id) });
    }
    let choice = |id: &str, name: String| Choice { id: id.to_owned(), name, on: id == unit };
    let units = [choice("", d.all_units.to_owned())]
        .into_iter()
        .chain(officer.units.iter().map(|u| choice(u, who::unit(u, lang))))
        .chain([choice(NONE, d.no_unit.to_owned())]);
    let page = ListPage {
        p: Page::new(&visit, d.title, half.secret.token()),
        who: Who::load(&state.db, officer, lang, At::Unanswered).await?,
        d,
        note: (field(&fields, "done") == "1").then_some(d.done),
        tabs,
        units: units.collect(),
        rows: found.into_iter().map(|q| line(q, &visit)).collect(),
        open: made(&here) == Made::Open,
        empty_drawing: pictures::drawing("dich-vu-cong"),
        previous: (page > 1).then(|| at(&here, &unit, page - 1)),
        next: more.then(|| at(&here, &unit, page + 1)),
        state: here.clone(),
        unit: unit.clone(),
    };
    Ok(html(StatusCode::OK, &page))
}

fn line(q: Listed, visit: &Visit) -> Line {
    let (lang, d) = (visit.lang, said(visit.lang));
    let day = |n: i64| format::date(n.saturating_mul(DAY_MS), lang);
    let units = q.units.iter().map(|(unit, n)| {
        let name = if unit.is_empty() { d.no_unit.to_owned() } else { who::unit(unit, lang) };
        format!("{name}: {n}")
    });
    Line {
        asked: counted(u64::try_from(q.asked).unwrap_or_default(), d.asked_one, d.asked_many),
        days: if q.first_day == q.last_day {
            day(q.last_day)
        } else {
            fill(d.days, &[&day(q.first_day), &day(q.last_day)])
        },
        units: units.collect::<Vec<_>>().join(" · "),
        again: q.decided.as_ref().is_some_and(|(_, at)| q.last_day > at.div_euclid(DAY_MS)),
        decided: q.decided.map(|(name, at)| fill(d.decided, &[&name, &format::moment(at, lang)])),
        folded: q.folded,
        shown: q.shown,
        lang: q.lang,
    }
}

/// `POST /unanswered`: notes what became of one.
pub async fn decide(State(state): State<AppState>, signed: Signed, form: super::FormResult) -> Result<Response, Fault> {
    let (half, form) = (signed.0, super::form(form)?);
    if !half.secret.fits(field(&form, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let made = match field(&form, "as") {
        "open" => Made::Open,
        "answered" => Made::Answered,
        "not-ours" => Made::NotOurs,
        _ => return Err(Fault::BadRequest),
    };
    if !unanswered::decide(&state.db, &half.officer.id, field(&form, "question"), made, state.now_ms()).await? {
        return Err(Fault::NotFound);
    }
    // Which words it was stays unsaid.
    tracing::info!(officer = %half.officer.id, "an unanswered question was decided");
    let mut to = at(field(&form, "state"), field(&form, "unit"), 1);
    to.push_str(if to.contains('?') { "&done=1" } else { "?done=1" });
    Ok(Redirect::to(&to).into_response())
}
