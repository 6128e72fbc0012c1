//! Sources of dossiers, files on their way in, and their staged rows. Not for what a file says (see `crate::dossiers`) and
//! not for what a row does to a dossier (see `dossiers::take`).
//!
//! What a newcomer would get wrong: a staged row is deleted in the transaction that applies it. What is left is what is
//! still to do, so a process that dies in the middle leaves nothing to repair.

use super::dossiers::{Row as DossierRow, Teller};
use super::{Db, DbError, Tx};
use crate::dossiers::rows::Staged;
use sqlx::Row;
use sqlx::any::AnyRow;
use vungsam_domain::dossier::{Source, SourceKind};

/// Rows in one statement.
pub const AT_ONCE: usize = 500;

/// Who tells: an office's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSource {
    /// Made here.
    pub id: String,
    /// What citizens see.
    pub name: String,
    /// Its files speak for this commune only.
    pub unit: Option<String>,
    /// 1 to 99.
    pub trust: u8,
    /// May move a dossier back.
    pub may_correct: bool,
    /// `Mapping` as JSON.
    pub mapping: Option<String>,
    /// When its last file was applied (ms since 1970).
    pub seen_at: Option<i64>,
    /// The day that file was of.
    pub seen_as_of: Option<String>,
}

impl FileSource {
    /// As rows are taken from it.
    #[must_use]
    pub fn teller(&self, as_of: &str) -> Teller {
        Teller {
            id: self.id.clone(),
            source: Source { kind: SourceKind::OfficeFile, name: self.name.clone(), trust: self.trust },
            unit: self.unit.clone(),
            may_correct: self.may_correct,
            as_of: as_of.to_owned(),
        }
    }
}

const SOURCE: &str = "SELECT id, name, unit, trust, may_correct, mapping, seen_at, seen_as_of FROM dossier_sources
                      WHERE kind = 'office_file'";

fn source(r: &AnyRow) -> Result<FileSource, DbError> {
    Ok(FileSource {
        id: r.try_get(0)?,
        name: r.try_get(1)?,
        unit: r.try_get(2)?,
        trust: u8::try_from(r.try_get::<i64, _>(3)?).map_err(|_| DbError::Row("dossier_sources"))?,
        may_correct: r.try_get::<i64, _>(4)? != 0,
        mapping: r.try_get(5)?,
        seen_at: r.try_get(6)?,
        seen_as_of: r.try_get(7)?,
    })
}

/// All sources of files, by name.
///
/// # Errors
/// When the database fails.
pub async fn sources(db: &Db) -> Result<Vec<FileSource>, DbError> {
    let all = sqlx::query(sqlx::AssertSqlSafe(format!("{SOURCE} ORDER BY name, id"))).fetch_all(db.read()).await?;
    all.iter().map(source).collect()
}

/// The source with this id.
///
/// # Errors
/// When the database fails.
pub async fn source_by_id(db: &Db, id: &str) -> Result<Option<FileSource>, DbError> {
    let one =
        sqlx::query(sqlx::AssertSqlSafe(format!("{SOURCE} AND id = $1"))).bind(id).fetch_optional(db.read()).await?;
    one.as_ref().map(source).transpose()
}

/// Adds a source, or changes the one with its id (name, commune, trust, whether it may correct).
///
/// # Errors
/// When the database fails.
pub async fn put_source(db: &Db, s: &FileSource) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query(
        "INSERT INTO dossier_sources (id, kind, name, unit, trust, may_correct, mapping)
         VALUES ($1, 'office_file', $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET name = $2, unit = $3, trust = $4, may_correct = $5",
    )
    .bind(&s.id)
    .bind(&s.name)
    .bind(s.unit.as_deref())
    .bind(i64::from(s.trust))
    .bind(i64::from(s.may_correct))
    .bind(s.mapping.as_deref())
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}

/// Takes away a source that never told anything and has no file waiting.
///
/// # Errors
/// When the database fails.
pub async fn drop_source(db: &Db, id: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query(
        "DELETE FROM dossier_sources WHERE id = $1
           AND NOT EXISTS (SELECT 1 FROM dossier_imports i WHERE i.source_id = $1)
           AND NOT EXISTS (SELECT 1 FROM dossier_steps s WHERE s.source_id = $1)",
    )
    .bind(id)
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its file is being read.
    Staging,
    /// All rows are here; somebody looks at them.
    Staged,
    /// Rows are going over.
    Applying,
    /// Done.
    Applied,
}

impl State {
    const fn id(self) -> &'static str {
        match self {
            Self::Staging => "staging",
            Self::Staged => "staged",
            Self::Applying => "applying",
            Self::Applied => "applied",
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        [Self::Staging, Self::Staged, Self::Applying, Self::Applied].into_iter().find(|s| s.id() == id)
    }
}

