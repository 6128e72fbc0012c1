//! From a file to staged rows and a report. Not for applying them (see `apply`).
//!
//! What a newcomer would get wrong: the file is read on a thread of its own and handed over 500 rows at a time, so memory
//! does not grow with the file, and a citizen's write never waits for more than one such step.

use super::mapping::{Field, Header, LOOKED_AT, Mapping, header};
use super::report::{DayFrom, Report};
use super::rows::{Judged, Reason, Rules, Staged, Units, judge};
use super::table::{FileFault, Row, Table};
use super::{ImportError, apply};
use crate::content;
use crate::db::dossier_imports::{self as imports, AT_ONCE, FileSource, Import, State};
use crate::state::AppState;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;
use vungsam_domain::Pin;

/// What is brought.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Where the file lies.
    pub file: PathBuf,
    /// Whose it is.
    pub source: FileSource,
    /// What the operator says about columns; goes before what is remembered.
    pub said: Mapping,
    /// The day the file is of, `YYYY-MM-DD`.
    pub as_of: Option<String>,
    /// The commune of rows that name none.
    pub unit: Option<String>,
    /// Who brings it and for which communes; `None`: the operator, for all.
    pub officer: Option<(String, Vec<String>)>,
}

/// Told now and then how many rows were read.
pub type Progress<'a> = dyn Fn(u64) + Send + Sync + 'a;

/// The folder for what must lie somewhere meanwhile.
///
/// # Errors
/// When the disk does not let it.
pub fn folder(state: &AppState) -> std::io::Result<PathBuf> {
    use std::os::unix::fs::DirBuilderExt;
    let dir = state.settings.data.join("imports");
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&dir)?;
    Ok(dir)
}

/// Today in Vietnam.
#[must_use]
pub fn today(state: &AppState) -> String {
    const VIETNAM_S: i64 = 7 * 3_600;
    let at = jiff::Timestamp::from_second(state.now_ms().div_euclid(1000) + VIETNAM_S).unwrap_or_default();
    jiff::tz::Offset::UTC.to_datetime(at).date().to_string()
}

/// Whether a text is a day a file can be of: in the calendar, and not ahead. A file that says it is of next year would go
/// before everything that is true until then.
#[must_use]
pub fn is_past_day(state: &AppState, day: &str) -> bool {
    day.parse::<jiff::civil::Date>().is_ok_and(|d| d.to_string() <= today(state))
}

/// What the reading thread hands over.
struct Batch {
    rows: Vec<Staged>,
    read: u64,
}

/// Stages a file and foresees what applying it would do. An import in the state [`State::Staged`].
///
/// # Errors
/// [`ImportError`]; then nothing of it is left.
pub async fn stage(state: &AppState, ask: Ask, progress: &Progress<'_>) -> Result<Import, ImportError> {
    let import = Import {
        id: state.ids.uuid().to_string(),
        source_id: ask.source.id.clone(),
        officer_id: ask.officer.as_ref().map(|(id, _)| id.clone()),
        file_sha256: String::new(),
        as_of: ask.as_of.clone().unwrap_or_else(|| today(state)),
        state: State::Staging,
        started_at: state.now_ms(),
        report: Report::default().json(),
    };
    imports::begin(&state.db, &import).await?;
    let id = import.id.clone();
    let done = staged(state, ask, import, progress).await;
    if done.is_err() {
        imports::discard(&state.db, &id).await?;
    }
    done
}

/// As [`stage`], for an import that was begun and whose file came by the console.
///
/// # Errors
/// [`ImportError`]; then rows may be left, and the import.
pub async fn stage_in(state: &AppState, import: Import, ask: Ask) -> Result<Import, ImportError> {
    staged(state, ask, import, &|_| {}).await
}

async fn staged(
    state: &AppState,
    ask: Ask,
    mut import: Import,
    progress: &Progress<'_>,
) -> Result<Import, ImportError> {
    let (source, said_day) = (ask.source.clone(), ask.as_of.is_some());
    let (send, mut receive) = mpsc::channel::<Batch>(2);
    let (reader, as_of, file) = (state.clone(), import.as_of.clone(), ask.file.clone());
    let hashed = tokio::task::spawn_blocking(move || sha256(&file)).await;
    import.file_sha256 = hashed.map_err(|_| ImportError::Interrupted)??;
    let reading = tokio::task::spawn_blocking(move || read(&reader, &ask, &as_of, &send));
    while let Some(batch) = receive.recv().await {
        imports::stage(&state.db, &import.id, &batch.rows).await?;
        progress(batch.read);
    }
    let mut report = reading.await.map_err(|_| ImportError::Interrupted)??;
    if said_day {
        report.day_from = DayFrom::Said;
    } else if report.mapping.columns.get(&Field::StatusDay).is_some_and(|c| !c.is_empty()) {
        if let Some(youngest) = imports::youngest(&state.db, &import.id).await? {
            report.day_from = DayFrom::File;
            import.as_of = youngest.chars().take(10).collect();
        }
        while imports::date_some(&state.db, &import.id, &import.as_of).await? {}
    }
    repeats(state, &import.id, &mut report).await?;
    apply::foresee(state, &import, &source, &mut report).await?;
    import.report = report.json();
    import.state = State::Staged;
    imports::set(&state.db, &import).await?;
    Ok(import)
}

