//! Complaints: the exact signed bytes, and beside them the few columns the queue filters by.
//!
//! What a newcomer would get wrong: `body` is never written again. Whatever a screen shows of a complaint is read from
//! those bytes; the columns `status`, `unit`, `replaced_by` are the gateway's own and are not in them.
//!
//! A complaint whose commune is unknown (`unit` is NULL) is shown to every officer; one with a commune only to officers
//! of that commune. One that was set apart (`kind`), and every older version of it, is shown to none of them: see `apart`.

use super::devices::Put;
use super::{Db, DbError, Engine, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use vungsam_domain::{Complaint, ComplaintId, DeviceId, Status};

/// The columns of [`ComplaintRow`] and the rule of who sees a row ($1 is the officer), written once; `queue` and [`lock`]
/// say the same in their own words.
macro_rules! sql {
    (seen $rest:literal) => {
        concat!(
            sql!(
                "WHERE (c.unit IS NULL OR c.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1))
                   AND c.kind IS NULL
                   AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.id = c.replaced_by AND k.kind IS NOT NULL) "
            ),
            $rest
        )
    };
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.device_id, c.body, c.body_sha256, c.reference, c.category, c.unit, c.status, c.status_at,
                    c.received_at, c.replaces, c.replaced_by, c.assignee, c.kind, c.duplicate_of FROM complaints c ",
            $rest
        )
    };
}

pub(super) use sql;

/// Gives a column of the older versions of $1 to it and to every later one that has none.
macro_rules! inherited {
    ($column:literal) => {
        concat!(
            "UPDATE complaints SET ", $column, " = (
               WITH RECURSIVE older (id) AS (SELECT CAST($1 AS TEXT) UNION
                 SELECT o.id FROM complaints o JOIN older ON o.replaced_by = older.id)
               SELECT MIN(o.", $column, ") FROM complaints o JOIN older ON o.id = older.id)
             WHERE ", $column, " IS NULL AND id IN (
               WITH RECURSIVE newer (id) AS (SELECT CAST($1 AS TEXT) UNION
                 SELECT n.replaced_by FROM complaints n JOIN newer ON n.id = newer.id WHERE n.replaced_by IS NOT NULL)
               SELECT newer.id FROM newer)"
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
    /// Id of the officer who holds it.
    pub assignee: Option<String>,
    /// What it is when it was set apart, e.g. `to-cao`; `None` as a rule.
    pub kind: Option<String>,
    /// The complaint it was joined to.
    pub duplicate_of: Option<String>,
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
        assignee: r.try_get("assignee")?,
        kind: r.try_get("kind")?,
        duplicate_of: r.try_get("duplicate_of")?,
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
    if db.engine() == Engine::Postgres {
        // Two versions that arrive at the same moment must see each other: one device, one at a time. SQLite has one
        // writer anyway.
        super::devices::lock(&mut tx, c.device).await?;
    }
    // Each statement is two changes of thread on SQLite: the newer version it may already have is asked for here.
    let made: Option<Option<String>> = sqlx::query_scalar(
        "INSERT INTO complaints (id, device_id, body, body_sha256, signature, reference, category, unit, status,
                                 status_at, received_at, replaces, folded)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (id) DO NOTHING
         RETURNING (SELECT MIN(n.id) FROM complaints n
                    WHERE n.replaces = complaints.id AND n.device_id = complaints.device_id)",
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
    .fetch_optional(&mut *tx)
    .await?;
    let Some(newer) = made else {
        let held: Option<String> =
            sqlx::query_scalar("SELECT body_sha256 FROM complaints WHERE id = $1 AND device_id = $2")
                .bind(&id)
                .bind(c.device.to_string())
                .fetch_optional(&mut *tx)
                .await?;
        return Ok(if held.as_deref() == Some(new.body_sha256) { Put::Same } else { Put::Conflict });
    };
    super::photos::expect(&mut tx, &id, None, &c.photos).await?;
    link(&mut tx, &id, c, newer).await?;
    tx.commit().await?;
    Ok(Put::Created)
}

/// Joins a complaint to the one it replaces, whichever of the two arrives first; only within one device. What an
/// officer decided about an older version (who holds it, that it is set apart) holds for the newer ones too.
///
/// A ring of versions (only a broken or hostile phone makes one) is left open, so that one of them stays in the queue.
async fn link(tx: &mut Tx, id: &str, c: &Complaint, newer: Option<String>) -> Result<(), DbError> {
    let device = c.device.to_string();
    if let Some(old) = c.replaces {
        sqlx::query("UPDATE complaints SET replaced_by = $1 WHERE id = $2 AND device_id = $3 AND id <> $1")
            .bind(id)
            .bind(old.to_string())
            .bind(&device)
            .execute(&mut **tx)
            .await?;
    } else if newer.is_none() {
        return Ok(());
    }
    sqlx::query(
        "UPDATE complaints SET replaced_by = $2 WHERE id = $1 AND replaced_by IS NULL AND $2 NOT IN (
           WITH RECURSIVE v (id) AS (SELECT CAST($1 AS TEXT) UNION
             SELECT o.id FROM complaints o JOIN v ON o.replaced_by = v.id)
           SELECT v.id FROM v)",
    )
    .bind(id)
    .bind(newer)
    .execute(&mut **tx)
    .await?;
    for column in [inherited!("assignee"), inherited!("kind")] {
        sqlx::query(column).bind(id).execute(&mut **tx).await?;
    }
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

/// What [`row`] reads, of the complaints with a number ($1), newest first.
pub(super) const BY_REFERENCE: &str = sql!("WHERE c.reference = $1 ORDER BY c.received_at DESC, c.id");

/// The version of a complaint that stands for all of them; `None` when it is itself.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &Db, of: &ComplaintRow) -> Result<Option<ComplaintRow>, DbError> {
    let Some(next) = &of.replaced_by else { return Ok(None) };
    let found = sqlx::query(concat!(
        "WITH RECURSIVE v (id, age) AS (SELECT CAST($1 AS TEXT), 0 UNION ALL
           SELECT o.replaced_by, v.age + 1 FROM complaints o JOIN v ON o.id = v.id
           WHERE o.replaced_by IS NOT NULL AND v.age < 100) ",
        sql!("JOIN v ON v.id = c.id ORDER BY v.age DESC LIMIT 1")
    ))
    .bind(next)
    .fetch_optional(db.read())
    .await?;
    found.as_ref().map(row).transpose()
}

