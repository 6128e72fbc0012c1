//! The change feed of each device. Not for waiting (see `hub`).
//!
//! What a newcomer would get wrong: a number is taken inside the transaction that writes the change, under the lock of
//! the device's row. A sequence or a clock would become visible out of order and a reader would skip rows.

use super::{Db, DbError, Tx, devices, dossiers, events};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use vungsam_domain::wire::{Change, ChangeKind, Event};
use vungsam_domain::{ComplaintId, DeviceId, WatchId};

/// Adds a step to the feed of the device and returns its number.
///
/// # Errors
/// When the database fails.
pub async fn push_event(tx: &mut Tx, device: DeviceId, complaint: ComplaintId, event: &Event) -> Result<i64, DbError> {
    let n = devices::next_feed_n(tx, device).await?;
    sqlx::query("INSERT INTO changes (device_id, n, complaint_id, kind, event_id) VALUES ($1, $2, $3, 'event', $4)")
        .bind(device.to_string())
        .bind(n)
        .bind(complaint.to_string())
        .bind(event.id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(n)
}

/// Adds a watched dossier to the feed of its device. A watch has one change at most: it is read as things stand then, so
/// an older one would say the same.
///
/// # Errors
/// When the database fails.
pub async fn push_dossier(tx: &mut Tx, device: DeviceId, watch: WatchId) -> Result<i64, DbError> {
    let n = devices::next_feed_n(tx, device).await?;
    sqlx::query("DELETE FROM changes WHERE device_id = $1 AND n = (SELECT w.change_n FROM watches w WHERE w.id = $2)")
        .bind(device.to_string())
        .bind(watch.to_string())
        .execute(&mut **tx)
        .await?;
    sqlx::query("UPDATE watches SET matched = 1, change_n = $1 WHERE id = $2")
        .bind(n)
        .bind(watch.to_string())
        .execute(&mut **tx)
        .await?;
    sqlx::query("INSERT INTO changes (device_id, n, complaint_id, kind, watch_id) VALUES ($1, $2, '', 'dossier', $3)")
        .bind(device.to_string())
        .bind(n)
        .bind(watch.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(n)
}

/// A watch fits no more: its change goes.
///
/// # Errors
/// When the database fails.
pub async fn drop_dossier(tx: &mut Tx, device: DeviceId, watch: WatchId) -> Result<(), DbError> {
    sqlx::query("DELETE FROM changes WHERE device_id = $1 AND n = (SELECT w.change_n FROM watches w WHERE w.id = $2)")
        .bind(device.to_string())
        .bind(watch.to_string())
        .execute(&mut **tx)
        .await?;
    sqlx::query("UPDATE watches SET matched = 0, change_n = NULL WHERE id = $1")
        .bind(watch.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Changes after `n`, in order, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn after(db: &Db, device: DeviceId, n: i64, limit: i64) -> Result<Vec<Change>, DbError> {
    let rows = sqlx::query(
        "SELECT c.n, c.complaint_id, c.kind, c.watch_id, e.id AS event_id, e.action, e.status, e.at, e.by_name, e.by_unit, e.text,
                e.message_id, e.handover_agency, e.handover_name, e.handover_number, e.handover_on
         FROM changes c LEFT JOIN events e ON e.id = c.event_id
         WHERE c.device_id = $1 AND c.n > $2 ORDER BY c.n LIMIT $3",
    )
    .bind(device.to_string())
    .bind(n)
    .bind(limit)
    .fetch_all(db.read())
    .await?;
    let Some(last) = rows.last() else { return Ok(Vec::new()) };
    let through = last.try_get::<i64, _>("n")?;
    let beside = sqlx::query(
        "SELECT p.event_id, p.sha256, p.bytes, p.width, p.height
         FROM changes c JOIN event_photos p ON p.event_id = c.event_id
         WHERE c.device_id = $1 AND c.n > $2 AND c.n <= $3 ORDER BY p.event_id, p.ord",
    )
    .bind(device.to_string())
    .bind(n)
    .bind(through)
    .fetch_all(db.read())
    .await?;
    let mut photos = events::photos(&beside)?;
    let told = |r: &AnyRow| Ok::<_, DbError>(r.try_get::<String, _>("kind")? == "dossier");
    let any = rows.iter().map(told).collect::<Result<Vec<_>, _>>()?.contains(&true);
    let mut dossiers = if any { dossiers::watched(db, device, n, through).await? } else { HashMap::default() };
    let mut found = Vec::with_capacity(rows.len());
    for r in &rows {
        let bad = |_| DbError::Row("changes");
        let complaint = || r.try_get::<String, _>("complaint_id")?.parse().map_err(bad);
        let what = match r.try_get::<String, _>("kind")?.as_str() {
            "tombstone" => ChangeKind::Tombstone { complaint: complaint()? },
            "dossier" => {
                let watch: WatchId = r.try_get::<String, _>("watch_id")?.parse().map_err(bad)?;
                // Unwatched between two reads: its change is gone by the next.
                let Some(dossier) = dossiers.remove(&watch) else { continue };
                ChangeKind::Dossier { watch, dossier }
            }
            _ => {
                let mut event = events::row(r)?;
                event.photos = photos.remove(&event.id.to_string()).unwrap_or_default();
                ChangeKind::Event { complaint: complaint()?, event }
            }
        };
        found.push(Change { n: r.try_get("n")?, what });
    }
    Ok(found)
}
