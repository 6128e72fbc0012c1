//! Table `tracked`: complaints of other phones, followed by number and PIN. What a look-up found is a copy that a later
//! one replaces.
//!
//! What a newcomer would get wrong: asking costs. A PIN that is wrong counts against the number (five a day for
//! everybody), so what was not found is asked again rarely, and *try now* does not hurry it.

use super::{Result, StoreError};
use crate::views::{TrackState, TrackedCard};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use vungsam_domain::wire::TrackedReport;
use vungsam_domain::{Pin, Reference};

/// The soonest *try now* asks again about what was found (ms).
const FRESH_MS: i64 = 60_000;
/// No plan lies further ahead than this: a plan that does was made by a clock since set back (ms).
const FURTHEST_MS: i64 = 25 * 60 * 60 * 1_000;

/// Follows a number. With another PIN than before it starts anew.
pub(crate) fn put(tx: &Transaction<'_>, reference: &Reference, pin: &Pin, now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO tracked (reference, pin, added_at_ms, state) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (reference) DO UPDATE SET next_ask_at_ms = NULL,
             state = CASE WHEN pin = excluded.pin THEN state ELSE excluded.state END,
             reports = CASE WHEN pin = excluded.pin THEN reports ELSE '[]' END,
             added_at_ms = CASE WHEN pin = excluded.pin THEN added_at_ms ELSE excluded.added_at_ms END,
             pin = excluded.pin",
        params![reference.as_str(), pin.reveal(), now_ms, word(TrackState::Waiting)?],
    )?;
    Ok(())
}

const COLUMNS: &str = "reference, added_at_ms, state, reports, checked_at_ms, unread";

type Raw = (String, i64, String, String, Option<i64>, bool);

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
}

fn card((reference, added_at_ms, state, reports, checked_at_ms, unread): Raw) -> Result<TrackedCard> {
    let reference = Reference::parse(&reference).map_err(|_| StoreError::NotFound)?;
    Ok(TrackedCard {
        reference_shown: reference.to_string(),
        reference,
        added_at_ms,
        state: serde_json::from_value(state.into())?,
        // What an older version wrote and this one cannot read is asked for again.
        reports: serde_json::from_str(&reports).unwrap_or_default(),
        checked_at_ms,
        unread,
    })
}

/// One of them.
pub(crate) fn get(conn: &Connection, reference: &Reference) -> Result<TrackedCard> {
    let sql = format!("SELECT {COLUMNS} FROM tracked WHERE reference = ?1");
    let row = conn.query_row(&sql, params![reference.as_str()], raw).optional()?;
    card(row.ok_or(StoreError::NotFound)?)
}

/// All of them, newest first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<TrackedCard>> {
    let mut query =
        conn.prepare_cached(&format!("SELECT {COLUMNS} FROM tracked ORDER BY added_at_ms DESC, rowid DESC"))?;
    let rows = query.query_map([], raw)?;
    rows.map(|r| card(r?)).collect()
}

/// The next one to ask about.
pub(crate) fn next_due(conn: &Connection, now_ms: i64) -> Result<Option<(Reference, Pin)>> {
    let row: Option<(String, String)> = conn
        .query_row(
            "SELECT reference, pin FROM tracked
             WHERE next_ask_at_ms IS NULL OR next_ask_at_ms <= ?1 OR next_ask_at_ms > ?1 + ?2 ORDER BY rowid LIMIT 1",
            params![now_ms, FURTHEST_MS],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .optional()?;
    Ok(row.and_then(|(reference, pin)| Some((Reference::parse(&reference).ok()?, Pin::parse(&pin)?))))
}

/// When the next one is to be asked about.
pub(crate) fn next_due_ms(conn: &Connection) -> Result<Option<i64>> {
    Ok(conn.query_row("SELECT MIN(COALESCE(next_ask_at_ms, 0)) FROM tracked", [], |r| r.get(0))?)
}

/// Not before this.
pub(crate) fn ask_at(tx: &Transaction<'_>, reference: &Reference, at_ms: i64) -> Result<()> {
    tx.execute("UPDATE tracked SET next_ask_at_ms = ?2 WHERE reference = ?1", params![reference.as_str(), at_ms])?;
    Ok(())
}

/// The answer was that there is nothing (to see today).
pub(crate) fn set_state(tx: &Transaction<'_>, reference: &Reference, state: TrackState, now_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE tracked SET state = ?2, checked_at_ms = ?3 WHERE reference = ?1",
        params![reference.as_str(), word(state)?, now_ms],
    )?;
    Ok(())
}

/// Stores what was found, and whether it is news.
pub(crate) fn set_found(
    tx: &Transaction<'_>,
    reference: &Reference,
    reports: &[TrackedReport],
    news: bool,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "UPDATE tracked SET state = ?2, reports = ?3, checked_at_ms = ?4, unread = unread OR ?5 WHERE reference = ?1",
        params![reference.as_str(), word(TrackState::Found)?, serde_json::to_string(reports)?, now_ms, news],
    )?;
    Ok(())
}

/// The person has seen what is new; `false`: nothing was.
pub(crate) fn seen(tx: &Transaction<'_>, reference: &Reference) -> Result<bool> {
    let sql = "UPDATE tracked SET unread = 0 WHERE reference = ?1 AND unread";
    Ok(tx.execute(sql, params![reference.as_str()])? > 0)
}

/// What was found may be asked about now; a number or PIN that may be wrong may not.
pub(crate) fn hurry(tx: &Transaction<'_>, now_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE tracked SET next_ask_at_ms = NULL
         WHERE state IN (?1, ?2) AND (checked_at_ms IS NULL OR ABS(?3 - checked_at_ms) > ?4)",
        params![word(TrackState::Found)?, word(TrackState::Waiting)?, now_ms, FRESH_MS],
    )?;
    Ok(())
}

/// Stops following.
pub(crate) fn delete(tx: &Transaction<'_>, reference: &Reference) -> Result<()> {
    tx.execute("DELETE FROM tracked WHERE reference = ?1", params![reference.as_str()])?;
    Ok(())
}

fn word(state: TrackState) -> Result<String> {
    Ok(serde_json::to_value(state)?.as_str().unwrap_or_default().to_owned())
}
