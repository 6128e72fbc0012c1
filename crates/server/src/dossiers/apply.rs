//! From staged rows to dossiers, some at a time. Not for reading a file.
//!
//! What a newcomer would get wrong: this may be cut off anywhere and called again, also by two processes at once. A row is
//! taken and leaves the table in one transaction, under the lock of its import.

use super::ImportError;
use super::mapping::Field;
use super::report::Report;
use super::rows::Staged;
use crate::db::DbError;
use crate::db::dossier_imports::{self as imports, FileSource, Import, State};
use crate::db::dossiers::peek::{Foreseen, peek};
use crate::db::dossiers::{Teller, take};
use crate::state::AppState;
use std::time::Duration;

/// A transaction takes no more rows once it lasted so long (ms).
const LASTS_MS: i64 = 80;
/// Between two transactions: another process that waits to write looks again only now and then.
const PAUSE: Duration = Duration::from_millis(15);
/// A staged import nobody decided about is thrown away after so long (ms).
const UNDECIDED_MS: i64 = 86_400_000;
/// One whose process died while reading the file.
const ABANDONED_MS: i64 = 3_600_000;
/// How often a transaction that PostgreSQL ended is begun again.
const AGAIN: u32 = 5;

fn tellers(rows: &[Staged], source: &FileSource, as_of: &str, own_units: bool) -> Vec<Teller> {
    let one = source.teller(as_of);
    let of = |s: &Staged| Teller { unit: if own_units { s.row.unit.clone() } else { one.unit.clone() }, ..one.clone() };
    rows.iter().map(of).collect()
}

async fn look(
    state: &AppState,
    import: &str,
    from: &str,
    rows: &[Staged],
    tellers: &[Teller],
) -> Result<Vec<Foreseen>, DbError> {
    let Some(last) = rows.last() else { return Ok(Vec::new()) };
    let asked: Vec<_> = rows.iter().zip(tellers).map(|(s, t)| (s.code_key.as_str(), t, &s.row)).collect();
    peek(&state.db, (import, from, &last.code_key), &asked, state.now_ms()).await
}

/// Counts what applying would do.
///
/// # Errors
/// When the database fails.
pub async fn foresee(
    state: &AppState,
    import: &Import,
    source: &FileSource,
    report: &mut Report,
) -> Result<(), ImportError> {
    let column = report.mapping.columns.get(&Field::Status).cloned().unwrap_or_default();
    let mut from = String::new();
    loop {
        let rows = imports::page(&state.db, &import.id, &from).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        let tellers = tellers(&rows, source, &import.as_of, report.own_units);
        for (row, seen) in rows.iter().zip(look(state, &import.id, &from, &rows, &tellers).await?) {
            report.foreseen.add(seen.outcome);
            report.refuse(row, &column, seen.outcome);
        }
        from.clone_from(&last.code_key);
    }
}

