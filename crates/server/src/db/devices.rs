//! Devices: the key and the bearer of each installation of the app, and the number its change feed has reached.
//!
//! What a newcomer would get wrong: a device is never updated or deleted. Same id and same values is a repeat; anything
//! else is a conflict. That is why what was read once is kept in memory ([`Known`]) and never asked again; only the
//! feed's number moves, and it is read each time.

use super::{Db, DbError, Tx};
use sqlx::Row;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use vungsam_domain::DeviceId;

/// What is kept of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// Its id.
    pub id: DeviceId,
    /// Ed25519, base64url.
    pub public_key: String,
    /// Lower-case hex.
    pub bearer_sha256: String,
}

/// Devices kept in memory; a few hundred bytes each.
const KEEP: usize = 2_000;

/// Devices that were read before. Half of a report's requests would otherwise begin by reading the same row again.
#[derive(Debug, Default)]
pub struct Known(Mutex<HashMap<DeviceId, DeviceRow>>);

impl Known {
    fn get(&self, id: DeviceId) -> Option<DeviceRow> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    fn keep(&self, row: &DeviceRow) {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if rows.len() >= KEEP {
            rows.clear();
        }
        rows.insert(row.id, row.clone());
    }
}

/// How a `PUT` ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is new.
    Created,
    /// It was there, with the same bytes.
    Same,
    /// It was there, with other bytes.
    Conflict,
}

/// Stores a device.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &Db, id: DeviceId, public_key: &str, bearer_sha256: &str, now: i64) -> Result<Put, DbError> {
    let mut tx = db.begin().await?;
    let made = sqlx::query(
        "INSERT INTO devices (id, public_key, bearer_sha256, created_at, feed_n) VALUES ($1, $2, $3, $4, 0)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(public_key)
    .bind(bearer_sha256)
    .bind(now)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    let held = sqlx::query("SELECT public_key, bearer_sha256 FROM devices WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(if made == 1 {
        Put::Created
    } else if held.try_get::<String, _>(0)? == public_key && held.try_get::<String, _>(1)? == bearer_sha256 {
        Put::Same
    } else {
        Put::Conflict
    })
}

/// The device with this id.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Db, id: DeviceId) -> Result<Option<DeviceRow>, DbError> {
    if let Some(row) = db.known().get(id) {
        return Ok(Some(row));
    }
    let row = sqlx::query("SELECT public_key, bearer_sha256 FROM devices WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(db.read())
        .await?;
    let Some(r) = row else { return Ok(None) };
    let row = DeviceRow { id, public_key: r.try_get(0)?, bearer_sha256: r.try_get(1)? };
    db.known().keep(&row);
    Ok(Some(row))
}

/// Highest number in the device's feed; 0 when there is no such device.
///
/// # Errors
/// When the database fails.
pub async fn feed_n(db: &Db, id: DeviceId) -> Result<i64, DbError> {
    let n = sqlx::query_scalar("SELECT feed_n FROM devices WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(db.read())
        .await?;
    Ok(n.unwrap_or(0))
}

/// Locks the device's row until the transaction ends.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, id: DeviceId) -> Result<(), DbError> {
    sqlx::query("UPDATE devices SET feed_n = feed_n WHERE id = $1").bind(id.to_string()).execute(&mut **tx).await?;
    Ok(())
}

/// Takes the next number of the device's feed; the row stays locked until the transaction ends, so numbers become
/// visible in order.
///
/// # Errors
/// When the database fails.
pub async fn next_feed_n(tx: &mut Tx, id: DeviceId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar("UPDATE devices SET feed_n = feed_n + 1 WHERE id = $1 RETURNING feed_n")
        .bind(id.to_string())
        .fetch_one(&mut **tx)
        .await?)
}