/// A file on its way in, or one that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Made here.
    pub id: String,
    /// Whose file.
    pub source_id: String,
    /// Who brought it; `None`: the operator, at the command line.
    pub officer_id: Option<String>,
    /// Of the file, lower-case hex.
    pub file_sha256: String,
    /// The day the file is of.
    pub as_of: String,
    /// Where it stands.
    pub state: State,
    /// When it began (ms since 1970).
    pub started_at: i64,
    /// `Report` as JSON.
    pub report: String,
}

const IMPORT: &str =
    "SELECT id, source_id, officer_id, file_sha256, as_of, state, started_at, report FROM dossier_imports";

fn import(r: &AnyRow) -> Result<Import, DbError> {
    Ok(Import {
        id: r.try_get(0)?,
        source_id: r.try_get(1)?,
        officer_id: r.try_get(2)?,
        file_sha256: r.try_get(3)?,
        as_of: r.try_get(4)?,
        state: State::from_id(&r.try_get::<String, _>(5)?).ok_or(DbError::Row("dossier_imports"))?,
        started_at: r.try_get(6)?,
        report: r.try_get(7)?,
    })
}

/// Begins an import: staging.
///
/// # Errors
/// When the database fails.
pub async fn begin(db: &Db, i: &Import) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query(
        "INSERT INTO dossier_imports (id, source_id, officer_id, file_sha256, as_of, state, started_at, report)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&i.id)
    .bind(&i.source_id)
    .bind(i.officer_id.as_deref())
    .bind(&i.file_sha256)
    .bind(&i.as_of)
    .bind(i.state.id())
    .bind(i.started_at)
    .bind(&i.report)
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}

/// The import with this id.
///
/// # Errors
/// When the database fails.
pub async fn find(db: &Db, id: &str) -> Result<Option<Import>, DbError> {
    let one =
        sqlx::query(sqlx::AssertSqlSafe(format!("{IMPORT} WHERE id = $1"))).bind(id).fetch_optional(db.read()).await?;
    one.as_ref().map(import).transpose()
}

/// All imports in this state, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn all_in(db: &Db, state: State) -> Result<Vec<Import>, DbError> {
    let sql = format!("{IMPORT} WHERE state = $1 ORDER BY started_at, id");
    let all = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(state.id()).fetch_all(db.read()).await?;
    all.iter().map(import).collect()
}

/// The last import of a source that was applied.
///
/// # Errors
/// When the database fails.
pub async fn last_applied(db: &Db, source: &str) -> Result<Option<Import>, DbError> {
    let sql = format!("{IMPORT} WHERE source_id = $1 AND state = 'applied' ORDER BY started_at DESC, id LIMIT 1");
    let one = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(source).fetch_optional(db.read()).await?;
    one.as_ref().map(import).transpose()
}

/// An import of this very file for this source and day that was applied.
///
/// # Errors
/// When the database fails.
pub async fn same_applied(db: &Db, source: &str, sha256: &str, as_of: &str) -> Result<Option<Import>, DbError> {
    let sql = format!(
        "{IMPORT} WHERE source_id = $1 AND file_sha256 = $2 AND as_of = $3 AND state = 'applied'
         ORDER BY started_at DESC, id LIMIT 1"
    );
    let one =
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(source).bind(sha256).bind(as_of).fetch_optional(db.read()).await?;
    one.as_ref().map(import).transpose()
}

/// Puts rows of a file on the table.
///
/// # Errors
/// When the database fails.
pub async fn stage(db: &Db, import: &str, rows: &[Staged]) -> Result<(), DbError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    let mut sql = String::from(
        "INSERT INTO dossier_rows (import_id, line, code_key, code, procedure, unit, received_on, due_on, proof_phone,
                                   proof_citizen, status, raw, on_day, supplement) VALUES ",
    );
    for n in 0..rows.len() {
        let of: Vec<String> = (0..13).map(|c| format!("${}", n * 13 + c + 2)).collect();
        sql.push_str(&format!("{}($1, {})", if n == 0 { "" } else { ", " }, of.join(", ")));
    }
    let mut query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(import);
    for s in rows {
        let r = &s.row;
        query = query
            .bind(i64::try_from(s.line).unwrap_or(i64::MAX))
            .bind(&s.code_key)
            .bind(&r.code)
            .bind(r.procedure.as_deref())
            .bind(r.unit.as_deref())
            .bind(r.received_on.as_deref())
            .bind(r.due_on.as_deref())
            .bind(r.proof_phone.as_deref())
            .bind(r.proof_citizen.as_deref())
            .bind(r.status.map(i64::from))
            .bind(r.raw.as_deref())
            .bind(&r.on_day)
            .bind(r.supplement.as_deref());
    }
    query.execute(&mut *tx).await?;
    tx.commit().await
}

