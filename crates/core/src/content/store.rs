//! `content.db`: records as they are stored and sent, and where they stand. Plain SQLite. Not for what records mean.
//!
//! What a newcomer would get wrong: `shipped` is the hash a record had in the bundle of the app. Whether the gateway has
//! changed it since is told by that hash alone, and decides what an app update may replace.

use crate::views::ContentOrigin;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, params};
use std::collections::HashMap;
use std::path::Path;
use vungsam_domain::Pack;
use vungsam_domain::content::NotAdded;
use vungsam_domain::content::bundle::{Bundle, Lines, RawRecord};

const SCHEMA: &str = "
    PRAGMA user_version = 2;
    CREATE TABLE stand (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        pack TEXT NOT NULL,
        cursor TEXT,
        origin TEXT NOT NULL,
        changed_at_ms INTEGER,
        checked_at_ms INTEGER,
        set_aside INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE records (
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        body TEXT,
        shipped TEXT,
        PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;";

/// Where the content stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stand {
    /// Name of the bundle inside the app it was last brought up to.
    pub(crate) pack: String,
    /// Where reading the gateway's changes goes on; `None`: never read.
    pub(crate) cursor: Option<String>,
    pub(crate) from: ContentOrigin,
    pub(crate) changed_at_ms: Option<i64>,
    pub(crate) checked_at_ms: Option<i64>,
    /// Records that could not be read and were left as they were.
    pub(crate) set_aside: u32,
}

impl Stand {
    /// Whether what is held is a later version of the same gateway's content. Another gateway's number says nothing.
    pub(crate) fn is_newer_than(&self, file: &Bundle) -> bool {
        let split = |cursor: &Option<String>| {
            let (epoch, number) = cursor.as_ref()?.rsplit_once('.')?;
            Some((epoch.to_owned(), number.parse::<u64>().ok()?))
        };
        match (split(&self.cursor), split(&file.cursor)) {
            (Some((mine, here)), Some((theirs, there))) => mine == theirs && here > there,
            _ => false,
        }
    }
}

/// All that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) stand: Stand,
    /// Records and tombstones of shipped ones.
    pub(crate) records: Vec<RawRecord>,
    /// By kind and id: the hash it had in the app's bundle.
    pub(crate) shipped: HashMap<(String, String), String>,
}

/// What taking in a page did.
pub(crate) struct Applied {
    /// Records that are other than before.
    pub(crate) changed: u32,
    /// All that is held now; `None` where no record changed.
    pub(crate) held: Option<Held>,
}

fn origin(text: &str) -> ContentOrigin {
    match text {
        "gateway" => ContentOrigin::Gateway,
        "file" => ContentOrigin::File,
        _ => ContentOrigin::Shipped,
    }
}

fn origin_text(from: ContentOrigin) -> &'static str {
    match from {
        ContentOrigin::Shipped => "shipped",
        ContentOrigin::Gateway => "gateway",
        ContentOrigin::File => "file",
    }
}

fn reading(path: &Path) -> Option<Connection> {
    if !path.exists() {
        return None;
    }
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()
}

/// All that is held; `None` where there is no file, or it cannot be read.
pub(crate) fn read(path: &Path) -> Option<Held> {
    let conn = reading(path)?;
    held(&conn).inspect_err(|e| tracing::warn!(error = %e, "content.db is made again")).ok()
}

/// Where it stands.
pub(crate) fn stand(path: &Path) -> Option<Stand> {
    stand_of(&reading(path)?).ok()
}

/// The body of one record.
pub(crate) fn body(path: &Path, kind: &str, id: &str) -> Option<String> {
    let sql = "SELECT body FROM records WHERE kind = ?1 AND id = ?2";
    reading(path)?.query_row(sql, params![kind, id], |r| r.get(0)).optional().ok().flatten().flatten()
}

fn stand_of(conn: &Connection) -> rusqlite::Result<Stand> {
    let sql = "SELECT pack, cursor, origin, changed_at_ms, checked_at_ms, set_aside FROM stand WHERE one = 1";
    conn.query_row(sql, [], |r| {
        Ok(Stand {
            pack: r.get(0)?,
            cursor: r.get(1)?,
            from: origin(&r.get::<_, String>(2)?),
            changed_at_ms: r.get(3)?,
            checked_at_ms: r.get(4)?,
            set_aside: r.get(5)?,
        })
    })
}

