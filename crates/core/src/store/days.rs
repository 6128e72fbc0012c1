//! Tables `favourites` and `plans`: places a person marked, and days they plan. Not for whether a place still exists.
//!
//! What a newcomer would get wrong: each keeps the place's name beside its id, because the content may drop the place.

use super::{Result, StoreError};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use vungsam_domain::content::Text;

/// A stop as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptStop {
    pub(crate) place: String,
    pub(crate) name: Text,
    pub(crate) note: String,
}

/// Marks a place; what was marked keeps its place in the list.
pub(crate) fn mark(tx: &Transaction<'_>, place: &str, name: &Text, now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO favourites (place, name, added_at_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (place) DO UPDATE SET name = excluded.name",
        params![place, serde_json::to_string(name)?, now_ms],
    )?;
    Ok(())
}

/// Takes the mark off.
pub(crate) fn unmark(tx: &Transaction<'_>, place: &str) -> Result<()> {
    tx.execute("DELETE FROM favourites WHERE place = ?1", params![place])?;
    Ok(())
}

/// Marked places (id, name), newest first.
pub(crate) fn marked(conn: &Connection) -> Result<Vec<(String, Text)>> {
    let mut query = conn.prepare_cached("SELECT place, name FROM favourites ORDER BY added_at_ms DESC, place")?;
    let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
    rows.map(|row| row.map_err(Into::into).and_then(|(place, name)| Ok((place, serde_json::from_str(&name)?))))
        .collect()
}

/// Keeps a day as it is now.
pub(crate) fn save(tx: &Transaction<'_>, day: &str, stops: &[KeptStop], now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO plans (day, stops, changed_at_ms) VALUES (?1, ?2, ?3)
         ON CONFLICT (day) DO UPDATE SET stops = excluded.stops, changed_at_ms = excluded.changed_at_ms",
        params![day, serde_json::to_string(stops)?, now_ms],
    )?;
    Ok(())
}

/// Forgets a day.
pub(crate) fn remove(tx: &Transaction<'_>, day: &str) -> Result<()> {
    tx.execute("DELETE FROM plans WHERE day = ?1", params![day])?;
    Ok(())
}

/// A day's stops.
pub(crate) fn get(conn: &Connection, day: &str) -> Result<Vec<KeptStop>> {
    let row: Option<String> =
        conn.query_row("SELECT stops FROM plans WHERE day = ?1", params![day], |r| r.get(0)).optional()?;
    Ok(serde_json::from_str(&row.ok_or(StoreError::NotFound)?)?)
}

/// All days with their stops, by day.
pub(crate) fn all(conn: &Connection) -> Result<Vec<(String, Vec<KeptStop>)>> {
    let mut query = conn.prepare_cached("SELECT day, stops FROM plans ORDER BY day")?;
    let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
    rows.map(|row| row.map_err(Into::into).and_then(|(day, stops)| Ok((day, serde_json::from_str(&stops)?)))).collect()
}
