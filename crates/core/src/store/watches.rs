//! Table `watches`: which codes the gateway is asked to watch, and which it is to be told to stop watching. Not for what
//! it tells (`dossiers`).
//!
//! What a newcomer would get wrong: a watch that was asked for even once is taken back at the gateway before its row
//! goes; its id is never used again, because its content never changes.

use super::{Result, id};
use crate::views::WatchState;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use vungsam_domain::{DossierId, Pin, WatchId};

/// The state of a row that only has to be taken back.
const STOP: &str = "stop";
/// No plan lies further ahead than this: a plan that does was made by a clock since set back (ms).
const FURTHEST_MS: i64 = 25 * 60 * 60 * 1_000;

/// What to do next.
#[derive(Debug, Clone)]
pub(crate) enum Errand {
    /// Ask.
    Ask { id: WatchId, code: String, proof: Pin, attempts: u32 },
    /// Take back.
    Stop { id: WatchId, attempts: u32 },
}

fn word(state: WatchState) -> Result<String> {
    Ok(serde_json::to_value(state)?.as_str().unwrap_or_default().to_owned())
}

/// The watch of a dossier.
pub(crate) fn of(conn: &Connection, dossier: DossierId) -> Result<WatchState> {
    let row: Option<String> = conn
        .query_row("SELECT state FROM watches WHERE dossier = ?1", params![dossier.to_string()], |r| r.get(0))
        .optional()?;
    Ok(row.and_then(|state| serde_json::from_value(state.into()).ok()).unwrap_or(WatchState::Off))
}

/// The dossier a watch is for; `None`: it was taken back.
pub(crate) fn dossier_of(conn: &Connection, watch: WatchId) -> Result<Option<DossierId>> {
    let row: Option<Option<String>> = conn
        .query_row("SELECT dossier FROM watches WHERE id = ?1", params![watch.to_string()], |r| r.get(0))
        .optional()?;
    row.flatten().map(|text| id(&text)).transpose()
}

/// The proof a dossier is watched with.
pub(crate) fn proof_of(conn: &Connection, dossier: DossierId) -> Result<Option<Pin>> {
    let row: Option<String> = conn
        .query_row("SELECT proof FROM watches WHERE dossier = ?1", params![dossier.to_string()], |r| r.get(0))
        .optional()?;
    Ok(row.and_then(|p| Pin::parse(&p)))
}

/// Asks for a watch, in place of an older one.
pub(crate) fn begin(tx: &Transaction<'_>, dossier: DossierId, watch: WatchId, code: &str, proof: &Pin) -> Result<()> {
    stop(tx, dossier)?;
    tx.execute(
        "INSERT INTO watches (id, dossier, code, proof, state) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![watch.to_string(), dossier.to_string(), code, proof.reveal(), word(WatchState::Waiting)?],
    )?;
    Ok(())
}

/// Ends the watch of a dossier. What never left the phone goes at once; the proof goes in any case.
pub(crate) fn stop(tx: &Transaction<'_>, dossier: DossierId) -> Result<()> {
    let dossier = dossier.to_string();
    tx.execute("DELETE FROM watches WHERE dossier = ?1 AND attempts = 0", params![dossier])?;
    tx.execute(
        "UPDATE watches SET dossier = NULL, code = '', proof = '', state = ?2, attempts = 0, next_ask_at_ms = NULL
         WHERE dossier = ?1",
        params![dossier, STOP],
    )?;
    Ok(())
}

/// The next thing to do.
pub(crate) fn next_due(conn: &Connection, now_ms: i64) -> Result<Option<Errand>> {
    let row: Option<(String, String, String, String, u32)> = conn
        .query_row(
            "SELECT id, code, proof, state, attempts FROM watches
             WHERE state IN (?1, ?2, ?3)
               AND (next_ask_at_ms IS NULL OR next_ask_at_ms <= ?4 OR next_ask_at_ms > ?4 + ?5) ORDER BY rowid LIMIT 1",
            params![word(WatchState::Waiting)?, word(WatchState::Closed)?, STOP, now_ms, FURTHEST_MS],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)),
        )
        .optional()?;
    let Some((watch, code, proof, state, attempts)) = row else { return Ok(None) };
    let watch = id(&watch)?;
    if state == STOP {
        return Ok(Some(Errand::Stop { id: watch, attempts }));
    }
    Ok(Pin::parse(&proof).map(|proof| Errand::Ask { id: watch, code, proof, attempts }))
}

/// When there is something to do next.
pub(crate) fn next_due_ms(conn: &Connection) -> Result<Option<i64>> {
    Ok(conn.query_row(
        "SELECT MIN(COALESCE(next_ask_at_ms, 0)) FROM watches WHERE state IN (?1, ?2, ?3)",
        params![word(WatchState::Waiting)?, word(WatchState::Closed)?, STOP],
        |r| r.get(0),
    )?)
}

/// It is about to be asked: from now on the gateway may know it.
pub(crate) fn trying(tx: &Transaction<'_>, watch: WatchId) -> Result<()> {
    tx.execute("UPDATE watches SET attempts = attempts + 1 WHERE id = ?1", params![watch.to_string()])?;
    Ok(())
}

/// Where it stands, and not before when it is asked again.
pub(crate) fn set(tx: &Transaction<'_>, watch: WatchId, state: WatchState, next_ms: Option<i64>) -> Result<()> {
    tx.execute(
        "UPDATE watches SET state = ?2, next_ask_at_ms = ?3 WHERE id = ?1 AND dossier IS NOT NULL",
        params![watch.to_string(), word(state)?, next_ms],
    )?;
    Ok(())
}

/// Not before this.
pub(crate) fn defer(tx: &Transaction<'_>, watch: WatchId, next_ms: i64) -> Result<()> {
    tx.execute("UPDATE watches SET next_ask_at_ms = ?2 WHERE id = ?1", params![watch.to_string(), next_ms])?;
    Ok(())
}

/// It is taken back.
pub(crate) fn gone(tx: &Transaction<'_>, watch: WatchId) -> Result<()> {
    tx.execute("DELETE FROM watches WHERE id = ?1 AND state = ?2", params![watch.to_string(), STOP])?;
    Ok(())
}

/// The gateway may have forgotten all of them (its database is an older copy): each is asked for again.
pub(crate) fn ask_all_again(tx: &Transaction<'_>) -> Result<()> {
    tx.execute(
        "UPDATE watches SET state = ?1, next_ask_at_ms = NULL WHERE state IN (?2, ?3)",
        params![word(WatchState::Waiting)?, word(WatchState::Asked)?, word(WatchState::Told)?],
    )?;
    Ok(())
}

/// Pauses end: the person asked, or there is a new link. What was closed for the day stays closed.
pub(crate) fn hurry(tx: &Transaction<'_>) -> Result<()> {
    tx.execute(
        "UPDATE watches SET next_ask_at_ms = NULL WHERE state IN (?1, ?2)",
        params![word(WatchState::Waiting)?, STOP],
    )?;
    Ok(())
}

/// Whether the gateway may have something to tell.
pub(crate) fn any_asked(conn: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM watches WHERE dossier IS NOT NULL AND state IN (?1, ?2))";
    Ok(conn.query_row(sql, params![word(WatchState::Asked)?, word(WatchState::Told)?], |r| r.get(0))?)
}