fn held(conn: &Connection) -> rusqlite::Result<Held> {
    let stand = stand_of(conn)?;
    let mut query = conn.prepare("SELECT kind, id, body, shipped FROM records ORDER BY kind, id")?;
    let (mut records, mut shipped) = (Vec::new(), HashMap::new());
    let mut rows = query.query([])?;
    while let Some(r) = rows.next()? {
        let record = RawRecord { kind: r.get(0)?, id: r.get(1)?, body: r.get(2)? };
        if let Some(hash) = r.get(3)? {
            shipped.insert((record.kind.clone(), record.id.clone()), hash);
        }
        records.push(record);
    }
    Ok(Held { stand, records, shipped })
}

/// What is held once the app brings another bundle: what the gateway has changed since the old one stays, all else is as
/// in the new one. `before` may be nothing.
pub(crate) fn upgrade(before: Option<Held>, pack: &str, bundled: Vec<RawRecord>) -> Held {
    let mut shipped = HashMap::new();
    for r in &bundled {
        if let Some(hash) = r.sha256() {
            shipped.insert((r.kind.clone(), r.id.clone()), hash);
        }
    }
    let Some(before) = before else {
        let stand = Stand {
            pack: pack.to_owned(),
            cursor: None,
            from: ContentOrigin::Shipped,
            changed_at_ms: None,
            checked_at_ms: None,
            set_aside: 0,
        };
        return Held { stand, records: bundled, shipped };
    };
    let key = |r: &RawRecord| (r.kind.clone(), r.id.clone());
    let mut records: HashMap<_, _> = bundled.into_iter().map(|r| (key(&r), r)).collect();
    for r in before.records {
        // Another hash than in the old bundle, a tombstone, or a record it never had: the gateway's word.
        if r.sha256().as_ref() != before.shipped.get(&key(&r)) {
            records.insert(key(&r), r);
        }
    }
    let mut records: Vec<_> = records.into_values().collect();
    records.retain(|r| r.body.is_some() || shipped.contains_key(&key(r)));
    records.sort_by(|a, b| (&a.kind, &a.id).cmp(&(&b.kind, &b.id)));
    Held { stand: Stand { pack: pack.to_owned(), ..before.stand }, records, shipped }
}

/// What is held after a bundle replaced everything. A record that cannot be read stays as it was `before`.
pub(crate) fn refilled(
    before: &Held,
    head: &Bundle,
    lines: Lines,
    bundled: &[RawRecord],
    (from, now_ms): (ContentOrigin, i64),
) -> Held {
    let mut set_aside = lines.malformed;
    let mut records = Vec::with_capacity(lines.records.len());
    for r in lines.records {
        if is_readable(&r) {
            records.push(r);
            continue;
        }
        set_aside = set_aside.saturating_add(1);
        let old = before.records.iter().find(|o| o.kind == r.kind && o.id == r.id);
        records.extend(old.cloned());
    }
    let there: std::collections::HashSet<_> = records.iter().map(|r| (r.kind.clone(), r.id.clone())).collect();
    let mut shipped = HashMap::new();
    for r in bundled {
        if let Some(hash) = r.sha256() {
            shipped.insert((r.kind.clone(), r.id.clone()), hash);
        }
        if !there.contains(&(r.kind.clone(), r.id.clone())) {
            records.push(RawRecord { body: None, ..r.clone() });
        }
    }
    let stand = Stand {
        pack: before.stand.pack.clone(),
        cursor: head.cursor.clone(),
        from,
        changed_at_ms: Some(now_ms),
        checked_at_ms: match from {
            ContentOrigin::Gateway => Some(now_ms),
            _ => before.stand.checked_at_ms,
        },
        set_aside,
    };
    Held { stand, records, shipped }
}

/// How many records are in one and not alike in the other.
pub(crate) fn differences(a: &[RawRecord], b: &[RawRecord]) -> u32 {
    let map = |list: &[RawRecord]| -> HashMap<(String, String), Option<String>> {
        list.iter().map(|r| ((r.kind.clone(), r.id.clone()), r.body.clone())).collect()
    };
    let (a, b) = (map(a), map(b));
    let other = b.iter().filter(|(key, body)| a.get(*key).unwrap_or(&None) != *body).count();
    let gone = a.iter().filter(|(key, body)| body.is_some() && !b.contains_key(*key)).count();
    u32::try_from(other + gone).unwrap_or(u32::MAX)
}

