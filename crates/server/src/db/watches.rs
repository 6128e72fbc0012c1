//! Watches: which device wants to hear about which dossier's code, with the keyed proof it gave. Not for what is told.
//!
//! What a newcomer would get wrong: a watch whose proof does not fit, and one of a code nobody has told of, are the same
//! row. It waits, and fits later when an office brings the dossier, or never.

use super::{Db, DbError, Tx, changes};
use sqlx::Row;
use subtle::{Choice, ConstantTimeEq};
use vungsam_domain::{DeviceId, WatchId, limits};

/// Most watches of one device. Twenty new ones a day would otherwise add up to a list for guessing; nobody has five
/// hundred dossiers of their own.
pub const PER_DEVICE: i64 = 500;
/// A watch that never fitted is forgotten after so long (ms): what an office brings later than half a year after it was
/// handed in, the phone asks for anew.
pub const WAITS_MS: i64 = 180 * DAY_MS;
const DAY_MS: i64 = 86_400_000;

/// A watch as it is asked for.
#[derive(Clone, Copy)]
pub struct NewWatch<'a> {
    /// Made by the phone.
    pub id: WatchId,
    /// Who asks.
    pub device: DeviceId,
    /// [`code::key`](vungsam_domain::dossier::code::key) of the code.
    pub key: &'a str,
    /// [`crate::keys::Keys::dossier_proof`].
    pub proof: &'a str,
}

/// How a `PUT` ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is there now and fits: the device has a change.
    Fits,
    /// It is there now and waits.
    Waits,
    /// It was there, the same.
    Same,
    /// It was there with another code, proof or device.
    Conflict,
    /// Too many proofs that did not fit this code today.
    ProofClosed,
    /// Too many new codes of this device today.
    CodesClosed,
    /// The device has [`PER_DEVICE`] watches.
    Full,
}

