//! One file: how far it is read, what it would do, what it did. Not for bringing it.
//!
//! What a newcomer would get wrong: choosing other columns reads the same file again, as a new import; the one that was
//! looked at is thrown away.

use super::super::dossiers::words::said;
use super::super::files_words::{self as words, FileWords};
use super::super::page::{Fault, Page, Visit, html};
use super::super::session::{Half, Signed};
use super::super::who::{self, At, Who};
use super::super::words::{Lang, fill};
use super::super::{Fields, field};
use super::{day_of, refreshing, sources, upload};
use crate::db::dossier_imports::{self as imports, Import, State as Stands};
use crate::dossiers::mapping::{Field, Mapping};
use crate::dossiers::report::{Counts, DayFrom, Report};
use crate::dossiers::rows::Staged;
use crate::dossiers::{ImportError, apply};
use crate::state::AppState;
use askama::Template;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// So many rows are shown.
const SHOWN: u32 = 10;

#[derive(Template)]
#[template(path = "dossier_wait.html")]
struct WaitPage {
    p: Page,
    who: Who,
    f: &'static FileWords,
    line: String,
    refused: bool,
}

struct Choose {
    id: &'static str,
    label: &'static str,
    names: Vec<(String, bool)>,
    none: bool,
}

struct FaultLine {
    line: String,
    column: String,
    reason: String,
    warns: bool,
}

