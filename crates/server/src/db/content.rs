//! Public content as it stands and what it was before. Not for packs, clashes and whole files (see `content_packs`).
//!
//! What a newcomer would get wrong: a number is taken under the lock of the one row of `content_state`, held until the
//! commit. So a reader who sees a number has seen every lower one, and pages skip nothing.

use super::{Db, DbError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use vungsam_domain::content::bundle::RawRecord;

/// How far the content is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Name of this numbering, random for each database.
    pub epoch: String,
    /// Number of the last change.
    pub number: i64,
}

/// Who made a change, as it is kept with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// A pack that was merged.
    Pack,
    /// Somebody at the gateway's command line.
    Operator,
}

impl Who {
    fn id(self) -> &'static str {
        match self {
            Self::Pack => "pack",
            Self::Operator => "operator",
        }
    }
}

/// Number of the last change, read by who holds the lock.
///
/// # Errors
/// When the database fails.
pub async fn number_in(tx: &mut Tx) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar("SELECT number FROM content_state WHERE one = 1").fetch_one(&mut **tx).await?)
}

/// A record and the number of its last change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Its place among the changes.
    pub number: i64,
    /// The record; without a body it was taken out.
    pub record: RawRecord,
}

/// How far the content is; `None` before the first pack.
///
/// # Errors
/// When the database fails.
pub async fn state(db: &Db) -> Result<Option<State>, DbError> {
    let row = sqlx::query("SELECT epoch, number FROM content_state WHERE one = 1").fetch_optional(db.read()).await?;
    row.map(|r| Ok(State { epoch: r.try_get(0)?, number: r.try_get(1)? })).transpose()
}

/// Waits for its turn to change content: nobody else does until the transaction ends. A database without content gets
/// this epoch.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, epoch: &str) -> Result<State, DbError> {
    let row = sqlx::query(
        "INSERT INTO content_state (one, epoch, number) VALUES (1, $1, 0)
         ON CONFLICT (one) DO UPDATE SET number = content_state.number RETURNING epoch, number",
    )
    .bind(epoch)
    .fetch_one(&mut **tx)
    .await?;
    Ok(State { epoch: row.try_get(0)?, number: row.try_get(1)? })
}

/// Writes records (no body: takes them out), each with a number of its own. Call [`lock`] first.
///
/// # Errors
/// When the database fails.
pub async fn write(tx: &mut Tx, records: &[RawRecord], who: Who, at: i64) -> Result<(), DbError> {
    for r in records {
        let number: i64 =
            sqlx::query_scalar("UPDATE content_state SET number = number + 1 WHERE one = 1 RETURNING number")
                .fetch_one(&mut **tx)
                .await?;
        sqlx::query(
            "INSERT INTO content_records (kind, id, body, number) VALUES ($1, $2, $3, $4)
             ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, number = excluded.number",
        )
        .bind(&r.kind)
        .bind(&r.id)
        .bind(r.body.as_deref())
        .bind(number)
        .execute(&mut **tx)
        .await?;
        sqlx::query("INSERT INTO content_history (number, kind, id, body, who, at) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind(number)
            .bind(&r.kind)
            .bind(&r.id)
            .bind(r.body.as_deref())
            .bind(who.id())
            .bind(at)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

const COLUMNS: &str = "number, kind, id, body";

fn numbered(r: &AnyRow) -> Result<Numbered, DbError> {
    let record = RawRecord { kind: r.try_get(1)?, id: r.try_get(2)?, body: r.try_get(3)? };
    Ok(Numbered { number: r.try_get(0)?, record })
}

/// Everything as it stands, tombstones too, by kind and id: one statement, so one moment.
///
/// # Errors
/// When the database fails.
pub async fn all(db: &Db) -> Result<Vec<Numbered>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM content_records ORDER BY kind, id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(db.read()).await?;
    rows.iter().map(numbered).collect()
}

/// Everything as it stands, read by who holds the lock.
///
/// # Errors
/// When the database fails.
pub async fn all_in(tx: &mut Tx) -> Result<Vec<RawRecord>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM content_records ORDER BY kind, id");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut **tx).await?;
    rows.iter().map(|r| Ok(numbered(r)?.record)).collect()
}

/// One record, read by who holds the lock. A tombstone has no body; `None`: never was.
///
/// # Errors
/// When the database fails.
pub async fn one_in(tx: &mut Tx, kind: &str, id: &str) -> Result<Option<RawRecord>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM content_records WHERE kind = $1 AND id = $2");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(kind).bind(id).fetch_optional(&mut **tx).await?;
    row.map(|r| Ok(numbered(&r)?.record)).transpose()
}

/// Records changed after `since` as they stand, in the order of their numbers, at most `limit`.
///
/// # Errors
/// When the database fails.
pub async fn after(db: &Db, since: i64, limit: i64) -> Result<Vec<Numbered>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM content_records WHERE number > $1 ORDER BY number LIMIT $2");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(since).bind(limit).fetch_all(db.read()).await?;
    rows.iter().map(numbered).collect()
}

/// What a reader at `since` holds of the records that changed after it up to `last`: bodies by (kind, id).
///
/// # Errors
/// When the database fails.
pub async fn held(db: &Db, since: i64, last: i64) -> Result<HashMap<(String, String), String>, DbError> {
    let rows = sqlx::query(
        "SELECT h.kind, h.id, h.body FROM content_records r
         JOIN content_history h ON h.kind = r.kind AND h.id = r.id
          AND h.number = (SELECT MAX(o.number) FROM content_history o
                          WHERE o.kind = r.kind AND o.id = r.id AND o.number <= $1)
         WHERE r.number > $1 AND r.number <= $2 AND h.body IS NOT NULL",
    )
    .bind(since)
    .bind(last)
    .fetch_all(db.read())
    .await?;
    rows.iter().map(|r| Ok(((r.try_get(0)?, r.try_get(1)?), r.try_get(2)?))).collect()
}
