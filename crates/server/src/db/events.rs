//! Events: the steps in the life of a complaint, in order. Not for deciding whether a step is allowed (see `workflow`).
//!
//! What a newcomer would get wrong: `n` counts within one complaint and is taken while its row is locked.

use super::{Db, DbError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use vungsam_domain::wire::{Event, Handover, Speaker};
use vungsam_domain::{Action, ComplaintId, EventId, PhotoRef, Status};

/// The columns [`row`] reads.
macro_rules! columns {
    ($($rest:literal)*) => {
        concat!(
            "SELECT e.id AS event_id, e.action, e.status, e.at, e.by_name, e.by_unit, e.text, e.message_id, e.internal,
                    e.handover_agency, e.handover_name, e.handover_number, e.handover_on, e.complaint_id ",
            $($rest)*
        )
    };
}

/// A step as officers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The complaint it was taken on.
    pub complaint: ComplaintId,
    /// The step.
    pub event: Event,
    /// For officers only: in no device's feed.
    pub internal: bool,
}

/// Without its photos: see [`with_photos`].
pub(super) fn row(r: &AnyRow) -> Result<Event, DbError> {
    let bad = DbError::Row("events");
    let Ok(id) = r.try_get::<String, _>("event_id")?.parse::<EventId>() else { return Err(bad) };
    let Some(action) = Action::from_id(&r.try_get::<String, _>("action")?) else { return Err(bad) };
    let Some(status) = Status::from_id(&r.try_get::<String, _>("status")?) else { return Err(bad) };
    let message = r.try_get::<Option<String>, _>("message_id")?.map(|m| m.parse()).transpose().map_err(|_| bad)?;
    let text = |name: &str| Ok::<_, DbError>(r.try_get::<Option<String>, _>(name)?);
    let handover = match (text("handover_name")?, text("handover_on")?) {
        (Some(name), Some(on)) => Some(Handover {
            agency: text("handover_agency")?,
            name,
            number: text("handover_number")?.unwrap_or_default(),
            on,
        }),
        _ => None,
    };
    Ok(Event {
        id,
        action,
        status,
        at_ms: r.try_get("at")?,
        by: Speaker { name: r.try_get("by_name")?, unit: r.try_get("by_unit")? },
        text: r.try_get("text")?,
        message,
        photos: Vec::new(),
        handover,
    })
}

/// Photo rows as they stand in a step, by its id.
pub(super) fn photos(rows: &[AnyRow]) -> Result<HashMap<String, Vec<PhotoRef>>, DbError> {
    let mut found: HashMap<String, Vec<PhotoRef>> = HashMap::new();
    for r in rows {
        let number = |name: &str| Ok::<_, DbError>(u32::try_from(r.try_get::<i64, _>(name)?).unwrap_or(u32::MAX));
        found.entry(r.try_get("event_id")?).or_default().push(PhotoRef {
            sha256: r.try_get("sha256")?,
            bytes: number("bytes")?,
            width: number("width")?,
            height: number("height")?,
        });
    }
    Ok(found)
}

/// The timeline of a complaint as its sender sees it, oldest first; earlier versions of it have their own.
///
/// # Errors
/// When the database fails.
pub async fn of_complaint(db: &Db, complaint: ComplaintId) -> Result<Vec<Event>, DbError> {
    let all = recorded(db, complaint).await?;
    Ok(all.into_iter().filter(|r| !r.internal).map(|r| r.event).collect())
}

/// The timeline of a complaint as officers see it, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn recorded(db: &Db, complaint: ComplaintId) -> Result<Vec<Recorded>, DbError> {
    let rows = sqlx::query(columns!("FROM events e WHERE e.complaint_id = $1 ORDER BY e.n"))
        .bind(complaint.to_string())
        .fetch_all(db.read())
        .await?;
    let beside = sqlx::query(
        "SELECT p.event_id, p.sha256, p.bytes, p.width, p.height
         FROM event_photos p JOIN events e ON e.id = p.event_id WHERE e.complaint_id = $1 ORDER BY p.event_id, p.ord",
    )
    .bind(complaint.to_string())
    .fetch_all(db.read())
    .await?;
    let mut photos = photos(&beside)?;
    rows.iter()
        .map(|r| {
            let mut event = row(r)?;
            event.photos = photos.remove(&event.id.to_string()).unwrap_or_default();
            Ok(Recorded { complaint, event, internal: r.try_get::<i64, _>("internal")? != 0 })
        })
        .collect()
}

