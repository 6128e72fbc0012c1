//! Events: the steps in the life of a complaint, in order. Not for deciding whether a step is allowed (see `workflow`).
//!
//! What a newcomer would get wrong: `n` counts within one complaint and is taken while its row is locked.

use super::{Db, DbError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use vungsam_domain::wire::{Event, Speaker};
use vungsam_domain::{Action, ComplaintId, EventId, Status};

pub(super) fn row(r: &AnyRow) -> Result<Event, DbError> {
    let bad = DbError::Row("events");
    let Ok(id) = r.try_get::<String, _>("event_id")?.parse::<EventId>() else { return Err(bad) };
    let Some(action) = Action::from_id(&r.try_get::<String, _>("action")?) else { return Err(bad) };
    let Some(status) = Status::from_id(&r.try_get::<String, _>("status")?) else { return Err(bad) };
    Ok(Event {
        id,
        action,
        status,
        at_ms: r.try_get("at")?,
        by: Speaker { name: r.try_get("by_name")?, unit: r.try_get("by_unit")? },
        text: r.try_get("text")?,
        message: None,
        photos: Vec::new(),
        handover: None,
    })
}

/// The timeline of a complaint, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn of_complaint(db: &Db, complaint: ComplaintId) -> Result<Vec<Event>, DbError> {
    let rows = sqlx::query(
        "SELECT id AS event_id, action, status, at, by_name, by_unit, text FROM events WHERE complaint_id = $1 ORDER BY n",
    )
    .bind(complaint.to_string())
    .fetch_all(db.read())
    .await?;
    rows.iter().map(row).collect()
}

/// The step with this id and the complaint it belongs to, seen from inside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Tx, id: EventId) -> Result<Option<(ComplaintId, Event)>, DbError> {
    let found = sqlx::query(
        "SELECT id AS event_id, action, status, at, by_name, by_unit, text, complaint_id FROM events WHERE id = $1",
    )
    .bind(id.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    found
        .map(|r| {
            let Ok(complaint) = r.try_get::<String, _>("complaint_id")?.parse() else {
                return Err(DbError::Row("events"));
            };
            Ok((complaint, row(&r)?))
        })
        .transpose()
}

/// Writes a step. The complaint's row must be locked by this transaction.
///
/// # Errors
/// When the database fails.
pub async fn insert(tx: &mut Tx, complaint: ComplaintId, officer: &str, event: &Event) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO events (id, complaint_id, n, action, status, at, officer_id, by_name, by_unit, text)
         VALUES ($1, $2, (SELECT COALESCE(MAX(e.n), 0) + 1 FROM events e WHERE e.complaint_id = $2), $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(event.id.to_string())
    .bind(complaint.to_string())
    .bind(event.action.id())
    .bind(event.status.id())
    .bind(event.at_ms)
    .bind(officer)
    .bind(&event.by.name)
    .bind(event.by.unit.as_deref())
    .bind(event.text.as_deref())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
