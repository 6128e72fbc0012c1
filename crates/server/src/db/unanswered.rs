//! Questions nobody's content could answer: words, a commune and how often. Not for who asked: that is stored nowhere.
//!
//! What a newcomer would get wrong: the id only stops a repeat from counting twice. It lies in a table of its own, and
//! nothing leads from it, or from a device, to the words.

use super::{Db, DbError};
use sqlx::Row;
use vungsam_domain::{UnansweredId, limits};

const DAY_MS: i64 = 86_400_000;
/// An id is remembered so long (days): longer than a phone that had an answer cut off goes on asking.
pub const SEEN_DAYS: i64 = 90;
/// Words that nobody asked again are forgotten after so long (days).
pub const WORDS_DAYS: i64 = 730;

/// What officers made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Nothing yet.
    #[default]
    Open,
    /// The content answers it now.
    Answered,
    /// Nothing for this app.
    NotOurs,
}

impl State {
    fn number(self) -> i64 {
        match self {
            Self::Open => 0,
            Self::Answered => 1,
            Self::NotOurs => 2,
        }
    }
}

/// A question as it comes in.
#[derive(Debug, Clone, Copy)]
pub struct NewQuestion<'a> {
    /// Made by the phone.
    pub id: UnansweredId,
    /// [`Keys::device_of_day`](crate::keys::Keys::device_of_day).
    pub device: &'a str,
    /// [`key`](vungsam_domain::unanswered::key) of the words.
    pub folded: &'a str,
    /// The words.
    pub shown: &'a str,
    /// `vi` or `en`.
    pub lang: &'a str,
    /// Commune; empty: none.
    pub unit: &'a str,
}

/// How a `PUT` ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// Counted.
    Counted,
    /// Counted before.
    Same,
    /// The device sent enough for today.
    Closed,
}

/// Counts a question, once for its id.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &Db, new: NewQuestion<'_>, now: i64) -> Result<Put, DbError> {
    let day = now.div_euclid(DAY_MS);
    let mut tx = db.begin().await?;
    let fresh = sqlx::query("INSERT INTO unanswered_seen (id, day) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(new.id.to_string())
        .bind(day)
        .execute(&mut *tx)
        .await?
        .rows_affected();
    if fresh == 0 {
        return Ok(Put::Same); // a repeat costs nothing
    }
    let sent: i64 = sqlx::query_scalar(
        "INSERT INTO unanswered_today (device, day, sent) VALUES ($1, $2, 1)
         ON CONFLICT (device) DO UPDATE SET sent = unanswered_today.sent + 1 RETURNING sent",
    )
    .bind(new.device)
    .bind(day)
    .fetch_one(&mut *tx)
    .await?;
    if sent > i64::from(limits::QUESTIONS) {
        return Ok(Put::Closed); // rolled back
    }
    sqlx::query(
        "INSERT INTO unanswered (folded, unit, shown, lang, asked, first_day, last_day, state)
         VALUES ($1, $2, $3, $4, 1, $5, $5, 0)
         ON CONFLICT (folded, unit) DO UPDATE SET asked = unanswered.asked + 1,
           last_day = CASE WHEN unanswered.last_day < $5 THEN $5 ELSE unanswered.last_day END",
    )
    .bind(new.folded)
    .bind(new.unit)
    .bind(new.shown)
    .bind(new.lang)
    .bind(day)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Put::Counted)
}

/// Which questions an officer looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Narrow<'a> {
    /// What was made of them.
    pub state: State,
    /// Only this commune (empty: where none was named); `None`: all the officer sees.
    pub unit: Option<&'a str>,
}

/// A question in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub folded: String,
    /// One wording.
    pub shown: String,
    /// `vi` or `en`.
    pub lang: String,
    /// How often, in all communes the officer looks at.
    pub asked: i64,
    /// Days since 1970.
    pub first_day: i64,
    /// Days since 1970.
    pub last_day: i64,
    /// Commune (empty: none named) and how often, most first.
    pub units: Vec<(String, i64)>,
    /// Display name of the officer who decided last, and when (ms since 1970).
    pub decided: Option<(String, i64)>,
}

