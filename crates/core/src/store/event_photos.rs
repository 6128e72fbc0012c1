//! Table `event_photos`: photos an officer put with a step, until and after they are fetched. Not the pictures
//! themselves (`photos`).
//!
//! What a newcomer would get wrong: a row says what is wanted; whether it is here says table `photos`.

use super::{Result, id};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use vungsam_domain::{ComplaintId, PhotoRef};

/// A photo to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) complaint: ComplaintId,
    pub(crate) photo: PhotoRef,
    pub(crate) attempts: u32,
}

/// An event names it.
pub(crate) fn want(tx: &Transaction<'_>, complaint: ComplaintId, photo: &PhotoRef) -> Result<()> {
    tx.execute(
        "INSERT INTO event_photos (complaint, sha256, bytes, width, height) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (complaint, sha256) DO NOTHING",
        params![complaint.to_string(), photo.sha256, photo.bytes, photo.width, photo.height],
    )?;
    Ok(())
}

const MISSING: &str = "NOT given_up AND NOT EXISTS (
    SELECT 1 FROM photos p WHERE p.sha256 = event_photos.sha256 AND p.jpeg IS NOT NULL)";

/// The next one to fetch, small before large.
pub(crate) fn next_due(conn: &Connection, now_ms: i64, horizon_ms: i64) -> Result<Option<Wanted>> {
    type Raw = (String, String, u32, u32, u32, u32);
    let row: Option<Raw> = conn
        .query_row(
            &format!(
                "SELECT complaint, sha256, bytes, width, height, attempts FROM event_photos
                 WHERE {MISSING}
                   AND (next_attempt_at_ms IS NULL OR next_attempt_at_ms <= ?1 OR next_attempt_at_ms > ?2)
                 ORDER BY bytes, rowid LIMIT 1"
            ),
            params![now_ms, horizon_ms],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)),
        )
        .optional()?;
    row.map(|(complaint, sha256, bytes, width, height, attempts)| {
        Ok(Wanted { complaint: id(&complaint)?, photo: PhotoRef { sha256, bytes, width, height }, attempts })
    })
    .transpose()
}

/// When the next one becomes due.
pub(crate) fn next_due_ms(conn: &Connection) -> Result<Option<i64>> {
    let sql = format!("SELECT MIN(COALESCE(next_attempt_at_ms, 0)) FROM event_photos WHERE {MISSING}");
    Ok(conn.query_row(&sql, [], |r| r.get(0))?)
}

/// Plans the next attempt.
pub(crate) fn defer(tx: &Transaction<'_>, wanted: &Wanted, until_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE event_photos SET attempts = attempts + 1, next_attempt_at_ms = ?3 WHERE complaint = ?1 AND sha256 = ?2",
        params![wanted.complaint.to_string(), wanted.photo.sha256, until_ms],
    )?;
    Ok(())
}

/// It is not there any more, or no picture.
pub(crate) fn give_up(tx: &Transaction<'_>, wanted: &Wanted) -> Result<()> {
    tx.execute(
        "UPDATE event_photos SET given_up = 1 WHERE complaint = ?1 AND sha256 = ?2",
        params![wanted.complaint.to_string(), wanted.photo.sha256],
    )?;
    Ok(())
}

/// All may be tried now.
pub(crate) fn hurry(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("UPDATE event_photos SET next_attempt_at_ms = NULL WHERE next_attempt_at_ms IS NOT NULL", [])?;
    Ok(())
}