/// A complaint and the versions it took the place of, newest first. For the case of an older one, give the newest.
///
/// # Errors
/// When the database fails.
pub async fn versions(db: &Db, newest: ComplaintId) -> Result<Vec<ComplaintRow>, DbError> {
    let rows = sqlx::query(concat!(
        "WITH RECURSIVE v (id, age) AS (SELECT CAST($1 AS TEXT), 0 UNION ALL
           SELECT o.id, v.age + 1 FROM complaints o JOIN v ON o.replaced_by = v.id WHERE v.age < 100) ",
        sql!("JOIN v ON v.id = c.id ORDER BY v.age, c.received_at DESC, c.id")
    ))
    .bind(newest.to_string())
    .fetch_all(db.read())
    .await?;
    rows.iter().map(row).collect()
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
    /// The version that took its place; steps are taken on that one.
    pub replaced_by: Option<String>,
}

/// Locks the complaint if this officer may see it.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, id: ComplaintId, officer: &str) -> Result<Option<Locked>, DbError> {
    let found = sqlx::query(
        "UPDATE complaints SET status_at = status_at WHERE id = $1
           AND (unit IS NULL OR unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $2)) AND kind IS NULL
           AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.id = complaints.replaced_by AND k.kind IS NOT NULL)
         RETURNING status, unit, device_id, replaced_by",
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
            Ok(Locked { status, unit: r.try_get(1)?, device, replaced_by: r.try_get(3)? })
        })
        .transpose()
}

/// The version of a complaint that stands for all of them, locked until the transaction ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    /// Which.
    pub id: ComplaintId,
    /// Where it stands.
    pub status: Status,
    /// Its commune.
    pub unit: Option<String>,
}

/// Locks a complaint of this device and every later version of it; the newest is what steps are taken on.
///
/// # Errors
/// When the database fails.
pub async fn lock_newest(tx: &mut Tx, id: ComplaintId, device: DeviceId) -> Result<Option<Newest>, DbError> {
    let bad = || DbError::Row("complaints");
    let (mut id, mut newest) = (id, None);
    loop {
        let found = sqlx::query(
            "UPDATE complaints SET status_at = status_at WHERE id = $1 AND device_id = $2
             RETURNING status, unit, replaced_by",
        )
        .bind(id.to_string())
        .bind(device.to_string())
        .fetch_optional(&mut **tx)
        .await?;
        let Some(r) = found else { return Ok(newest) };
        let status = Status::from_id(&r.try_get::<String, _>(0)?).ok_or_else(bad)?;
        newest = Some(Newest { id, status, unit: r.try_get(1)? });
        match r.try_get::<Option<String>, _>(2)? {
            Some(next) => id = next.parse().map_err(|_| bad())?,
            None => return Ok(newest),
        }
    }
}

/// How often a complaint was reopened, all its versions together.
///
/// # Errors
/// When the database fails.
pub async fn times_reopened(tx: &mut Tx, newest: ComplaintId) -> Result<usize, DbError> {
    let n: i64 = sqlx::query_scalar(
        "WITH RECURSIVE v (id) AS (SELECT CAST($1 AS TEXT) UNION
           SELECT c.id FROM complaints c JOIN v ON c.replaced_by = v.id)
         SELECT COUNT(*) FROM events e JOIN v ON e.complaint_id = v.id WHERE e.action = 'reopen'",
    )
    .bind(newest.to_string())
    .fetch_one(&mut **tx)
    .await?;
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
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
