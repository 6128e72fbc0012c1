//! Tables `feed` and `feed_aside`: how far this device's feed was read, and changes this version could not read.
//!
//! What a newcomer would get wrong: the cursor is opaque, and moves in the transaction that stores what it covers.

use super::Result;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// Most changes set aside; beyond it they are only counted as seen.
const ASIDE: i64 = 1_000;

/// Where to go on; `None`: from the start.
pub(crate) fn cursor(conn: &Connection) -> Result<Option<String>> {
    let row: Option<Option<String>> =
        conn.query_row("SELECT cursor FROM feed WHERE one = 1", [], |r| r.get(0)).optional()?;
    Ok(row.flatten())
}

/// When the gateway was last asked with success.
pub(crate) fn checked_at_ms(conn: &Connection) -> Result<Option<i64>> {
    let row: Option<Option<i64>> =
        conn.query_row("SELECT checked_at_ms FROM feed WHERE one = 1", [], |r| r.get(0)).optional()?;
    Ok(row.flatten())
}

/// Moves on.
pub(crate) fn advance(tx: &Transaction<'_>, cursor: &str, now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO feed (one, cursor, checked_at_ms) VALUES (1, ?1, ?2)
         ON CONFLICT (one) DO UPDATE SET cursor = excluded.cursor, checked_at_ms = excluded.checked_at_ms",
        params![cursor, now_ms],
    )?;
    Ok(())
}

/// Keeps a change this version cannot read, for a later one that can.
pub(crate) fn set_aside(tx: &Transaction<'_>, change: &str, now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO feed_aside (change, seen_at_ms) SELECT ?1, ?2
         WHERE (SELECT COUNT(*) FROM feed_aside) < ?3 ON CONFLICT (change) DO NOTHING",
        params![change, now_ms, ASIDE],
    )?;
    Ok(())
}

/// What was set aside, oldest first.
pub(crate) fn aside(conn: &Connection) -> Result<Vec<(i64, String)>> {
    let mut query = conn.prepare_cached("SELECT id, change FROM feed_aside ORDER BY id")?;
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// It could be read now.
pub(crate) fn take_back(tx: &Transaction<'_>, row: i64) -> Result<()> {
    tx.execute("DELETE FROM feed_aside WHERE id = ?1", params![row])?;
    Ok(())
}
