//! Tables `drafts` and `draft_photos`: what is entered but not saved as a complaint yet.
//!
//! What a newcomer would get wrong: saving a draft never makes one. A save that arrives late, after *Save* or
//! *Discard*, must not bring it back.

use super::{Result, StoreError, id, photos};
use crate::views::{Draft, DraftFields, Reply};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use vungsam_domain::{Action, ComplaintId, PhotoRef};

/// Makes an empty draft, or one that edits a complaint.
pub(crate) fn insert(
    tx: &Transaction<'_>,
    draft: ComplaintId,
    fields: &DraftFields,
    edits: Option<ComplaintId>,
    now_ms: i64,
) -> Result<()> {
    tx.execute(
        "INSERT INTO drafts (id, fields, saved_at_ms, edits, begun) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            draft.to_string(),
            serde_json::to_string(fields)?,
            now_ms,
            edits.map(|e| e.to_string()),
            edits.is_some()
        ],
    )?;
    Ok(())
}

/// Makes an empty message.
pub(crate) fn insert_reply(tx: &Transaction<'_>, draft: ComplaintId, reply: Reply, now_ms: i64) -> Result<()> {
    insert(tx, draft, &DraftFields::default(), None, now_ms)?;
    set_reply(tx, draft, reply)
}

/// Makes a message do something else, or a new draft a message.
pub(crate) fn set_reply(tx: &Transaction<'_>, draft: ComplaintId, reply: Reply) -> Result<()> {
    tx.execute(
        "UPDATE drafts SET reply = ?2, reply_action = ?3 WHERE id = ?1",
        params![draft.to_string(), reply.complaint.to_string(), reply.action.id()],
    )?;
    Ok(())
}

/// The draft with its photos.
pub(crate) fn get(conn: &Connection, draft: ComplaintId) -> Result<Draft> {
    type Raw = (String, i64, Option<String>, Option<String>, Option<String>);
    let row: Option<Raw> = conn
        .query_row(
            "SELECT fields, saved_at_ms, edits, reply, reply_action FROM drafts WHERE id = ?1",
            params![draft.to_string()],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)),
        )
        .optional()?;
    let (fields, saved_at_ms, edits, reply, action) = row.ok_or(StoreError::NotFound)?;
    let reply = reply.map(|complaint| {
        let action = action.as_deref().and_then(Action::from_id).unwrap_or(Action::Remark);
        Ok::<_, StoreError>(Reply { complaint: id(&complaint)?, action })
    });
    Ok(Draft {
        id: draft,
        fields: serde_json::from_str(&fields)?,
        photos: photos_of(conn, draft)?,
        saved_at_ms,
        edits: edits.map(|e| id(&e)).transpose()?,
        reply: reply.transpose()?,
    })
}

/// The unfinished message about this complaint.
pub(crate) fn replying(conn: &Connection, complaint: ComplaintId) -> Result<Option<ComplaintId>> {
    one(conn, "SELECT id FROM drafts WHERE reply = ?1", &[&complaint.to_string()])
}

fn photos_of(conn: &Connection, draft: ComplaintId) -> Result<Vec<PhotoRef>> {
    let mut query = conn.prepare_cached(
        "SELECT p.sha256, p.bytes, p.width, p.height FROM draft_photos d JOIN photos p ON p.sha256 = d.sha256
         WHERE d.draft = ?1 ORDER BY d.place",
    )?;
    let rows = query.query_map(params![draft.to_string()], photos::photo_ref)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The draft a new report goes on with: the latest that edits nothing and is no message.
pub(crate) fn latest_new(conn: &Connection) -> Result<Option<ComplaintId>> {
    one(
        conn,
        "SELECT id FROM drafts WHERE edits IS NULL AND reply IS NULL ORDER BY saved_at_ms DESC, id DESC LIMIT 1",
        &[],
    )
}

/// The draft to remind the person of: the latest report with something in it.
pub(crate) fn latest_begun(conn: &Connection) -> Result<Option<ComplaintId>> {
    one(conn, "SELECT id FROM drafts WHERE begun AND reply IS NULL ORDER BY saved_at_ms DESC, id DESC LIMIT 1", &[])
}

/// The draft that edits this complaint.
pub(crate) fn editing(conn: &Connection, complaint: ComplaintId) -> Result<Option<ComplaintId>> {
    one(conn, "SELECT id FROM drafts WHERE edits = ?1", &[&complaint.to_string()])
}

fn one(conn: &Connection, sql: &str, args: &[&dyn rusqlite::ToSql]) -> Result<Option<ComplaintId>> {
    let row: Option<String> = conn.query_row(sql, args, |r| r.get(0)).optional()?;
    row.map(|text| id(&text)).transpose()
}

/// Replaces what was entered.
pub(crate) fn save(tx: &Transaction<'_>, draft: ComplaintId, fields: &DraftFields, now_ms: i64) -> Result<()> {
    // Where the person is, and that it is a report at all, is nothing to be reminded of.
    let empty = DraftFields { step: fields.step.clone(), kind: fields.kind.clone(), ..DraftFields::default() };
    let changed = tx.execute(
        "UPDATE drafts SET fields = ?2, saved_at_ms = ?3, begun = begun OR ?4 WHERE id = ?1",
        params![draft.to_string(), serde_json::to_string(fields)?, now_ms, *fields != empty],
    )?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Puts a photo at the end.
pub(crate) fn add_photo(tx: &Transaction<'_>, draft: ComplaintId, sha256: &str, now_ms: i64) -> Result<()> {
    tx.execute(
        "INSERT INTO draft_photos (draft, sha256, place)
         VALUES (?1, ?2, (SELECT COALESCE(MAX(place), -1) + 1 FROM draft_photos WHERE draft = ?1))",
        params![draft.to_string(), sha256],
    )?;
    tx.execute("UPDATE drafts SET saved_at_ms = ?2, begun = 1 WHERE id = ?1", params![draft.to_string(), now_ms])?;
    Ok(())
}

/// Takes a photo out.
pub(crate) fn remove_photo(tx: &Transaction<'_>, draft: ComplaintId, sha256: &str) -> Result<()> {
    tx.execute("DELETE FROM draft_photos WHERE draft = ?1 AND sha256 = ?2", params![draft.to_string(), sha256])?;
    photos::sweep(tx)
}

/// Deletes the draft; its photos too, where nothing else names them.
pub(crate) fn delete(tx: &Transaction<'_>, draft: ComplaintId) -> Result<()> {
    tx.execute("DELETE FROM drafts WHERE id = ?1", params![draft.to_string()])?;
    photos::sweep(tx)
}
