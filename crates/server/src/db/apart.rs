//! What was set apart: complaints against a decision, denunciations, news of a crime, quarrels over land that came in as
//! reports. Seen by the leaders of their commune alone, and every look is written down. Not for deciding what is set
//! apart (see `workflow`).
//!
//! What a newcomer would get wrong: the other queries do not ask who is a leader. They never return what was set apart,
//! to anybody; only what is in here does.

use super::complaints::{ComplaintRow, row, sql};
use super::{Db, DbError, Tx};
use sqlx::Row;
use vungsam_domain::{ComplaintId, DeviceId, Status};

/// The rule of who sees what was set apart ($1 is the officer).
macro_rules! led {
    ($rest:literal) => {
        concat!(
            sql!(
                "WHERE (c.unit IS NULL OR c.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1))
                   AND EXISTS (SELECT 1 FROM officers o WHERE o.id = $1 AND o.leader = 1 AND o.active = 1)
                   AND (c.kind IS NOT NULL
                        OR EXISTS (SELECT 1 FROM complaints k WHERE k.id = c.replaced_by AND k.kind IS NOT NULL)) "
            ),
            $rest
        )
    };
}

/// What was set apart in the communes this officer leads, newest first; none for anybody else.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, officer: &str) -> Result<Vec<ComplaintRow>, DbError> {
    let rows = sqlx::query(led!("AND c.replaced_by IS NULL ORDER BY c.received_at DESC, c.id LIMIT 500"))
        .bind(officer)
        .fetch_all(db.read())
        .await?;
    rows.iter().map(row).collect()
}

/// One of them, if this officer leads its commune.
///
/// # Errors
/// When the database fails.
pub async fn for_leader(db: &Db, id: ComplaintId, officer: &str) -> Result<Option<ComplaintRow>, DbError> {
    let found = sqlx::query(led!("AND c.id = $2")).bind(officer).bind(id.to_string()).fetch_optional(db.read()).await?;
    found.as_ref().map(row).transpose()
}

/// How many active leaders a commune has; of any commune for `None`.
///
/// # Errors
/// When the database fails.
pub async fn leaders(db: &Db, unit: Option<&str>) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar(
        "SELECT COUNT(*) FROM officers o WHERE o.leader = 1 AND o.active = 1
           AND ($1 = '' OR o.id IN (SELECT u.officer_id FROM officer_units u WHERE u.unit = $1))",
    )
    .bind(unit.unwrap_or_default())
    .fetch_one(db.read())
    .await?)
}

/// What a step needs of something set apart.
#[derive(Debug, Clone)]
pub struct Locked {
    /// Where it stands.
    pub status: Status,
    /// Its commune.
    pub unit: Option<String>,
    /// Who sent it.
    pub device: DeviceId,
}

/// Locks something set apart if this officer leads its commune.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, id: ComplaintId, officer: &str) -> Result<Option<Locked>, DbError> {
    let found = sqlx::query(
        "UPDATE complaints SET status_at = status_at WHERE id = $1 AND kind IS NOT NULL
           AND (unit IS NULL OR unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $2))
           AND EXISTS (SELECT 1 FROM officers o WHERE o.id = $2 AND o.leader = 1 AND o.active = 1)
         RETURNING status, unit, device_id",
    )
    .bind(id.to_string())
    .bind(officer)
    .fetch_optional(&mut **tx)
    .await?;
    found
        .map(|r| {
            let bad = || DbError::Row("complaints");
            let status = Status::from_id(&r.try_get::<String, _>(0)?).ok_or_else(bad)?;
            let device = r.try_get::<String, _>(2)?.parse().map_err(|_| bad())?;
            Ok(Locked { status, unit: r.try_get(1)?, device })
        })
        .transpose()
}

/// Marks a locked complaint and every older version of it; `None` takes the mark away.
///
/// # Errors
/// When the database fails.
pub async fn mark(tx: &mut Tx, id: ComplaintId, kind: Option<&str>) -> Result<(), DbError> {
    sqlx::query(
        "UPDATE complaints SET kind = $1, assignee = NULL WHERE id IN (
           WITH RECURSIVE v (id) AS (SELECT CAST($2 AS TEXT) UNION
             SELECT o.id FROM complaints o JOIN v ON o.replaced_by = v.id)
           SELECT v.id FROM v)",
    )
    .bind(kind)
    .bind(id.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// A look at, or a step on, something that was set apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Display name of the officer.
    pub by: String,
    /// When (ms since 1970).
    pub at: i64,
    /// `set`, `read`, `photo` or `undo`.
    pub what: String,
}

/// Writes down that an officer did something with it.
///
/// # Errors
/// When the database fails.
pub async fn note(tx: &mut Tx, id: &str, on: ComplaintId, officer: &str, at: i64, what: &str) -> Result<(), DbError> {
    sqlx::query("INSERT INTO apart_accesses (id, complaint_id, officer_id, at, what) VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(on.to_string())
        .bind(officer)
        .bind(at)
        .bind(what)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Everything written down about it, newest first.
///
/// # Errors
/// When the database fails.
pub async fn accesses(db: &Db, on: ComplaintId) -> Result<Vec<Access>, DbError> {
    let rows = sqlx::query(
        "SELECT o.name, a.at, a.what FROM apart_accesses a JOIN officers o ON o.id = a.officer_id
         WHERE a.complaint_id = $1 ORDER BY a.at DESC, a.id DESC LIMIT 200",
    )
    .bind(on.to_string())
    .fetch_all(db.read())
    .await?;
    rows.iter().map(|r| Ok(Access { by: r.try_get(0)?, at: r.try_get(1)?, what: r.try_get(2)? })).collect()
}
