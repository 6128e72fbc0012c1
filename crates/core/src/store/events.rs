//! Table `events`: the timeline of each complaint, as the gateway's feed told it. A cache: it can be filled again.
//!
//! What a newcomer would get wrong: the order is the feed's number, never a time. While the feed starts again, what was
//! known stays visible as `stale` and goes only when the refill is complete.

use super::{Result, id};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use vungsam_domain::ComplaintId;
use vungsam_domain::wire::Event;

/// Stores an event; `true` when it was not known.
pub(crate) fn put(tx: &Transaction<'_>, complaint: ComplaintId, n: i64, event: &Event) -> Result<bool> {
    let known: bool =
        tx.query_row("SELECT EXISTS (SELECT 1 FROM events WHERE id = ?1)", params![event.id.to_string()], |r| {
            r.get(0)
        })?;
    tx.execute(
        "INSERT INTO events (id, complaint, n, event, stale) VALUES (?1, ?2, ?3, ?4, 0)
         ON CONFLICT (id) DO UPDATE SET n = excluded.n, event = excluded.event, stale = 0",
        params![event.id.to_string(), complaint.to_string(), n, serde_json::to_string(event)?],
    )?;
    Ok(!known)
}

/// Oldest first.
pub(crate) fn of(conn: &Connection, complaint: ComplaintId) -> Result<Vec<Event>> {
    let mut query = conn.prepare_cached("SELECT event FROM events WHERE complaint = ?1 ORDER BY stale DESC, n")?;
    let rows = query.query_map(params![complaint.to_string()], |r| r.get::<_, String>(0))?;
    rows.map(|r| Ok(serde_json::from_str(&r?)?)).collect()
}

/// The last one the present feed told of.
pub(crate) fn last(conn: &Connection, complaint: ComplaintId) -> Result<Option<Event>> {
    let row: Option<String> = conn
        .query_row(
            "SELECT event FROM events WHERE complaint = ?1 AND stale = 0 ORDER BY n DESC LIMIT 1",
            params![complaint.to_string()],
            |r| r.get(0),
        )
        .optional()?;
    Ok(row.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// The feed starts again.
pub(crate) fn all_stale(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("UPDATE events SET stale = 1", [])?;
    Ok(())
}

/// The refill is complete: what it did not tell of is gone. Returns whose timeline became shorter.
pub(crate) fn drop_stale(tx: &Transaction<'_>) -> Result<Vec<ComplaintId>> {
    let mut touched = Vec::new();
    {
        let mut query = tx.prepare_cached("SELECT DISTINCT complaint FROM events WHERE stale = 1")?;
        let rows = query.query_map([], |r| r.get::<_, String>(0))?;
        for row in rows {
            touched.push(id(&row?)?);
        }
    }
    if !touched.is_empty() {
        tx.execute("DELETE FROM events WHERE stale = 1", [])?;
    }
    Ok(touched)
}
