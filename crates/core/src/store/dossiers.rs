//! Tables `dossiers` and `dossier_notes`: what a person keeps of their dossiers, and what the gateway told. Not for asking
//! (`watches`) and not for what counts (`domain::dossier`).
//!
//! What a newcomer would get wrong: what the gateway told is one value, replaced as a whole; what the person noted is rows,
//! and neither touches the other.

use super::{Result, StoreError, id, photos};
use crate::views::DossierFields;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use std::collections::BTreeSet;
use vungsam_domain::DossierId;
use vungsam_domain::dossier::{Step, code};
use vungsam_domain::wire::WatchedDossier;

/// A row, with its notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: DossierId,
    pub(crate) fields: DossierFields,
    /// SHA-256 of the slip's photo.
    pub(crate) photo: Option<String>,
    pub(crate) added_at_ms: i64,
    pub(crate) told: Option<WatchedDossier>,
    pub(crate) unread: bool,
    /// News the person was not told of yet.
    pub(crate) tell: bool,
    /// Reminders already given.
    pub(crate) reminded: BTreeSet<String>,
    /// What the person noted, oldest first.
    pub(crate) notes: Vec<Step>,
}

const COLUMNS: &str = "id, fields, photo, added_at_ms, told, unread, tell, reminded";

type Raw = (String, String, Option<String>, i64, Option<String>, bool, bool, String);

fn raw(r: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, r.get(6)?, r.get(7)?))
}

fn kept(conn: &Connection, raw: Raw) -> Result<Kept> {
    let (dossier, fields, photo, added_at_ms, told, unread, tell, reminded) = raw;
    let mut query = conn.prepare_cached("SELECT step FROM dossier_notes WHERE dossier = ?1 ORDER BY n")?;
    let notes = query.query_map(params![dossier], |r| r.get::<_, String>(0))?;
    Ok(Kept {
        id: id(&dossier)?,
        fields: serde_json::from_str(&fields)?,
        photo,
        added_at_ms,
        // What an older version wrote and this one cannot read comes again with the next change.
        told: told.and_then(|t| serde_json::from_str(&t).ok()),
        unread,
        tell,
        reminded: serde_json::from_str(&reminded).unwrap_or_default(),
        notes: notes.map(|n| Ok(serde_json::from_str(&n?)?)).collect::<Result<_>>()?,
    })
}

/// Keeps a new one.
pub(crate) fn insert(tx: &Transaction<'_>, dossier: DossierId, fields: &DossierFields, now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO dossiers (id, fields, code_key, added_at_ms) VALUES (?1, ?2, ?3, ?4)",
        params![dossier.to_string(), serde_json::to_string(fields)?, code::key(&fields.code), now_ms],
    )?;
    Ok(())
}

/// One of them.
pub(crate) fn get(conn: &Connection, dossier: DossierId) -> Result<Kept> {
    let sql = format!("SELECT {COLUMNS} FROM dossiers WHERE id = ?1");
    let row = conn.query_row(&sql, params![dossier.to_string()], raw).optional()?;
    kept(conn, row.ok_or(StoreError::NotFound)?)
}

/// All of them, newest first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<Kept>> {
    let mut query =
        conn.prepare_cached(&format!("SELECT {COLUMNS} FROM dossiers ORDER BY added_at_ms DESC, rowid DESC"))?;
    let rows = query.query_map([], raw)?.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.into_iter().map(|r| kept(conn, r)).collect()
}

/// The one with this code, but for `besides`.
pub(crate) fn with_code(conn: &Connection, typed: &str, besides: Option<DossierId>) -> Result<Option<DossierId>> {
    let key = code::key(typed);
    if key.is_empty() {
        return Ok(None);
    }
    let besides = besides.map(|d| d.to_string()).unwrap_or_default();
    let row: Option<String> = conn
        .query_row("SELECT id FROM dossiers WHERE code_key = ?1 AND id <> ?2", params![key, besides], |r| r.get(0))
        .optional()?;
    row.map(|text| id(&text)).transpose()
}

/// Replaces what the person entered.
pub(crate) fn save(tx: &Transaction<'_>, dossier: DossierId, fields: &DossierFields) -> Result<()> {
    changed(tx.execute(
        "UPDATE dossiers SET fields = ?2, code_key = ?3 WHERE id = ?1",
        params![dossier.to_string(), serde_json::to_string(fields)?, code::key(&fields.code)],
    )?)
}

/// The slip's photo; `None` takes it away. The old one goes where nothing else names it.
pub(crate) fn set_photo(tx: &Transaction<'_>, dossier: DossierId, sha256: Option<&str>) -> Result<()> {
    changed(tx.execute("UPDATE dossiers SET photo = ?2 WHERE id = ?1", params![dossier.to_string(), sha256])?)?;
    photos::sweep(tx)
}

/// What the gateway told, and whether that is news.
pub(crate) fn set_told(tx: &Transaction<'_>, dossier: DossierId, told: &WatchedDossier, news: bool) -> Result<()> {
    changed(tx.execute(
        "UPDATE dossiers SET told = ?2, unread = unread OR ?3, tell = tell OR ?3 WHERE id = ?1",
        params![dossier.to_string(), serde_json::to_string(told)?, news],
    )?)
}

/// Forgets what the gateway told of another code than is entered now.
pub(crate) fn forget_told(tx: &Transaction<'_>, dossier: DossierId) -> Result<()> {
    let sql = "UPDATE dossiers SET told = NULL, unread = 0, tell = 0 WHERE id = ?1";
    changed(tx.execute(sql, params![dossier.to_string()])?)
}

/// The person was told, and reminded of these.
pub(crate) fn set_reminded(tx: &Transaction<'_>, dossier: DossierId, reminded: &BTreeSet<String>) -> Result<()> {
    changed(tx.execute(
        "UPDATE dossiers SET tell = 0, reminded = ?2 WHERE id = ?1",
        params![dossier.to_string(), serde_json::to_string(reminded)?],
    )?)
}

/// The person has seen what is new; `false`: nothing was.
pub(crate) fn seen(tx: &Transaction<'_>, dossier: DossierId) -> Result<bool> {
    let sql = "UPDATE dossiers SET unread = 0, tell = 0 WHERE id = ?1 AND (unread OR tell)";
    Ok(tx.execute(sql, params![dossier.to_string()])? > 0)
}

/// Adds a note of the person.
pub(crate) fn note(tx: &Transaction<'_>, dossier: DossierId, step: &Step) -> Result<()> {
    tx.execute(
        "INSERT INTO dossier_notes (dossier, step) VALUES (?1, ?2)",
        params![dossier.to_string(), serde_json::to_string(step)?],
    )?;
    Ok(())
}

/// Takes the last note back; `false`: there is none.
pub(crate) fn unnote(tx: &Transaction<'_>, dossier: DossierId) -> Result<bool> {
    let sql = "DELETE FROM dossier_notes WHERE n = (SELECT MAX(n) FROM dossier_notes WHERE dossier = ?1)";
    Ok(tx.execute(sql, params![dossier.to_string()])? > 0)
}

/// Takes it off this phone, with its notes and its photo.
pub(crate) fn delete(tx: &Transaction<'_>, dossier: DossierId) -> Result<()> {
    changed(tx.execute("DELETE FROM dossiers WHERE id = ?1", params![dossier.to_string()])?)?;
    photos::sweep(tx)
}

fn changed(rows: usize) -> Result<()> {
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
