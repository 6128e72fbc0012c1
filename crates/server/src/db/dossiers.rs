//! Dossiers as offices tell of them: takes in one row of an office, from a file or an officer's hand. Not for reading
//! files (see `crate::dossiers`), and not for who watches (see `watches`).
//!
//! What a newcomer would get wrong: rows arrive in any order. What counts is chosen by `domain::dossier::steps`, here and
//! on the phone alike; a row of an older day is kept as history and changes nothing else.

pub mod desk;
pub mod peek;
mod read;
mod rules;

use super::{DbError, Tx, watches};
use rules::{Held, Kept, Verdict};
use vungsam_domain::DeviceId;
use vungsam_domain::dossier::{Source, SourceKind, Step, code, steps};

pub use read::{kind_id, watched};

/// How far an officer's own hand is trusted.
pub const TRUST_OFFICER: u8 = 60;
/// How far a file of an office is trusted unless its source says otherwise (1–99).
pub const TRUST_FILE: u8 = 50;

/// One row of an office, already reduced to what may be kept. Days are `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` where the
/// time is known, and are days of the calendar: the caller has checked that, and that `on_day` is not after the
/// [`Teller`]'s `as_of`. `None` is "the row does not say", and never erases what is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// As the office writes it; [`code::read`] has found it to be a dossier's code.
    pub code: String,
    /// National code or name of the procedure, as the office writes it.
    pub procedure: Option<String>,
    /// Id of the commune.
    pub unit: Option<String>,
    /// The day it was handed in.
    pub received_on: Option<String>,
    /// The day of return, `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// [`crate::keys::Keys::dossier_proof`] of the last four digits of the phone.
    pub proof_phone: Option<String>,
    /// The same of the citizen's number.
    pub proof_citizen: Option<String>,
    /// 1 to 10; `None`: unknown, see `raw`.
    pub status: Option<u8>,
    /// The office's own word for it, where it is none of the ten.
    pub raw: Option<String>,
    /// The day the status is of. A file without such a column: the file's own day.
    pub on_day: String,
    /// Which papers, which fee, where.
    pub supplement: Option<String>,
}

/// Who tells, and of when: a row of `dossier_sources` and the day of this file or hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teller {
    /// Id of a row of `dossier_sources` that is there.
    pub id: String,
    /// Kind, name for citizens, trust. The kind is [`SourceKind::OfficeFile`] or [`SourceKind::Officer`].
    pub source: Source,
    /// Speaks for this commune only: a file that names another commune's dossier is refused there.
    pub unit: Option<String>,
    /// May move a dossier back (a correction).
    pub may_correct: bool,
    /// The day its words are of: the file's day, or today. Orders files that come late.
    pub as_of: String,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody had told of this dossier.
    New,
    /// What counts is now what this row says.
    Changed,
    /// It says what is known. A later `as_of` makes the source's words younger, and tells whoever watches, once.
    Same,
    /// Kept as history: something younger, or as young and further trusted, counts.
    Older,
    /// Not taken: it would move the dossier back, and its source may not.
    RefusedBack,
    /// Not taken: the proof held is another one, or the dossier is another commune's.
    RefusedOwner,
}

/// [`take`]'s answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "whoever watches is woken after the commit"]
pub struct Taken {
    /// What became of the row.
    pub outcome: Outcome,
    /// Devices with a new change; wake them (`Hub::wake`) after the commit.
    pub told: Vec<DeviceId>,
}

/// Takes in one row: dossier, step, the source's age, and the feeds of those who watch, also of watches that waited for
/// this dossier and now fit. All in the caller's transaction; several rows may share one. A refused row writes nothing.
/// The same row again is [`Outcome::Same`] and writes nothing.
///
/// `officer` is who typed it or brought the file. Two transactions that hold several dossiers may meet in opposite
/// order; PostgreSQL then ends one of them ([`DbError::Unavailable`]): begin it again. Rows in order of [`code::key`]
/// make that rare.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, teller: &Teller, officer: Option<&str>, row: &Row, now: i64) -> Result<Taken, DbError> {
    let key = code::key(&row.code);
    tx.lock_name(&key).await?;
    let Some(held) = read::held(tx, &key).await? else {
        return first(tx, &key, (teller, officer), row, now).await;
    };
    match rules::judge(&held, teller, row, now) {
        Ok(verdict) => again(tx, &key, held, verdict, (teller, officer), now).await,
        Err(outcome) => Ok(Taken { outcome, told: Vec::new() }),
    }
}

/// The teller for an officer's hand today: one source for each commune, made when it is first needed, renamed with the
/// commune.
///
/// # Errors
/// When the database fails.
pub async fn by_hand(tx: &mut Tx, unit: Option<&str>, name: &str, today: &str, now: i64) -> Result<Teller, DbError> {
    let id = unit.map_or_else(|| "officer".to_owned(), |u| format!("officer:{u}"));
    sqlx::query(
        "INSERT INTO dossier_sources (id, kind, name, unit, trust, may_correct, seen_at, seen_as_of)
         VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
         ON CONFLICT (id) DO UPDATE SET name = $3, seen_at = $6, seen_as_of = $7",
    )
    .bind(&id)
    .bind(kind_id(SourceKind::Officer))
    .bind(name)
    .bind(unit)
    .bind(i64::from(TRUST_OFFICER))
    .bind(now)
    .bind(today)
    .execute(&mut **tx)
    .await?;
    let source = Source { kind: SourceKind::Officer, name: name.to_owned(), trust: TRUST_OFFICER };
    Ok(Teller { id, source, unit: unit.map(str::to_owned), may_correct: false, as_of: today.to_owned() })
}

