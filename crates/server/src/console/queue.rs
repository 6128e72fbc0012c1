//! The queue page. Not for acting on a complaint.
//!
//! What a newcomer would get wrong: the filter lives in the address alone, so the browser's back button and a saved
//! link both lead to the same list.

use super::page::{Fault, Page, Visit, href, html};
use super::session::Signed;
use super::who::{self, At, Who};
use super::words::{Lang, Words, count as counted, fill};
use super::{Fields, asked, field, format, pictures};
use crate::content;
use crate::db::officers::Officer;
use crate::db::queue::{self, Held, Narrow, QueueRow, States};
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use vungsam_domain::{Reference, Status};

/// Rows a page.
const ROWS: i64 = 25;

struct Choice {
    value: String,
    label: String,
    on: bool,
}

struct Filter {
    name: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
}

struct Line {
    href: String,
    drawing: &'static str,
    category: String,
    line: String,
    reference: String,
    place: String,
    status: &'static str,
    tone: &'static str,
    received: String,
    age: String,
    photos: String,
    spoke: bool,
    assignee: Option<String>,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    p: Page,
    who: Who,
    sub: String,
    note: Option<&'static str>,
    filters: Vec<Filter>,
    query: String,
    rows: Vec<Line>,
    empty_drawing: &'static str,
    empty_title: &'static str,
    filtered: bool,
    search_all: Option<String>,
    shown: String,
    previous: Option<String>,
    next: Option<String>,
}

/// The colour a state is shown in: waiting for the office, with the office, waiting for somebody else, done.
#[must_use]
pub fn tone(status: Status) -> &'static str {
    match status {
        Status::New | Status::Reopened => "que",
        Status::Accepted | Status::Transferred | Status::InProgress => "cham",
        Status::NeedsMore | Status::Refused | Status::Duplicate | Status::Withdrawn => "ask",
        Status::Answered | Status::Confirmed => "done",
    }
}

fn narrow(fields: &Fields) -> Narrow {
    let some = |name| Some(field(fields, name).to_owned()).filter(|v| !v.is_empty());
    Narrow {
        states: match field(fields, "state") {
            "all" => States::All,
            "spoke" => States::Spoke,
            "muted" => States::Muted,
            id => Status::from_id(id).map_or(States::Open, States::One),
        },
        held: match field(fields, "held") {
            "me" => Held::Mine,
            "-" => Held::Nobody,
            _ => Held::Any,
        },
        unit: some("unit").map(|u| if u == "-" { String::new() } else { u }),
        category: some("category"),
        search: field(fields, "q").chars().take(100).collect(),
        newest_first: field(fields, "order") == "newest",
    }
}

/// `GET /`.
pub async fn show(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    uri: Uri,
) -> Result<Response, Fault> {
    let fields = asked(&uri);
    let (half, lang, w) = (signed.0, visit.lang, visit.lang.words());
    let (by, now) = (narrow(&fields), state.now_ms());
    let total = queue::count(&state.db, &half.officer.id, &by).await?;
    let last = (total - 1).max(0) / ROWS + 1;
    let number = field(&fields, "page").parse::<i64>().unwrap_or(1).clamp(1, last);
    let found = queue::page(&state.db, &half.officer.id, &by, ROWS, (number - 1) * ROWS).await?;
    let who = Who::load(&state.db, &half.officer, lang, At::Queue).await?;
    let open = u64::try_from(who.open).unwrap_or_default();
    let page_href = |n: i64| (1..=last).contains(&n).then(|| link(&fields, &[("page", n.to_string())]));
    let everywhere = Narrow { states: States::All, ..by.clone() };
    let plain_open = by == Narrow { newest_first: by.newest_first, ..Narrow::default() };
    let search_all = if total == 0
        && (by.searches() || plain_open)
        && queue::count(&state.db, &half.officer.id, &everywhere).await? > 0
    {
        Some(link(&fields, &[("state", "all".to_owned())]))
    } else {
        None
    };
    let empty_title = match (plain_open, search_all.is_some()) {
        (true, true) => w.none_open,
        (true, false) => w.queue_empty,
        (false, _) => w.none_fit,
    };
    let page = QueuePage {
        p: Page::new(&visit, w.complaints, half.secret.token()),
        sub: format!("{} · {}", counted(open, w.open_one, w.open_many), format::full_moment(now, lang)),
        note: match field(&fields, "done") {
            "password" => Some(w.password_saved),
            "moved" => Some(w.moved_away),
            "apart" => Some(w.apart_done),
            _ => None,
        },
        filters: filters(w, lang, &by, &half.officer),
        query: by.search.clone(),
        rows: found.iter().map(|r| line(r, lang, now, half.officer.units.len() > 1)).collect(),
        empty_drawing: pictures::drawing("khac"),
        empty_title,
        filtered: !plain_open,
        search_all,
        shown: fill(w.shown_of, &[&found.len().to_string(), &total.to_string()]),
        previous: page_href(number - 1),
        next: page_href(number + 1),
        who,
    };
    Ok(html(StatusCode::OK, &page))
}

