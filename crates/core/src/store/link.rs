//! Table `link`: what is remembered of the gateway between starts.
//!
//! What a newcomer would get wrong: `retry_after_until_ms` holds for every request to the gateway, not for the one that
//! was turned away.

use super::Result;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// What is remembered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Remembered {
    pub(crate) retry_after_until_ms: Option<i64>,
    /// Gateway's clock minus ours.
    pub(crate) clock_offset_ms: Option<i64>,
    pub(crate) last_ok_ms: Option<i64>,
}

/// Reads it.
pub(crate) fn get(conn: &Connection) -> Result<Remembered> {
    let row = conn
        .query_row("SELECT retry_after_until_ms, clock_offset_ms, last_ok_ms FROM link WHERE one = 1", [], |r| {
            Ok(Remembered { retry_after_until_ms: r.get(0)?, clock_offset_ms: r.get(1)?, last_ok_ms: r.get(2)? })
        })
        .optional()?;
    Ok(row.unwrap_or_default())
}

/// Stores it.
pub(crate) fn put(tx: &Transaction<'_>, link: Remembered) -> Result<()> {
    tx.execute(
        "INSERT INTO link (one, retry_after_until_ms, clock_offset_ms, last_ok_ms) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (one) DO UPDATE SET retry_after_until_ms = excluded.retry_after_until_ms,
             clock_offset_ms = excluded.clock_offset_ms, last_ok_ms = excluded.last_ok_ms",
        params![link.retry_after_until_ms, link.clock_offset_ms, link.last_ok_ms],
    )?;
    Ok(())
}
