//! Table `carried`: sealed packages of other phones, on their way to the gateway. Nobody here can read them.
//!
//! What a newcomer would get wrong: a package goes only when the person takes it off. A receipt empties the file, the
//! row stays as the proof that it was delivered.

use super::outbox::{reason, word};
use super::{Result, id};
use crate::views::{CarriedPackage, Delivery, StuckReason};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use vungsam_domain::ComplaintId;
use vungsam_domain::wire::SealedReceipt;

/// Stores a package. A newer one of the same complaint takes the place of the older: it may hold more.
pub(crate) fn put(tx: &Transaction<'_>, package: ComplaintId, file: &[u8], now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO carried (id, file, bytes, taken_at_ms) VALUES (?1, ?2, LENGTH(?2), ?3)
         ON CONFLICT (id) DO UPDATE SET file = excluded.file, bytes = excluded.bytes, attempts = 0,
             next_attempt_at_ms = NULL, stuck = NULL, receipt = NULL",
        params![package.to_string(), file, now_ms],
    )?;
    Ok(())
}

/// All of them, oldest first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<CarriedPackage>> {
    list(conn, "SELECT id, taken_at_ms, bytes, attempts, stuck, receipt IS NOT NULL FROM carried ORDER BY rowid", "")
}

/// One of them.
pub(crate) fn get(conn: &Connection, package: ComplaintId) -> Result<Option<CarriedPackage>> {
    let sql = "SELECT id, taken_at_ms, bytes, attempts, stuck, receipt IS NOT NULL FROM carried WHERE id = ?1";
    Ok(list(conn, sql, &package.to_string())?.pop())
}

fn list(conn: &Connection, sql: &str, of: &str) -> Result<Vec<CarriedPackage>> {
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = if of.is_empty() { query.query([])? } else { query.query([of])? };
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (attempts, stuck, done): (u32, Option<String>, bool) = (row.get(3)?, row.get(4)?, row.get(5)?);
        let delivery = match (&stuck, done, attempts) {
            (_, true, _) => Delivery::Received,
            (Some(_), _, _) => Delivery::Stuck,
            (None, _, 0) => Delivery::Saved,
            _ => Delivery::Trying,
        };
        found.push(CarriedPackage {
            id: id(&row.get::<_, String>(0)?)?,
            taken_at_ms: row.get(1)?,
            bytes: row.get(2)?,
            delivery,
            stuck: stuck.as_deref().map(reason),
        });
    }
    Ok(found)
}

/// The next one that may be sent, with the attempts made.
pub(crate) fn next_due(conn: &Connection, now_ms: i64, horizon_ms: i64) -> Result<Option<(ComplaintId, u32)>> {
    let row: Option<(String, u32)> = conn
        .query_row(
            "SELECT id, attempts FROM carried WHERE receipt IS NULL AND stuck IS NULL
               AND (next_attempt_at_ms IS NULL OR next_attempt_at_ms <= ?1 OR next_attempt_at_ms > ?2)
             ORDER BY bytes, rowid LIMIT 1",
            params![now_ms, horizon_ms],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .optional()?;
    row.map(|(text, attempts)| Ok((id(&text)?, attempts))).transpose()
}

/// When the next one becomes due.
pub(crate) fn next_due_ms(conn: &Connection) -> Result<Option<i64>> {
    let sql = "SELECT MIN(COALESCE(next_attempt_at_ms, 0)) FROM carried WHERE receipt IS NULL AND stuck IS NULL";
    Ok(conn.query_row(sql, [], |r| r.get(0))?)
}

/// Counts an attempt that is about to be made, and gives the bytes; `None`: it was taken off.
pub(crate) fn begin(tx: &Transaction<'_>, package: ComplaintId) -> Result<Option<Vec<u8>>> {
    let sql = "UPDATE carried SET attempts = attempts + 1 WHERE id = ?1 AND receipt IS NULL RETURNING file";
    Ok(tx.query_row(sql, params![package.to_string()], |r| r.get(0)).optional()?)
}

/// Plans the next attempt; one that never left the phone was none.
pub(crate) fn defer(tx: &Transaction<'_>, package: ComplaintId, until_ms: i64, never_left: bool) -> Result<()> {
    tx.execute(
        "UPDATE carried SET next_attempt_at_ms = ?2, attempts = attempts - ?3 WHERE id = ?1 AND attempts >= ?3",
        params![package.to_string(), until_ms, never_left],
    )?;
    Ok(())
}

/// Leaves it to the person.
pub(crate) fn stick(tx: &Transaction<'_>, package: ComplaintId, why: StuckReason) -> Result<()> {
    tx.execute("UPDATE carried SET stuck = ?2 WHERE id = ?1", params![package.to_string(), word(why)?])?;
    Ok(())
}

/// A verified receipt names it.
pub(crate) fn done(tx: &Transaction<'_>, package: ComplaintId, sealed: &SealedReceipt) -> Result<()> {
    tx.execute(
        "UPDATE carried SET receipt = ?2, file = x'', stuck = NULL, next_attempt_at_ms = NULL WHERE id = ?1",
        params![package.to_string(), serde_json::to_string(sealed)?],
    )?;
    Ok(())
}

/// The person asked to try it again now.
pub(crate) fn again(tx: &Transaction<'_>, package: ComplaintId) -> Result<()> {
    tx.execute(
        "UPDATE carried SET stuck = NULL, next_attempt_at_ms = NULL WHERE id = ?1",
        params![package.to_string()],
    )?;
    Ok(())
}

/// All may be tried now.
pub(crate) fn hurry(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("UPDATE carried SET next_attempt_at_ms = NULL WHERE next_attempt_at_ms IS NOT NULL", [])?;
    Ok(())
}

/// The person took it off; `false`: it is not there.
pub(crate) fn delete(tx: &Transaction<'_>, package: ComplaintId) -> Result<bool> {
    Ok(tx.execute("DELETE FROM carried WHERE id = ?1", params![package.to_string()])? > 0)
}

/// How many wait, and how many of them for the person.
pub(crate) fn counts(conn: &Connection) -> Result<(u32, u32)> {
    let sql = "SELECT COUNT(*), COUNT(stuck) FROM carried WHERE receipt IS NULL";
    Ok(conn.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?)
}
