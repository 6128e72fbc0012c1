//! Takes a pack into the database. Not for records somebody edits (see `edit`).
//!
//! What a newcomer would get wrong: it runs at every start of every node. A pack that was merged once is never merged
//! again by itself: a node of the last version that starts late would undo what the new one brought.

use super::ContentError;
use super::merge::{bodies, merge};
use crate::db::content::{self, Who};
use crate::db::{Db, content_packs};
use vungsam_domain::content::bundle::{Bundle, BundleError, RawRecord};

/// What a pack did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Records written or taken out.
    pub written: usize,
    /// Clashes it was found in.
    pub clashes: usize,
}

/// Merges a pack unless it was merged before (`again`: also then); `None`: it was. `epoch` names the numbering of a database
/// that has none yet.
///
/// # Errors
/// [`ContentError`]; nothing is half loaded.
pub async fn load(db: &Db, pack: &[u8], epoch: &str, at: i64, again: bool) -> Result<Option<Loaded>, ContentError> {
    let sha256 = Bundle::head(pack)?.sha256;
    if !again && content_packs::knows(db, &sha256).await? {
        return Ok(None);
    }
    let new = records(pack)?;
    let mut tx = db.begin().await?;
    content::lock(&mut tx, epoch).await?;
    // Another node may have done it while this one waited.
    if !again && content_packs::knows_in(&mut tx, &sha256).await? {
        return Ok(None);
    }
    let old = match content_packs::last_in(&mut tx).await? {
        Some((_, bundle)) => records(&bundle)?,
        None => Vec::new(),
    };
    let open = content_packs::clashes_in(&mut tx).await?;
    let now = bodies(content::all_in(&mut tx).await?);
    let merged = merge(&bodies(old), &bodies(new), &now, &open, at);
    content::write(&mut tx, &merged.write, Who::Pack, at).await?;
    for record in &merged.settled {
        content_packs::settled_in(&mut tx, record).await?;
    }
    for clash in &merged.clashes {
        content_packs::clash_in(&mut tx, clash).await?;
    }
    content_packs::keep_in(&mut tx, &sha256, pack, at).await?;
    tx.commit().await?;
    Ok(Some(Loaded { written: merged.write.len(), clashes: merged.clashes.len() }))
}

/// A pack's records; one that is not whole is not taken.
fn records(pack: &[u8]) -> Result<Vec<RawRecord>, BundleError> {
    let (_, lines) = Bundle::open(pack)?;
    if lines.malformed > 0 { Err(BundleError::Damaged) } else { Ok(lines.records) }
}
