//! Table `unanswered`: questions on their way to being counted. Not for what was only asked: that is kept nowhere.
//!
//! What a newcomer would get wrong: the row goes with the answer that it was counted. A repeat with the same id is not
//! counted twice, so a kill before that costs nothing.

use super::Result;
use crate::views::UnansweredCard;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use vungsam_domain::UnansweredId;
use vungsam_domain::wire::Unanswered;

/// No plan lies further ahead than this: a plan that does was made by a clock since set back (ms).
const FURTHEST_MS: i64 = 25 * 60 * 60 * 1_000;

/// One to send.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    /// What is sent.
    pub(crate) body: Unanswered,
    /// How often it was tried.
    pub(crate) attempts: u32,
}

fn card(r: &Row<'_>) -> rusqlite::Result<(String, i64, bool, u32)> {
    Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
}

/// All, oldest first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<UnansweredCard>> {
    let mut query = conn.prepare("SELECT body, said_at_ms, refused, attempts FROM unanswered ORDER BY rowid")?;
    let rows = query.query_map([], card)?;
    rows.map(|row| {
        let (body, said_at_ms, refused, attempts) = row?;
        let Unanswered { id, text, .. } = serde_json::from_str(&body)?;
        Ok(UnansweredCard { id, text, said_at_ms, tried: attempts > 0, refused })
    })
    .collect()
}

/// Keeps one to be sent.
pub(crate) fn insert(tx: &Transaction<'_>, new: &Unanswered, now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO unanswered (id, body, said_at_ms) VALUES (?1, ?2, ?3)",
        params![new.id.to_string(), serde_json::to_string(new)?, now_ms],
    )?;
    Ok(())
}

/// Takes one off this phone: it was counted, or the person took it back. Nothing when it is not there.
pub(crate) fn remove(tx: &Transaction<'_>, id: UnansweredId) -> Result<()> {
    tx.execute("DELETE FROM unanswered WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// The next one to send.
pub(crate) fn next_due(conn: &Connection, now_ms: i64) -> Result<Option<Due>> {
    let row: Option<(String, u32)> = conn
        .query_row(
            "SELECT body, attempts FROM unanswered
             WHERE refused = 0 AND (next_ask_at_ms IS NULL OR next_ask_at_ms <= ?1 OR next_ask_at_ms > ?1 + ?2)
             ORDER BY rowid LIMIT 1",
            params![now_ms, FURTHEST_MS],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .optional()?;
    row.map(|(body, attempts)| Ok(Due { body: serde_json::from_str(&body)?, attempts })).transpose()
}

/// When there is one to send next.
pub(crate) fn next_due_ms(conn: &Connection) -> Result<Option<i64>> {
    Ok(conn.query_row("SELECT MIN(COALESCE(next_ask_at_ms, 0)) FROM unanswered WHERE refused = 0", [], |r| r.get(0))?)
}

/// It is about to be sent: from now on it may have arrived. `false`: the person took it back meanwhile.
pub(crate) fn trying(tx: &Transaction<'_>, id: UnansweredId) -> Result<bool> {
    Ok(tx.execute("UPDATE unanswered SET attempts = attempts + 1 WHERE id = ?1", params![id.to_string()])? > 0)
}

/// Not before this. `left`: something may have left the phone.
pub(crate) fn defer(tx: &Transaction<'_>, id: UnansweredId, next_ms: i64, left: bool) -> Result<()> {
    tx.execute(
        "UPDATE unanswered SET next_ask_at_ms = ?2, attempts = MAX(0, attempts - ?3) WHERE id = ?1",
        params![id.to_string(), next_ms, i64::from(!left)],
    )?;
    Ok(())
}

/// The gateway does not take these words.
pub(crate) fn refuse(tx: &Transaction<'_>, id: UnansweredId) -> Result<()> {
    tx.execute("UPDATE unanswered SET refused = 1 WHERE id = ?1", params![id.to_string()])?;
    Ok(())
}

/// Pauses end: the person asked, or there is a new link. A day's closing is told anew and costs one request.
pub(crate) fn hurry(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("UPDATE unanswered SET next_ask_at_ms = NULL WHERE refused = 0", [])?;
    Ok(())
}

/// The same words that wait already.
pub(crate) fn same(conn: &Connection, key: &str) -> Result<Option<UnansweredCard>> {
    Ok(all(conn)?.into_iter().find(|c| !c.refused && vungsam_domain::unanswered::key(&c.text) == key))
}

/// Whether it is still there.
#[cfg(test)]
pub(crate) fn ids(conn: &Connection) -> Result<Vec<UnansweredId>> {
    let mut query = conn.prepare("SELECT id FROM unanswered ORDER BY rowid")?;
    let rows = query.query_map([], |r| r.get::<_, String>(0))?;
    rows.map(|row| super::id(&row?)).collect()
}