/// Keeps what changes of an import while it is staged: state, day, report, the file's hash.
///
/// # Errors
/// When the database fails.
pub async fn set(db: &Db, i: &Import) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query("UPDATE dossier_imports SET state = $1, as_of = $2, report = $3, file_sha256 = $4 WHERE id = $5")
        .bind(i.state.id())
        .bind(&i.as_of)
        .bind(&i.report)
        .bind(&i.file_sha256)
        .bind(&i.id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

/// Decides that a staged import is applied. `false`: it was not waiting.
///
/// # Errors
/// When the database fails.
pub async fn decide(db: &Db, id: &str) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    let went = sqlx::query("UPDATE dossier_imports SET state = 'applying' WHERE id = $1 AND state = 'staged'")
        .bind(id)
        .execute(&mut *tx)
        .await?
        .rows_affected();
    tx.commit().await?;
    Ok(went == 1)
}

/// Gives rows without a day of their own the day of the file, some at a time. `false`: none was left.
///
/// # Errors
/// When the database fails.
pub async fn date_some(db: &Db, import: &str, as_of: &str) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    let done = sqlx::query(
        "UPDATE dossier_rows SET on_day = $1 WHERE import_id = $2 AND line IN
           (SELECT line FROM dossier_rows WHERE import_id = $2 AND on_day = '' ORDER BY line LIMIT 5000)",
    )
    .bind(as_of)
    .bind(import)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    tx.commit().await?;
    Ok(done > 0)
}

/// A dossier that several rows of a file speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// Which.
    pub code_key: String,
    /// The rows say different people own it.
    pub torn: bool,
}

/// Some dossiers that several rows speak of, after `from`, in order.
///
/// # Errors
/// When the database fails.
pub async fn repeated(db: &Db, import: &str, from: &str) -> Result<Vec<Repeated>, DbError> {
    let rows = sqlx::query(
        "SELECT code_key, COUNT(DISTINCT proof_phone), COUNT(DISTINCT proof_citizen) FROM dossier_rows
         WHERE import_id = $1 AND code_key > $2 GROUP BY code_key HAVING COUNT(*) > 1 ORDER BY code_key LIMIT 500",
    )
    .bind(import)
    .bind(from)
    .fetch_all(db.read())
    .await?;
    let torn = |r: &AnyRow| Ok::<_, DbError>(r.try_get::<i64, _>(1)? > 1 || r.try_get::<i64, _>(2)? > 1);
    rows.iter().map(|r| Ok(Repeated { code_key: r.try_get(0)?, torn: torn(r)? })).collect()
}

/// Leaves of rows that speak of the same dossier the one of the youngest day, of these the last; of torn ones none. Lines
/// that went, each with the one that stays; of torn ones without.
///
/// # Errors
/// When the database fails.
pub async fn settle_repeated(db: &Db, import: &str, all: &[Repeated]) -> Result<Vec<(i64, Option<i64>)>, DbError> {
    let mut tx = db.begin().await?;
    let mut gone = Vec::new();
    for one in all {
        let lines: Vec<i64> = sqlx::query_scalar(
            "SELECT line FROM dossier_rows WHERE import_id = $1 AND code_key = $2 ORDER BY on_day DESC, line DESC",
        )
        .bind(import)
        .bind(&one.code_key)
        .fetch_all(&mut *tx)
        .await?;
        let kept = if one.torn { -1 } else { lines.first().copied().unwrap_or(-1) };
        sqlx::query("DELETE FROM dossier_rows WHERE import_id = $1 AND code_key = $2 AND line <> $3")
            .bind(import)
            .bind(&one.code_key)
            .bind(kept)
            .execute(&mut *tx)
            .await?;
        let other = (kept >= 0).then_some(kept);
        gone.extend(lines.into_iter().filter(|l| *l != kept).map(|l| (l, other)));
    }
    tx.commit().await?;
    Ok(gone)
}

/// How many rows lie there.
///
/// # Errors
/// When the database fails.
pub async fn count(db: &Db, import: &str) -> Result<u64, DbError> {
    let n: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM dossier_rows WHERE import_id = $1")
        .bind(import)
        .fetch_one(db.read())
        .await?;
    Ok(u64::try_from(n).unwrap_or_default())
}

/// The youngest day a row names.
///
/// # Errors
/// When the database fails.
pub async fn youngest(db: &Db, import: &str) -> Result<Option<String>, DbError> {
    Ok(sqlx::query_scalar("SELECT MAX(on_day) FROM dossier_rows WHERE import_id = $1 AND on_day <> ''")
        .bind(import)
        .fetch_one(db.read())
        .await?)
}

