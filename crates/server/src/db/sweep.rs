//! Forgets what has had its time: counts of wrong PINs and proofs, failed sign-ins, ended sessions, watches that never
//! fitted, questions nobody asked for two years, the bytes of uploads nobody goes on with. Never anything else a person wrote, and no
//! photo that is here whole.
//!
//! What a newcomer would get wrong: an abandoned upload keeps its address and starts again at 0. Its phone may come back
//! after a season without a network, asks how far it is and sends all of it.

use super::{Db, DbError};

/// An upload is abandoned when no byte came for so long (ms).
pub const ABANDONED_MS: i64 = 30 * DAY_MS;
/// A failed sign-in is of no use any more after so long (ms); locks are shorter.
pub const FAILED_MS: i64 = 7 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// How many rows went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Counts of wrong PINs of days before today.
    pub pins: u64,
    /// Counts of failed sign-ins.
    pub sign_ins: u64,
    /// Sessions that had ended.
    pub sessions: u64,
    /// Counts of watches of days before today.
    pub watch_counts: u64,
    /// Watches that never fitted.
    pub watches: u64,
    /// Counts, ids and words of questions that had their time.
    pub questions: u64,
    /// Uploads that start again at 0.
    pub uploads: u64,
}

/// Forgets what is too old at `now` (ms since 1970). Several nodes may do it at the same moment.
///
/// # Errors
/// When the database fails; what went before the fault stays gone.
pub async fn sweep(db: &Db, now: i64) -> Result<Swept, DbError> {
    let pins = super::track::forget_before(db, now.div_euclid(DAY_MS)).await?;
    let mut tx = db.begin().await?;
    let sign_ins = sqlx::query("DELETE FROM sign_in_attempts WHERE last_at < $1 AND locked_until <= $2")
        .bind(now - FAILED_MS)
        .bind(now)
        .execute(&mut *tx)
        .await?
        .rows_affected();
    let sessions = sqlx::query("DELETE FROM sessions WHERE expires_at <= $1").bind(now).execute(&mut *tx).await?;
    tx.commit().await?;
    let (watch_counts, watches) = super::watches::forget(db, now).await?;
    let questions = super::unanswered::forget(db, now).await?;
    let uploads = uploads(db, now).await?;
    Ok(Swept { pins, sign_ins, sessions: sessions.rows_affected(), watch_counts, watches, questions, uploads })
}

/// One upload a transaction: a phone that sends just now waits for no more than that.
async fn uploads(db: &Db, now: i64) -> Result<u64, DbError> {
    // One whose bytes are all here is left: its phone or the next start finishes it.
    let old: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM uploads WHERE updated_at < $1 AND received > 0 AND received < length ORDER BY id",
    )
    .bind(now - ABANDONED_MS)
    .fetch_all(db.read())
    .await?;
    let mut emptied = 0;
    for id in old {
        let mut tx = db.begin().await?;
        // Asked again under the row's lock: it may have gone on meanwhile.
        let went = sqlx::query(
            "UPDATE uploads SET received = 0, updated_at = $1
             WHERE id = $2 AND updated_at < $3 AND received > 0 AND received < length",
        )
        .bind(now)
        .bind(&id)
        .bind(now - ABANDONED_MS)
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if went == 1 {
            sqlx::query("DELETE FROM upload_parts WHERE upload_id = $1").bind(&id).execute(&mut *tx).await?;
            tx.commit().await?;
            emptied += 1;
        }
    }
    Ok(emptied)
}
