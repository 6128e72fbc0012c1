//! Officers and the communes they act for. Not for checking passwords (see `password`).
//!
//! What a newcomer would get wrong: what an officer may see is decided inside each query by `officer_units`, never
//! by filtering afterwards.

use super::{Db, DbError};
use sqlx::Row;

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Made by the gateway.
    pub id: String,
    /// What they type to sign in (lower case).
    pub login: String,
    /// What citizens see.
    pub name: String,
    /// Must choose a password of their own before anything else.
    pub must_change: bool,
    /// May sign in.
    pub active: bool,
    /// Ids of communes, sorted.
    pub units: Vec<String>,
    /// Sees what was set apart in those communes.
    pub leader: bool,
}

/// What a new officer starts with.
#[derive(Debug, Clone, Copy)]
pub struct NewOfficer<'a> {
    /// Fresh id.
    pub id: &'a str,
    /// What they type to sign in.
    pub login: &'a str,
    /// What citizens see.
    pub name: &'a str,
    /// Argon2 hash of the one-time password.
    pub password_hash: &'a str,
    /// Ids of communes.
    pub units: &'a [String],
}

/// How a login is compared: trimmed, lower case, without control characters (PostgreSQL refuses NUL).
#[must_use]
pub fn login_key(login: &str) -> String {
    login.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_lowercase()
}

/// Adds an officer who must change the password; `false` when the login is taken.
///
/// # Errors
/// When the database fails.
pub async fn add(db: &Db, new: &NewOfficer<'_>, now: i64) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    let made = sqlx::query(
        "INSERT INTO officers (id, login, name, password_hash, must_change, active, created_at)
         VALUES ($1, $2, $3, $4, 1, 1, $5) ON CONFLICT (login) DO NOTHING",
    )
    .bind(new.id)
    .bind(login_key(new.login))
    .bind(new.name)
    .bind(new.password_hash)
    .bind(now)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if made == 0 {
        return Ok(false);
    }
    for unit in new.units {
        sqlx::query(
            "INSERT INTO officer_units (officer_id, unit) VALUES ($1, $2) ON CONFLICT (officer_id, unit) DO NOTHING",
        )
        .bind(new.id)
        .bind(unit)
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// The officer with this login and their password hash.
///
/// # Errors
/// When the database fails.
pub async fn by_login(db: &Db, login: &str) -> Result<Option<(Officer, String)>, DbError> {
    let found = sqlx::query("SELECT id, password_hash FROM officers WHERE login = $1")
        .bind(login_key(login))
        .fetch_optional(db.read())
        .await?;
    let Some(r) = found else { return Ok(None) };
    let id: String = r.try_get(0)?;
    let hash: String = r.try_get(1)?;
    Ok(by_id(db, &id).await?.map(|o| (o, hash)))
}

/// The officer with this id.
///
/// # Errors
/// When the database fails.
pub async fn by_id(db: &Db, id: &str) -> Result<Option<Officer>, DbError> {
    let found = sqlx::query("SELECT login, name, must_change, active, leader FROM officers WHERE id = $1")
        .bind(id)
        .fetch_optional(db.read())
        .await?;
    let Some(r) = found else { return Ok(None) };
    let units = sqlx::query_scalar("SELECT unit FROM officer_units WHERE officer_id = $1 ORDER BY unit")
        .bind(id)
        .fetch_all(db.read())
        .await?;
    Ok(Some(Officer {
        id: id.to_owned(),
        login: r.try_get(0)?,
        name: r.try_get(1)?,
        must_change: r.try_get::<i64, _>(2)? != 0,
        active: r.try_get::<i64, _>(3)? != 0,
        leader: r.try_get::<i64, _>(4)? != 0,
        units,
    }))
}

/// Sets a password of the officer's own choice and ends every session but the one named (by its hash).
///
/// # Errors
/// When the database fails.
pub async fn set_password(db: &Db, id: &str, hash: &str, keep_session: &str) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    sqlx::query("UPDATE officers SET password_hash = $1, must_change = 0 WHERE id = $2")
        .bind(hash)
        .bind(id)
        .execute(&mut *tx)
        .await?;
    sqlx::query("DELETE FROM sessions WHERE officer_id = $1 AND token_sha256 <> $2")
        .bind(id)
        .bind(keep_session)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Makes an officer a leader of their communes, or not any more; `false` when nobody has this login.
///
/// # Errors
/// When the database fails.
pub async fn set_leader(db: &Db, login: &str, leader: bool) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    let n = sqlx::query("UPDATE officers SET leader = $1 WHERE login = $2")
        .bind(i64::from(leader))
        .bind(login_key(login))
        .execute(&mut *tx)
        .await?
        .rows_affected();
    tx.commit().await?;
    Ok(n > 0)
}

/// Id and display name of every active officer of one of these communes, by name: whom a complaint can be given to.
///
/// # Errors
/// When the database fails.
pub async fn colleagues(db: &Db, units: &[String]) -> Result<Vec<(String, String)>, DbError> {
    let mut found: Vec<(String, String)> = Vec::new();
    for unit in units {
        let rows = sqlx::query(
            "SELECT o.id, o.name FROM officers o JOIN officer_units u ON u.officer_id = o.id
             WHERE u.unit = $1 AND o.active = 1",
        )
        .bind(unit)
        .fetch_all(db.read())
        .await?;
        for r in rows {
            found.push((r.try_get(0)?, r.try_get(1)?));
        }
    }
    found.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    found.dedup();
    Ok(found)
}
