//! Dossiers as officers see them: those of their communes and those without one. Not for what citizens are told.
//!
//! What a newcomer would get wrong: every query here takes the officer and asks `officer_units` itself; a page that
//! filtered afterwards would have shown another commune's dossier once.

use super::read::{source, status, step};
use crate::db::{Db, DbError};
use sqlx::Row;
use vungsam_domain::dossier::{SeenSource, Step, code};

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Which {
    /// Every one.
    #[default]
    All,
    /// Past their day of return, in the office's hands.
    Late,
    /// Papers or a fee are missing (5, 6).
    Waiting,
    /// Ready to be fetched (9).
    Ready,
}

impl Which {
    fn number(self) -> i64 {
        match self {
            Self::All => 0,
            Self::Late => 1,
            Self::Waiting => 2,
            Self::Ready => 3,
        }
    }
}

/// What the list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrow {
    /// Which.
    pub which: Which,
    /// Part of a code; empty is every one.
    pub code: String,
}

/// How many there are, each counted over what the officer may see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub all: i64,
    /// Late.
    pub late: i64,
    /// Waiting for the citizen.
    pub waiting: i64,
    /// Ready.
    pub ready: i64,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its key.
    pub key: String,
    /// As the office writes it.
    pub code: String,
    /// As the office writes it.
    pub procedure: Option<String>,
    /// Id of the commune.
    pub unit: Option<String>,
    /// 1 to 10; `None`: the office's own word.
    pub status: Option<u8>,
    /// The day of return.
    pub due_on: Option<String>,
    /// When it last changed (ms since 1970).
    pub updated_at: i64,
}

/// A step with who typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The step.
    pub step: Step,
    /// Display name of the officer who typed it or brought the file.
    pub officer: Option<String>,
    /// It put another proof in place of the one held.
    pub owner_changed: bool,
}

/// One dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// As in the list.
    pub listed: Listed,
    /// The day it was handed in.
    pub received_on: Option<String>,
    /// The keyed proofs held: of the phone, of the citizen's number. Never shown.
    pub proofs: [Option<String>; 2],
    /// In the order they were noted.
    pub steps: Vec<Recorded>,
    /// Who spoke of it.
    pub sources: Vec<SeenSource>,
    /// How many devices watch it and fit.
    pub watchers: i64,
}

/// Late: past its day, and the office has it. A word nobody here understands may mean that it is done. `$2` is today.
macro_rules! late {
    () => {
        "(d.due_on < $2 AND d.status IN (1, 2, 4))"
    };
}

/// The rows an officer (`$1`) may see.
macro_rules! seen_by {
    () => {
        "(d.unit IS NULL OR d.unit IN (SELECT u.unit FROM officer_units u WHERE u.officer_id = $1))"
    };
}

/// What every reading of a line takes.
macro_rules! line {
    ($rest:expr) => {
        concat!("SELECT d.code_key, d.code, d.procedure, d.unit, d.status, d.due_on, d.updated_at ", $rest)
    };
}

fn listed(r: &sqlx::any::AnyRow) -> Result<Listed, DbError> {
    Ok(Listed {
        key: r.try_get("code_key")?,
        code: r.try_get("code")?,
        procedure: r.try_get("procedure")?,
        unit: r.try_get("unit")?,
        status: status(r)?,
        due_on: r.try_get("due_on")?,
        updated_at: r.try_get("updated_at")?,
    })
}

