//! Complaints: the exact signed bytes, and beside them the few columns the queue filters by.
//!
//! What a newcomer would get wrong: `body` is never written again. Whatever a screen shows of a complaint is read from
//! those bytes; the columns `status`, `unit`, `replaced_by` are the gateway's own and are not in them.
//!
//! A complaint whose commune is unknown (`unit` is NULL) is shown to every officer; one with a commune only to officers
//! of that commune.

use super::devices::Put;
use super::{Db, DbError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use vungsam_domain::{Complaint, ComplaintId, DeviceId, Status};

/// The columns of [`ComplaintRow`] and the rule of who sees a row ($1 is the officer), written once.
macro_rules! sql {
    (seen $rest:literal) => {
        concat!(
            sql!("WHERE (c.unit IS NULL OR c.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1)) "),
            $rest
        )
    };
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.device_id, c.body, c.body_sha256, c.reference, c.category, c.unit, c.status, c.status_at,
                    c.received_at, c.replaces, c.replaced_by FROM complaints c ",
            $rest
        )
    };
}

/// A complaint as the gateway holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComplaintRow {
    /// Made by the phone.
    pub id: ComplaintId,
    /// Who signed.
    pub device: DeviceId,
    /// The exact signed bytes.
    pub body: Vec<u8>,
    /// Of `body`, lower-case hex.
    pub body_sha256: String,
    /// Ten digits, without separators.
    pub reference: String,
    /// As the phone named it; perhaps unknown here.
    pub category: String,
    /// The commune it is routed to; `None` is everybody's.
    pub unit: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Since when (ms since 1970).
    pub status_at: i64,
    /// When the gateway first had it (ms since 1970); legal time starts here.
    pub received_at: i64,
    /// The complaint it takes the place of.
    pub replaces: Option<String>,
    /// The complaint that took its place.
    pub replaced_by: Option<String>,
}

impl ComplaintRow {
    /// What the bytes say; `None` when a future version wrote what this one cannot read.
    #[must_use]
    pub fn complaint(&self) -> Option<Complaint> {
        serde_json::from_slice(&self.body).ok()
    }
}

pub(super) fn row(r: &AnyRow) -> Result<ComplaintRow, DbError> {
    let bad = DbError::Row("complaints");
    let Ok(id) = r.try_get::<String, _>("id")?.parse() else { return Err(bad) };
    let Ok(device) = r.try_get::<String, _>("device_id")?.parse() else { return Err(bad) };
    let Some(status) = Status::from_id(&r.try_get::<String, _>("status")?) else { return Err(bad) };
    Ok(ComplaintRow {
        id,
        device,
        body: r.try_get("body")?,
        body_sha256: r.try_get("body_sha256")?,
        reference: r.try_get("reference")?,
        category: r.try_get("category")?,
        unit: r.try_get("unit")?,
        status,
        status_at: r.try_get("status_at")?,
        received_at: r.try_get("received_at")?,
        replaces: r.try_get("replaces")?,
        replaced_by: r.try_get("replaced_by")?,
    })
}

/// What a `PUT` brings.
#[derive(Debug, Clone, Copy)]
pub struct NewComplaint<'a> {
    /// The exact bytes.
    pub body: &'a [u8],
    /// Of `body`.
    pub body_sha256: &'a str,
    /// Over `body`, base64url.
    pub signature: &'a str,
    /// What `body` says.
    pub complaint: &'a Complaint,
    /// Where it is routed to.
    pub unit: Option<&'a str>,
}

/// Stores a complaint with the list of photos it announces. A repeat changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &Db, new: &NewComplaint<'_>, now: i64) -> Result<Put, DbError> {
    let c = new.complaint;
    let id = c.id.to_string();
    let mut tx = db.begin().await?;
    let made = sqlx::query(
        "INSERT INTO complaints (id, device_id, body, body_sha256, signature, reference, category, unit, status,
                                 status_at, received_at, replaces, folded)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO NOTHING",
    )
    .bind(&id)
    .bind(c.device.to_string())
    .bind(new.body)
    .bind(new.body_sha256)
    .bind(new.signature)
    .bind(c.reference.as_str())
    .bind(&c.category)
    .bind(new.unit)
    .bind(Status::New.id())
    .bind(now)
    .bind(now)
    .bind(c.replaces.map(|r| r.to_string()))
    .bind(super::queue::folded(c))
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if made == 0 {
        let held: Option<String> =
            sqlx::query_scalar("SELECT body_sha256 FROM complaints WHERE id = $1 AND device_id = $2")
                .bind(&id)
                .bind(c.device.to_string())
                .fetch_optional(&mut *tx)
                .await?;
        return Ok(if held.as_deref() == Some(new.body_sha256) { Put::Same } else { Put::Conflict });
    }
    super::photos::expect(&mut tx, &id, &c.photos).await?;
    link(&mut tx, &id, c).await?;
    tx.commit().await?;
    Ok(Put::Created)
}

