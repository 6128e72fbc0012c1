//! Public content at the gateway: the pack it ships with, what was made of it here, and its names for the console. Not for
//! how it travels (`api/content.rs`) and not for what records mean (`vungsam_domain::content`).
//!
//! What a newcomer would get wrong: a complaint may name a category or commune this content does not have (an older or
//! newer app wrote it). It is taken all the same and its id is shown raw.

pub mod edit;
pub mod feed;
pub mod load;
pub mod merge;
pub mod text;

use crate::db::{Db, DbError, content};
use crate::env::Ids;
use crate::state::AppState;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use vungsam_domain::Pack;
use vungsam_domain::content::bundle::{Bundle, BundleError, RawRecord};

/// The content that ships with this gateway, as a bundle.
pub const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.vsc"));

/// Why content was not read or changed.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A pack.
    #[error("pack: {0}")]
    Bundle(#[from] BundleError),
    /// The compressor, or a file.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Not a good record, and why.
    #[error("{0}")]
    Refused(String),
}

/// The content in use, for names. One process is one gateway, so there is one.
static CURRENT: LazyLock<RwLock<(i64, Arc<Pack>)>> = LazyLock::new(|| {
    let shipped = Bundle::open(SHIPPED).map(|(_, lines)| Pack::of(&lines.records).0).unwrap_or_default();
    RwLock::new((-1, Arc::new(shipped)))
});

/// A name for the numbering of a new database: short, because every request for changes carries it.
#[must_use]
pub fn epoch(ids: &dyn Ids) -> String {
    let mut name = ids.uuid().simple().to_string();
    name.truncate(8);
    name
}

/// The content as it was when [`refresh`] last looked; before that, the pack compiled in.
#[must_use]
pub fn pack() -> Arc<Pack> {
    CURRENT.read().unwrap_or_else(PoisonError::into_inner).1.clone()
}

/// Looks whether the content changed, and reads it if so.
///
/// # Errors
/// When the database fails.
pub async fn refresh(db: &Db) -> Result<(), DbError> {
    let Some(state) = content::state(db).await? else { return Ok(()) };
    if CURRENT.read().unwrap_or_else(PoisonError::into_inner).0 == state.number {
        return Ok(());
    }
    let all = content::all(db).await?;
    let number = all.iter().map(|r| r.number).max().unwrap_or_default();
    let records: Vec<RawRecord> = all.into_iter().map(|r| r.record).collect();
    let (pack, not) = Pack::of(&records);
    for (kind, id, why) in not {
        tracing::warn!(kind, id, ?why, "a record is not readable here");
    }
    *CURRENT.write().unwrap_or_else(PoisonError::into_inner) = (number, Arc::new(pack));
    Ok(())
}

/// Follows what other processes change, until the gateway stops.
pub async fn follow(state: AppState) {
    let pause = std::time::Duration::from_millis(state.settings.limits.poll_look_ms);
    while tokio::time::timeout(pause, state.stopping.cancelled()).await.is_err() {
        if let Err(e) = refresh(&state.db).await {
            tracing::warn!(kind = %e, "content was not read again");
        }
    }
}

/// The commune a complaint is routed to: the one it names when the gateway knows it, else none, which every officer
/// sees. A gateway without content (an empty pack) takes the name as it is.
#[must_use]
pub fn route(unit: Option<&str>) -> Option<&str> {
    let pack = pack();
    unit.filter(|u| !u.is_empty() && u.len() <= 64 && (pack.units.is_empty() || pack.units.iter().any(|k| k.id == *u)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_pack_is_readable() {
        let (head, lines) = Bundle::open(SHIPPED).unwrap();
        let (pack, not) = Pack::of(&lines.records);
        assert_eq!((not.len(), lines.malformed), (0, 0));
        assert_eq!(pack.metas().len() as u64, head.records);
    }
}
