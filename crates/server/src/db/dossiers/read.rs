//! Reading dossiers: what `take` judges by, and what those who watch are told. Not for deciding anything.
//!
//! What a newcomer would get wrong: a step's source is joined, not copied: a source that is renamed or trusted otherwise
//! is so in the whole history.

use super::rules::{Held, Kept};
use crate::db::{Db, DbError, Tx};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use vungsam_domain::dossier::{SeenSource, Source, SourceKind, Step};
use vungsam_domain::wire::WatchedDossier;
use vungsam_domain::{DeviceId, WatchId};

/// How a kind of source is written.
#[must_use]
pub fn kind_id(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Slip => "slip",
        SourceKind::You => "you",
        SourceKind::OfficeFile => "office_file",
        SourceKind::Officer => "officer",
    }
}

/// A source from the columns `kind`, `name`, `trust`.
pub(super) fn source(r: &AnyRow) -> Result<Source, DbError> {
    let kind = match r.try_get::<String, _>("kind")?.as_str() {
        "office_file" => SourceKind::OfficeFile,
        "officer" => SourceKind::Officer,
        _ => return Err(DbError::Row("dossier_sources")),
    };
    let trust = u8::try_from(r.try_get::<i64, _>("trust")?).map_err(|_| DbError::Row("dossier_sources"))?;
    Ok(Source { kind, name: r.try_get("name")?, trust })
}

/// A code of a status column.
pub(super) fn status(r: &AnyRow) -> Result<Option<u8>, DbError> {
    r.try_get::<Option<i64>, _>("status")?.map(u8::try_from).transpose().map_err(|_| DbError::Row("dossiers"))
}

/// A step from the columns of `dossier_steps` and its source.
pub(super) fn step(r: &AnyRow) -> Result<Step, DbError> {
    Ok(Step {
        status: status(r)?,
        raw: r.try_get("raw")?,
        said: None,
        on: r.try_get("on_day")?,
        noted_at_ms: r.try_get("noted_at")?,
        source: source(r)?,
        supplement: r.try_get("supplement")?,
        due_on: r.try_get("step_due_on")?,
    })
}

/// What is held of a dossier, inside the transaction that changes it.
pub(super) async fn held(tx: &mut Tx, key: &str) -> Result<Option<Held>, DbError> {
    let found = sqlx::query(
        "SELECT procedure, unit, received_on, proof_phone, proof_citizen, affirmed_on FROM dossiers WHERE code_key = $1",
    )
    .bind(key)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(r) = found else { return Ok(None) };
    let kept = Kept {
        procedure: r.try_get(0)?,
        unit: r.try_get(1)?,
        received_on: r.try_get(2)?,
        proof_phone: r.try_get(3)?,
        proof_citizen: r.try_get(4)?,
        affirmed_on: r.try_get(5)?,
    };
    let rows = sqlx::query(
        "SELECT t.source_id, t.status, t.raw, t.on_day, t.noted_at, t.supplement, t.due_on AS step_due_on,
                s.kind, s.name, s.trust
         FROM dossier_steps t JOIN dossier_sources s ON s.id = t.source_id WHERE t.code_key = $1 ORDER BY t.n",
    )
    .bind(key)
    .fetch_all(&mut **tx)
    .await?;
    let steps = rows.iter().map(|r| Ok((r.try_get("source_id")?, step(r)?))).collect::<Result<_, DbError>>()?;
    let rows = sqlx::query("SELECT source_id, as_of FROM dossier_seen WHERE code_key = $1 ORDER BY source_id")
        .bind(key)
        .fetch_all(&mut **tx)
        .await?;
    let seen = rows.iter().map(|r| Ok((r.try_get(0)?, r.try_get(1)?))).collect::<Result<_, DbError>>()?;
    Ok(Some(Held { kept, steps, seen }))
}

/// The dossiers of the changes after `n` up to `through` in a device's feed, as they are now.
///
/// # Errors
/// When the database fails.
pub async fn watched(
    db: &Db,
    device: DeviceId,
    n: i64,
    through: i64,
) -> Result<HashMap<WatchId, WatchedDossier>, DbError> {
    macro_rules! of_page {
        ($columns:literal, $joins:literal, $order:literal) => {
            sqlx::query(concat!(
                "SELECT c.watch_id, ",
                $columns,
                " FROM changes c JOIN watches w ON w.id = c.watch_id AND w.matched = 1
                  JOIN dossiers d ON d.code_key = w.code_key ",
                $joins,
                " WHERE c.device_id = $1 AND c.n > $2 AND c.n <= $3 ORDER BY ",
                $order
            ))
            .bind(device.to_string())
            .bind(n)
            .bind(through)
            .fetch_all(db.read())
            .await?
        };
    }
    let watch = |r: &AnyRow| r.try_get::<String, _>("watch_id")?.parse().map_err(|_| DbError::Row("changes"));
    let mut found = HashMap::new();
    for r in of_page!("d.code, d.procedure, d.unit, d.received_on, d.due_on", "", "c.n") {
        let dossier = WatchedDossier {
            code: r.try_get("code")?,
            procedure: r.try_get("procedure")?,
            unit: r.try_get("unit")?,
            received_on: r.try_get("received_on")?,
            due_on: r.try_get("due_on")?,
            steps: Vec::new(),
            sources: Vec::new(),
        };
        found.insert(watch(&r)?, dossier);
    }
    for r in of_page!(
        "t.status, t.raw, t.on_day, t.noted_at, t.supplement, t.due_on AS step_due_on, s.kind, s.name, s.trust",
        "JOIN dossier_steps t ON t.code_key = d.code_key JOIN dossier_sources s ON s.id = t.source_id",
        "c.n, t.n"
    ) {
        if let Some(dossier) = found.get_mut(&watch(&r)?) {
            dossier.steps.push(step(&r)?);
        }
    }
    for r in of_page!(
        "v.seen_at, s.kind, s.name, s.trust",
        "JOIN dossier_seen v ON v.code_key = d.code_key JOIN dossier_sources s ON s.id = v.source_id",
        "c.n, v.seen_at, s.id"
    ) {
        if let Some(dossier) = found.get_mut(&watch(&r)?) {
            dossier.sources.push(SeenSource { source: source(&r)?, seen_at_ms: r.try_get("seen_at")? });
        }
    }
    Ok(found)
}