const STAGED: &str =
    "SELECT line, code_key, code, procedure, unit, received_on, due_on, proof_phone, proof_citizen, status,
                             raw, on_day, supplement FROM dossier_rows WHERE import_id = $1";

fn staged(r: &AnyRow) -> Result<Staged, DbError> {
    let bad = |_| DbError::Row("dossier_rows");
    Ok(Staged {
        line: u64::try_from(r.try_get::<i64, _>(0)?).map_err(bad)?,
        code_key: r.try_get(1)?,
        row: DossierRow {
            code: r.try_get(2)?,
            procedure: r.try_get(3)?,
            unit: r.try_get(4)?,
            received_on: r.try_get(5)?,
            due_on: r.try_get(6)?,
            proof_phone: r.try_get(7)?,
            proof_citizen: r.try_get(8)?,
            status: r.try_get::<Option<i64>, _>(9)?.map(u8::try_from).transpose().map_err(bad)?,
            raw: r.try_get(10)?,
            on_day: r.try_get(11)?,
            supplement: r.try_get(12)?,
        },
    })
}

/// The next rows after `from`, by code.
///
/// # Errors
/// When the database fails.
pub async fn page(db: &Db, import: &str, from: &str) -> Result<Vec<Staged>, DbError> {
    let sql = format!("{STAGED} AND code_key > $2 ORDER BY code_key LIMIT {AT_ONCE}");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(import).bind(from).fetch_all(db.read()).await?;
    rows.iter().map(staged).collect()
}

/// The first rows of the file that are staged, for looking at.
///
/// # Errors
/// When the database fails.
pub async fn first_lines(db: &Db, import: &str, n: u32) -> Result<Vec<Staged>, DbError> {
    let sql = format!("{STAGED} ORDER BY line LIMIT {n}");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(import).fetch_all(db.read()).await?;
    rows.iter().map(staged).collect()
}

/// Locks an import that is being applied; its report. `None`: it is not (any more).
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, id: &str) -> Result<Option<String>, DbError> {
    Ok(sqlx::query_scalar(
        "UPDATE dossier_imports SET state = state WHERE id = $1 AND state = 'applying' RETURNING report",
    )
    .bind(id)
    .fetch_optional(&mut **tx)
    .await?)
}

/// Which of these rows are still there; another process may have done some.
///
/// # Errors
/// When the database fails.
pub async fn still(tx: &mut Tx, import: &str, (from, to): (&str, &str)) -> Result<Vec<String>, DbError> {
    Ok(sqlx::query_scalar(
        "SELECT code_key FROM dossier_rows WHERE import_id = $1 AND code_key >= $2 AND code_key <= $3",
    )
    .bind(import)
    .bind(from)
    .bind(to)
    .fetch_all(&mut **tx)
    .await?)
}

/// Takes rows off the table up to this code, and keeps the report.
///
/// # Errors
/// When the database fails.
pub async fn done(tx: &mut Tx, id: &str, to: &str, report: &str) -> Result<(), DbError> {
    sqlx::query("DELETE FROM dossier_rows WHERE import_id = $1 AND code_key <= $2")
        .bind(id)
        .bind(to)
        .execute(&mut **tx)
        .await?;
    sqlx::query("UPDATE dossier_imports SET report = $1 WHERE id = $2")
        .bind(report)
        .bind(id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends an import: the source was heard.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, i: &Import, mapping: &str, now: i64) -> Result<(), DbError> {
    sqlx::query("UPDATE dossier_imports SET state = 'applied' WHERE id = $1").bind(&i.id).execute(&mut **tx).await?;
    sqlx::query(
        "UPDATE dossier_sources SET seen_at = $1, mapping = $2,
           seen_as_of = CASE WHEN seen_as_of IS NULL OR seen_as_of < $3 THEN $3 ELSE seen_as_of END WHERE id = $4",
    )
    .bind(now)
    .bind(mapping)
    .bind(&i.as_of)
    .bind(&i.source_id)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Throws an import away that was not applied, some rows at a time; one that is being applied is left.
///
/// # Errors
/// When the database fails.
pub async fn discard(db: &Db, id: &str) -> Result<(), DbError> {
    loop {
        let mut tx = db.begin().await?;
        let gone = sqlx::query(
            "DELETE FROM dossier_rows WHERE import_id = $1 AND line IN
               (SELECT r.line FROM dossier_rows r JOIN dossier_imports i ON i.id = r.import_id
                WHERE i.id = $1 AND i.state IN ('staging', 'staged') ORDER BY r.line LIMIT 5000)",
        )
        .bind(id)
        .execute(&mut *tx)
        .await?
        .rows_affected();
        if gone == 0 {
            sqlx::query("DELETE FROM dossier_imports WHERE id = $1 AND state IN ('staging', 'staged')")
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        if gone == 0 {
            return Ok(());
        }
    }
}
