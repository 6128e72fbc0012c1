//! The photos a complaint and the messages about it announce, and which of them are here. Not for their bytes (see `blobs`).
//!
//! What a newcomer would get wrong: `received_at` is set only after the file is safely on disk.

use super::{Db, DbError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use vungsam_domain::{ComplaintId, DeviceId, MessageId, PhotoRef};

/// A photo of a complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoRow {
    /// Lower-case hex.
    pub sha256: String,
    /// The message that listed it; `None`: the complaint itself.
    pub message: Option<MessageId>,
    /// Place in the list of the complaint or message, from 0.
    pub ord: i64,
    /// Size of the file.
    pub bytes: i64,
    /// Width in px, as the phone says.
    pub width: i64,
    /// Height in px, as the phone says.
    pub height: i64,
    /// When it was here, whole; `None` while it is still coming.
    pub received_at: Option<i64>,
}

/// Lists the photos a complaint or a message announces. One that is listed for the complaint already stays where it is.
pub(super) async fn expect(
    tx: &mut Tx,
    complaint: &str,
    message: Option<MessageId>,
    photos: &[PhotoRef],
) -> Result<(), DbError> {
    for (ord, p) in (0_i64..).zip(photos) {
        sqlx::query(
            "INSERT INTO complaint_photos (complaint_id, sha256, ord, bytes, width, height, message_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (complaint_id, sha256) DO NOTHING",
        )
        .bind(complaint)
        .bind(&p.sha256)
        .bind(ord)
        .bind(i64::from(p.bytes))
        .bind(i64::from(p.width))
        .bind(i64::from(p.height))
        .bind(message.map(|m| m.to_string()))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// What a receipt of a complaint says, in one reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Of the complaint's exact bytes, lower-case hex.
    pub body_sha256: String,
    /// When the gateway first had it (ms since 1970).
    pub received_at: i64,
    /// As [`of_complaint`].
    pub photos: Vec<PhotoRow>,
}

/// What is here of a complaint, if this device sent it.
///
/// # Errors
/// When the database fails.
pub async fn held(db: &Db, complaint: ComplaintId, device: DeviceId) -> Result<Option<Held>, DbError> {
    let rows = sqlx::query(
        "SELECT p.sha256, p.ord, p.bytes, p.width, p.height, p.received_at, p.message_id, c.body_sha256, c.received_at
         FROM complaints c LEFT JOIN complaint_photos p ON p.complaint_id = c.id
         WHERE c.id = $1 AND c.device_id = $2 ORDER BY p.message_id IS NOT NULL, p.message_id, p.ord",
    )
    .bind(complaint.to_string())
    .bind(device.to_string())
    .fetch_all(db.read())
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (body_sha256, received_at) = (first.try_get(7)?, first.try_get(8)?);
    let mut photos = Vec::with_capacity(rows.len());
    for r in &rows {
        // A complaint without photos is one row without a photo.
        if r.try_get::<Option<String>, _>(0)?.is_some() {
            photos.push(row(r)?);
        }
    }
    Ok(Some(Held { body_sha256, received_at, photos }))
}

fn row(r: &AnyRow) -> Result<PhotoRow, DbError> {
    let message = r.try_get::<Option<String>, _>(6)?.map(|m| m.parse()).transpose();
    Ok(PhotoRow {
        sha256: r.try_get(0)?,
        ord: r.try_get(1)?,
        bytes: r.try_get(2)?,
        width: r.try_get(3)?,
        height: r.try_get(4)?,
        received_at: r.try_get(5)?,
        message: message.map_err(|_| DbError::Row("complaint_photos"))?,
    })
}

/// The photos of a complaint in its order, then those of each message about it.
///
/// # Errors
/// When the database fails.
pub async fn of_complaint(db: &Db, complaint: ComplaintId) -> Result<Vec<PhotoRow>, DbError> {
    let rows = sqlx::query(
        "SELECT sha256, ord, bytes, width, height, received_at, message_id FROM complaint_photos
         WHERE complaint_id = $1 ORDER BY message_id IS NOT NULL, message_id, ord",
    )
    .bind(complaint.to_string())
    .fetch_all(db.read())
    .await?;
    rows.iter().map(row).collect()
}