/// Rows of one file about the same dossier.
async fn repeats(state: &AppState, import: &str, report: &mut Report) -> Result<(), ImportError> {
    let column = report.mapping.columns.get(&Field::Code).cloned().unwrap_or_default();
    let mut from = String::new();
    loop {
        let some = imports::repeated(&state.db, import, &from).await?;
        let Some(last) = some.last() else { return Ok(()) };
        from.clone_from(&last.code_key);
        for (line, kept) in imports::settle_repeated(&state.db, import, &some).await? {
            let line = u64::try_from(line).unwrap_or_default();
            if let Some(kept) = kept {
                report.repeated += 1;
                report.note_repeated(line, &column, u64::try_from(kept).unwrap_or_default());
            } else {
                report.bad_rows += 1;
                report.note(line, &column, Reason::Owners);
            }
        }
    }
}

fn sha256(file: &Path) -> Result<String, FileFault> {
    let mut file = std::fs::File::open(file)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let n = file.read(&mut piece)?;
        if n == 0 {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(piece.get(..n).unwrap_or_default());
    }
}

/// On a thread of its own.
fn read(state: &AppState, ask: &Ask, as_of: &str, send: &mpsc::Sender<Batch>) -> Result<Report, ImportError> {
    let remembered = ask.source.mapping.as_deref().and_then(|m| serde_json::from_str(m).ok()).unwrap_or_default();
    let said = ask.said.over(&remembered);
    let spool = folder(state).map_err(FileFault::from)?;
    let mut table = Table::open(&ask.file, said.sheet.as_deref(), &spool)?;
    // Only what was said now must be there: a remembered column may be missing in a new export.
    let header = head(&mut table, &said, &ask.said)?;
    let mut report = Report {
        sheet: table.sheet().map(str::to_owned),
        sheets: table.sheets(),
        header_line: header.line,
        names: header.names.clone(),
        mapping: header.mapping(&said),
        own_units: ask.officer.is_some(),
        ..Report::default()
    };
    // Of the whole file, not of each row: without these columns it comes in and is of little use.
    let has = |field| header.columns.contains_key(&field);
    if !has(Field::Phone) && !has(Field::Citizen) {
        report.note(header.line, "", Reason::NoProofColumn);
    }
    if !has(Field::Unit) && unit(ask).is_none() {
        report.note(header.line, "", Reason::NoUnitColumn);
    }
    let prove =
        |key: &str, digits: &str| Pin::parse(digits).map(|pin| state.keys.dossier_proof(key, &pin)).unwrap_or_default();
    let dated = header.columns.contains_key(&Field::StatusDay) && ask.as_of.is_none();
    let rules = Rules {
        as_of: as_of.to_owned(),
        day: if dated { String::new() } else { as_of.to_owned() },
        statuses: said.statuses.clone(),
        units: Units::of(&content::pack()),
        unit: unit(ask),
        allowed: allowed(ask),
        prove: &prove,
        header,
    };
    push(&mut table, &rules, &mut report, send)?;
    Ok(report)
}

/// The commune of rows that name none.
fn unit(ask: &Ask) -> Option<String> {
    let only = ask.officer.as_ref().and_then(|(_, units)| match units.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    });
    ask.unit.clone().or_else(|| ask.source.unit.clone()).or(only)
}

/// The communes this file may speak for.
fn allowed(ask: &Ask) -> Option<Vec<String>> {
    let officer = ask.officer.as_ref().map(|(_, units)| units.clone());
    match (&ask.source.unit, officer) {
        (Some(unit), Some(units)) => Some(units.into_iter().filter(|u| u == unit).collect()),
        (Some(unit), None) => Some(vec![unit.clone()]),
        (None, units) => units,
    }
}

/// Looks at the first rows for the header.
fn head(table: &mut Table, said: &Mapping, now: &Mapping) -> Result<Header, FileFault> {
    let mut first: Vec<Row> = Vec::new();
    table.rows(&mut |row| {
        first.push(row);
        if first.len() < LOOKED_AT { Ok(()) } else { Err(()) }
    })?;
    match header(&first, said) {
        // What was only remembered does not have to be there any more.
        Err(FileFault::NoColumn(_)) if now != said => header(&first, now),
        found => found,
    }
}

fn push(
    table: &mut Table,
    rules: &Rules<'_>,
    report: &mut Report,
    send: &mpsc::Sender<Batch>,
) -> Result<(), ImportError> {
    let below = rules.header.second.unwrap_or(rules.header.line);
    let mut rows = Vec::with_capacity(AT_ONCE);
    let mut stopped = false;
    table.rows(&mut |row| {
        // A line above the rows matters only when it took some of them with it.
        if let Some(fault) = row.fault.filter(|_| row.line > below || row.last > row.line) {
            report.rows += u64::from(row.line > below);
            report.bad_rows += 1;
            report.note_quotes(&row, fault);
            return Ok(());
        }
        if row.line <= below {
            return Ok(());
        }
        if row.title {
            report.titles += 1;
            return Ok(());
        }
        report.rows += 1;
        take(judge(rules, &row), &row, rules, report, &mut rows);
        if rows.len() >= AT_ONCE {
            let batch = Batch { rows: std::mem::replace(&mut rows, Vec::with_capacity(AT_ONCE)), read: report.rows };
            stopped = send.blocking_send(batch).is_err();
        }
        if stopped { Err(()) } else { Ok(()) }
    })?;
    stopped |= send.blocking_send(Batch { rows, read: report.rows }).is_err();
    if stopped { Err(ImportError::Interrupted) } else { Ok(()) }
}

fn take(judged: Judged, row: &Row, rules: &Rules<'_>, report: &mut Report, rows: &mut Vec<Staged>) {
    for fault in &judged.faults {
        report.note(row.line, rules.header.name(fault.field), fault.reason);
    }
    match judged.staged {
        Some(staged) => {
            report.warned += u64::from(!judged.faults.is_empty());
            rows.push(staged);
        }
        None => report.bad_rows += 1,
    }
}
