//! Watches: which device wants to hear about which dossier's code, with the keyed proof it gave. Not for what is told.
//!
//! What a newcomer would get wrong: a watch whose proof does not fit, and one of a code nobody has told of, are the same
//! row. It waits, and fits later when an office brings the dossier, or never.

use super::{DbError, Tx, changes};
use sqlx::Row;
use subtle::{Choice, ConstantTimeEq};
use vungsam_domain::{DeviceId, WatchId};

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