/// Stores a watch. What it costs is charged before anything is compared, under the locks of the day's rows, and given
/// back when the proof fits; see `track` for why. An unknown code and a wrong proof do the same work.
///
/// # Errors
/// When the database fails.
pub async fn put(db: &Db, new: NewWatch<'_>, now: i64) -> Result<Put, DbError> {
    let day = now.div_euclid(DAY_MS);
    let mut tx = db.begin().await?;
    if let Some(held) = known(&mut tx, new).await? {
        return Ok(held); // a repeat costs nothing
    }
    if let Some(refused) = charge_code(&mut tx, new, day).await? {
        return Ok(refused); // rolled back
    }
    let wrong: i64 = sqlx::query_scalar(
        "INSERT INTO watch_attempts (code_key, day, wrong) VALUES ($1, $2, 1)
         ON CONFLICT (code_key, day) DO UPDATE SET wrong = watch_attempts.wrong + 1 RETURNING wrong",
    )
    .bind(new.key)
    .bind(day)
    .fetch_one(&mut *tx)
    .await?;
    if wrong > i64::from(limits::WRONG_PROOFS) {
        return Ok(Put::ProofClosed);
    }
    tx.lock_name(new.key).await?; // a dossier that is being told of for the first time is seen, or sees this
    let made = sqlx::query(
        "INSERT INTO watches (id, device_id, code_key, proof, matched, created_at) VALUES ($1, $2, $3, $4, 0, $5)
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(new.id.to_string())
    .bind(new.device.to_string())
    .bind(new.key)
    .bind(new.proof)
    .bind(now)
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if made == 0 {
        return Ok(known(&mut tx, new).await?.unwrap_or(Put::Conflict)); // the same request was faster
    }
    let held: Option<(Option<String>, Option<String>)> =
        sqlx::query_as("SELECT proof_phone, proof_citizen FROM dossiers WHERE code_key = $1")
            .bind(new.key)
            .fetch_optional(&mut *tx)
            .await?;
    let (phone, citizen) = held.unwrap_or_default();
    if fits(new.proof, [phone.as_deref(), citizen.as_deref()]) {
        sqlx::query("UPDATE watch_attempts SET wrong = wrong - 1 WHERE code_key = $1 AND day = $2")
            .bind(new.key)
            .bind(day)
            .execute(&mut *tx)
            .await?;
        changes::push_dossier(&mut tx, new.device, new.id).await?;
        tx.commit().await?;
        return Ok(Put::Fits);
    }
    tx.commit().await?;
    Ok(Put::Waits)
}

/// The watch with this id, if there is one.
async fn known(tx: &mut Tx, new: NewWatch<'_>) -> Result<Option<Put>, DbError> {
    let held: Option<(String, String, String)> =
        sqlx::query_as("SELECT device_id, code_key, proof FROM watches WHERE id = $1")
            .bind(new.id.to_string())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(held.map(|(device, key, proof)| {
        let same = bool::from(proof.as_bytes().ct_eq(new.proof.as_bytes()));
        if same && key == new.key && device == new.device.to_string() { Put::Same } else { Put::Conflict }
    }))
}

/// Charges a code the device does not watch yet; the device's row of the day stays locked, so that counting holds.
async fn charge_code(tx: &mut Tx, new: NewWatch<'_>, day: i64) -> Result<Option<Put>, DbError> {
    let device = new.device.to_string();
    let codes: i64 = sqlx::query_scalar(
        "INSERT INTO watch_codes (device_id, day, codes) VALUES ($1, $2, 1)
         ON CONFLICT (device_id, day) DO UPDATE SET codes = watch_codes.codes + 1 RETURNING codes",
    )
    .bind(&device)
    .bind(day)
    .fetch_one(&mut **tx)
    .await?;
    let (all, same): (i64, i64) =
        sqlx::query_as("SELECT COUNT(*), COUNT(CASE WHEN code_key = $1 THEN 1 END) FROM watches WHERE device_id = $2")
            .bind(new.key)
            .bind(&device)
            .fetch_one(&mut **tx)
            .await?;
    if all >= PER_DEVICE {
        return Ok(Some(Put::Full));
    }
    if same > 0 {
        sqlx::query("UPDATE watch_codes SET codes = codes - 1 WHERE device_id = $1 AND day = $2")
            .bind(&device)
            .bind(day)
            .execute(&mut **tx)
            .await?;
    } else if codes > i64::from(limits::NEW_CODES) {
        return Ok(Some(Put::CodesClosed));
    }
    Ok(None)
}

/// Ends a watch of this device and takes its change out of the feed; nothing when there is none. What its code was
/// charged stays charged.
///
/// # Errors
/// When the database fails.
pub async fn remove(db: &Db, id: WatchId, device: DeviceId) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    // The device's row first, as everybody who writes its feed does.
    super::devices::lock(&mut tx, device).await?;
    let held: Option<(Option<i64>,)> =
        sqlx::query_as("DELETE FROM watches WHERE id = $1 AND device_id = $2 RETURNING change_n")
            .bind(id.to_string())
            .bind(device.to_string())
            .fetch_optional(&mut *tx)
            .await?;
    let Some((change,)) = held else { return Ok(false) };
    if let Some(n) = change {
        sqlx::query("DELETE FROM changes WHERE device_id = $1 AND n = $2")
            .bind(device.to_string())
            .bind(n)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Forgets counts of days before `day`, and watches that waited too long at `now`. How many rows of each.
///
/// # Errors
/// When the database fails.
pub async fn forget(db: &Db, now: i64) -> Result<(u64, u64), DbError> {
    let day = now.div_euclid(DAY_MS);
    let mut tx = db.begin().await?;
    let counts = sqlx::query("DELETE FROM watch_attempts WHERE day < $1").bind(day).execute(&mut *tx).await?;
    let codes = sqlx::query("DELETE FROM watch_codes WHERE day < $1").bind(day).execute(&mut *tx).await?;
    let waited = sqlx::query("DELETE FROM watches WHERE matched = 0 AND created_at < $1")
        .bind(now - WAITS_MS)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok((counts.rows_affected() + codes.rows_affected(), waited.rows_affected()))
}

/// Whether a proof fits one of those held, in the same time for every answer.
fn fits(proof: &str, held: [Option<&str>; 2]) -> bool {
    const NONE: &str = "----------------------------------------------------------------";
    let mut any = Choice::from(0);
    for one in held {
        any |= proof.as_bytes().ct_eq(one.unwrap_or(NONE).as_bytes());
    }
    bool::from(any)
}

/// A dossier was told of: watches that waited and fit now begin, those that fit no more end, and with `all` every other
/// one that fits gets a change too. The devices that have something to read.
///
/// # Errors
/// When the database fails.
pub(super) async fn tell(
    tx: &mut Tx,
    key: &str,
    proofs: [Option<&str>; 2],
    all: bool,
) -> Result<Vec<DeviceId>, DbError> {
    let rows =
        sqlx::query("SELECT id, device_id, proof, matched FROM watches WHERE code_key = $1 ORDER BY device_id, id")
            .bind(key)
            .fetch_all(&mut **tx)
            .await?;
    let mut told = Vec::new();
    for r in rows {
        let bad = |_| DbError::Row("watches");
        let id: WatchId = r.try_get::<String, _>(0)?.parse().map_err(bad)?;
        let device: DeviceId = r.try_get::<String, _>(1)?.parse().map_err(bad)?;
        let (was, is) = (r.try_get::<i64, _>(3)? != 0, fits(&r.try_get::<String, _>(2)?, proofs));
        if is && (all || !was) {
            changes::push_dossier(tx, device, id).await?;
            told.push(device);
        } else if was && !is {
            changes::drop_dossier(tx, device, id).await?;
        }
    }
    told.dedup();
    Ok(told)
}
