//! Look-up by number and PIN, and the count of wrong PINs. Not for who asks: that is nobody in particular.
//!
//! What a newcomer would get wrong: an attempt is charged before the PIN is compared and given back when it fits, under
//! the lock of the number's row. Counting afterwards would let a thousand guesses at the same moment all be the first.

use super::complaints::{self, ComplaintRow};
use super::{Db, DbError};
use subtle::{Choice, ConstantTimeEq};
use vungsam_domain::{Pin, Reference, limits};

/// How a look-up ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The complaints with this number and PIN, newest first.
    Reports(Vec<ComplaintRow>),
    /// No such number, or another PIN: the same for both.
    Nothing,
    /// Too many wrong PINs for this number today.
    Closed,
}

/// Compares the PIN of every complaint with this number. `day` counts days since 1970 (UTC).
///
/// # Errors
/// When the database fails.
pub async fn look(db: &Db, reference: &Reference, pin: &Pin, day: i64) -> Result<Found, DbError> {
    let mut tx = db.begin().await?;
    let wrong: i64 = sqlx::query_scalar(
        "INSERT INTO pin_attempts (reference, day, wrong) VALUES ($1, $2, 1)
         ON CONFLICT (reference, day) DO UPDATE SET wrong = pin_attempts.wrong + 1 RETURNING wrong",
    )
    .bind(reference.as_str())
    .bind(day)
    .fetch_one(&mut *tx)
    .await?;
    if wrong > i64::from(limits::WRONG_PINS) {
        return Ok(Found::Closed); // rolled back: the count stays where it is
    }
    let rows = sqlx::query(complaints::BY_REFERENCE).bind(reference.as_str()).fetch_all(&mut *tx).await?;
    let mut fitting = Vec::new();
    let mut any = Choice::from(0);
    for r in rows.iter().map(complaints::row) {
        let r = r?;
        // A body this version cannot read has no PIN to compare; its comparison is done all the same.
        let held = r.complaint().map(|c| c.pin);
        let same = pin.reveal().as_bytes().ct_eq(held.as_ref().map_or("----", Pin::reveal).as_bytes());
        any |= same;
        if bool::from(same) {
            fitting.push(r);
        }
    }
    if bool::from(any) {
        return Ok(Found::Reports(fitting)); // rolled back: a right PIN costs nothing
    }
    tx.commit().await?;
    Ok(Found::Nothing)
}

/// Forgets counts of days before `day`.
///
/// # Errors
/// When the database fails.
pub async fn forget_before(db: &Db, day: i64) -> Result<u64, DbError> {
    let mut tx = db.begin().await?;
    let gone = sqlx::query("DELETE FROM pin_attempts WHERE day < $1").bind(day).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(gone.rows_affected())
}
