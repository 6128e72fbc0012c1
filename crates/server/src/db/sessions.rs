//! Sessions of officers and failed sign-ins. Not for cookies and not for CSRF tokens.
//!
//! What a newcomer would get wrong: the table holds the SHA-256 of a session's token, so a copy of the database signs
//! nobody in.

use super::{Db, DbError};
use sqlx::Row;

/// A session that is still good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub officer_id: String,
    /// When it began (ms since 1970).
    pub created_at: i64,
    /// When it was last used (ms since 1970).
    pub seen_at: i64,
    /// When it ends (ms since 1970).
    pub expires_at: i64,
}

/// Begins a session and drops the expired ones.
///
/// # Errors
/// When the database fails.
pub async fn create(db: &Db, token_sha256: &str, officer: &str, now: i64, expires_at: i64) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(now).execute(&mut *tx).await?;
    sqlx::query(
        "INSERT INTO sessions (token_sha256, officer_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(token_sha256)
    .bind(officer)
    .bind(now)
    .bind(now)
    .bind(expires_at)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The session with this token, unless it has expired.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Db, token_sha256: &str, now: i64) -> Result<Option<Session>, DbError> {
    let found = sqlx::query(
        "SELECT officer_id, created_at, seen_at, expires_at FROM sessions WHERE token_sha256 = $1 AND expires_at > $2",
    )
    .bind(token_sha256)
    .bind(now)
    .fetch_optional(db.read())
    .await?;
    found
        .map(|r| {
            Ok(Session {
                officer_id: r.try_get(0)?,
                created_at: r.try_get(1)?,
                seen_at: r.try_get(2)?,
                expires_at: r.try_get(3)?,
            })
        })
        .transpose()
}

/// Notes that a session was used and when it now ends.
///
/// # Errors
/// When the database fails.
pub async fn touch(db: &Db, token_sha256: &str, now: i64, expires_at: i64) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query("UPDATE sessions SET seen_at = $1, expires_at = $2 WHERE token_sha256 = $3")
        .bind(now)
        .bind(expires_at)
        .bind(token_sha256)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn end(db: &Db, token_sha256: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query("DELETE FROM sessions WHERE token_sha256 = $1").bind(token_sha256).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Until when sign-ins for this subject (a login, an address) are refused; 0 when they are not.
///
/// # Errors
/// When the database fails.
pub async fn locked_until(db: &Db, subject: &str) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar("SELECT locked_until FROM sign_in_attempts WHERE subject = $1")
        .bind(subject)
        .fetch_optional(db.read())
        .await?
        .unwrap_or(0))
}

/// Counts a failed sign-in. Failures older than `window_ms` are forgotten; from the `allowed`-th on, the subject is
/// locked for `lock_ms`. Returns until when it is locked (0: it is not).
///
/// # Errors
/// When the database fails.
pub async fn failed(
    db: &Db,
    subject: &str,
    now: i64,
    allowed: i64,
    window_ms: i64,
    lock_ms: i64,
) -> Result<i64, DbError> {
    let mut tx = db.begin().await?;
    let until = sqlx::query_scalar(
        "INSERT INTO sign_in_attempts (subject, failed, last_at, locked_until)
         VALUES ($1, 1, $2, CASE WHEN $3 <= 1 THEN $2 + $5 ELSE 0 END)
         ON CONFLICT (subject) DO UPDATE SET
           failed = CASE WHEN sign_in_attempts.last_at < $2 - $4 THEN 1 ELSE sign_in_attempts.failed + 1 END,
           locked_until = CASE
             WHEN sign_in_attempts.last_at >= $2 - $4 AND sign_in_attempts.failed + 1 >= $3 THEN $2 + $5
             ELSE sign_in_attempts.locked_until END,
           last_at = $2
         RETURNING locked_until",
    )
    .bind(subject)
    .bind(now)
    .bind(allowed)
    .bind(window_ms)
    .bind(lock_ms)
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(until)
}

/// Forgets failures after a good sign-in.
///
/// # Errors
/// When the database fails.
pub async fn succeeded(db: &Db, subject: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query("DELETE FROM sign_in_attempts WHERE subject = $1").bind(subject).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
