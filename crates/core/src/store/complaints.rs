//! Tables `complaints` and `complaint_photos`: what was saved, its exact signed bytes, and what a receipt proves.
//!
//! What a newcomer would get wrong: `body` is what was signed. It is read with `serde_json` to be shown, and never
//! written again from what was read.

use super::{Result, StoreError, id, photos};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use vungsam_domain::sign::sha256_hex;
use vungsam_domain::wire::{Receipt, SealedReceipt};
use vungsam_domain::{Complaint, ComplaintId, PhotoRef, Status};

/// Exact bytes and their signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frozen {
    pub(crate) body: Vec<u8>,
    pub(crate) signature: String,
}

/// A saved complaint.
#[derive(Debug, Clone)]
pub(crate) struct Saved {
    pub(crate) complaint: Complaint,
    pub(crate) saved_at_ms: i64,
    pub(crate) replaced_by: Option<ComplaintId>,
    pub(crate) received_at_ms: Option<i64>,
    pub(crate) status: Option<Status>,
    pub(crate) status_at_ms: Option<i64>,
    pub(crate) unread: bool,
    pub(crate) gone: bool,
}

/// Stores new bytes under an id, or replaces bytes that nobody was sent yet. The caller has checked that.
pub(crate) fn freeze(tx: &Transaction<'_>, complaint: &Complaint, frozen: &Frozen) -> Result<()> {
    let key = complaint.id.to_string();
    tx.execute(
        "INSERT INTO complaints (id, body, body_sha256, signature, saved_at_ms, waiting_from_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)
         ON CONFLICT (id) DO UPDATE SET body = excluded.body, body_sha256 = excluded.body_sha256,
             signature = excluded.signature, saved_at_ms = excluded.saved_at_ms",
        params![key, frozen.body, sha256_hex(&frozen.body), frozen.signature, complaint.saved_at_ms],
    )?;
    tx.execute("DELETE FROM outbox WHERE complaint = ?1 AND photo IS NOT NULL AND message IS NULL", params![key])?;
    tx.execute("DELETE FROM complaint_photos WHERE complaint = ?1", params![key])?;
    for (place, photo) in (0_i64..).zip(&complaint.photos) {
        tx.execute(
            "INSERT INTO complaint_photos (complaint, sha256, place) VALUES (?1, ?2, ?3)",
            params![key, photo.sha256, place],
        )?;
    }
    Ok(())
}

/// The bytes to send.
pub(crate) fn frozen(conn: &Connection, complaint: ComplaintId) -> Result<Frozen> {
    conn.query_row("SELECT body, signature FROM complaints WHERE id = ?1", params![complaint.to_string()], |r| {
        Ok(Frozen { body: r.get(0)?, signature: r.get(1)? })
    })
    .optional()?
    .ok_or(StoreError::NotFound)
}

const COLUMNS: &str = "body, saved_at_ms, replaced_by, received_at_ms, status, status_at_ms, unread, gone";

type Raw = (Vec<u8>, i64, Option<String>, Option<i64>, Option<String>, Option<i64>, bool, bool);

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?))
}

fn saved(raw: Raw) -> Result<Saved> {
    let (body, saved_at_ms, replaced_by, received_at_ms, status, status_at_ms, unread, gone) = raw;
    Ok(Saved {
        complaint: serde_json::from_slice(&body)?,
        saved_at_ms,
        replaced_by: replaced_by.map(|r| id(&r)).transpose()?,
        received_at_ms,
        status: status.and_then(|s| Status::from_id(&s)),
        status_at_ms,
        unread,
        gone,
    })
}

/// One of them.
pub(crate) fn get(conn: &Connection, complaint: ComplaintId) -> Result<Saved> {
    let sql = format!("SELECT {COLUMNS} FROM complaints WHERE id = ?1");
    let row = conn.query_row(&sql, params![complaint.to_string()], raw).optional()?;
    saved(row.ok_or(StoreError::NotFound)?)
}

/// Those that nothing took the place of, newest first.
pub(crate) fn current(conn: &Connection) -> Result<Vec<Saved>> {
    let sql = format!("SELECT {COLUMNS} FROM complaints WHERE replaced_by IS NULL ORDER BY rowid DESC");
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map([], raw)?;
    rows.map(|r| saved(r?)).collect()
}

/// How many there are that nothing took the place of.
pub(crate) fn count(conn: &Connection) -> Result<u32> {
    Ok(conn.query_row("SELECT COUNT(*) FROM complaints WHERE replaced_by IS NULL", [], |r| r.get(0))?)
}

/// Whether a gateway holds any of them, so that there is something to ask about.
pub(crate) fn any_received(conn: &Connection) -> Result<bool> {
    Ok(conn.query_row("SELECT EXISTS (SELECT 1 FROM complaints WHERE received_at_ms IS NOT NULL)", [], |r| r.get(0))?)
}