/// Whether this version can use it, or a newer one may.
fn is_readable(record: &RawRecord) -> bool {
    let Some(body) = &record.body else { return true };
    match Pack::default().add(&record.kind, body) {
        Ok(()) => true,
        Err(NotAdded::UnknownKind) => serde_json::from_str::<serde_json::Value>(body).is_ok(),
        Err(NotAdded::Malformed(why)) => {
            tracing::warn!(kind = record.kind, id = record.id, why, "content record set aside");
            false
        }
    }
}

/// Writes everything into a new file and puts it in the old one's place.
pub(crate) fn replace(path: &Path, held: &Held) -> Result<(), super::Failure> {
    let next = path.with_extension("new");
    let _ = std::fs::remove_file(&next);
    {
        let mut conn = Connection::open(&next)?;
        // Nothing of a file that is not in place yet needs to outlive a power cut; it is made whole below.
        conn.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        let tx = conn.transaction()?;
        tx.execute_batch(SCHEMA)?;
        {
            let mut insert = tx.prepare("INSERT INTO records (kind, id, body, shipped) VALUES (?1, ?2, ?3, ?4)")?;
            for r in &held.records {
                let shipped = held.shipped.get(&(r.kind.clone(), r.id.clone()));
                insert.execute(params![r.kind, r.id, r.body, shipped])?;
            }
        }
        let s = &held.stand;
        tx.execute(
            "INSERT INTO stand (one, pack, cursor, origin, changed_at_ms, checked_at_ms, set_aside)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
            params![s.pack, s.cursor, origin_text(s.from), s.changed_at_ms, s.checked_at_ms, s.set_aside],
        )?;
        tx.commit()?;
    }
    std::fs::File::open(&next)?.sync_all()?;
    // A journal left by a kill belongs to the old file and must not be played into the new one.
    for left in ["content.db-journal", "content.db-wal", "content.db-shm"] {
        let _ = std::fs::remove_file(path.with_file_name(left));
    }
    std::fs::rename(&next, path)?;
    Ok(())
}

/// Takes in a page of changes and its cursor in one transaction.
pub(crate) fn apply(path: &Path, lines: Lines, cursor: &str, now_ms: i64) -> rusqlite::Result<Applied> {
    let mut conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let tx = conn.transaction()?;
    let (mut changed, mut aside) = (0_u32, lines.malformed);
    for r in &lines.records {
        if is_readable(r) {
            changed = changed.saturating_add(u32::from(put(&tx, r)?));
        } else {
            aside = aside.saturating_add(1);
        }
    }
    tx.execute(
        "UPDATE stand SET cursor = ?1, checked_at_ms = ?2, set_aside = set_aside + ?3,
           origin = CASE WHEN ?4 > 0 THEN 'gateway' ELSE origin END,
           changed_at_ms = CASE WHEN ?4 > 0 THEN ?2 ELSE changed_at_ms END
         WHERE one = 1",
        params![cursor, now_ms, aside, changed],
    )?;
    tx.commit()?;
    let held = if changed > 0 || aside > 0 { Some(held(&conn)?) } else { None };
    Ok(Applied { changed, held })
}

/// Stores a record or its tombstone; whether that is other than before.
fn put(tx: &Transaction<'_>, r: &RawRecord) -> rusqlite::Result<bool> {
    let changed = match &r.body {
        Some(_) => tx.execute(
            "INSERT INTO records (kind, id, body) VALUES (?1, ?2, ?3)
             ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body WHERE body IS NOT excluded.body",
            params![r.kind, r.id, r.body],
        )?,
        None => {
            let kept = tx.execute(
                "UPDATE records SET body = NULL
                 WHERE kind = ?1 AND id = ?2 AND shipped IS NOT NULL AND body IS NOT NULL",
                params![r.kind, r.id],
            )?;
            let gone = tx.execute(
                "DELETE FROM records WHERE kind = ?1 AND id = ?2 AND shipped IS NULL",
                params![r.kind, r.id],
            )?;
            kept + gone
        }
    };
    Ok(changed > 0)
}

/// Notes that the gateway was asked.
pub(crate) fn checked(path: &Path, now_ms: i64) -> rusqlite::Result<()> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    conn.execute("UPDATE stand SET checked_at_ms = ?1 WHERE one = 1", params![now_ms])?;
    Ok(())
}
