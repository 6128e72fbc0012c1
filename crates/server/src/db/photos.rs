//! The photos a complaint and the messages about it announce, and which of them are here. Not for their bytes (see `blobs`).
//!
//! What a newcomer would get wrong: `received_at` is set only after the file is safely on disk.

use super::{Db, DbError, Tx};
use sqlx::Row;
use vungsam_domain::{ComplaintId, MessageId, PhotoRef};

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
    rows.iter()
        .map(|r| {
            Ok(PhotoRow {
                sha256: r.try_get(0)?,
                ord: r.try_get(1)?,
                bytes: r.try_get(2)?,
                width: r.try_get(3)?,
                height: r.try_get(4)?,
                received_at: r.try_get(5)?,
                message: r
                    .try_get::<Option<String>, _>(6)?
                    .map(|m| m.parse())
                    .transpose()
                    .map_err(|_| DbError::Row("complaint_photos"))?,
            })
        })
        .collect()
}
