//! Uploads that are on their way: how far each has come, and the bytes that arrived. Not for finished photos.
//!
//! What a newcomer would get wrong: the parts live in the database so that every node sees them and so that a part and
//! the new offset are one transaction; a node killed at any moment has lost neither.

use super::{Db, DbError};
use sqlx::Row;
use sqlx::any::AnyRow;
use vungsam_domain::{ComplaintId, DeviceId};

/// An upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRow {
    /// The last part of its address.
    pub id: String,
    /// The complaint the photo belongs to.
    pub complaint: ComplaintId,
    /// What the bytes must hash to.
    pub sha256: String,
    /// Bytes in all.
    pub length: i64,
    /// Bytes that are here.
    pub received: i64,
    /// Whether the photo itself is stored.
    pub done: bool,
    /// Whether it has a row; one whose bytes come in the request that creates it gets one only when it is done.
    pub begun: bool,
}

fn row(r: &AnyRow) -> Result<UploadRow, DbError> {
    Ok(UploadRow {
        id: r.try_get("id")?,
        complaint: r.try_get::<String, _>("complaint_id")?.parse().map_err(|_| DbError::Row("uploads"))?,
        sha256: r.try_get("sha256")?,
        length: r.try_get("length")?,
        received: r.try_get("received")?,
        done: r.try_get::<Option<i64>, _>("done_at")?.is_some(),
        begun: true,
    })
}

/// How asking for an upload ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Create {
    /// It is new.
    Created(UploadRow),
    /// It was there.
    Same(UploadRow),
    /// This device has no complaint with this photo.
    NotListed,
    /// The complaint says another size.
    OtherLength,
}

/// Makes the upload of a listed photo, or finds the one there is.
///
/// # Errors
/// When the database fails.
pub async fn create(
    db: &Db,
    fresh_id: &str,
    (complaint, sha256): (ComplaintId, &str),
    length: i64,
    device: DeviceId,
    now: i64,
) -> Result<Create, DbError> {
    let mut tx = db.begin().await?;
    let listed = sqlx::query(
        "SELECT p.bytes, p.received_at FROM complaint_photos p JOIN complaints c ON c.id = p.complaint_id
         WHERE p.complaint_id = $1 AND p.sha256 = $2 AND c.device_id = $3",
    )
    .bind(complaint.to_string())
    .bind(sha256)
    .bind(device.to_string())
    .fetch_optional(&mut *tx)
    .await?;
    let Some(listed) = listed else { return Ok(Create::NotListed) };
    if listed.try_get::<i64, _>(0)? != length {
        return Ok(Create::OtherLength);
    }
    let start = if listed.try_get::<Option<i64>, _>(1)?.is_some() { length } else { 0 };
    let made = sqlx::query(
        "INSERT INTO uploads (id, complaint_id, sha256, length, received, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (complaint_id, sha256) DO NOTHING",
    )
    .bind(fresh_id)
    .bind(complaint.to_string())
    .bind(sha256)
    .bind(length)
    .bind(start)
    .bind(now)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let held = sqlx::query(
        "SELECT u.id, u.complaint_id, u.sha256, u.length, u.received, p.received_at AS done_at
         FROM uploads u JOIN complaint_photos p ON p.complaint_id = u.complaint_id AND p.sha256 = u.sha256
         WHERE u.complaint_id = $1 AND u.sha256 = $2",
    )
    .bind(complaint.to_string())
    .bind(sha256)
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(if made == 1 { Create::Created(row(&held)?) } else { Create::Same(row(&held)?) })
}

/// The upload, if it belongs to this device.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Db, id: &str, device: DeviceId) -> Result<Option<UploadRow>, DbError> {
    let found = sqlx::query(
        "SELECT u.id, u.complaint_id, u.sha256, u.length, u.received, p.received_at AS done_at
         FROM uploads u
         JOIN complaint_photos p ON p.complaint_id = u.complaint_id AND p.sha256 = u.sha256
         JOIN complaints c ON c.id = u.complaint_id
         WHERE u.id = $1 AND c.device_id = $2",
    )
    .bind(id)
    .bind(device.to_string())
    .fetch_optional(db.read())
    .await?;
    found.as_ref().map(row).transpose()
}