/// $1 the officer, $2 the state, $3 the commune or NULL. What names a commune is for its officers, the rest for all.
macro_rules! seen {
    ($select:literal, $rest:literal) => {
        concat!(
            $select,
            " FROM unanswered q LEFT JOIN officers o ON o.id = q.decided_by
             WHERE (q.unit = '' OR q.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1))
               AND q.state = $2 AND ($3 = 1 OR q.unit = $4) ",
            $rest
        )
    };
}

/// The questions an officer sees, most asked first, then the newest. `page`: how many and from where.
///
/// # Errors
/// When the database fails.
pub async fn list(db: &Db, officer: &str, narrow: Narrow<'_>, page: (i64, i64)) -> Result<Vec<Listed>, DbError> {
    let (all, unit) = (i64::from(narrow.unit.is_none()), narrow.unit.unwrap_or_default());
    let rows = sqlx::query(seen!(
        "SELECT q.folded, MIN(q.shown), MIN(q.lang), CAST(SUM(q.asked) AS BIGINT) AS n, MIN(q.first_day),
           MAX(q.last_day) AS newest",
        "GROUP BY q.folded ORDER BY n DESC, newest DESC, q.folded LIMIT $5 OFFSET $6"
    ))
    .bind(officer)
    .bind(narrow.state.number())
    .bind(all)
    .bind(unit)
    .bind(page.0)
    .bind(page.1)
    .fetch_all(db.read())
    .await?;
    let mut found = Vec::new();
    for r in rows {
        let folded: String = r.try_get(0)?;
        let parts: Vec<(String, i64, Option<String>, Option<i64>)> = sqlx::query_as(seen!(
            "SELECT q.unit, q.asked, o.name, q.decided_at",
            "AND q.folded = $5 ORDER BY q.asked DESC, q.unit"
        ))
        .bind(officer)
        .bind(narrow.state.number())
        .bind(all)
        .bind(unit)
        .bind(&folded)
        .fetch_all(db.read())
        .await?;
        let decided = parts.iter().filter_map(|p| p.2.clone().zip(p.3)).max_by_key(|d| d.1);
        found.push(Listed {
            folded,
            shown: r.try_get(1)?,
            lang: r.try_get(2)?,
            asked: r.try_get(3)?,
            first_day: r.try_get(4)?,
            last_day: r.try_get(5)?,
            units: parts.into_iter().map(|p| (p.0, p.1)).collect(),
            decided,
        });
    }
    Ok(found)
}

/// How many questions an officer sees.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &Db, officer: &str, narrow: Narrow<'_>) -> Result<i64, DbError> {
    Ok(sqlx::query_scalar(seen!("SELECT COUNT(DISTINCT q.folded)", ""))
        .bind(officer)
        .bind(narrow.state.number())
        .bind(i64::from(narrow.unit.is_none()))
        .bind(narrow.unit.unwrap_or_default())
        .fetch_one(db.read())
        .await?)
}

/// Notes what became of a question, for the officer's communes and where none was named: no commune decides for
/// another. Whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn decide(db: &Db, officer: &str, folded: &str, state: State, now: i64) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    let done = sqlx::query(
        "UPDATE unanswered SET state = $1, decided_by = $2, decided_at = $3
         WHERE folded = $4
           AND (unit = '' OR unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $2))",
    )
    .bind(state.number())
    .bind(officer)
    .bind(now)
    .bind(folded)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    tx.commit().await?;
    Ok(done > 0)
}

/// Forgets counts of devices of days before `now`, ids after [`SEEN_DAYS`] and words after [`WORDS_DAYS`]. How many rows.
///
/// # Errors
/// When the database fails.
pub async fn forget(db: &Db, now: i64) -> Result<u64, DbError> {
    let day = now.div_euclid(DAY_MS);
    let mut tx = db.begin().await?;
    let mut gone = 0;
    for (delete, before) in [
        ("DELETE FROM unanswered_today WHERE day < $1", day),
        ("DELETE FROM unanswered_seen WHERE day < $1", day - SEEN_DAYS),
        ("DELETE FROM unanswered WHERE last_day < $1", day - WORDS_DAYS),
    ] {
        gone += sqlx::query(delete).bind(before).execute(&mut *tx).await?.rows_affected();
    }
    tx.commit().await?;
    Ok(gone)
}
