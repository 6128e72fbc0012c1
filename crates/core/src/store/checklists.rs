//! Table `checklists`: what a person chose and ticked for a procedure. Not for what a list asks for: that is content.
//!
//! What a newcomer would get wrong: papers are remembered by name and case, as they stood when the person last looked, so
//! that a change of the content can be told from a change of mind.

use super::{Result, StoreError, id};
use crate::views::CaseAnswer;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vungsam_domain::content::Text;
use vungsam_domain::{ChecklistId, DossierId};

/// A paper as it was known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Known {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) when: Option<String>,
}

/// What the person answered; column `fields`. `seen` and `title` have no default: they tell this JSON from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answers {
    /// The procedure's title, should the content lose it.
    pub(crate) title: Text,
    /// For whom.
    #[serde(default)]
    pub(crate) name: String,
    /// By the case's words.
    #[serde(default)]
    pub(crate) cases: BTreeMap<String, CaseAnswer>,
    #[serde(default)]
    pub(crate) ticked: Vec<Known>,
    /// All papers as the content had them when the person last looked.
    pub(crate) seen: Vec<Known>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: ChecklistId,
    pub(crate) procedure: String,
    pub(crate) answers: Answers,
    pub(crate) dossier: Option<DossierId>,
    pub(crate) changed_at_ms: i64,
}

const COLUMNS: &str = "id, procedure, fields, dossier, changed_at_ms";

type Raw = (String, String, String, Option<String>, i64);

fn raw(r: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
}

fn kept((list, procedure, fields, dossier, changed_at_ms): Raw) -> Result<Kept> {
    let dossier = dossier.map(|d| id(&d)).transpose()?;
    Ok(Kept { id: id(&list)?, procedure, answers: serde_json::from_str(&fields)?, dossier, changed_at_ms })
}

/// Keeps a new one.
pub(crate) fn insert(tx: &Transaction<'_>, list: &Kept) -> Result<()> {
    tx.execute(
        "INSERT INTO checklists (id, procedure, fields, dossier, made_at_ms, changed_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        params![
            list.id.to_string(),
            list.procedure,
            serde_json::to_string(&list.answers)?,
            list.dossier.map(|d| d.to_string()),
            list.changed_at_ms
        ],
    )?;
    Ok(())
}

/// One of them.
pub(crate) fn get(conn: &Connection, list: ChecklistId) -> Result<Kept> {
    let sql = format!("SELECT {COLUMNS} FROM checklists WHERE id = ?1");
    let row = conn.query_row(&sql, params![list.to_string()], raw).optional()?;
    kept(row.ok_or(StoreError::NotFound)?)
}

/// All of them, the last one used first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Kept>> {
    let mut query =
        conn.prepare_cached(&format!("SELECT {COLUMNS} FROM checklists ORDER BY changed_at_ms DESC, rowid DESC"))?;
    let rows = query.query_map([], raw)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(kept).collect()
}

/// Replaces what the person answered.
pub(crate) fn save(tx: &Transaction<'_>, list: ChecklistId, answers: &Answers, now_ms: i64) -> Result<()> {
    changed(tx.execute(
        "UPDATE checklists SET fields = ?2, changed_at_ms = ?3 WHERE id = ?1",
        params![list.to_string(), serde_json::to_string(answers)?, now_ms],
    )?)
}

/// Takes it off this phone.
pub(crate) fn delete(tx: &Transaction<'_>, list: ChecklistId) -> Result<()> {
    changed(tx.execute("DELETE FROM checklists WHERE id = ?1", params![list.to_string()])?)
}

fn changed(rows: usize) -> Result<()> {
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
