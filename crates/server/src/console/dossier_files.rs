//! Office files in the console: who sends them, bringing one, looking at it, taking it in. Not for reading them (see
//! `crate::dossiers`).
//!
//! What a newcomer would get wrong: an officer's file speaks for the officer's own communes only, row by row, and only
//! they see it until it is taken in. The file itself lies in the data folder until they decide, a day at most.

mod preview;
mod upload;

pub use preview::{decide, show};
pub use upload::bring;

use super::files_words::FileWords;
use super::page::{Fault, Page, Visit, html};
use super::session::{Half, Signed};
use super::who::{At, Who};
use super::words::fill;
use super::{asked, field, format};
use crate::db::dossier_imports::{self as imports, FileSource, State as Stands};
use crate::db::dossiers::TRUST_FILE;
use crate::dossiers::report::Report;
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use vungsam_domain::fold::clean;

/// Largest file through the browser, in bytes; larger ones come at the command line.
pub const UPLOAD_BYTES: usize = 64 * 1024 * 1024;
/// Longest name of a source, in characters.
const NAME_CHARS: usize = 120;

struct SourceLine {
    id: String,
    name: String,
    trust: u8,
    last: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "dossier_files.html")]
struct FilesPage {
    p: Page,
    who: Who,
    f: &'static FileWords,
    note: Option<&'static str>,
    problems: Vec<(&'static str, String)>,
    sources: Vec<SourceLine>,
    waiting: Vec<(String, String)>,
    file_label: String,
    max_name: usize,
    typed: Typed,
}

/// What was typed, to show it again.
#[derive(Default)]
struct Typed {
    name: String,
    trust: String,
    as_of: String,
    source: String,
}

/// Sources an officer may bring files of.
async fn sources(state: &AppState, half: &Half) -> Result<Vec<FileSource>, Fault> {
    let all = imports::sources(&state.db).await?;
    Ok(all.into_iter().filter(|s| s.unit.as_ref().is_none_or(|u| half.officer.units.contains(u))).collect())
}

/// A page that opens again by itself.
fn refreshing(mut answer: Response) -> Response {
    answer.headers_mut().insert("refresh", axum::http::HeaderValue::from_static("2"));
    answer
}

async fn page(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    note: Option<&'static str>,
    problems: Vec<(&'static str, String)>,
    typed: Typed,
) -> Result<Response, Fault> {
    let (lang, f) = (visit.lang, FileWords::of(visit.lang));
    let mut lines = Vec::new();
    for s in sources(state, half).await? {
        let last = match (&s.seen_as_of, s.seen_at) {
            (Some(day), Some(at)) => fill(f.file_of, &[&day_of(day, lang), &format::moment(at, lang)]),
            _ => f.no_file.to_owned(),
        };
        lines.push(SourceLine { on: s.id == typed.source, id: s.id, name: s.name, trust: s.trust, last });
    }
    let mut waiting = Vec::new();
    for stands in [Stands::Staging, Stands::Staged, Stands::Applying] {
        for i in imports::all_in(&state.db, stands).await? {
            let refused = Report::read(&i.report).refused.is_some();
            if i.officer_id.as_deref() == Some(half.officer.id.as_str()) && !refused {
                let name = lines.iter().find(|l| l.id == i.source_id).map_or("", |l| l.name.as_str());
                let line = format!("{name}, {}", format::moment(i.started_at, lang));
                waiting.push((format!("/dossiers/files/{}", i.id), line));
            }
        }
    }
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = FilesPage {
        p: Page::new(visit, f.title, half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Dossiers).await?,
        f,
        note,
        problems,
        sources: lines,
        waiting,
        file_label: fill(f.file, &[&(UPLOAD_BYTES / 1024 / 1024).to_string()]),
        max_name: NAME_CHARS,
        typed,
    };
    Ok(html(status, &page))
}

/// An ISO day as a person reads it, with the time where there is one.
fn day_of(iso: &str, lang: super::words::Lang) -> String {
    let (day, time) = iso.split_once('T').unwrap_or((iso, ""));
    let day = day.parse().map_or_else(|_| day.to_owned(), |d| format::civil(d, lang));
    if time.is_empty() { day } else { format!("{day}, {time}") }
}

/// `GET /dossiers/files`.
pub async fn list(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    uri: Uri,
) -> Result<Response, Fault> {
    let f = FileWords::of(visit.lang);
    let note = match field(&asked(&uri), "done") {
        "added" => Some(f.added),
        "discarded" => Some(f.discarded),
        _ => None,
    };
    let typed = Typed { trust: TRUST_FILE.to_string(), ..Typed::default() };
    page(&state, &visit, &signed.0, note, Vec::new(), typed).await
}

/// `POST /dossiers/files/sources`.
pub async fn add_source(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    form: super::FormResult,
) -> Result<Response, Fault> {
    let (half, form) = (signed.0, super::form(form)?);
    if !half.secret.fits(field(&form, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let f = FileWords::of(visit.lang);
    let (name, trust) = (clean(field(&form, "name")), field(&form, "trust").trim().to_owned());
    let taken = imports::sources(&state.db).await?.iter().any(|s| s.name == name);
    let mut problems = Vec::new();
    if name.is_empty() || name.chars().count() > NAME_CHARS || taken {
        problems.push(("name", f.name_bad.to_owned()));
    }
    let wanted = trust.parse::<u8>().ok().filter(|t| (1..100).contains(t));
    if wanted.is_none() {
        problems.push(("trust", f.trust_bad.to_owned()));
    }
    let (true, Some(wanted)) = (problems.is_empty(), wanted) else {
        let typed = Typed { name, trust, ..Typed::default() };
        return page(&state, &visit, &half, None, problems, typed).await;
    };
    // An officer of one commune speaks for that one, also through a file.
    let unit = match half.officer.units.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    };
    let id = state.ids.uuid().to_string();
    let new = FileSource {
        id,
        name,
        unit,
        trust: wanted,
        may_correct: false,
        mapping: None,
        seen_at: None,
        seen_as_of: None,
    };
    imports::put_source(&state.db, &new).await?;
    tracing::info!(officer = %half.officer.id, source = %new.id, "source of dossiers added");
    Ok(Redirect::to("/dossiers/files?done=added").into_response())
}
