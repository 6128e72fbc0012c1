//! A case: the newest version of a complaint with the older ones it stands for, their photos, and the reports joined to
//! it. Not for the list (see `queue`) and not for what was set apart (see `apart`).
//!
//! What a newcomer would get wrong: a phone that edits a report after it was sent makes a new one that replaces it.
//! Officers work on the newest; what the sender says about any of them becomes a step of the newest.

use super::complaints::{self, ComplaintRow, row, sql};
use super::{Db, DbError, Tx};
use vungsam_domain::ComplaintId;

/// More versions than a person makes; a ring of them ends here.
const VERSIONS: usize = 20;

/// A version by its id, whoever may see it.
async fn by_id(db: &Db, id: &str) -> Result<Option<ComplaintRow>, DbError> {
    let found = sqlx::query(sql!("WHERE c.id = $1")).bind(id).fetch_optional(db.read()).await?;
    found.as_ref().map(row).transpose()
}

/// The id of the version that stands for this one: itself when none took its place.
///
/// # Errors
/// When the database fails.
pub async fn newest(db: &Db, of: &ComplaintRow) -> Result<ComplaintId, DbError> {
    let mut at = of.clone();
    for _ in 0..VERSIONS {
        let Some(next) = &at.replaced_by else { break };
        let Some(found) = by_id(db, next).await? else { break };
        at = found;
    }
    Ok(at.id)
}

/// The versions this one replaced, newest first. Of the same device always, so whoever may see it may see them.
///
/// # Errors
/// When the database fails.
pub async fn older(db: &Db, of: &ComplaintRow) -> Result<Vec<ComplaintRow>, DbError> {
    let mut found = complaints::versions(db, of.id).await?;
    found.retain(|v| v.id != of.id);
    Ok(found)
}

/// Reports with this number that an officer may see, oldest first: two phones may have drawn the same.
///
/// # Errors
/// When the database fails.
pub async fn with_number(db: &Db, officer: &str, reference: &str) -> Result<Vec<ComplaintRow>, DbError> {
    let rows = sqlx::query(sql!(seen "AND c.reference = $2 ORDER BY c.received_at, c.id"))
        .bind(officer)
        .bind(reference)
        .fetch_all(db.read())
        .await?;
    rows.iter().map(row).collect()
}

/// Reports joined to this one that an officer may see, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn joined(db: &Db, officer: &str, to: ComplaintId) -> Result<Vec<ComplaintRow>, DbError> {
    let rows = sqlx::query(sql!(seen "AND c.duplicate_of = $2 AND c.status = 'trung' ORDER BY c.received_at, c.id"))
        .bind(officer)
        .bind(to.to_string())
        .fetch_all(db.read())
        .await?;
    rows.iter().map(row).collect()
}

/// Joins a locked complaint to another one.
///
/// # Errors
/// When the database fails.
pub async fn join(tx: &mut Tx, id: ComplaintId, to: ComplaintId) -> Result<(), DbError> {
    sqlx::query("UPDATE complaints SET duplicate_of = $1 WHERE id = $2")
        .bind(to.to_string())
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Gives a locked complaint to an officer, or to nobody.
///
/// # Errors
/// When the database fails.
pub async fn give(tx: &mut Tx, id: ComplaintId, officer: Option<&str>) -> Result<(), DbError> {
    sqlx::query("UPDATE complaints SET assignee = $1 WHERE id = $2")
        .bind(officer)
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Makes another commune responsible for a locked complaint; where it stands does not change.
///
/// # Errors
/// When the database fails.
pub async fn move_to(tx: &mut Tx, id: ComplaintId, unit: Option<&str>) -> Result<(), DbError> {
    sqlx::query("UPDATE complaints SET unit = $1 WHERE id = $2")
        .bind(unit)
        .bind(id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Notes that what the sender said so far was read; `false` when this officer may not see it.
///
/// # Errors
/// When the database fails.
pub async fn heard(db: &Db, id: ComplaintId, officer: &str) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    if complaints::lock(&mut tx, id, officer).await?.is_none() {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE complaints SET heard_n = (SELECT COALESCE(MAX(e.n), 0) FROM events e WHERE e.complaint_id = $1)
         WHERE id = $1",
    )
    .bind(id.to_string())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(true)
}
