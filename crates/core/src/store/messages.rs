//! Tables `messages` and `message_photos`: what the sender said after *Save*, its exact signed bytes, and what a receipt
//! proves of it. Not for messages still being written (`drafts`).
//!
//! What a newcomer would get wrong: a message is frozen when it is sent off and never edited. What comes back as an
//! event of the feed is the same message on the gateway; it is never a second one.

use super::complaints::Frozen;
use super::{Result, StoreError, id, photos};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use vungsam_domain::sign::sha256_hex;
use vungsam_domain::wire::{Receipt, SealedReceipt};
use vungsam_domain::{ComplaintId, Message, MessageId, PhotoRef};

/// A message that was sent off.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) message: Message,
    pub(crate) saved_at_ms: i64,
    pub(crate) received_at_ms: Option<i64>,
}

/// Stores its bytes. Returns its place in the conversation, from 1.
pub(crate) fn freeze(tx: &Transaction<'_>, message: &Message, frozen: &Frozen) -> Result<i64> {
    let (key, complaint) = (message.id.to_string(), message.complaint.to_string());
    let place: i64 = tx.query_row(
        "SELECT COALESCE(MAX(place), 0) + 1 FROM messages WHERE complaint = ?1",
        params![complaint],
        |r| r.get(0),
    )?;
    tx.execute(
        "INSERT INTO messages (id, complaint, place, body, body_sha256, signature, saved_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![key, complaint, place, frozen.body, sha256_hex(&frozen.body), frozen.signature, message.saved_at_ms],
    )?;
    for (n, photo) in (0_i64..).zip(&message.photos) {
        tx.execute(
            "INSERT INTO message_photos (message, sha256, place) VALUES (?1, ?2, ?3)",
            params![key, photo.sha256, n],
        )?;
    }
    Ok(place)
}

/// The bytes to send.
pub(crate) fn frozen(conn: &Connection, message: MessageId) -> Result<Frozen> {
    conn.query_row("SELECT body, signature FROM messages WHERE id = ?1", params![message.to_string()], |r| {
        Ok(Frozen { body: r.get(0)?, signature: r.get(1)? })
    })
    .optional()?
    .ok_or(StoreError::NotFound)
}

/// SHA-256 of the exact bytes.
pub(crate) fn body_sha256(conn: &Connection, message: MessageId) -> Result<String> {
    conn.query_row("SELECT body_sha256 FROM messages WHERE id = ?1", params![message.to_string()], |r| r.get(0))
        .optional()?
        .ok_or(StoreError::NotFound)
}

/// The conversation about a complaint, oldest first.
pub(crate) fn of(conn: &Connection, complaint: ComplaintId) -> Result<Vec<Said>> {
    let mut query = conn
        .prepare_cached("SELECT body, saved_at_ms, received_at_ms FROM messages WHERE complaint = ?1 ORDER BY place")?;
    let rows =
        query.query_map(params![complaint.to_string()], |r| Ok((r.get::<_, Vec<u8>>(0)?, r.get(1)?, r.get(2)?)))?;
    rows.map(|row| {
        let (body, saved_at_ms, received_at_ms) = row?;
        Ok(Said { message: serde_json::from_slice(&body)?, saved_at_ms, received_at_ms })
    })
    .collect()
}

/// Photos in order, with whether a receipt covers each.
pub(crate) fn photos_of(conn: &Connection, message: MessageId) -> Result<Vec<(PhotoRef, bool)>> {
    let mut query = conn.prepare_cached(
        "SELECT p.sha256, p.bytes, p.width, p.height, m.received
         FROM message_photos m JOIN photos p ON p.sha256 = m.sha256 WHERE m.message = ?1 ORDER BY m.place",
    )?;
    let rows = query.query_map(params![message.to_string()], |r| Ok((photos::photo_ref(r)?, r.get(4)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Stores what a verified receipt proves. The caller has verified it and that it names these bytes.
pub(crate) fn set_receipt(
    tx: &Transaction<'_>,
    message: MessageId,
    sealed: &SealedReceipt,
    receipt: &Receipt,
) -> Result<()> {
    tx.execute(
        "UPDATE messages SET receipt = ?2, received_at_ms = COALESCE(received_at_ms, ?3) WHERE id = ?1",
        params![message.to_string(), serde_json::to_string(sealed)?, receipt.received_at_ms],
    )?;
    for photo in &receipt.photos {
        tx.execute(
            "UPDATE message_photos SET received = 1 WHERE message = ?1 AND sha256 = ?2",
            params![message.to_string(), photo.sha256],
        )?;
    }
    Ok(())
}

/// Sends nothing of it any more. One that no receipt covers goes altogether; the caller sweeps the photos.
pub(crate) fn drop(tx: &Transaction<'_>, message: MessageId) -> Result<()> {
    tx.execute("DELETE FROM outbox WHERE message = ?1", params![message.to_string()])?;
    tx.execute("DELETE FROM messages WHERE id = ?1 AND received_at_ms IS NULL", params![message.to_string()])?;
    Ok(())
}

/// Messages of a complaint of which something waits, oldest first.
pub(crate) fn waiting(conn: &Connection, complaint: ComplaintId) -> Result<Vec<MessageId>> {
    let mut query = conn.prepare_cached(
        "SELECT message FROM outbox WHERE complaint = ?1 AND message IS NOT NULL GROUP BY message ORDER BY MIN(place)",
    )?;
    let rows = query.query_map(params![complaint.to_string()], |r| r.get::<_, String>(0))?;
    rows.map(|r| id(&r?)).collect()
}
