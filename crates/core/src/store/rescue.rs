//! Table `rescue`: what was saved out of a damaged file, until the person has read it. Not for saving it.
//!
//! What a newcomer would get wrong: it names numbers of lost complaints, so it lies in the vault and not beside it.

use super::Result;
use crate::views::Rescue;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// Remembers it.
pub(crate) fn put(tx: &Transaction<'_>, report: &Rescue) -> Result<()> {
    tx.execute(
        "INSERT INTO rescue (one, report) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET report = excluded.report",
        params![serde_json::to_string(report)?],
    )?;
    Ok(())
}

/// What the person has not read yet.
pub(crate) fn get(conn: &Connection) -> Result<Option<Rescue>> {
    let text: Option<String> =
        conn.query_row("SELECT report FROM rescue WHERE one = 1", [], |r| r.get(0)).optional()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// The person has read it.
pub(crate) fn seen(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("DELETE FROM rescue", [])?;
    Ok(())
}
