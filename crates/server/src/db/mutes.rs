//! Devices a commune does not want in its queue: spam. Not for refusing anything: what they send is still received,
//! receipted and found by its number.
//!
//! What a newcomer would get wrong: a mute is of one commune. No commune silences a person for another one.

use super::{Db, DbError};
use sqlx::Row;
use sqlx::any::AnyRow;
use vungsam_domain::DeviceId;

/// A muted device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mute {
    /// Which.
    pub device: DeviceId,
    /// By which commune.
    pub unit: String,
    /// Display name of the officer who did it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When (ms since 1970).
    pub at: i64,
    /// Its reports to this commune or to none, that are not set apart.
    pub reports: i64,
    /// When the last of them came (ms since 1970).
    pub last: Option<i64>,
}

/// $1 is the officer.
macro_rules! mutes {
    ($rest:literal) => {
        concat!(
            "SELECT m.device_id, m.unit, o.name, m.reason, m.at,
               (SELECT COUNT(*) FROM complaints c WHERE c.device_id = m.device_id AND c.kind IS NULL
                  AND c.replaced_by IS NULL AND COALESCE(c.unit, m.unit) = m.unit) AS reports,
               (SELECT MAX(c.received_at) FROM complaints c WHERE c.device_id = m.device_id AND c.kind IS NULL
                  AND c.replaced_by IS NULL AND COALESCE(c.unit, m.unit) = m.unit) AS last
             FROM mutes m JOIN officers o ON o.id = m.officer_id
             WHERE m.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1) ",
            $rest
        )
    };
}

fn mute(r: &AnyRow) -> Result<Mute, DbError> {
    Ok(Mute {
        device: r.try_get::<String, _>(0)?.parse().map_err(|_| DbError::Row("mutes"))?,
        unit: r.try_get(1)?,
        by: r.try_get(2)?,
        reason: r.try_get(3)?,
        at: r.try_get(4)?,
        reports: r.try_get(5)?,
        last: r.try_get(6)?,
    })
}

/// Those of an officer's communes, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, officer: &str) -> Result<Vec<Mute>, DbError> {
    let rows = sqlx::query(mutes!("ORDER BY m.at DESC, m.device_id")).bind(officer).fetch_all(db.read()).await?;
    rows.iter().map(mute).collect()
}

/// Those of an officer's communes about one device.
///
/// # Errors
/// When the database fails.
pub async fn of_device(db: &Db, officer: &str, device: DeviceId) -> Result<Vec<Mute>, DbError> {
    let rows = sqlx::query(mutes!("AND m.device_id = $2 ORDER BY m.at DESC, m.unit"))
        .bind(officer)
        .bind(device.to_string())
        .fetch_all(db.read())
        .await?;
    rows.iter().map(mute).collect()
}

/// Mutes a device for a commune. Doing it again changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn add(
    db: &Db,
    device: DeviceId,
    units: &[String],
    officer: &str,
    reason: &str,
    at: i64,
) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    for unit in units {
        sqlx::query(
            "INSERT INTO mutes (device_id, unit, officer_id, reason, at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (device_id, unit) DO NOTHING",
        )
        .bind(device.to_string())
        .bind(unit)
        .bind(officer)
        .bind(reason)
        .bind(at)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Hears it again; only for a commune of this officer's.
///
/// # Errors
/// When the database fails.
pub async fn remove(db: &Db, device: DeviceId, unit: &str, officer: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query(
        "DELETE FROM mutes WHERE device_id = $1 AND unit = $2
           AND unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $3)",
    )
    .bind(device.to_string())
    .bind(unit)
    .bind(officer)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}
