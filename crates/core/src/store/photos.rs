//! Table `photos`: pictures by their SHA-256, with a thumbnail. Not for what they belong to (`draft_photos`,
//! `complaint_photos`, `message_photos`, `event_photos`).
//!
//! What a newcomer would get wrong: the same picture in a draft and in a complaint is one row; it goes when nothing
//! names it any more.

use super::Result;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use vungsam_domain::PhotoRef;

/// Reads sha256, bytes, width, height, which come first in the row.
pub(crate) fn photo_ref(row: &Row<'_>) -> rusqlite::Result<PhotoRef> {
    Ok(PhotoRef { sha256: row.get(0)?, bytes: row.get(1)?, width: row.get(2)?, height: row.get(3)? })
}

/// Stores a picture; one that is there already stays (and gets its bytes back, where only the thumbnail was left).
pub(crate) fn put(tx: &Transaction<'_>, photo: &PhotoRef, jpeg: &[u8], thumb: &[u8]) -> Result<()> {
    tx.execute(
        "INSERT INTO photos (sha256, bytes, width, height, jpeg, thumb) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (sha256) DO UPDATE SET jpeg = excluded.jpeg, thumb = excluded.thumb",
        params![photo.sha256, photo.bytes, photo.width, photo.height, jpeg, thumb],
    )?;
    Ok(())
}

/// The picture, or its thumbnail; the thumbnail also where the picture is gone. Nothing where both are (see `rescue`).
pub(crate) fn bytes(conn: &Connection, sha256: &str, thumb: bool) -> Result<Option<Vec<u8>>> {
    let row = conn
        .query_row(
            "SELECT NULLIF(CASE WHEN ?2 THEN thumb ELSE COALESCE(jpeg, thumb) END, x'') FROM photos WHERE sha256 = ?1",
            params![sha256, thumb],
            |r| r.get::<_, Option<Vec<u8>>>(0),
        )
        .optional()?;
    Ok(row.flatten())
}

/// The picture itself, to be sent.
pub(crate) fn jpeg(conn: &Connection, sha256: &str) -> Result<Option<Vec<u8>>> {
    let row: Option<Option<Vec<u8>>> =
        conn.query_row("SELECT jpeg FROM photos WHERE sha256 = ?1", params![sha256], |r| r.get(0)).optional()?;
    Ok(row.flatten())
}

/// Whether the picture is here and is what its name says.
pub(crate) fn whole(conn: &Connection, sha256: &str) -> Result<bool> {
    Ok(jpeg(conn, sha256)?.is_some_and(|bytes| vungsam_domain::sign::sha256_hex(&bytes) == sha256))
}

/// Deletes pictures that nothing names.
pub(crate) fn sweep(tx: &Transaction<'_>) -> Result<()> {
    tx.execute(
        "DELETE FROM photos
         WHERE NOT EXISTS (SELECT 1 FROM draft_photos d WHERE d.sha256 = photos.sha256)
           AND NOT EXISTS (SELECT 1 FROM complaint_photos c WHERE c.sha256 = photos.sha256)
           AND NOT EXISTS (SELECT 1 FROM message_photos m WHERE m.sha256 = photos.sha256)
           AND NOT EXISTS (SELECT 1 FROM event_photos e WHERE e.sha256 = photos.sha256)
           AND NOT EXISTS (SELECT 1 FROM dossiers s WHERE s.photo = photos.sha256)
           AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.photo = photos.sha256)",
        [],
    )?;
    Ok(())
}
