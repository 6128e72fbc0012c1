//! What a page of rows would do, without doing it: for a preview, and to leave out rows that say nothing new. Not for
//! deciding: `rules` does, for one row and for many alike.
//!
//! What a newcomer would get wrong: nothing is locked here. What is really done is what `take` says later.

use super::read::step;
use super::rules::{Held, Kept, judge};
use super::{Outcome, Row, Teller};
use crate::db::{Db, DbError};
use sqlx::Row as _;
use std::collections::HashMap;

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreseen {
    /// What would become of it.
    pub outcome: Outcome,
    /// Whether anything at all would be written.
    pub writes: bool,
}

/// Looks at staged rows of an import whose keys lie in `from..=to` (excluding `from` itself); `rows` are those rows, in
/// any order, each with its own teller.
///
/// # Errors
/// When the database fails.
pub async fn peek(
    db: &Db,
    (import, from, to): (&str, &str, &str),
    rows: &[(&str, &Teller, &Row)],
    now: i64,
) -> Result<Vec<Foreseen>, DbError> {
    let mut held: HashMap<String, Held> = HashMap::with_capacity(rows.len());
    let found = sqlx::query(
        "SELECT d.code_key, d.procedure, d.unit, d.received_on, d.proof_phone, d.proof_citizen, d.affirmed_on
         FROM dossier_rows r JOIN dossiers d ON d.code_key = r.code_key
         WHERE r.import_id = $1 AND r.code_key > $2 AND r.code_key <= $3",
    )
    .bind(import)
    .bind(from)
    .bind(to)
    .fetch_all(db.read())
    .await?;
    for r in &found {
        let kept = Kept {
            procedure: r.try_get(1)?,
            unit: r.try_get(2)?,
            received_on: r.try_get(3)?,
            proof_phone: r.try_get(4)?,
            proof_citizen: r.try_get(5)?,
            affirmed_on: r.try_get(6)?,
        };
        held.insert(r.try_get(0)?, Held { kept, steps: Vec::new(), seen: Vec::new() });
    }
    if !held.is_empty() {
        steps(db, (import, from, to), &mut held).await?;
    }
    Ok(rows
        .iter()
        .map(|(key, teller, row)| match held.get(*key) {
            None => Foreseen { outcome: Outcome::New, writes: true },
            Some(held) => match judge(held, teller, row, now) {
                Err(outcome) => Foreseen { outcome, writes: false },
                Ok(v) => Foreseen {
                    outcome: v.outcome,
                    writes: v.younger || v.tell || !v.append.is_empty() || v.kept != held.kept,
                },
            },
        })
        .collect())
}

async fn steps(
    db: &Db,
    (import, from, to): (&str, &str, &str),
    held: &mut HashMap<String, Held>,
) -> Result<(), DbError> {
    let rows = sqlx::query(
        "SELECT t.code_key, t.source_id, t.status, t.raw, t.on_day, t.noted_at, t.supplement,
                t.due_on AS step_due_on, s.kind, s.name, s.trust
         FROM dossier_rows r JOIN dossier_steps t ON t.code_key = r.code_key JOIN dossier_sources s ON s.id = t.source_id
         WHERE r.import_id = $1 AND r.code_key > $2 AND r.code_key <= $3 ORDER BY t.code_key, t.n",
    )
    .bind(import)
    .bind(from)
    .bind(to)
    .fetch_all(db.read())
    .await?;
    for r in &rows {
        if let Some(one) = held.get_mut(&r.try_get::<String, _>("code_key")?) {
            one.steps.push((r.try_get("source_id")?, step(r)?));
        }
    }
    let rows = sqlx::query(
        "SELECT e.code_key, e.source_id, e.as_of FROM dossier_rows r JOIN dossier_seen e ON e.code_key = r.code_key
         WHERE r.import_id = $1 AND r.code_key > $2 AND r.code_key <= $3 ORDER BY e.code_key, e.source_id",
    )
    .bind(import)
    .bind(from)
    .bind(to)
    .fetch_all(db.read())
    .await?;
    for r in &rows {
        if let Some(one) = held.get_mut(&r.try_get::<String, _>(0)?) {
            one.seen.push((r.try_get(1)?, r.try_get(2)?));
        }
    }
    Ok(())
}
