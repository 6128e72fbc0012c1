//! The list of an officer's dossiers, and finding one by its code. Not for changing any.
//!
//! What a newcomer would get wrong: a search by a whole code leads to the list as well, so that a code that is not there
//! and one of another commune look the same.

use super::words::{Said, said};
use super::{due, status, tone};
use crate::console::page::{Fault, Page, Visit, encode, href, html};
use crate::console::session::Signed;
use crate::console::who::{self, At, Who};
use crate::console::words::fill;
use crate::console::{asked, field, format, pictures};
use crate::db::dossiers::desk::{self, Listed, Narrow, Which};
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use vungsam_domain::dossier::{Source, SourceKind, Step};

/// Rows a page.
const ROWS: i64 = 25;

struct Tab {
    href: String,
    label: &'static str,
    count: i64,
    on: bool,
}

struct Line {
    href: String,
    code: String,
    procedure: String,
    unit: String,
    status: String,
    tone: &'static str,
    due: String,
    left: String,
    late: bool,
    changed: String,
}

#[derive(Template)]
#[template(path = "dossiers.html")]
struct ListPage {
    p: Page,
    who: Who,
    d: &'static Said,
    query: String,
    state: String,
    tabs: Vec<Tab>,
    rows: Vec<Line>,
    empty_drawing: &'static str,
    empty_title: &'static str,
    filtered: bool,
    previous: Option<String>,
    next: Option<String>,
}

fn which(id: &str) -> Which {
    match id {
        "late" => Which::Late,
        "waiting" => Which::Waiting,
        "ready" => Which::Ready,
        _ => Which::All,
    }
}

/// `GET /dossiers`.
pub async fn list(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    uri: Uri,
) -> Result<Response, Fault> {
    let (half, lang, fields) = (signed.0, visit.lang, asked(&uri));
    let d = said(lang);
    let today = format::day(state.now_ms());
    let on = today.to_string();
    let query: String = field(&fields, "q").trim().chars().take(100).collect();
    let narrow = Narrow { which: which(field(&fields, "state")), code: query.clone() };
    let page: i64 = field(&fields, "page").parse().unwrap_or(1).clamp(1, 100_000);
    let mut found = desk::list(&state.db, &half.officer.id, &narrow, &on, (ROWS + 1, (page - 1) * ROWS)).await?;
    let more = found.len() > usize::try_from(ROWS).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(ROWS).unwrap_or(usize::MAX));
    let counts = desk::counts(&state.db, &half.officer.id, &on).await?;
    let at = |state: &str, page: i64| {
        let mut pairs = Vec::new();
        for (name, value) in [("state", state), ("q", query.as_str())] {
            if !value.is_empty() {
                pairs.push((name.to_owned(), value.to_owned()));
            }
        }
        if page > 1 {
            pairs.push(("page".to_owned(), page.to_string()));
        }
        href("/dossiers", &pairs)
    };
    let here = field(&fields, "state").to_owned();
    let tabs = [("", d.all, counts.all), ("late", d.late, counts.late), ("waiting", d.waiting, counts.waiting)]
        .into_iter()
        .chain([("ready", d.ready, counts.ready)])
        .map(|(id, label, count)| Tab { href: at(id, 1), label, count, on: which(&here) == which(id) })
        .collect();
    let filtered = !query.is_empty() || narrow.which != Which::All;
    let page = ListPage {
        p: Page::new(&visit, d.title, half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Dossiers).await?,
        d,
        tabs,
        rows: found.into_iter().map(|l| line(l, today, state.now_ms(), &visit)).collect(),
        empty_drawing: pictures::drawing("dich-vu-cong"),
        empty_title: if filtered { d.none_found } else { d.none_yet },
        filtered,
        previous: (page > 1).then(|| at(&here, page - 1)),
        next: more.then(|| at(&here, page + 1)),
        query: query.clone(),
        state: here.clone(),
    };
    Ok(html(StatusCode::OK, &page))
}

fn line(l: Listed, today: jiff::civil::Date, now: i64, visit: &Visit) -> Line {
    let (lang, d) = (visit.lang, said(visit.lang));
    let step = Step {
        status: l.status,
        raw: None,
        said: None,
        on: today.to_string(),
        noted_at_ms: l.updated_at,
        source: Source { kind: SourceKind::Officer, name: String::new(), trust: 0 },
        supplement: None,
        due_on: l.due_on.clone(),
    };
    let (_, left, late) = due(&[step], None, today, lang);
    Line {
        href: format!("/dossiers/{}", encode(&l.key)),
        code: l.code,
        procedure: l.procedure.unwrap_or_else(|| d.no_procedure.to_owned()),
        unit: l.unit.map_or_else(|| d.no_unit.to_owned(), |u| who::unit(&u, lang)),
        status: status(l.status, None, d),
        tone: tone(l.status),
        due: l.due_on.map(|on| super::day(&on, lang)).unwrap_or_default(),
        left,
        late,
        changed: fill(d.changed, &[&super::words::ago(now - l.updated_at, lang)]),
    }
}