/// A part of a code for `LIKE`, its signs meaning themselves.
fn pattern(part: &str) -> String {
    let mut out = String::from("%");
    for c in code::key(part).chars().filter(|c| !c.is_control()) {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('%');
    out
}

/// Those an officer may see: late ones and those that wait for the citizen first, then the newest change.
///
/// # Errors
/// When the database fails.
pub async fn list(
    db: &Db,
    officer: &str,
    narrow: &Narrow,
    today: &str,
    (limit, offset): (i64, i64),
) -> Result<Vec<Listed>, DbError> {
    if !narrow.code.is_empty() && code::key(&narrow.code).is_empty() {
        return Ok(Vec::new()); // nothing of it could stand in a code
    }
    let rows = sqlx::query(line!(concat!(
        "FROM dossiers d WHERE ",
        seen_by!(),
        " AND ($3 = 0 OR ($3 = 1 AND ",
        late!(),
        ") OR ($3 = 2 AND d.status IN (5, 6)) OR ($3 = 3 AND d.status = 9))
          AND ($4 = '%%' OR d.code_key LIKE $4 ESCAPE '\\')
          ORDER BY CASE WHEN d.status IN (5, 6) OR ",
        late!(),
        " THEN 0 ELSE 1 END, d.updated_at DESC, d.code_key LIMIT $5 OFFSET $6"
    )))
    .bind(officer)
    .bind(today)
    .bind(narrow.which.number())
    .bind(pattern(&narrow.code))
    .bind(limit)
    .bind(offset)
    .fetch_all(db.read())
    .await?;
    rows.iter().map(listed).collect()
}

/// How many an officer may see, and how many of them want something.
///
/// # Errors
/// When the database fails.
pub async fn counts(db: &Db, officer: &str, today: &str) -> Result<Counts, DbError> {
    let (all, late, waiting, ready) = sqlx::query_as(concat!(
        "SELECT COUNT(*), COUNT(CASE WHEN ",
        late!(),
        " THEN 1 END), COUNT(CASE WHEN d.status IN (5, 6) THEN 1 END), COUNT(CASE WHEN d.status = 9 THEN 1 END)
          FROM dossiers d WHERE ",
        seen_by!()
    ))
    .bind(officer)
    .bind(today)
    .fetch_one(db.read())
    .await?;
    Ok(Counts { all, late, waiting, ready })
}

/// One dossier, if this officer may see it.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Db, officer: &str, key: &str) -> Result<Option<Dossier>, DbError> {
    let found = sqlx::query(concat!(
        "SELECT d.code_key, d.code, d.procedure, d.unit, d.status, d.due_on, d.updated_at, d.received_on,
                d.proof_phone, d.proof_citizen,
                (SELECT COUNT(*) FROM watches w WHERE w.code_key = d.code_key AND w.matched = 1) AS watchers
         FROM dossiers d WHERE d.code_key = $2 AND ",
        seen_by!()
    ))
    .bind(officer)
    .bind(key)
    .fetch_optional(db.read())
    .await?;
    let Some(r) = found else { return Ok(None) };
    let steps = sqlx::query(
        "SELECT t.status, t.raw, t.on_day, t.noted_at, t.supplement, t.due_on AS step_due_on, t.owner_changed,
                s.kind, s.name, s.trust, o.name AS officer
         FROM dossier_steps t JOIN dossier_sources s ON s.id = t.source_id LEFT JOIN officers o ON o.id = t.officer_id
         WHERE t.code_key = $1 ORDER BY t.n",
    )
    .bind(key)
    .fetch_all(db.read())
    .await?;
    let sources = sqlx::query(
        "SELECT v.seen_at, s.kind, s.name, s.trust FROM dossier_seen v JOIN dossier_sources s ON s.id = v.source_id
         WHERE v.code_key = $1 ORDER BY v.seen_at DESC, s.id",
    )
    .bind(key)
    .fetch_all(db.read())
    .await?;
    Ok(Some(Dossier {
        listed: listed(&r)?,
        received_on: r.try_get("received_on")?,
        proofs: [r.try_get("proof_phone")?, r.try_get("proof_citizen")?],
        watchers: r.try_get("watchers")?,
        steps: steps
            .iter()
            .map(|r| {
                let owner_changed = r.try_get::<i64, _>("owner_changed")? != 0;
                Ok(Recorded { step: step(r)?, officer: r.try_get("officer")?, owner_changed })
            })
            .collect::<Result<_, DbError>>()?,
        sources: sources
            .iter()
            .map(|r| Ok(SeenSource { source: source(r)?, seen_at_ms: r.try_get("seen_at")? }))
            .collect::<Result<_, DbError>>()?,
    }))
}

/// Whether there is a dossier with this key, whoever may see it.
///
/// # Errors
/// When the database fails.
pub async fn is_there(db: &Db, key: &str) -> Result<bool, DbError> {
    let found: Option<String> = sqlx::query_scalar("SELECT code_key FROM dossiers WHERE code_key = $1")
        .bind(key)
        .fetch_optional(db.read())
        .await?;
    Ok(found.is_some())
}