/// Adds bytes at `at`; `false` when the upload is not at that offset (another request was faster) or would grow past
/// its length.
///
/// # Errors
/// When the database fails.
pub async fn append(db: &Db, id: &str, at: i64, bytes: &[u8], now: i64) -> Result<bool, DbError> {
    let len = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let mut tx = db.begin().await?;
    let moved = sqlx::query(
        "UPDATE uploads SET received = received + $1, updated_at = $2
         WHERE id = $3 AND received = $4 AND received + $1 <= length",
    )
    .bind(len)
    .bind(now)
    .bind(id)
    .bind(at)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if moved == 0 {
        return Ok(false);
    }
    sqlx::query("INSERT INTO upload_parts (upload_id, at, bytes) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(at)
        .bind(bytes)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// Everything that has arrived, in order.
///
/// # Errors
/// When the database fails.
pub async fn bytes(db: &Db, id: &str) -> Result<Vec<u8>, DbError> {
    let parts: Vec<Vec<u8>> = sqlx::query_scalar("SELECT bytes FROM upload_parts WHERE upload_id = $1 ORDER BY at")
        .bind(id)
        .fetch_all(db.read())
        .await?;
    Ok(parts.concat())
}

/// Says that the photo is stored whole and drops its parts. An upload that was never begun (everything came in one body)
/// has its row made here. The first value is `false` when somebody said so before; the second is the id in its address.
///
/// # Errors
/// When the database fails.
pub async fn done(db: &Db, upload: &UploadRow, now: i64) -> Result<(bool, String), DbError> {
    let mut tx = db.begin().await?;
    let id: String = sqlx::query_scalar(
        "INSERT INTO uploads (id, complaint_id, sha256, length, received, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $4, $5, $5)
         ON CONFLICT (complaint_id, sha256) DO UPDATE SET received = uploads.length, updated_at = $5 RETURNING id",
    )
    .bind(&upload.id)
    .bind(upload.complaint.to_string())
    .bind(&upload.sha256)
    .bind(upload.length)
    .bind(now)
    .fetch_one(&mut *tx)
    .await?;
    let said = sqlx::query(
        "UPDATE complaint_photos SET received_at = $1 WHERE complaint_id = $2 AND sha256 = $3 AND received_at IS NULL",
    )
    .bind(now)
    .bind(upload.complaint.to_string())
    .bind(&upload.sha256)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    // A row that was made just now has no parts.
    if upload.begun || id != upload.id {
        sqlx::query("DELETE FROM upload_parts WHERE upload_id = $1").bind(&id).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok((said == 1, id))
}

/// Forgets the bytes of an upload that turned out wrong: it starts again at 0. One that does not stand at `at` any more
/// (another request emptied it or went on) is left alone: `false`.
///
/// # Errors
/// When the database fails.
pub async fn empty(db: &Db, id: &str, at: i64, now: i64) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    let emptied = sqlx::query("UPDATE uploads SET received = 0, updated_at = $1 WHERE id = $2 AND received = $3")
        .bind(now)
        .bind(id)
        .bind(at)
        .execute(&mut *tx)
        .await?
        .rows_affected();
    if emptied == 1 {
        sqlx::query("DELETE FROM upload_parts WHERE upload_id = $1").bind(id).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(emptied == 1)
}

/// What is known of a photo before an upload of it is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plan {
    /// Nothing of it is here and no upload was begun.
    Fresh,
    /// The photo, or an upload of it, is here.
    Begun,
    /// This device has no complaint with this photo.
    NotListed,
    /// The complaint says another size.
    OtherLength,
}

/// Looks without writing, so that a photo that comes in one body needs one commit.
///
/// # Errors
/// When the database fails.
pub async fn plan(
    db: &Db,
    (complaint, sha256): (ComplaintId, &str),
    length: i64,
    device: DeviceId,
) -> Result<Plan, DbError> {
    let found = sqlx::query(
        "SELECT p.bytes, p.received_at, u.id FROM complaint_photos p
         JOIN complaints c ON c.id = p.complaint_id
         LEFT JOIN uploads u ON u.complaint_id = p.complaint_id AND u.sha256 = p.sha256
         WHERE p.complaint_id = $1 AND p.sha256 = $2 AND c.device_id = $3",
    )
    .bind(complaint.to_string())
    .bind(sha256)
    .bind(device.to_string())
    .fetch_optional(db.read())
    .await?;
    let Some(r) = found else { return Ok(Plan::NotListed) };
    let here = r.try_get::<Option<i64>, _>(1)?.is_some() || r.try_get::<Option<String>, _>(2)?.is_some();
    Ok(match r.try_get::<i64, _>(0)? {
        bytes if bytes != length => Plan::OtherLength,
        _ if here => Plan::Begun,
        _ => Plan::Fresh,
    })
}

/// Ends an upload: its address and its parts are gone, a finished photo stays.
///
/// # Errors
/// When the database fails.
pub async fn delete(db: &Db, id: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    // The row first: whoever adds a part waits for it, then finds it gone.
    sqlx::query("UPDATE uploads SET received = received WHERE id = $1").bind(id).execute(&mut *tx).await?;
    sqlx::query("DELETE FROM upload_parts WHERE upload_id = $1").bind(id).execute(&mut *tx).await?;
    sqlx::query("DELETE FROM uploads WHERE id = $1").bind(id).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
