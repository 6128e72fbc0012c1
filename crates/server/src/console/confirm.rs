//! The question before a step that takes a complaint out of this office's hands: to another body, to another commune, into
//! another report. Not for the others: what the sender will see stands beside their button.
//!
//! What a newcomer would get wrong: it is the answer to the form, so it carries everything that was typed, and *change
//! it* brings all of it back.

use super::case_form::{Plan, Typed};
use super::complaint::words_of_move;
use super::format;
use super::page::{Fault, Page, Visit, html};
use super::session::Half;
use super::view::number;
use super::who::{self, At, Who};
use crate::db::complaints::ComplaintRow;
use crate::state::AppState;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

/// A report it may be joined to.
struct Other {
    id: String,
    title: String,
    line: String,
    status: &'static str,
    tone: &'static str,
    on: bool,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct ConfirmPage {
    p: Page,
    who: Who,
    more: &'static str,
    facts: Vec<(&'static str, String)>,
    others: Vec<Other>,
    told: Vec<String>,
    outcome: &'static str,
    post_href: String,
    action: &'static str,
    expected: &'static str,
    t: Typed,
    event: String,
}

/// Whether this step asks first, and was not answered yet.
#[must_use]
pub fn needed(plan: &Plan, typed: &Typed) -> bool {
    let asks = match plan {
        Plan::Unit(_) => true,
        Plan::Officer(_) => false,
        Plan::Step { handover, others } => {
            let chosen = others.len() == 1 || others.iter().any(|o| o.id.to_string() == typed.other_id);
            if !others.is_empty() && !chosen {
                return true;
            }
            handover.is_some() || !others.is_empty()
        }
    };
    asks && typed.sure != Some(true)
}

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn page(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    row: &ComplaintRow,
    plan: &Plan,
    typed: &Typed,
) -> Result<Response, Fault> {
    let (lang, w) = (visit.lang, visit.lang.words());
    let mut facts = vec![(w.matter, format!("{} · {}", title(row, visit), number(&row.reference)))];
    let (heading, mut others) = (
        match plan {
            Plan::Unit(_) => w.sure_unit,
            Plan::Step { handover: Some(_), .. } => w.sure_transfer,
            _ => w.sure_duplicate,
        },
        Vec::new(),
    );
    match plan {
        Plan::Unit(unit) => facts.push((w.new_commune, who::unit(unit, lang))),
        Plan::Officer(_) => {}
        Plan::Step { handover, others: found } => {
            if let Some(h) = handover {
                facts.push((w.agency, h.name.clone()));
                facts.push((
                    w.agency_number,
                    if h.number.is_empty() { w.none_given.to_owned() } else { h.number.clone() },
                ));
                facts.push((w.handed_on, h.on.parse().map_or_else(|_| h.on.clone(), |d| format::civil(d, lang))));
            }
            others = found
                .iter()
                .map(|o| Other {
                    id: o.id.to_string(),
                    title: title(o, visit),
                    line: format!("{} · {}", number(&o.reference), format::moment(o.received_at, lang)),
                    status: (w.status)(o.status),
                    tone: super::queue::tone(o.status),
                    on: found.len() == 1 || o.id.to_string() == typed.other_id,
                })
                .collect();
        }
    }
    let action = typed.action.map_or("", |a| a.id());
    let page = ConfirmPage {
        p: Page::new(visit, heading, half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Elsewhere).await?,
        more: w.sure_more,
        facts,
        others,
        told: format::lines(&words_of_move(row, plan, typed)),
        outcome: typed.action.map_or("", |a| (w.done)(a)),
        post_href: format!("/complaints/{}", row.id),
        action,
        expected: typed.expected.unwrap_or(row.status).id(),
        t: typed.clone(),
        event: typed.event.map_or_else(|| state.ids.uuid().to_string(), |e| e.to_string()),
    };
    Ok(html(StatusCode::OK, &page))
}

fn title(row: &ComplaintRow, visit: &Visit) -> String {
    who::title(row.complaint().as_ref(), &row.category, visit.lang, 80)
}
