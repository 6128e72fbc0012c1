//! Table `meter`: bytes that went over the link, by month. Not for counting them (`sync::meter`).
//!
//! What a newcomer would get wrong: a month is `YYYY-MM` by the clock of whoever counted; a wrong clock makes a strange
//! month, which nobody shows.

use super::Result;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// Adds to a month.
pub(crate) fn add(tx: &Transaction<'_>, month: &str, sent: i64, received: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO meter (month, sent, received) VALUES (?1, ?2, ?3)
         ON CONFLICT (month) DO UPDATE SET sent = sent + excluded.sent, received = received + excluded.received",
        params![month, sent, received],
    )?;
    Ok(())
}

/// What a month has: sent, received.
pub(crate) fn of(conn: &Connection, month: &str) -> Result<(u64, u64)> {
    let row = conn
        .query_row("SELECT sent, received FROM meter WHERE month = ?1", params![month], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))
        })
        .optional()?;
    let (sent, received) = row.unwrap_or_default();
    Ok((u64::try_from(sent).unwrap_or(0), u64::try_from(received).unwrap_or(0)))
}
