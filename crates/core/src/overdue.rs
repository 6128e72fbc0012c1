//! What has waited for seven days: said plainly, once, and kept. Not for giving up: nothing is ever given up.
//!
//! What a newcomer would get wrong: the phone's clock may have been wrong when *Save* was pressed. A beginning that lies
//! ahead, or before this app existed, proves it; then the seven days are counted from when that was seen.

use crate::core::Inner;
use crate::store::{self, complaints};
use crate::views::CoreEvent;
use rusqlite::{Connection, Transaction};
use vungsam_domain::ComplaintId;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// How long is long.
const LONG_MS: i64 = 7 * DAY_MS;
/// 1 November 2026: nobody pressed *Save* in this app before.
const FLOOR_MS: i64 = 1_793_491_200_000;

/// Whether it has waited for seven days.
pub(crate) fn is(conn: &Connection, complaint: ComplaintId, now_ms: i64) -> store::Result<bool> {
    Ok(now_ms >= FLOOR_MS && complaints::waits_since(conn, complaint, now_ms.saturating_sub(LONG_MS))?)
}

/// How many have.
pub(crate) fn count(conn: &Connection, now_ms: i64) -> store::Result<u32> {
    Ok(u32::try_from(of(conn, now_ms)?.len()).unwrap_or(u32::MAX))
}

fn of(conn: &Connection, now_ms: i64) -> store::Result<Vec<(ComplaintId, bool)>> {
    if now_ms < FLOOR_MS {
        return Ok(Vec::new());
    }
    complaints::waiting_since(conn, now_ms.saturating_sub(LONG_MS))
}

/// Mends beginnings that cannot be right, and notes which complaints the person is to be told of now: each once.
pub(crate) fn note(tx: &Transaction<'_>, now_ms: i64) -> store::Result<Vec<(ComplaintId, String)>> {
    if now_ms >= FLOOR_MS {
        complaints::mend_waiting(tx, now_ms, DAY_MS, FLOOR_MS)?;
    }
    let mut fresh = Vec::new();
    for (id, _) in of(tx, now_ms)?.into_iter().filter(|(_, told)| !told) {
        complaints::set_overdue_told(tx, id)?;
        fresh.push((id, complaints::get(tx, id)?.complaint.reference.to_string()));
    }
    Ok(fresh)
}

/// Tells the person what [`note`] noted.
pub(crate) fn tell(inner: &Inner, fresh: Vec<(ComplaintId, String)>) {
    for (complaint, reference) in fresh {
        inner.changed(Some(complaint));
        inner.tell(CoreEvent::NotifyOverdue { complaint, reference });
    }
}
