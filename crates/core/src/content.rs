//! `content.db`: public content of the area, plain SQLite, filled from the pack that ships with the app. Not for any
//! row about what a person did.
//!
//! What a newcomer would get wrong: this file is a cache. It is named by the pack's hash, made beside the old one and
//! put in its place by a rename; a damaged one is made again.

use crate::config::OpenError;
use rusqlite::{Connection, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;
use vungsam_domain::Pack;
use vungsam_domain::sign::sha256_hex;

const PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.json"));
const FILE: &str = "content.db";

const SCHEMA: &str = "
    CREATE TABLE pack (one INTEGER PRIMARY KEY CHECK (one = 1), hash TEXT NOT NULL) STRICT;
    CREATE TABLE records (
        kind TEXT NOT NULL,
        place INTEGER NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (kind, place)
    ) STRICT;";

/// The content, from `content.db`; made from the pack where it is missing, of another pack, or damaged.
///
/// # Errors
/// When the pack that ships with the app is not readable. A full disk is not an error: the pack itself is used.
pub(crate) fn open(data_dir: &Path) -> Result<Pack, OpenError> {
    let hash = sha256_hex(PACK);
    if let Some(pack) = read(&data_dir.join(FILE), &hash) {
        return Ok(pack);
    }
    let pack: Pack = serde_json::from_slice(PACK)?;
    if let Err(e) = replace(data_dir, &pack, &hash) {
        tracing::warn!(error = %e, "content.db");
    }
    Ok(pack)
}

fn read(path: &Path, hash: &str) -> Option<Pack> {
    if !path.exists() {
        return None;
    }
    let conn = Connection::open_with_flags(path, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
    let stored: String = conn.query_row("SELECT hash FROM pack WHERE one = 1", [], |r| r.get(0)).ok()?;
    if stored != hash {
        return None;
    }
    Some(Pack {
        categories: records(&conn, "categories")?,
        units: records(&conn, "units")?,
        villages: records(&conn, "villages")?,
        hotlines: records(&conn, "hotlines")?,
        elsewhere: records(&conn, "elsewhere")?,
        agencies: records(&conn, "agencies")?,
    })
}

fn records<T: DeserializeOwned>(conn: &Connection, kind: &str) -> Option<Vec<T>> {
    let mut query = conn.prepare("SELECT record FROM records WHERE kind = ?1 ORDER BY place").ok()?;
    let rows = query.query_map(params![kind], |r| r.get::<_, String>(0)).ok()?;
    rows.map(|r| serde_json::from_str(&r.ok()?).ok()).collect()
}

fn replace(data_dir: &Path, pack: &Pack, hash: &str) -> Result<(), Box<dyn std::error::Error>> {
    let next = data_dir.join(format!("content-{}.new", hash.get(..16).unwrap_or(hash)));
    let _ = std::fs::remove_file(&next);
    {
        let mut conn = Connection::open(&next)?;
        let tx = conn.transaction()?;
        tx.execute_batch(SCHEMA)?;
        fill(&tx, "categories", &pack.categories)?;
        fill(&tx, "units", &pack.units)?;
        fill(&tx, "villages", &pack.villages)?;
        fill(&tx, "hotlines", &pack.hotlines)?;
        fill(&tx, "elsewhere", &pack.elsewhere)?;
        fill(&tx, "agencies", &pack.agencies)?;
        tx.execute("INSERT INTO pack (one, hash) VALUES (1, ?1)", params![hash])?;
        tx.commit()?;
    }
    std::fs::rename(&next, data_dir.join(FILE))?;
    Ok(())
}

fn fill<T: Serialize>(conn: &Connection, kind: &str, list: &[T]) -> Result<(), Box<dyn std::error::Error>> {
    for (place, record) in (0_i64..).zip(list) {
        conn.execute(
            "INSERT INTO records (kind, place, record) VALUES (?1, ?2, ?3)",
            params![kind, place, serde_json::to_string(record)?],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_the_same_from_pack_and_file_and_heals() {
        let dir = tempfile::tempdir().unwrap();
        let hash = sha256_hex(PACK);
        let shipped = open(dir.path()).unwrap();
        assert_eq!(read(&dir.path().join(FILE), &hash).as_ref(), Some(&shipped));
        assert_eq!(read(&dir.path().join(FILE), "another pack"), None);

        std::fs::write(dir.path().join(FILE), b"not a database at all").unwrap();
        assert_eq!(open(dir.path()).unwrap(), shipped);
        assert_eq!(read(&dir.path().join(FILE), &hash), Some(shipped), "a damaged file is made again");
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, [FILE]);
    }
}
