//! What senders say after their complaint: the exact signed bytes, and the step each of them takes. Not for what
//! officers do (see `workflow`).
//!
//! What a newcomer would get wrong: a message is stored under the complaint it names, but its step is taken on the newest
//! version of that complaint, because that is the one officers work on. Receipts stay with the id the phone asked about.

use super::complaints::{self, Newest};
use super::devices::Put;
use super::events::{self, By};
use super::{Db, DbError, Engine, Tx, changes, devices, photos};
use sqlx::Row;
use vungsam_domain::wire::{Event, Speaker};
use vungsam_domain::{ComplaintId, DeviceId, EventId, Message, MessageId, fold};

/// A message as the gateway holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Made by the phone.
    pub id: MessageId,
    /// The complaint it names.
    pub complaint: ComplaintId,
    /// The exact signed bytes.
    pub body: Vec<u8>,
    /// Of `body`, lower-case hex.
    pub body_sha256: String,
    /// When the gateway first had it (ms since 1970).
    pub received_at: i64,
}

impl MessageRow {
    /// What the bytes say; `None` when a future version wrote what this one cannot read.
    #[must_use]
    pub fn message(&self) -> Option<Message> {
        serde_json::from_slice(&self.body).ok()
    }
}

/// What a `PUT` brings.
#[derive(Debug, Clone, Copy)]
pub struct NewMessage<'a> {
    /// The exact bytes.
    pub body: &'a [u8],
    /// Of `body`.
    pub body_sha256: &'a str,
    /// Over `body`, base64url.
    pub signature: &'a str,
    /// What `body` says.
    pub message: &'a Message,
    /// Id for its step.
    pub event: EventId,
}

/// Stores a message with the photos it announces, takes its step and tells the device, in one transaction. A repeat
/// changes nothing. `None`: this device has no such complaint.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &Db, new: &NewMessage<'_>, now: i64) -> Result<Option<Put>, DbError> {
    let m = new.message;
    let mut tx = db.begin().await?;
    if db.engine() == Engine::Postgres {
        // The order in which an arriving version takes its locks (`complaints::put`).
        devices::lock(&mut tx, m.device).await?;
    }
    // The complaint's row before anything else: two messages about it are put in order, and their steps with them.
    let Some(newest) = complaints::lock_newest(&mut tx, m.complaint, m.device).await? else { return Ok(None) };
    let made = sqlx::query(
        "INSERT INTO messages (id, complaint_id, device_id, body, body_sha256, signature, action, received_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
    )
    .bind(m.id.to_string())
    .bind(m.complaint.to_string())
    .bind(m.device.to_string())
    .bind(new.body)
    .bind(new.body_sha256)
    .bind(new.signature)
    .bind(m.action.id())
    .bind(now)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if made == 0 {
        let held: Option<String> =
            sqlx::query_scalar("SELECT body_sha256 FROM messages WHERE id = $1 AND device_id = $2")
                .bind(m.id.to_string())
                .bind(m.device.to_string())
                .fetch_optional(&mut *tx)
                .await?;
        return Ok(Some(if held.as_deref() == Some(new.body_sha256) { Put::Same } else { Put::Conflict }));
    }
    photos::expect(&mut tx, &m.complaint.to_string(), Some(m.id), &m.photos).await?;
    step(&mut tx, new, &newest, now).await?;
    tx.commit().await?;
    Ok(Some(Put::Created))
}

async fn step(tx: &mut Tx, new: &NewMessage<'_>, on: &Newest, now: i64) -> Result<(), DbError> {
    let m = new.message;
    let reopened = complaints::times_reopened(tx, on.id).await?;
    let (action, status) = m.effect(on.status, reopened);
    let event = Event {
        id: new.event,
        action,
        status,
        at_ms: now,
        by: Speaker { name: String::new(), unit: None },
        text: Some(fold::clean(&m.text)).filter(|t| !t.is_empty()),
        message: Some(m.id),
        photos: Vec::new(),
        handover: None,
    };
    events::insert(tx, on.id, By::Sender, &event, false).await?;
    if status != on.status {
        complaints::set_status(tx, on.id, status, on.unit.as_deref(), now).await?;
    }
    changes::push_event(tx, m.device, on.id, &event).await?;
    Ok(())
}

/// The message, if this device sent it about this complaint.
///
/// # Errors
/// When the database fails.
pub async fn of_device(
    db: &Db,
    complaint: ComplaintId,
    id: MessageId,
    device: DeviceId,
) -> Result<Option<MessageRow>, DbError> {
    let found = sqlx::query(
        "SELECT body, body_sha256, received_at FROM messages WHERE id = $1 AND complaint_id = $2 AND device_id = $3",
    )
    .bind(id.to_string())
    .bind(complaint.to_string())
    .bind(device.to_string())
    .fetch_optional(db.read())
    .await?;
    found
        .map(|r| {
            Ok(MessageRow {
                id,
                complaint,
                body: r.try_get(0)?,
                body_sha256: r.try_get(1)?,
                received_at: r.try_get(2)?,
            })
        })
        .transpose()
}