/// The step with this id and the complaint it belongs to, seen from inside a transaction.
///
/// # Errors
/// When the database fails.
pub async fn find(tx: &mut Tx, id: EventId) -> Result<Option<(ComplaintId, Event)>, DbError> {
    let found =
        sqlx::query(columns!("FROM events e WHERE e.id = $1")).bind(id.to_string()).fetch_optional(&mut **tx).await?;
    let Some(r) = found else { return Ok(None) };
    let complaint = r.try_get::<String, _>("complaint_id")?.parse().map_err(|_| DbError::Row("events"))?;
    let beside =
        sqlx::query("SELECT event_id, sha256, bytes, width, height FROM event_photos WHERE event_id = $1 ORDER BY ord")
            .bind(id.to_string())
            .fetch_all(&mut **tx)
            .await?;
    let mut event = row(&r)?;
    event.photos = photos(&beside)?.remove(&id.to_string()).unwrap_or_default();
    Ok(Some((complaint, event)))
}

/// Who takes a step.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// An officer, by id.
    Officer(&'a str),
    /// The sender.
    Sender,
}

/// Writes a step with its photos. The complaint's row must be locked by this transaction. An internal one must not be
/// pushed to a feed.
///
/// # Errors
/// When the database fails.
pub async fn insert(
    tx: &mut Tx,
    complaint: ComplaintId,
    by: By<'_>,
    event: &Event,
    internal: bool,
) -> Result<(), DbError> {
    let handover = event.handover.as_ref();
    sqlx::query(
        "INSERT INTO events (id, complaint_id, n, action, status, at, officer_id, by_name, by_unit, text, message_id,
                             internal, handover_agency, handover_name, handover_number, handover_on)
         VALUES ($1, $2, (SELECT COALESCE(MAX(e.n), 0) + 1 FROM events e WHERE e.complaint_id = $2), $3, $4, $5, $6, $7,
                 $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(event.id.to_string())
    .bind(complaint.to_string())
    .bind(event.action.id())
    .bind(event.status.id())
    .bind(event.at_ms)
    .bind(match by {
        By::Officer(id) => Some(id),
        By::Sender => None,
    })
    .bind(&event.by.name)
    .bind(event.by.unit.as_deref())
    .bind(event.text.as_deref())
    .bind(event.message.map(|m| m.to_string()))
    .bind(i64::from(internal))
    .bind(handover.and_then(|h| h.agency.as_deref()))
    .bind(handover.map(|h| h.name.as_str()))
    .bind(handover.map(|h| h.number.as_str()))
    .bind(handover.map(|h| h.on.as_str()))
    .execute(&mut **tx)
    .await?;
    for (ord, p) in (0_i64..).zip(&event.photos) {
        sqlx::query(
            "INSERT INTO event_photos (event_id, sha256, ord, bytes, width, height) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (event_id, sha256) DO NOTHING",
        )
        .bind(event.id.to_string())
        .bind(&p.sha256)
        .bind(ord)
        .bind(i64::from(p.bytes))
        .bind(i64::from(p.width))
        .bind(i64::from(p.height))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Whether an officer put this photo with a step its sender may see.
///
/// # Errors
/// When the database fails.
pub async fn shows_photo(db: &Db, complaint: ComplaintId, sha256: &str) -> Result<bool, DbError> {
    let n: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM event_photos p JOIN events e ON e.id = p.event_id
         WHERE e.complaint_id = $1 AND p.sha256 = $2 AND e.internal = 0",
    )
    .bind(complaint.to_string())
    .bind(sha256)
    .fetch_one(db.read())
    .await?;
    Ok(n > 0)
}
