//! Packs that came with the program, clashes between them and what was edited here, and the whole content in one file.
//! Not for the records themselves (see `content`).
//!
//! What a newcomer would get wrong: packs are kept as they came, because phones that carry an old one name it and get the
//! difference; and a whole file is kept after a newer one is made, because somebody may still be fetching its second half.

use super::{Db, DbError, Tx};
use sqlx::Row;
use vungsam_domain::content::bundle::RawRecord;

/// Whether this pack was merged.
///
/// # Errors
/// When the database fails.
pub async fn knows(db: &Db, sha256: &str) -> Result<bool, DbError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT n FROM content_packs WHERE sha256 = $1")
        .bind(sha256)
        .fetch_optional(db.read())
        .await?;
    Ok(found.is_some())
}

/// Whether this pack was merged, read by who holds the lock.
///
/// # Errors
/// When the database fails.
pub async fn knows_in(tx: &mut Tx, sha256: &str) -> Result<bool, DbError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT n FROM content_packs WHERE sha256 = $1")
        .bind(sha256)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(found.is_some())
}

/// The pack with this hash, as it came.
///
/// # Errors
/// When the database fails.
pub async fn bundle(db: &Db, sha256: &str) -> Result<Option<Vec<u8>>, DbError> {
    Ok(sqlx::query_scalar("SELECT bundle FROM content_packs WHERE sha256 = $1")
        .bind(sha256)
        .fetch_optional(db.read())
        .await?)
}

/// Hash and bytes of the pack that was merged last. Call `content::lock` first.
///
/// # Errors
/// When the database fails.
pub async fn last_in(tx: &mut Tx) -> Result<Option<(String, Vec<u8>)>, DbError> {
    let row = sqlx::query("SELECT sha256, bundle FROM content_packs ORDER BY n DESC LIMIT 1")
        .fetch_optional(&mut **tx)
        .await?;
    row.map(|r| Ok((r.try_get(0)?, r.try_get(1)?))).transpose()
}

/// Keeps a pack as the one merged last, also when it was merged before.
///
/// # Errors
/// When the database fails.
pub async fn keep_in(tx: &mut Tx, sha256: &str, bundle: &[u8], at: i64) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO content_packs (n, sha256, bundle, at)
         VALUES ((SELECT COALESCE(MAX(n), 0) + 1 FROM content_packs), $1, $2, $3)
         ON CONFLICT (sha256) DO UPDATE SET n = excluded.n, at = excluded.at",
    )
    .bind(sha256)
    .bind(bundle)
    .bind(at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What a pack changed that was also changed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What both began from.
    pub base: Option<String>,
    /// What the pack makes of it; `None`: takes it out.
    pub pack: Option<String>,
    /// When it was found.
    pub at: i64,
}

const CLASH: &str = "SELECT kind, id, base, pack, at FROM content_clashes";

fn clash(r: &sqlx::any::AnyRow) -> Result<Clash, DbError> {
    Ok(Clash { kind: r.try_get(0)?, id: r.try_get(1)?, base: r.try_get(2)?, pack: r.try_get(3)?, at: r.try_get(4)? })
}

/// All clashes nobody has settled.
///
/// # Errors
/// When the database fails.
pub async fn clashes(db: &Db) -> Result<Vec<Clash>, DbError> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{CLASH} ORDER BY kind, id"))).fetch_all(db.read()).await?;
    rows.iter().map(clash).collect()
}

/// All clashes, read by who holds the lock.
///
/// # Errors
/// When the database fails.
pub async fn clashes_in(tx: &mut Tx) -> Result<Vec<Clash>, DbError> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{CLASH} ORDER BY kind, id"))).fetch_all(&mut **tx).await?;
    rows.iter().map(clash).collect()
}

/// Lists a clash; a later pack's takes the place of an earlier one's.
///
/// # Errors
/// When the database fails.
pub async fn clash_in(tx: &mut Tx, c: &Clash) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO content_clashes (kind, id, base, pack, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (kind, id) DO UPDATE SET base = excluded.base, pack = excluded.pack, at = excluded.at",
    )
    .bind(&c.kind)
    .bind(&c.id)
    .bind(c.base.as_deref())
    .bind(c.pack.as_deref())
    .bind(c.at)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes a clash off the list; whether it was on it.
///
/// # Errors
/// When the database fails.
pub async fn settled_in(tx: &mut Tx, record: &RawRecord) -> Result<bool, DbError> {
    let done = sqlx::query("DELETE FROM content_clashes WHERE kind = $1 AND id = $2")
        .bind(&record.kind)
        .bind(&record.id)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// A whole content in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Hash of its bytes: its address.
    pub name: String,
    /// The change it stands at.
    pub number: i64,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Files that are kept after newer ones were made.
const KEPT: i64 = 8;

fn body(r: &sqlx::any::AnyRow) -> Result<Body, DbError> {
    Ok(Body { name: r.try_get(0)?, number: r.try_get(1)?, bytes: r.try_get(2)? })
}

/// The file of the content at `number`, signed with this key.
///
/// # Errors
/// When the database fails.
pub async fn body_at(db: &Db, number: i64, kid: &str) -> Result<Option<Body>, DbError> {
    let row = sqlx::query("SELECT name, number, bytes FROM content_bodies WHERE number = $1 AND kid = $2")
        .bind(number)
        .bind(kid)
        .fetch_optional(db.read())
        .await?;
    row.as_ref().map(body).transpose()
}

/// The file with this name.
///
/// # Errors
/// When the database fails.
pub async fn body_named(db: &Db, name: &str) -> Result<Option<Body>, DbError> {
    let row = sqlx::query("SELECT name, number, bytes FROM content_bodies WHERE name = $1")
        .bind(name)
        .fetch_optional(db.read())
        .await?;
    row.as_ref().map(body).transpose()
}

/// Keeps a file, and throws away all but the newest few.
///
/// # Errors
/// When the database fails.
pub async fn keep_body(db: &Db, b: &Body, kid: &str, at: i64) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query(
        "INSERT INTO content_bodies (name, number, kid, bytes, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO NOTHING",
    )
    .bind(&b.name)
    .bind(b.number)
    .bind(kid)
    .bind(&b.bytes)
    .bind(at)
    .execute(&mut *tx)
    .await?;
    sqlx::query(
        "DELETE FROM content_bodies WHERE number <
           (SELECT MIN(k.number) FROM (SELECT DISTINCT number FROM content_bodies ORDER BY number DESC LIMIT $1) k)",
    )
    .bind(KEPT)
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}