/// Photos in order, with whether a receipt covers each.
pub(crate) fn photos_of(conn: &Connection, complaint: ComplaintId) -> Result<Vec<(PhotoRef, bool)>> {
    let mut query = conn.prepare_cached(
        "SELECT p.sha256, p.bytes, p.width, p.height, c.received
         FROM complaint_photos c JOIN photos p ON p.sha256 = c.sha256 WHERE c.complaint = ?1 ORDER BY c.place",
    )?;
    let rows = query.query_map(params![complaint.to_string()], |r| Ok((photos::photo_ref(r)?, r.get(4)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Notes that another one took its place, or does not any more.
pub(crate) fn set_replaced(tx: &Transaction<'_>, old: ComplaintId, by: Option<ComplaintId>) -> Result<()> {
    let by = by.map(|b| b.to_string());
    tx.execute("UPDATE complaints SET replaced_by = ?2 WHERE id = ?1", params![old.to_string(), by])?;
    Ok(())
}

/// Deletes it, with its photos' places, messages and timeline. Its rows of the outbox must be gone; the caller sweeps
/// the photos.
pub(crate) fn delete(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute("DELETE FROM complaints WHERE id = ?1", params![complaint.to_string()])?;
    Ok(())
}

/// Complaints of which something waits since before `since_ms`, and whether the person was told of each.
pub(crate) fn waiting_since(conn: &Connection, since_ms: i64) -> Result<Vec<(ComplaintId, bool)>> {
    let mut query = conn.prepare_cached(
        "SELECT c.id, c.overdue_told FROM complaints c
         WHERE c.replaced_by IS NULL AND COALESCE(c.waiting_from_ms, c.saved_at_ms) <= ?1
           AND EXISTS (SELECT 1 FROM outbox o WHERE o.complaint = c.id AND o.message IS NULL)",
    )?;
    let rows = query.query_map(params![since_ms], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))?;
    rows.map(|row| {
        let (text, told) = row?;
        Ok((id(&text)?, told))
    })
    .collect()
}

/// Whether something of this one waits since before `since_ms`.
pub(crate) fn waits_since(conn: &Connection, complaint: ComplaintId, since_ms: i64) -> Result<bool> {
    let mut query = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM complaints c WHERE c.id = ?1 AND c.replaced_by IS NULL
           AND COALESCE(c.waiting_from_ms, c.saved_at_ms) <= ?2
           AND EXISTS (SELECT 1 FROM outbox o WHERE o.complaint = c.id AND o.message IS NULL))",
    )?;
    Ok(query.query_row(params![complaint.to_string(), since_ms], |r| r.get(0))?)
}

/// The person was told that it waits for long.
pub(crate) fn set_overdue_told(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute("UPDATE complaints SET overdue_told = 1 WHERE id = ?1", params![complaint.to_string()])?;
    Ok(())
}

/// Begins counting again where the clock that said *saved* proves wrong: a time still to come, or before `floor_ms`.
pub(crate) fn mend_waiting(tx: &Transaction<'_>, now_ms: i64, slack_ms: i64, floor_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE complaints SET waiting_from_ms = ?1
         WHERE COALESCE(waiting_from_ms, saved_at_ms) NOT BETWEEN ?2 AND ?3
           AND id IN (SELECT complaint FROM outbox)",
        params![now_ms, floor_ms, now_ms.saturating_add(slack_ms)],
    )?;
    Ok(())
}

/// Stores what a verified receipt proves. The caller has verified it and that it names these bytes.
pub(crate) fn set_receipt(tx: &Transaction<'_>, sealed: &SealedReceipt, receipt: &Receipt) -> Result<()> {
    let key = receipt.id.to_string();
    tx.execute(
        "UPDATE complaints SET receipt = ?2, received_at_ms = COALESCE(received_at_ms, ?3),
             status = COALESCE(status, ?4), status_at_ms = COALESCE(status_at_ms, ?3) WHERE id = ?1",
        params![key, serde_json::to_string(sealed)?, receipt.received_at_ms, Status::New.id()],
    )?;
    for photo in &receipt.photos {
        tx.execute(
            "UPDATE complaint_photos SET received = 1 WHERE complaint = ?1 AND sha256 = ?2",
            params![key, photo.sha256],
        )?;
    }
    Ok(())
}

/// The status the feed last told of.
pub(crate) fn set_status(tx: &Transaction<'_>, complaint: ComplaintId, status: Status, at_ms: i64) -> Result<()> {
    tx.execute(
        "UPDATE complaints SET status = ?2, status_at_ms = ?3 WHERE id = ?1",
        params![complaint.to_string(), status.id(), at_ms],
    )?;
    Ok(())
}

/// Something happened that the person has not seen, or they have now seen it.
pub(crate) fn set_unread(tx: &Transaction<'_>, complaint: ComplaintId, unread: bool) -> Result<()> {
    tx.execute("UPDATE complaints SET unread = ?2 WHERE id = ?1", params![complaint.to_string(), unread])?;
    Ok(())
}

/// The gateway does not hold it any more. What is on this phone stays.
pub(crate) fn set_gone(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute("UPDATE complaints SET gone = 1 WHERE id = ?1", params![complaint.to_string()])?;
    Ok(())
}

/// Whether it is on this phone.
pub(crate) fn exists(conn: &Connection, complaint: ComplaintId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM complaints WHERE id = ?1)";
    Ok(conn.query_row(sql, params![complaint.to_string()], |r| r.get(0))?)
}

/// SHA-256 of the exact bytes.
pub(crate) fn body_sha256(conn: &Connection, complaint: ComplaintId) -> Result<String> {
    conn.query_row("SELECT body_sha256 FROM complaints WHERE id = ?1", params![complaint.to_string()], |r| r.get(0))
        .optional()?
        .ok_or(StoreError::NotFound)
}