/// Joins a complaint to the one it replaces, whichever of the two arrives first; only within one device.
async fn link(tx: &mut Tx, id: &str, c: &Complaint) -> Result<(), DbError> {
    if let Some(old) = c.replaces {
        sqlx::query("UPDATE complaints SET replaced_by = $1 WHERE id = $2 AND device_id = $3 AND id <> $1")
            .bind(id)
            .bind(old.to_string())
            .bind(c.device.to_string())
            .execute(&mut **tx)
            .await?;
    }
    sqlx::query(
        "UPDATE complaints SET replaced_by = (SELECT MIN(n.id) FROM complaints n WHERE n.replaces = $1 AND n.device_id = $2)
         WHERE id = $1 AND replaced_by IS NULL",
    )
    .bind(id)
    .bind(c.device.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The complaint, if this device sent it.
///
/// # Errors
/// When the database fails.
pub async fn of_device(db: &Db, id: ComplaintId, device: DeviceId) -> Result<Option<ComplaintRow>, DbError> {
    let found = sqlx::query(sql!("WHERE c.id = $1 AND c.device_id = $2"))
        .bind(id.to_string())
        .bind(device.to_string())
        .fetch_optional(db.read())
        .await?;
    found.as_ref().map(row).transpose()
}

/// The complaint, if this officer may see it.
///
/// # Errors
/// When the database fails.
pub async fn for_officer(db: &Db, id: ComplaintId, officer: &str) -> Result<Option<ComplaintRow>, DbError> {
    let found =
        sqlx::query(sql!(seen "AND c.id = $2")).bind(officer).bind(id.to_string()).fetch_optional(db.read()).await?;
    found.as_ref().map(row).transpose()
}

/// How many complaints of the officer's stand where (replaced ones left out).
///
/// # Errors
/// When the database fails.
pub async fn counts(db: &Db, officer: &str) -> Result<Vec<(Status, i64)>, DbError> {
    let rows = sqlx::query(
        "SELECT c.status, COUNT(*) FROM complaints c WHERE c.replaced_by IS NULL
           AND (c.unit IS NULL OR c.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1))
         GROUP BY c.status",
    )
    .bind(officer)
    .fetch_all(db.read())
    .await?;
    rows.iter()
        .map(|r| {
            let status = Status::from_id(&r.try_get::<String, _>(0)?).ok_or(DbError::Row("complaints"))?;
            Ok((status, r.try_get(1)?))
        })
        .collect()
}

/// How many complaints carry this id: 0 or 1. For checks from outside.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &Db, id: ComplaintId) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar("SELECT COUNT(*) FROM complaints WHERE id = $1")
        .bind(id.to_string())
        .fetch_one(db.read())
        .await?)
}

/// What a step needs of a complaint, under a lock that lasts until the transaction ends.
#[derive(Debug, Clone)]
pub struct Locked {
    /// Where it stands.
    pub status: Status,
    /// Its commune.
    pub unit: Option<String>,
    /// Who sent it.
    pub device: DeviceId,
}

/// Locks the complaint if this officer may see it.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, id: ComplaintId, officer: &str) -> Result<Option<Locked>, DbError> {
    let found = sqlx::query(
        "UPDATE complaints SET status_at = status_at WHERE id = $1
           AND (unit IS NULL OR unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $2))
         RETURNING status, unit, device_id",
    )
    .bind(id.to_string())
    .bind(officer)
    .fetch_optional(&mut **tx)
    .await?;
    found
        .map(|r| {
            let bad = DbError::Row("complaints");
            let Some(status) = Status::from_id(&r.try_get::<String, _>(0)?) else { return Err(bad) };
            let Ok(device) = r.try_get::<String, _>(2)?.parse() else { return Err(bad) };
            Ok(Locked { status, unit: r.try_get(1)?, device })
        })
        .transpose()
}

/// Moves a locked complaint on.
///
/// # Errors
/// When the database fails.
pub async fn set_status(tx: &mut Tx, id: ComplaintId, to: Status, unit: Option<&str>, at: i64) -> Result<(), DbError> {
    sqlx::query("UPDATE complaints SET status = $1, status_at = $2, unit = $3 WHERE id = $4")
        .bind(to.id())
        .bind(at)
        .bind(unit)
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