/// The same list with other values; paging starts again unless it is what changes.
fn link(fields: &Fields, other: &[(&str, String)]) -> String {
    let kept = ["state", "held", "unit", "category", "order", "q"];
    let mut pairs: Vec<(String, String)> = kept
        .iter()
        .filter(|name| !other.iter().any(|(o, _)| o == *name))
        .map(|name| ((*name).to_owned(), field(fields, name).to_owned()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    pairs.extend(other.iter().map(|(n, v)| ((*n).to_owned(), v.clone())));
    href("/", &pairs)
}

fn filters(w: &'static Words, lang: Lang, by: &Narrow, officer: &Officer) -> Vec<Filter> {
    let choice = |value: &str, label: &str, on: bool| Choice { value: value.to_owned(), label: label.to_owned(), on };
    let mut states =
        vec![choice("open", w.open, by.states == States::Open), choice("spoke", w.spoke, by.states == States::Spoke)];
    states.push(choice("all", w.all, by.states == States::All));
    states.extend(Status::ALL.iter().map(|s| choice(s.id(), (w.status)(*s), by.states == States::One(*s))));
    states.push(choice("muted", w.muted, by.states == States::Muted));
    let held = vec![
        choice("", w.all, by.held == Held::Any),
        choice("me", w.mine, by.held == Held::Mine),
        choice("-", w.nobody, by.held == Held::Nobody),
    ];
    let mut units = vec![choice("", w.all, by.unit.is_none())];
    units.extend(officer.units.iter().map(|u| choice(u, &who::unit(u, lang), by.unit.as_deref() == Some(u))));
    units.push(choice("-", w.no_commune, by.unit.as_deref() == Some("")));
    let mut categories = vec![choice("", w.all, by.category.is_none())];
    let pack = content::pack();
    let known = pack.categories.iter();
    categories.extend(known.map(|c| choice(&c.id, lang.of(&c.name), by.category.as_ref() == Some(&c.id))));
    let order = vec![choice("oldest", w.oldest, !by.newest_first), choice("newest", w.newest, by.newest_first)];
    vec![
        Filter { name: "state", label: w.state, choices: states },
        Filter { name: "held", label: w.holder, choices: held },
        Filter { name: "unit", label: w.commune, choices: units },
        Filter { name: "category", label: w.category, choices: categories },
        Filter { name: "order", label: w.order, choices: order },
    ]
}

fn line(row: &QueueRow, lang: Lang, now: i64, unit_too: bool) -> Line {
    let (c, w) = (&row.complaint, lang.words());
    let said = c.complaint();
    Line {
        href: format!("/complaints/{}", c.id),
        drawing: pictures::drawing(&c.category),
        category: who::category(&c.category, lang),
        line: who::title(said.as_ref(), &c.category, lang, 70),
        reference: Reference::parse(&c.reference).map_or_else(|_| c.reference.clone(), |r| r.to_string()),
        place: said.map_or(w.no_place.to_owned(), |s| who::place_line(&s.place, lang, unit_too)),
        status: (w.status)(c.status),
        tone: tone(c.status),
        received: format::short_moment(c.received_at, now, lang),
        age: format::age(now - c.received_at, lang),
        photos: match (row.photos_here, row.photos) {
            (here, all) if here < all => fill(w.here_of, &[&here.to_string(), &all.to_string()]),
            (here, _) => here.to_string(),
        },
        spoke: row.spoke,
        assignee: row.assignee.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_in_the_address_is_the_plain_queue() {
        let fields = Fields::from([("state".to_owned(), "';--".to_owned()), ("order".to_owned(), "?".to_owned())]);
        assert_eq!(narrow(&fields), Narrow::default());
    }

    #[test]
    fn a_link_keeps_the_filter_and_drops_the_page() {
        let fields = Fields::from([("q".to_owned(), "đá lăn".to_owned()), ("page".to_owned(), "3".to_owned())]);
        assert_eq!(link(&fields, &[("state", "all".to_owned())]), "/?q=%C4%91%C3%A1%20l%C4%83n&state=all");
    }
}
