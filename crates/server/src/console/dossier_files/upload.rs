//! A file on its way from the browser to the disk, and the reading of it behind the officer's back. Not for what is shown.
//!
//! What a newcomer would get wrong: the token comes before the file in the form, so nobody else's file is ever written.

use super::super::files_words::FileWords;
use super::super::page::{Fault, Visit};
use super::super::session::{Half, Signed};
use super::super::{Fields, field};
use super::{Typed, UPLOAD_BYTES, page, sources};
use crate::db::dossier_imports::{self as imports, FileSource, Import, State as Stands};
use crate::dossiers::mapping::Mapping;
use crate::dossiers::report::Report;
use crate::dossiers::stage::{self, Ask};
use crate::dossiers::table::FileFault;
use crate::dossiers::{ImportError, apply};
use crate::state::AppState;
use axum::extract::{Extension, FromRequest, Multipart, Request, State, multipart};
use axum::response::{IntoResponse, Redirect, Response};
use std::path::Path;
use tokio::io::AsyncWriteExt;

/// A short part of the form.
const PART_BYTES: usize = 4 * 1024;

enum Got {
    Nothing,
    File,
    TooLarge,
}

/// `POST /dossiers/files`.
pub async fn bring(
    State(state): State<AppState>,
    Extension(visit): Extension<Visit>,
    signed: Signed,
    request: Request,
) -> Result<Response, Fault> {
    let (half, f) = (signed.0, FileWords::of(visit.lang));
    stage::folder(&state).map_err(|_| Fault::Broken)?;
    let id = state.ids.uuid().to_string();
    let path = apply::upload(&state, &id);
    let (fields, got) = match receive(&state, &half, request, &path).await {
        Ok(got) => got,
        Err(e) => {
            let _ = tokio::fs::remove_file(&path).await;
            return Err(e);
        }
    };
    let source = sources(&state, &half).await?.into_iter().find(|s| s.id == field(&fields, "source"));
    let as_of = Some(field(&fields, "as_of").trim().to_owned()).filter(|d| !d.is_empty());
    let mut problems = Vec::new();
    if source.is_none() {
        problems.push(("source", f.no_such_source.to_owned()));
    }
    match got {
        Got::File => {}
        Got::Nothing => problems.push(("file", f.no_such_file.to_owned())),
        Got::TooLarge => problems.push(("file", super::super::files_words::fault(&FileFault::TooLarge, visit.lang))),
    }
    if as_of.as_ref().is_some_and(|d| !stage::is_past_day(&state, d)) {
        problems.push(("as_of", f.day_bad.to_owned()));
    }
    let (true, Some(source)) = (problems.is_empty(), source) else {
        let _ = tokio::fs::remove_file(&path).await;
        let typed = Typed {
            source: field(&fields, "source").to_owned(),
            as_of: as_of.unwrap_or_default(),
            trust: crate::db::dossiers::TRUST_FILE.to_string(),
            name: String::new(),
        };
        return page(&state, &visit, &half, None, problems, typed).await;
    };
    read_behind(&state, &half, id, source, Mapping::default(), as_of).await
}

async fn receive(state: &AppState, half: &Half, request: Request, path: &Path) -> Result<(Fields, Got), Fault> {
    let mut form = Multipart::from_request(request, state).await.map_err(|_| Fault::BadRequest)?;
    let (mut fields, mut got) = (Fields::new(), Got::Nothing);
    while let Some(part) = form.next_field().await.map_err(|_| Fault::BadRequest)? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some() {
            if !half.secret.fits(field(&fields, "csrf")) {
                return Err(Fault::Forbidden);
            }
            got = write(part, path).await?;
        } else {
            let text = part.text().await.map_err(|_| Fault::BadRequest)?;
            if text.len() > PART_BYTES {
                return Err(Fault::BadRequest);
            }
            fields.insert(name, text);
        }
    }
    if half.secret.fits(field(&fields, "csrf")) { Ok((fields, got)) } else { Err(Fault::Forbidden) }
}

/// Writes the file; one that is too large is read to its end all the same, so that the browser gets its answer.
async fn write(mut part: multipart::Field<'_>, path: &Path) -> Result<Got, Fault> {
    let broken = |_| Fault::Broken;
    let mut options = tokio::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(path).await.map_err(broken)?;
    let mut all = 0;
    while let Some(piece) = part.chunk().await.map_err(|_| Fault::BadRequest)? {
        all += piece.len();
        if all <= UPLOAD_BYTES {
            file.write_all(&piece).await.map_err(broken)?;
        }
    }
    file.flush().await.map_err(broken)?;
    Ok(match all {
        0 => Got::Nothing,
        n if n <= UPLOAD_BYTES => Got::File,
        _ => Got::TooLarge,
    })
}

/// Reads the file without keeping the browser waiting, and leads to the page that shows how far it is.
pub async fn read_behind(
    state: &AppState,
    half: &Half,
    id: String,
    source: FileSource,
    said: Mapping,
    as_of: Option<String>,
) -> Result<Response, Fault> {
    let import = Import {
        id: id.clone(),
        source_id: source.id.clone(),
        officer_id: Some(half.officer.id.clone()),
        file_sha256: String::new(),
        as_of: as_of.clone().unwrap_or_else(|| stage::today(state)),
        state: Stands::Staging,
        started_at: state.now_ms(),
        report: Report::default().json(),
    };
    imports::begin(&state.db, &import).await?;
    tracing::info!(officer = %half.officer.id, import = %id, "a file of dossiers was brought");
    let officer = Some((half.officer.id.clone(), half.officer.units.clone()));
    let ask = Ask { file: apply::upload(state, &id), source, said, as_of, unit: None, officer };
    let behind = state.clone();
    let href = format!("/dossiers/files/{id}");
    let reading = state.tasks.spawn(async move {
        if let Err(e) = stage::stage_in(&behind, import.clone(), ask).await {
            refuse(&behind, import, &e).await;
        }
    });
    // Most files are read at once; for those the page in between would only flicker.
    let _ = tokio::time::timeout(std::time::Duration::from_millis(700), reading).await;
    Ok(Redirect::to(&href).into_response())
}

/// Keeps why a file was not taken, for its officer, and deletes the file.
async fn refuse(state: &AppState, mut import: Import, e: &ImportError) {
    let fault = match e {
        ImportError::File(fault) => fault.clone(),
        _ => FileFault::Unreadable,
    };
    tracing::info!(import = %import.id, why = %fault_kind(&fault), "a file of dossiers was refused");
    let _ = tokio::fs::remove_file(apply::upload(state, &import.id)).await;
    import.report = Report { refused: Some(fault), ..Report::default() }.json();
    if let Err(e) = imports::set(&state.db, &import).await {
        tracing::warn!(error = %e, "could not keep why a file was refused");
    }
}

/// Without what the fault says of the file: names of columns are the office's own words.
fn fault_kind(fault: &FileFault) -> &'static str {
    match fault {
        FileFault::TooLarge | FileFault::TooManyRows | FileFault::TooManyColumns(_) | FileFault::Bomb => "too much",
        FileFault::Letters(_) => "letters",
        FileFault::NotATable(_) | FileFault::Empty => "no table",
        FileFault::NoHeader | FileFault::NoColumn(_) | FileFault::NoSheet(_) => "columns",
        FileFault::Damaged(_) | FileFault::RowTooLong(_) | FileFault::QuoteOpen(_) | FileFault::Unreadable => {
            "unreadable"
        }
    }
}
