//! Who carried which complaint here for somebody else. Not for what was in the package: that is stored like anything else.
//!
//! What a newcomer would get wrong: a row is a note for officers and grants the carrier nothing.

use super::{Db, DbError};
use vungsam_domain::{ComplaintId, DeviceId};

/// Notes that this device brought the complaint; the first time counts.
///
/// # Errors
/// When the database fails.
pub async fn carried(db: &Db, complaint: ComplaintId, carrier: DeviceId, now: i64) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query(
        "INSERT INTO packages (complaint_id, carrier_id, received_at) VALUES ($1, $2, $3)
         ON CONFLICT (complaint_id, carrier_id) DO NOTHING",
    )
    .bind(complaint.to_string())
    .bind(carrier.to_string())
    .bind(now)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The devices that brought a complaint, in order of their ids.
///
/// # Errors
/// When the database fails.
pub async fn carriers(db: &Db, complaint: ComplaintId) -> Result<Vec<String>, DbError> {
    Ok(sqlx::query_scalar("SELECT carrier_id FROM packages WHERE complaint_id = $1 ORDER BY carrier_id")
        .bind(complaint.to_string())
        .fetch_all(db.read())
        .await?)
}
