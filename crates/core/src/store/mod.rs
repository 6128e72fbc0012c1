//! `vault.db`: everything a person wrote, encrypted, one writer. Not for public content (`content.db`) and not for
//! settings. Every query lives in the file named after its table.
//!
//! What a newcomer would get wrong: a change that belongs together is one [`Store::write`]; a photo, the words and
//! their place in the outbox commit or vanish together.

pub(crate) mod carried;
pub(crate) mod checklists;
pub(crate) mod complaints;
pub(crate) mod days;
pub(crate) mod device;
pub(crate) mod dossiers;
pub(crate) mod drafts;
pub(crate) mod event_photos;
pub(crate) mod events;
pub(crate) mod feed;
pub(crate) mod link;
pub(crate) mod messages;
pub(crate) mod meter;
pub(crate) mod outbox;
pub(crate) mod photos;
pub(crate) mod rescue;
pub(crate) mod tracked;
pub(crate) mod unanswered;
pub(crate) mod watches;

use crate::views::{ApiError, error_codes};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use rusqlite_migration::{M, Migrations};
use std::path::Path;
use zeroize::Zeroizing;

/// Every version of the schema ever shipped, in order. Steps are only added. None may delete a row of `outbox`.
const STEPS: &[&str] = &[
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
];

/// Trouble with the store. Carries no data of a person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database refused.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The schema could not be brought up to date.
    #[error("schema: {0}")]
    Schema(#[from] rusqlite_migration::Error),
    /// A stored value is not what it should be.
    #[error("a stored value is not readable")]
    Json(#[from] serde_json::Error),
    /// A file beside the database cannot be read or written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
    /// Damaged, and nothing in it can be read with this key.
    #[error("damaged beyond reading, or of another key")]
    Hopeless,
    /// The task that worked on it broke off.
    #[error("the task broke off")]
    Task,
    /// The row is not there.
    #[error("not there")]
    NotFound,
    /// The caller's own refusal, carried through a transaction that it rolls back.
    #[error("{0}")]
    Refused(ApiError),
}

pub(crate) type Result<T> = std::result::Result<T, StoreError>;

impl From<StoreError> for ApiError {
    fn from(e: StoreError) -> Self {
        match e {
            StoreError::Refused(e) => e,
            StoreError::NotFound => Self::new(error_codes::NOT_FOUND),
            StoreError::Sqlite(e) if is_full(&e) => Self::new(error_codes::DISK_FULL),
            StoreError::File(e) if e.kind() == std::io::ErrorKind::StorageFull => Self::new(error_codes::DISK_FULL),
            e => {
                tracing::error!(error = %e, "store");
                Self::new(error_codes::INTERNAL)
            }
        }
    }
}

/// Whether the storage takes no more. SQLite says "full" only for one of the ways a system has to say so; a quota, or a
/// limit on the size of a file, is a write that failed, and the person can do the same about it: make room.
fn is_full(e: &rusqlite::Error) -> bool {
    use rusqlite::ffi::{SQLITE_IOERR_FSYNC, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE};
    e.sqlite_error().is_some_and(|e| {
        e.code == rusqlite::ErrorCode::DiskFull
            || [SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_SHMSIZE]
                .contains(&e.extended_code)
    })
}

/// The open database.
pub(crate) struct Store {
    conn: Connection,
}

impl Store {
    /// Opens or makes the file and brings its schema up to date.
    ///
    /// # Errors
    /// When the key does not fit, the file is damaged, or a newer app wrote it.
    pub(crate) fn open(path: &Path, key: &[u8; 32]) -> Result<Self> {
        let conn = Connection::open(path)?;
        let hex = Zeroizing::new(hex::encode(key));
        conn.execute_batch(&Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", hex.as_str())))?;
        Self::prepare(conn)
    }

    fn prepare(mut conn: Connection) -> Result<Self> {
        conn.execute_batch(
            "PRAGMA cipher_log_level = NONE;
             PRAGMA busy_timeout = 5000;
             PRAGMA auto_vacuum = INCREMENTAL;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA foreign_keys = ON;",
        )?;
        migrations().to_latest(&mut conn)?;
        Ok(Self { conn })
    }

    /// Reads what there is, so that damage shows now and not later. Photos only when everything is asked for: they are
    /// most of the file.
    ///
    /// # Errors
    /// What reading met.
    pub(crate) fn check(&self, everything: bool) -> Result<()> {
        let mut tables = self.conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
        let names = tables.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        for name in names {
            let columns = match name.as_str() {
                "photos" if !everything => "sha256, bytes, width, height",
                "carried" if !everything => "id, bytes",
                _ => "*",
            };
            let mut all = self.conn.prepare(&format!("SELECT {columns} FROM \"{name}\""))?;
            let width = all.column_count();
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                // Touching the last column reads the whole row.
                row.get_ref(width.saturating_sub(1))?;
            }
        }
        let mut indices = self.conn.prepare("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index'")?;
        let names = indices.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        for (table, index) in names.collect::<rusqlite::Result<Vec<(String, String)>>>()? {
            let count = format!("SELECT COUNT(*) FROM \"{table}\" INDEXED BY \"{index}\"");
            self.conn.query_row(&count, [], |r| r.get::<_, i64>(0))?;
        }
        if everything {
            let said: String = self.conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
            if said != "ok" {
                let damage = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
                return Err(rusqlite::Error::SqliteFailure(damage, None).into());
            }
        }
        Ok(())
    }

    /// Writes rows that refer to each other in any order. The caller sees to it that they fit in the end.
    pub(crate) fn without_references<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.conn.execute_batch("PRAGMA foreign_keys = OFF")?;
        let done = self.write(work);
        self.conn.execute_batch("PRAGMA foreign_keys = ON")?;
        done
    }

    /// Reads.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        work(&self.conn)
    }

    /// Writes: all of it or nothing. Durable when it returns.
    pub(crate) fn write<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&tx)?;
        tx.commit()?;
        Ok(done)
    }
}