/// How many steps a dossier has; 0 when nobody has told of it.
///
/// # Errors
/// When the database fails.
pub async fn step_count(tx: &mut Tx, key: &str) -> Result<usize, DbError> {
    let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossier_steps WHERE code_key = $1")
        .bind(key)
        .fetch_one(&mut **tx)
        .await?;
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
}

async fn first(
    tx: &mut Tx,
    key: &str,
    (teller, officer): (&Teller, Option<&str>),
    row: &Row,
    now: i64,
) -> Result<Taken, DbError> {
    let step = rules::step(teller, row, now);
    sqlx::query(
        "INSERT INTO dossiers (code_key, code, procedure, unit, received_on, due_on, proof_phone, proof_citizen, status,
                               status_on, affirmed_on, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(key)
    .bind(&row.code)
    .bind(row.procedure.as_deref())
    .bind(row.unit.as_deref().or(teller.unit.as_deref()))
    .bind(row.received_on.as_deref())
    .bind(row.due_on.as_deref())
    .bind(row.proof_phone.as_deref())
    .bind(row.proof_citizen.as_deref())
    .bind(row.status.map(i64::from))
    .bind(&row.on_day)
    .bind(teller.as_of.as_str().max(&row.on_day))
    .bind(now)
    .execute(&mut **tx)
    .await?;
    append(tx, key, (1, &teller.id, officer), &step, false).await?;
    saw(tx, key, teller, now).await?;
    let proofs = [row.proof_phone.as_deref(), row.proof_citizen.as_deref()];
    Ok(Taken { outcome: Outcome::New, told: watches::tell(tx, key, proofs, true).await? })
}

async fn again(
    tx: &mut Tx,
    key: &str,
    mut held: Held,
    verdict: Verdict,
    (teller, officer): (&Teller, Option<&str>),
    now: i64,
) -> Result<Taken, DbError> {
    let changed = !verdict.append.is_empty() || verdict.kept != held.kept;
    for added in verdict.append {
        let n = i64::try_from(held.steps.len()).unwrap_or(i64::MAX - 1) + 1;
        let by = officer.filter(|_| added.own);
        append(tx, key, (n, &added.source, by), &added.step, added.own && verdict.owner_changed).await?;
        held.steps.push((added.source, added.step));
    }
    if verdict.younger {
        saw(tx, key, teller, now).await?;
    }
    if changed {
        write(tx, key, &verdict.kept, &held, now).await?;
    }
    let proofs = [verdict.kept.proof_phone.as_deref(), verdict.kept.proof_citizen.as_deref()];
    let fits_others = proofs != [held.kept.proof_phone.as_deref(), held.kept.proof_citizen.as_deref()];
    let told =
        if verdict.tell || fits_others { watches::tell(tx, key, proofs, verdict.tell).await? } else { Vec::new() };
    Ok(Taken { outcome: verdict.outcome, told })
}

/// What is kept beside the steps, and what the steps come to now.
async fn write(tx: &mut Tx, key: &str, kept: &Kept, held: &Held, now: i64) -> Result<(), DbError> {
    let all: Vec<Step> = held.steps.iter().map(|(_, s)| s.clone()).collect();
    let counts = steps::current(&all);
    sqlx::query(
        "UPDATE dossiers SET procedure = $1, unit = $2, received_on = $3, due_on = $4, proof_phone = $5,
                proof_citizen = $6, status = $7, status_on = $8, affirmed_on = $9, updated_at = $10
         WHERE code_key = $11",
    )
    .bind(kept.procedure.as_deref())
    .bind(kept.unit.as_deref())
    .bind(kept.received_on.as_deref())
    .bind(rules::due_on(&all))
    .bind(kept.proof_phone.as_deref())
    .bind(kept.proof_citizen.as_deref())
    .bind(counts.and_then(|s| s.status).map(i64::from))
    .bind(counts.map(|s| s.on.as_str()))
    .bind(&kept.affirmed_on)
    .bind(now)
    .bind(key)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn append(
    tx: &mut Tx,
    key: &str,
    (n, source, officer): (i64, &str, Option<&str>),
    step: &Step,
    owner_changed: bool,
) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO dossier_steps (code_key, n, source_id, officer_id, status, raw, on_day, noted_at, supplement, due_on,
                                    owner_changed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(key)
    .bind(n)
    .bind(source)
    .bind(officer)
    .bind(step.status.map(i64::from))
    .bind(step.raw.as_deref())
    .bind(&step.on)
    .bind(step.noted_at_ms)
    .bind(step.supplement.as_deref())
    .bind(step.due_on.as_deref())
    .bind(i64::from(owner_changed))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The source spoke of it now. Its day never goes back.
async fn saw(tx: &mut Tx, key: &str, teller: &Teller, now: i64) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO dossier_seen (code_key, source_id, seen_at, as_of) VALUES ($1, $2, $3, $4)
         ON CONFLICT (code_key, source_id) DO UPDATE SET seen_at = $3,
           as_of = CASE WHEN dossier_seen.as_of < $4 THEN $4 ELSE dossier_seen.as_of END",
    )
    .bind(key)
    .bind(&teller.id)
    .bind(now)
    .bind(&teller.as_of)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