/// Applies what is left of an import that was decided. Told now and then how many rows are done.
///
/// # Errors
/// [`ImportError`]; what was done stays done, and the rest can be applied later.
pub async fn apply(
    state: &AppState,
    import: &str,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Report, ImportError> {
    let import = imports::find(&state.db, import).await?.ok_or(ImportError::Gone)?;
    let source = imports::source_by_id(&state.db, &import.source_id).await?.ok_or(ImportError::Gone)?;
    let mut from = String::new();
    loop {
        if state.stopping.is_cancelled() {
            return Err(ImportError::Interrupted);
        }
        let rows = imports::page(&state.db, &import.id, &from).await?;
        let own_units = Report::read(&import.report).own_units;
        let tellers = tellers(&rows, &source, &import.as_of, own_units);
        let seen = look(state, &import.id, &from, &rows, &tellers).await?;
        let todo: Vec<_> = rows.iter().zip(tellers).zip(seen).map(|((r, t), s)| (r, t, s)).collect();
        let mut rest = todo.as_slice();
        while !rest.is_empty() {
            let done = some(state, &import, rest).await?;
            let (went, left) = rest.split_at(done.rows.min(rest.len()));
            if let Some((last, _, _)) = went.last() {
                from.clone_from(&last.code_key);
            }
            rest = left;
            progress(done.report.applied.sum());
            tokio::time::sleep(PAUSE).await;
        }
        if rows.is_empty() {
            return finish(state, &import).await;
        }
    }
}

async fn finish(state: &AppState, import: &Import) -> Result<Report, ImportError> {
    let mut tx = state.db.begin().await?;
    let Some(json) = imports::lock(&mut tx, &import.id).await? else {
        drop(tx);
        // Another process ended it.
        let i = imports::find(&state.db, &import.id).await?.filter(|i| i.state == State::Applied);
        return i.map(|i| Report::read(&i.report)).ok_or(ImportError::Gone);
    };
    let report = Report::read(&json);
    let mapping = serde_json::to_string(&report.mapping).unwrap_or_default();
    imports::end(&mut tx, import, &mapping, state.now_ms()).await?;
    tx.commit().await?;
    tracing::info!(import = %import.id, rows = report.rows, counts = ?report.applied, "dossiers imported");
    Ok(report)
}

struct Done {
    rows: usize,
    report: Report,
}

/// One transaction.
async fn some(state: &AppState, import: &Import, rows: &[(&Staged, Teller, Foreseen)]) -> Result<Done, ImportError> {
    let mut tries = 0;
    loop {
        match once(state, import, rows).await {
            Err(ImportError::Db(DbError::Unavailable(_))) if tries < AGAIN => {
                tries += 1;
                tokio::time::sleep(PAUSE * 2_u32.pow(tries)).await;
            }
            done => return done,
        }
    }
}

async fn once(state: &AppState, import: &Import, rows: &[(&Staged, Teller, Foreseen)]) -> Result<Done, ImportError> {
    let (Some((first, _, _)), Some((last, _, _))) = (rows.first(), rows.last()) else { return Err(ImportError::Gone) };
    let mut tx = state.db.begin().await?;
    let began = state.now_ms();
    let json = imports::lock(&mut tx, &import.id).await?.ok_or(ImportError::Gone)?;
    let still = imports::still(&mut tx, &import.id, (&first.code_key, &last.code_key)).await?;
    let still: std::collections::HashSet<&str> = still.iter().map(String::as_str).collect();
    let mut report = Report::read(&json);
    let (mut n, mut told, mut to) = (0, Vec::new(), "");
    for (row, teller, seen) in rows {
        n += 1;
        to = &row.code_key;
        if still.contains(to) {
            let outcome = if seen.writes {
                let taken = take(&mut tx, teller, import.officer_id.as_deref(), &row.row, state.now_ms()).await?;
                told.extend(taken.told);
                taken.outcome
            } else {
                seen.outcome
            };
            report.applied.add(outcome);
        }
        if state.now_ms() - began > LASTS_MS {
            break;
        }
    }
    imports::done(&mut tx, &import.id, to, &report.json()).await?;
    tx.commit().await?;
    for device in told {
        state.hub.wake(device);
    }
    Ok(Done { rows: n, report })
}

/// Goes on with what a process that ended left, and throws away what nobody decided about. How many were gone on with.
///
/// # Errors
/// When the database fails.
pub async fn resume(state: &AppState) -> Result<usize, ImportError> {
    let now = state.now_ms();
    for (left, after) in [(State::Staging, ABANDONED_MS), (State::Staged, UNDECIDED_MS)] {
        for i in imports::all_in(&state.db, left).await? {
            if now - i.started_at > after {
                discard(state, &i.id).await?;
            }
        }
    }
    let left = imports::all_in(&state.db, State::Applying).await?;
    for i in &left {
        tracing::info!(import = %i.id, "going on with an import");
        match apply(state, &i.id, &|_| {}).await {
            Ok(_) | Err(ImportError::Gone) => forget_file(state, &i.id),
            Err(e) => return Err(e),
        }
    }
    Ok(left.len())
}

/// Where the uploaded file of an import lies until somebody decides.
#[must_use]
pub fn upload(state: &AppState, import: &str) -> std::path::PathBuf {
    state.settings.data.join("imports").join(format!("{import}.upload"))
}

fn forget_file(state: &AppState, import: &str) {
    // It may never have been there.
    let _ = std::fs::remove_file(upload(state, import));
}

/// Throws an import and its file away.
///
/// # Errors
/// When the database fails.
pub async fn discard(state: &AppState, import: &str) -> Result<(), ImportError> {
    imports::discard(&state.db, import).await?;
    forget_file(state, import);
    Ok(())
}

/// Applies and then deletes the uploaded file.
///
/// # Errors
/// As [`apply`].
pub async fn apply_upload(state: &AppState, import: &str) -> Result<Report, ImportError> {
    let report = apply(state, import, &|_| {}).await?;
    forget_file(state, import);
    Ok(report)
}