impl Store {
    /// Moves the log into the file and empties it, so that what was deleted is nowhere.
    pub(crate) fn scrub(&self) -> Result<()> {
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}

fn migrations() -> Migrations<'static> {
    Migrations::new(STEPS.iter().map(|sql| M::up(sql)).collect())
}

/// Reads a uuid-shaped id out of a text column.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| StoreError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn schema(conn: &Connection) -> Vec<(String, Option<String>)> {
        let mut rows = conn.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").unwrap();
        rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap().map(|r| r.unwrap()).collect()
    }

    #[test]
    fn every_older_file_becomes_a_fresh_one_and_keeps_what_waits() {
        let dir = tempfile::tempdir().unwrap();
        let fresh = Store::open(&dir.path().join("fresh.db"), &KEY).unwrap();
        for version in 1..=STEPS.len() {
            let path = dir.path().join(format!("v{version}.db"));
            {
                let mut conn = Connection::open(&path).unwrap();
                conn.execute_batch(&format!(
                    "PRAGMA key = \"x'{}'\"; PRAGMA auto_vacuum = INCREMENTAL;",
                    hex::encode(KEY)
                ))
                .unwrap();
                migrations().to_version(&mut conn, version).unwrap();
                conn.execute_batch(
                    "INSERT INTO complaints (id, body, body_sha256, signature, saved_at_ms) VALUES ('c', x'7b7d', 'h', 's', 1);
                     INSERT INTO outbox (complaint, place, attempts) VALUES ('c', -1, 3);",
                )
                .unwrap();
            }
            let upgraded = Store::open(&path, &KEY).unwrap();
            assert_eq!(schema(&upgraded.conn), schema(&fresh.conn), "from version {version}");
            let kept: (String, u32, Vec<u8>) = upgraded
                .conn
                .query_row(
                    "SELECT o.complaint, o.attempts, c.body FROM outbox o JOIN complaints c ON c.id = o.complaint",
                    [],
                    |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
                )
                .unwrap();
            assert_eq!(kept, ("c".to_owned(), 3, b"{}".to_vec()));
        }
    }

    #[test]
    fn the_file_is_durable_encrypted_and_forgets_what_was_deleted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("v.db");
        let store = Store::open(&path, &KEY).unwrap();
        let pragma = |name: &str| -> String {
            store.conn.query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |r| r.get(0)).unwrap()
        };
        assert_eq!(
            ["journal_mode", "synchronous", "secure_delete", "auto_vacuum", "foreign_keys"].map(pragma),
            ["wal", "2", "1", "2", "1"]
        );
        drop(store);
        assert!(!std::fs::read(&path).unwrap().starts_with(b"SQLite format 3"));
        assert!(Store::open(&path, &[8; 32]).is_err(), "another key must not open it");
        assert!(Store::open(&path, &KEY).is_ok());
    }

    /// Every byte of every file in the folder.
    fn all_bytes(dir: &Path) -> Vec<u8> {
        let files = std::fs::read_dir(dir).unwrap().map(|e| std::fs::read(e.unwrap().path()).unwrap());
        files.flatten().collect()
    }

    #[test]
    fn a_draft_thrown_away_is_in_no_byte_of_any_file() {
        // Without encryption, so that every page, free or used, and the log can be searched.
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::prepare(Connection::open(dir.path().join("v.db")).unwrap()).unwrap();
        let id = vungsam_domain::ComplaintId(uuid::Uuid::from_u128(0x1234_5678));
        let (words, picture) = ("CanaryOfADenunciation".repeat(40), [b"CanaryOfAPhoto".as_slice(); 900].concat());
        let photo = vungsam_domain::PhotoRef { sha256: "c".repeat(64), bytes: 12_600, width: 10, height: 10 };
        let fields = crate::views::DraftFields { text: words, ..Default::default() };
        store.write(|tx| drafts::insert(tx, id, &Default::default(), None, 1)).unwrap();
        store.write(|tx| drafts::save(tx, id, &fields, 2)).unwrap();
        store
            .write(|tx| {
                photos::put(tx, &photo, &picture, b"CanaryOfAThumb")?;
                drafts::add_photo(tx, id, &photo.sha256, 3)
            })
            .unwrap();
        let holds = |what: &str| all_bytes(dir.path()).windows(what.len()).any(|w| w == what.as_bytes());
        let canaries =
            ["CanaryOfADenunciation", "CanaryOfAPhoto", "CanaryOfAThumb", photo.sha256.as_str(), &id.to_string()];
        for canary in canaries {
            assert!(holds(canary), "{canary}: this test sees what is there");
        }
        store.write(|tx| drafts::delete(tx, id)).unwrap();
        store.scrub().unwrap();
        for canary in canaries {
            assert!(!holds(canary), "{canary} is still there");
        }
    }

    #[test]
    fn a_file_of_a_newer_app_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("v.db");
        let store = Store::open(&path, &KEY).unwrap();
        store.conn.execute_batch("PRAGMA user_version = 9999").unwrap();
        drop(store);
        assert!(matches!(Store::open(&path, &KEY), Err(StoreError::Schema(_))));
    }
}
