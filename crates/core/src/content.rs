//! `content.db`: public content of the area, plain SQLite, filled from the bundle that ships with the app. Not for any
//! row about what a person did.
//!
//! What a newcomer would get wrong: this file is a cache. It is named by the bundle's hash, made beside the old one and
//! put in its place by a rename; a damaged one is made again.

use crate::config::OpenError;
use crate::views::{ContentOrigin, ContentState};
use rusqlite::{Connection, params};
use std::path::Path;
use std::sync::OnceLock;
use vungsam_domain::content::bundle::{Bundle, RawRecord};
use vungsam_domain::search::Index;
use vungsam_domain::{Deployment, Pack};

const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.vsc"));
const FILE: &str = "content.db";

const SCHEMA: &str = "
    CREATE TABLE pack (one INTEGER PRIMARY KEY CHECK (one = 1), hash TEXT NOT NULL) STRICT;
    CREATE TABLE records (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;";

/// The content in use: read once, replaced whole.
pub(crate) struct Library {
    /// All records this version understands, without those the deployment hides.
    pub(crate) pack: Pack,
    /// Where it comes from.
    pub(crate) state: ContentState,
    index: OnceLock<Index>,
}

impl Library {
    fn new(records: &[RawRecord], deployment: &Deployment, state: ContentState) -> Self {
        let (mut pack, not) = Pack::of(records);
        for (kind, id, why) in not {
            tracing::warn!(kind, id, ?why, "content");
        }
        pack.hide_unreviewed(&deployment.hide_unreviewed);
        Self { pack, state, index: OnceLock::new() }
    }

    /// The search index, built when it is first asked for.
    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::build(&self.pack))
    }
}

/// The content, from `content.db`; made from the bundle where it is missing, of another bundle, or damaged.
///
/// # Errors
/// When the bundle that ships with the app is not readable. A full disk is not an error: the bundle itself is used.
pub(crate) fn open(data_dir: &Path, deployment: &Deployment) -> Result<Library, OpenError> {
    let hash = Bundle::head(SHIPPED)?.sha256;
    let state = ContentState { from: ContentOrigin::Shipped, changed_at_ms: None, checked_at_ms: None, set_aside: 0 };
    if let Some(records) = read(&data_dir.join(FILE), &hash) {
        return Ok(Library::new(&records, deployment, state));
    }
    let (_, lines) = Bundle::open(SHIPPED)?;
    if let Err(e) = replace(data_dir, &lines.records, &hash) {
        tracing::warn!(error = %e, "content.db");
    }
    Ok(Library::new(&lines.records, deployment, state))
}

fn read(path: &Path, hash: &str) -> Option<Vec<RawRecord>> {
    if !path.exists() {
        return None;
    }
    let conn = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let stored: String = conn.query_row("SELECT hash FROM pack WHERE one = 1", [], |r| r.get(0)).ok()?;
    if stored != hash {
        return None;
    }
    let mut query = conn.prepare("SELECT kind, id, body FROM records ORDER BY kind, id").ok()?;
    let rows = query.query_map([], |r| Ok(RawRecord { kind: r.get(0)?, id: r.get(1)?, body: Some(r.get(2)?) })).ok()?;
    rows.collect::<Result<_, _>>().ok()
}

fn replace(data_dir: &Path, records: &[RawRecord], hash: &str) -> Result<(), Box<dyn std::error::Error>> {
    let next = data_dir.join(format!("content-{}.new", hash.get(..16).unwrap_or(hash)));
    let _ = std::fs::remove_file(&next);
    {
        let mut conn = Connection::open(&next)?;
        let tx = conn.transaction()?;
        tx.execute_batch(SCHEMA)?;
        for r in records {
            tx.execute("INSERT INTO records (kind, id, body) VALUES (?1, ?2, ?3)", params![r.kind, r.id, r.body])?;
        }
        tx.execute("INSERT INTO pack (one, hash) VALUES (1, ?1)", params![hash])?;
        tx.commit()?;
    }
    std::fs::rename(&next, data_dir.join(FILE))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_the_same_from_bundle_and_file_and_heals() {
        let dir = tempfile::tempdir().unwrap();
        let deployment = Deployment::parse(include_str!("../../../assets/deployment.toml")).unwrap();
        let hash = Bundle::head(SHIPPED).unwrap().sha256;
        let shipped = open(dir.path(), &deployment).unwrap().pack;
        let stored = read(&dir.path().join(FILE), &hash).unwrap();
        assert_eq!(Pack::of(&stored).0, shipped);
        assert_eq!(read(&dir.path().join(FILE), "another pack"), None);

        std::fs::write(dir.path().join(FILE), b"not a database at all").unwrap();
        assert_eq!(open(dir.path(), &deployment).unwrap().pack, shipped);
        assert_eq!(read(&dir.path().join(FILE), &hash), Some(stored), "a damaged file is made again");
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, [FILE]);
    }
}