#[derive(Template)]
#[template(path = "dossier_file.html")]
struct FilePage {
    p: Page,
    who: Who,
    f: &'static FileWords,
    problems: Vec<(&'static str, String)>,
    source: String,
    day: String,
    sub: &'static str,
    open: bool,
    nothing_new: bool,
    counts: Vec<(&'static str, u64)>,
    faults: Vec<FaultLine>,
    and_more: Option<String>,
    heads: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    choose: Vec<Choose>,
    sheets: Vec<(String, bool)>,
    skip: Option<String>,
}

async fn own(state: &AppState, half: &Half, id: &str) -> Result<Import, Fault> {
    let i = imports::find(&state.db, id).await?.ok_or(Fault::NotFound)?;
    if i.officer_id.as_deref() == Some(half.officer.id.as_str()) { Ok(i) } else { Err(Fault::NotFound) }
}

/// `GET /dossiers/files/{id}`.
pub async fn show(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let import = own(&state, &signed.0, &id).await?;
    page(&state, &visit, &signed.0, &import, Vec::new()).await
}

async fn page(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    import: &Import,
    problems: Vec<(&'static str, String)>,
) -> Result<Response, Fault> {
    let (lang, f) = (visit.lang, FileWords::of(visit.lang));
    let report = Report::read(&import.report);
    let wait = async |title: &'static str, line: String, refused: bool| {
        let page = WaitPage {
            p: Page::new(visit, title, half.secret.token()),
            who: Who::load(&state.db, &half.officer, lang, At::Dossiers).await?,
            f,
            line,
            refused,
        };
        Ok::<_, Fault>(html(StatusCode::OK, &page))
    };
    match (import.state, &report.refused) {
        (Stands::Staging, Some(fault)) => wait(f.refused, words::fault(fault, lang), true).await,
        (Stands::Staging, None) => {
            let n = imports::count(&state.db, &import.id).await?;
            Ok(refreshing(wait(f.reading, fill(f.read_so_far, &[&n.to_string()]), false).await?))
        }
        (Stands::Applying, _) => {
            let (done, all) = (report.applied.sum(), report.foreseen.sum());
            let line = fill(f.applied_so_far, &[&done.to_string(), &all.to_string()]);
            Ok(refreshing(wait(f.applying, line, false).await?))
        }
        (Stands::Staged | Stands::Applied, _) => whole(state, visit, half, import, &report, problems).await,
    }
}

async fn whole(
    state: &AppState,
    visit: &Visit,
    half: &Half,
    import: &Import,
    report: &Report,
    problems: Vec<(&'static str, String)>,
) -> Result<Response, Fault> {
    let (lang, f) = (visit.lang, FileWords::of(visit.lang));
    let open = import.state == Stands::Staged;
    let day = day_of(&import.as_of, lang);
    let day = match report.day_from {
        DayFrom::Said => fill(f.day_said, &[&day]),
        DayFrom::File => fill(f.day_file, &[&day]),
        DayFrom::Today => fill(f.day_today, &[&day]),
    };
    let rows = if open { imports::first_lines(&state.db, &import.id, SHOWN).await? } else { Vec::new() };
    let c = if open { report.foreseen } else { report.applied };
    let all: u64 = report.reasons.values().sum();
    let left = all - (report.listed.len() as u64).min(all);
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let source = imports::source_by_id(&state.db, &import.source_id).await?;
    let page = FilePage {
        p: Page::new(visit, if open { f.preview } else { f.applied }, half.secret.token()),
        who: Who::load(&state.db, &half.officer, lang, At::Dossiers).await?,
        f,
        problems,
        source: source.map(|s| s.name).unwrap_or_default(),
        day,
        sub: if open { f.not_yet } else { "" },
        open,
        nothing_new: c.new + c.changed + c.older == 0,
        counts: counts(report, c, f),
        faults: report
            .listed
            .iter()
            .map(|l| FaultLine {
                line: l.last.map_or_else(|| l.line.to_string(), |last| format!("{}–{last}", l.line)),
                column: l.column.clone(),
                reason: l.kept.map_or_else(
                    || words::reason(l.reason, lang).to_owned(),
                    |kept| format!("{} ({} {kept})", words::reason(l.reason, lang), f.line),
                ),
                warns: l.reason.warns(),
            })
            .collect(),
        and_more: (left > 0).then(|| fill(f.and_more, &[&left.to_string()])),
        heads: shown_fields().map(|x| words::field(x, lang)).collect(),
        rows: rows.iter().map(|r| cells(r, f, lang)).collect(),
        choose: Field::ALL.into_iter().map(|x| choose(x, report, lang)).collect(),
        sheets: report
            .sheets
            .iter()
            .filter(|_| report.sheets.len() > 1)
            .map(|s| (s.clone(), report.sheet.as_ref() == Some(s)))
            .collect(),
        skip: (report.bad_rows > 0).then(|| fill(f.skip, &[&report.bad_rows.to_string()])),
    };
    Ok(html(status, &page))
}

fn counts(r: &Report, c: Counts, f: &'static FileWords) -> Vec<(&'static str, u64)> {
    let always = [(f.c_rows, r.rows), (f.c_new, c.new), (f.c_changed, c.changed), (f.c_same, c.same)];
    let some = [
        (f.c_older, c.older),
        (f.c_repeated, r.repeated),
        (f.c_titles, r.titles),
        (f.c_bad, r.bad_rows),
        (f.c_warned, r.warned),
    ];
    always.into_iter().chain(some.into_iter().filter(|(_, n)| *n > 0)).collect()
}

fn shown_fields() -> impl Iterator<Item = Field> {
    Field::ALL.into_iter().filter(|f| !matches!(f, Field::Phone | Field::Citizen))
}

fn cells(s: &Staged, f: &'static FileWords, lang: Lang) -> Vec<String> {
    let r = &s.row;
    let day = |d: &Option<String>| d.as_deref().map(|d| day_of(d, lang)).unwrap_or_default();
    let status = match (r.status, &r.raw) {
        (Some(code), _) => format!("{code} · {}", (said(lang).status)(code)),
        (None, Some(raw)) => fill(f.as_written, &[raw]),
        (None, None) => String::new(),
    };
    let proof = if r.proof_phone.is_some() || r.proof_citizen.is_some() { f.proven } else { "–" };
    vec![
        r.code.clone(),
        r.procedure.clone().unwrap_or_default(),
        r.unit.as_deref().map(|u| who::unit(u, lang)).unwrap_or_default(),
        day(&r.received_on),
        day(&r.due_on),
        status,
        day_of(&r.on_day, lang),
        r.supplement.clone().unwrap_or_default(),
        proof.to_owned(),
    ]
}

fn choose(x: Field, r: &Report, lang: Lang) -> Choose {
    let chosen = r.mapping.columns.get(&x).map_or("", String::as_str);
    let names = r.names.iter().filter(|n| !n.is_empty()).map(|n| (n.clone(), n == chosen)).collect();
    Choose { id: x.id(), label: words::field(x, lang), names, none: chosen.is_empty() }
}

/// `POST /dossiers/files/{id}`.
pub async fn decide(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    Path(id): Path<String>,
    form: super::super::FormResult,
) -> Result<Response, Fault> {
    let (half, form) = (signed.0, super::super::form(form)?);
    if !half.secret.fits(field(&form, "csrf")) {
        return Err(Fault::Forbidden);
    }
    let import = own(&state, &half, &id).await?;
    let here = Redirect::to(&format!("/dossiers/files/{id}")).into_response();
    if import.state != Stands::Staged {
        return Ok(here);
    }
    match field(&form, "do") {
        "discard" => {
            apply::discard(&state, &id).await.map_err(broken)?;
            Ok(Redirect::to("/dossiers/files?done=discarded").into_response())
        }
        "read" => again(&state, &half, &import, &form).await,
        "apply" => {
            let report = Report::read(&import.report);
            if report.bad_rows > 0 && field(&form, "skip") != "yes" {
                let problems = vec![("skip", FileWords::of(visit.lang).tick_first.to_owned())];
                return page(&state, &visit, &half, &import, problems).await;
            }
            if imports::decide(&state.db, &id).await? {
                tracing::info!(officer = %half.officer.id, import = %id, "a file of dossiers is taken in");
                let behind = state.clone();
                let applying = state.tasks.spawn(async move {
                    if let Err(e) = apply::apply_upload(&behind, &id).await {
                        // What is left is gone on with at the next start, or the next sweep.
                        tracing::warn!(error = %e, "an import stopped half-way");
                    }
                });
                let _ = tokio::time::timeout(std::time::Duration::from_millis(700), applying).await;
            }
            Ok(here)
        }
        _ => Err(Fault::BadRequest),
    }
}

async fn again(state: &AppState, half: &Half, import: &Import, form: &Fields) -> Result<Response, Fault> {
    let report = Report::read(&import.report);
    let mut said = Mapping::default();
    for x in Field::ALL {
        let name = field(form, x.id()).to_owned();
        // Only what the file has; an address somebody wrote by hand is not remembered.
        if name.is_empty() || report.names.contains(&name) {
            said.columns.insert(x, name);
        }
    }
    said.sheet = Some(field(form, "sheet").to_owned()).filter(|s| report.sheets.contains(s));
    let source = sources(state, half).await?.into_iter().find(|s| s.id == import.source_id).ok_or(Fault::NotFound)?;
    let as_of = Some(import.as_of.clone()).filter(|_| report.day_from == DayFrom::Said);
    let id = state.ids.uuid().to_string();
    tokio::fs::rename(apply::upload(state, &import.id), apply::upload(state, &id))
        .await
        .map_err(|_| Fault::NotFound)?;
    apply::discard(state, &import.id).await.map_err(broken)?;
    upload::read_behind(state, half, id, source, said, as_of).await
}

fn broken(e: ImportError) -> Fault {
    match e {
        ImportError::Db(e) => e.into(),
        e => {
            tracing::error!(error = %e, "console");
            Fault::Broken
        }
    }
}
