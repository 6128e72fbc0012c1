//! `/track`: the page that shows where a complaint stands. What it shows is exactly `POST /api/v1/track`.
//!
//! What a newcomer would get wrong: the PIN is never written back into the page, so a screen left open shows no more than
//! the report itself.

use super::words::{self, Words};
use crate::api::problem::Fault;
use crate::api::track::{self, Seen};
use crate::console::words::Lang;
use crate::console::{assets, format, page};
use crate::content;
use crate::state::AppState;
use askama::Template;
use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, Form, State};
use axum::http::{StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use std::net::SocketAddr;
use vungsam_domain::wire::Track;
use vungsam_domain::{Pin, Reference};

/// What the form sends.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    number: String,
    #[serde(default)]
    pin: String,
}

/// What every page here has.
struct Frame {
    lang: Lang,
    w: &'static Words,
    title: String,
    css: &'static str,
}

#[derive(Template)]
#[template(path = "track.html")]
struct Shown {
    p: Frame,
    number: String,
    number_problem: Option<&'static str>,
    pin_problem: Option<&'static str>,
    problem: Option<&'static str>,
    reports: Vec<Report>,
}

struct Report {
    number: String,
    status: &'static str,
    since: String,
    received: String,
    about: String,
    text: Vec<String>,
    steps: Vec<Step>,
}

struct Step {
    what: &'static str,
    when: String,
    who: String,
    photo: bool,
    handover: Option<String>,
    text: Vec<String>,
}

fn lang(uri: &Uri) -> Lang {
    let asked = page::pairs(uri).into_iter().find(|(name, _)| name == "lang");
    asked.and_then(|(_, id)| Lang::from_id(&id)).unwrap_or_default()
}

impl Shown {
    fn empty(lang: Lang) -> Self {
        let w = words::of(lang);
        let p = Frame { lang, w, title: w.title.to_owned(), css: assets::css_href() };
        Self { p, number: String::new(), number_problem: None, pin_problem: None, problem: None, reports: Vec::new() }
    }

    fn answer(&self, status: StatusCode) -> Response {
        match self.render() {
            Ok(text) => (status, Html(text)).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

/// The empty form.
pub async fn form(uri: Uri) -> Response {
    std::future::ready(Shown::empty(lang(&uri)).answer(StatusCode::OK)).await
}

/// The report, or why there is none.
pub async fn look(
    State(state): State<AppState>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    uri: Uri,
    asked: Result<Form<Asked>, FormRejection>,
) -> Response {
    let mut shown = Shown::empty(lang(&uri));
    let Ok(Form(asked)) = asked else { return shown.answer(StatusCode::BAD_REQUEST) };
    shown.number = asked.number.trim().chars().take(40).collect();
    let (reference, pin) = match (Reference::parse(&asked.number), Pin::parse(&asked.pin)) {
        (Ok(reference), Some(pin)) => (reference, pin),
        (reference, pin) => {
            shown.number_problem = reference.is_err().then_some(shown.p.w.bad_number);
            shown.pin_problem = pin.is_none().then_some(shown.p.w.bad_pin);
            return shown.answer(StatusCode::UNPROCESSABLE_ENTITY);
        }
    };
    match track::look(&state, &Track { reference, pin }, from).await {
        Ok(found) => {
            shown.reports = reports(&found, shown.p.lang);
            shown.answer(StatusCode::OK)
        }
        Err(fault) => refused(shown, fault),
    }
}

fn refused(mut shown: Shown, fault: Fault) -> Response {
    let w = shown.p.w;
    let status = fault.status();
    shown.problem = Some(match status {
        StatusCode::NOT_FOUND => w.nothing,
        StatusCode::TOO_MANY_REQUESTS if track::is_closed(&fault) => w.closed,
        StatusCode::TOO_MANY_REQUESTS => w.too_often,
        _ => w.broken,
    });
    let mut answer = shown.answer(status);
    fault.keep_retry_after(answer.headers_mut());
    answer
}

fn reports(seen: &Seen, lang: Lang) -> Vec<Report> {
    let found = &seen.tracked;
    let (w, pack) = (words::of(lang), content::pack());
    let named = |id: &str| {
        let category = pack.categories.iter().find(|c| c.id == id);
        category.map_or_else(|| id.to_owned(), |c| lang.of(&c.name).to_owned())
    };
    let unit = |id: &Option<String>| {
        let id = id.as_deref().unwrap_or_default();
        pack.units.iter().find(|u| u.id == id).map_or_else(|| id.to_owned(), |u| lang.of(&u.name).to_owned())
    };
    let joined = |parts: [String; 2]| parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    found
        .reports
        .iter()
        .map(|r| Report {
            number: found.reference.to_string(),
            status: (w.status)(r.status),
            since: format::moment(r.status_at_ms, lang),
            received: format::moment(r.received_at_ms, lang),
            about: joined([named(&r.category), unit(&r.unit)]),
            text: format::lines(&r.text),
            steps: r
                .events
                .iter()
                .map(|e| Step {
                    what: (w.done)(e.action),
                    photo: seen.pictured.contains(&e.id),
                    when: format::moment(e.at_ms, lang),
                    who: if e.by.name.is_empty() {
                        w.you.to_owned()
                    } else {
                        joined([e.by.name.clone(), unit(&e.by.unit)])
                    },
                    handover: e.handover.as_ref().map(|h| {
                        let number = if h.number.is_empty() {
                            String::new()
                        } else {
                            format!(" ({} {})", w.their_number, h.number)
                        };
                        format!("{} {}{number}", w.handed_over, h.name)
                    }),
                    text: e.text.as_deref().map(format::lines).unwrap_or_default(),
                })
                .collect(),
        })
        .collect()
}
