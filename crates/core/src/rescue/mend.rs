//! Puts rescued rows into the new vault and makes them fit together again. Not for finding them (`tables`).
//!
//! What a newcomer would get wrong: what came out of a damaged file may be older than what was last sent. So everything
//! that waits counts as tried: an edit then makes a new complaint, and the same id never carries two bodies.

use super::tables::{Found, Shapes};
use super::{Owner, Rescue};
use crate::store::{self, Store, complaints, outbox};
use crate::views::StuckReason;
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params, params_from_iter};
use std::collections::BTreeSet;
use vungsam_domain::wire::{Receipt, SealedReceipt};
use vungsam_domain::{Complaint, Message, PhotoRef, sign};

/// Carries everything over, in one transaction, with the account of it.
pub(super) fn carry(
    store: &mut Store,
    owner: &Owner<'_>,
    shapes: &Shapes,
    found: &Found,
    kept_in: String,
) -> store::Result<()> {
    store.without_references(|tx| {
        for (table, rows) in &found.rows {
            if let Some(columns) = shapes.get(table).filter(|_| table != "rescue") {
                for row in rows {
                    let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
                    let rowid = columns.iter().position(|c| c.rowid);
                    put(tx, table, &names, rowid, row.rowid, &row.values)?;
                }
            }
        }
        let mut report = Rescue {
            at_ms: owner.now_ms,
            complaints: 0,
            complaints_lost: Vec::new(),
            photos_lost: 0,
            drafts: 0,
            drafts_lost: 0,
            kept_in,
        };
        lost(tx, found, &mut report)?;
        let mut hurt = words_and_photos(tx)?;
        hurt.extend(messages(tx)?);
        hurt.extend(drafts(tx)?);
        report.photos_lost = u32::try_from(hurt.len()).unwrap_or(u32::MAX);
        // A dossier goes on without its slip's photo.
        tx.execute(
            "UPDATE dossiers SET photo = NULL WHERE photo NOT IN (SELECT sha256 FROM photos WHERE LENGTH(thumb) > 0)",
            [],
        )?;
        // A list of papers goes on without the dossier it was for.
        tx.execute("UPDATE checklists SET dossier = NULL WHERE dossier NOT IN (SELECT id FROM dossiers)", [])?;
        outbox_again(tx)?;
        device(tx, owner)?;
        // Steps of the office may be among what is lost; the gateway tells all of them again.
        tx.execute("DELETE FROM feed", [])?;
        store::watches::ask_all_again(tx)?;
        drop_dangling(tx)?;
        report.complaints = complaints::count(tx)?;
        report.drafts = tx.query_row("SELECT COUNT(*) FROM drafts WHERE begun", [], |r| r.get(0))?;
        store::rescue::put(tx, &report)
    })
}

fn put(
    tx: &Transaction<'_>,
    table: &str,
    names: &[&str],
    alias: Option<usize>,
    rowid: i64,
    values: &[Value],
) -> store::Result<()> {
    let list = |names: &[&str]| names.iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(", ");
    let marks = |n: usize| (1..=n).map(|i| format!("?{i}")).collect::<Vec<_>>().join(", ");
    let mut values = values.to_vec();
    let names = names.get(..values.len()).unwrap_or_default();
    if let Some(slot) = alias.and_then(|at| values.get_mut(at)) {
        *slot = Value::Integer(rowid);
    } else {
        // With its own rowid, which is the order of lists; without it where another row has that number.
        let sql =
            format!("INSERT OR IGNORE INTO \"{table}\" (rowid, {}) VALUES ({})", list(names), marks(names.len() + 1));
        let all = std::iter::once(Value::Integer(rowid)).chain(values.iter().cloned());
        if tx.execute(&sql, params_from_iter(all))? > 0 {
            return Ok(());
        }
    }
    let sql = format!("INSERT OR IGNORE INTO \"{table}\" ({}) VALUES ({})", list(names), marks(names.len()));
    tx.execute(&sql, params_from_iter(values))?;
    Ok(())
}

/// What is gone, as far as what is left speaks of it.
fn lost(tx: &Transaction<'_>, found: &Found, report: &mut Rescue) -> store::Result<()> {
    let ids = |sql: &str| -> store::Result<BTreeSet<String>> {
        let mut query = tx.prepare(sql)?;
        let rows = query.query_map([], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    };
    let mut gone = ids("SELECT complaint FROM complaint_photos UNION SELECT complaint FROM outbox
         UNION SELECT complaint FROM events UNION SELECT complaint FROM messages EXCEPT SELECT id FROM complaints")?;
    let there = ids("SELECT id FROM complaints")?;
    let mut numbers = BTreeSet::new();
    for torn in &found.torn {
        let text = String::from_utf8_lossy(torn);
        let after = |key: &str, length: usize| {
            let from = text.find(key)? + key.len();
            text.get(from..from + length).map(str::to_owned)
        };
        // The words begin with id, device and number.
        let (Some(id), Some(number)) = (after("\"id\":\"", 36), after("\"reference\":\"", 10)) else { continue };
        if !there.contains(&id) && number.bytes().all(|b| b.is_ascii_digit()) {
            gone.remove(&id);
            numbers.insert(shown(&number));
        }
    }
    report.complaints_lost = numbers.into_iter().chain(gone.iter().map(|_| "?".to_owned())).collect();
    report.drafts_lost = tx.query_row(
        "SELECT COUNT(DISTINCT draft) FROM draft_photos WHERE draft NOT IN (SELECT id FROM drafts)",
        [],
        |r| r.get(0),
    )?;
    Ok(())
}

fn shown(number: &str) -> String {
    let part = |range: std::ops::Range<usize>| number.get(range).unwrap_or_default();
    format!("{} {} {}", part(0..3), part(3..6), part(6..10))
}

/// A photo that must be there: where it is not, its place is kept, and the person is told. Says whether it is missing.
fn place_for(tx: &Transaction<'_>, photo: &PhotoRef) -> store::Result<bool> {
    tx.execute(
        "INSERT OR IGNORE INTO photos (sha256, bytes, width, height, jpeg, thumb) VALUES (?1, ?2, ?3, ?4, NULL, x'')",
        params![photo.sha256, photo.bytes, photo.width, photo.height],
    )?;
    Ok(tx.query_row("SELECT LENGTH(thumb) = 0 FROM photos WHERE sha256 = ?1", params![photo.sha256], |r| r.get(0))?)
}

/// Photos a stored receipt covers.
fn covered(receipt: Option<&str>) -> BTreeSet<String> {
    // It was verified when it was stored, and lay in a page that verified.
    let read = |text: &str| -> Option<Receipt> {
        let sealed: SealedReceipt = serde_json::from_str(text).ok()?;
        let body = sign::unb64(&sealed.body)?;
        serde_json::from_slice(&body).ok()
    };
    let receipt = receipt.and_then(read);
    receipt.map(|r| r.photos.into_iter().map(|p| p.sha256).collect()).unwrap_or_default()
}

/// Id, exact bytes, stored receipt.
type Body = (String, Vec<u8>, Option<String>);

fn bodies(conn: &Connection, table: &str) -> store::Result<Vec<Body>> {
    let mut query = conn.prepare(&format!("SELECT id, body, receipt FROM {table}"))?;
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The photos of each complaint as its words list them. Returns the complaints that lost one.
fn words_and_photos(tx: &Transaction<'_>) -> store::Result<BTreeSet<String>> {
    let mut hurt = BTreeSet::new();
    for (id, body, receipt) in bodies(tx, "complaints")? {
        let complaint: Complaint = serde_json::from_slice(&body)?;
        let covered = covered(receipt.as_deref());
        for (place, photo) in (0_i64..).zip(&complaint.photos) {
            if place_for(tx, photo)? {
                hurt.insert(id.clone());
            }
            tx.execute(
                "INSERT OR IGNORE INTO complaint_photos (complaint, sha256, place, received) VALUES (?1, ?2, ?3, ?4)",
                params![id, photo.sha256, place, covered.contains(&photo.sha256)],
            )?;
        }
    }
    Ok(hurt)
}

/// The same for messages.
fn messages(tx: &Transaction<'_>) -> store::Result<BTreeSet<String>> {
    let mut hurt = BTreeSet::new();
    for (id, body, receipt) in bodies(tx, "messages")? {
        let message: Message = serde_json::from_slice(&body)?;
        let covered = covered(receipt.as_deref());
        for (place, photo) in (0_i64..).zip(&message.photos) {
            if place_for(tx, photo)? {
                hurt.insert(message.complaint.to_string());
            }
            tx.execute(
                "INSERT OR IGNORE INTO message_photos (message, sha256, place, received) VALUES (?1, ?2, ?3, ?4)",
                params![id, photo.sha256, place, covered.contains(&photo.sha256)],
            )?;
        }
    }
    Ok(hurt)
}

/// A draft goes on without a photo that is gone.
fn drafts(tx: &Transaction<'_>) -> store::Result<BTreeSet<String>> {
    let mut query = tx.prepare(
        "DELETE FROM draft_photos WHERE draft IN (SELECT id FROM drafts)
           AND sha256 NOT IN (SELECT sha256 FROM photos WHERE LENGTH(thumb) > 0) RETURNING draft",
    )?;
    let rows = query.query_map([], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What no receipt covers waits, and counts as tried. What lost its photo waits for the person.
fn outbox_again(tx: &Transaction<'_>) -> store::Result<()> {
    // A complaint that something took the place of, and that does not wait any more, was given up on purpose; photos of
    // one that was taken back too.
    tx.execute_batch(
        "INSERT OR IGNORE INTO outbox (complaint, photo, place, attempts)
         SELECT id, NULL, -1, 1 FROM complaints WHERE received_at_ms IS NULL AND replaced_by IS NULL;
         INSERT OR IGNORE INTO outbox (complaint, photo, place, attempts)
         SELECT p.complaint, p.sha256, p.place, 1 FROM complaint_photos p JOIN complaints c ON c.id = p.complaint
         WHERE NOT p.received AND c.replaced_by IS NULL AND NOT c.gone AND NOT EXISTS (
             SELECT 1 FROM messages m
             WHERE m.complaint = c.id AND instr(m.body, CAST('\"action\":\"withdraw\"' AS BLOB)) > 0);
         INSERT OR IGNORE INTO outbox (complaint, message, photo, place, attempts)
         SELECT complaint, id, NULL, place * 100, 1 FROM messages WHERE received_at_ms IS NULL;
         INSERT OR IGNORE INTO outbox (complaint, message, photo, place, attempts)
         SELECT m.complaint, m.id, p.sha256, m.place * 100 + 1 + p.place, 1
         FROM message_photos p JOIN messages m ON m.id = p.message WHERE NOT p.received;
         UPDATE outbox SET attempts = MAX(attempts, 1), next_attempt_at_ms = NULL, location = NULL;",
    )?;
    let mut query = tx.prepare(
        "SELECT o.id FROM outbox o WHERE o.photo IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM photos p WHERE p.sha256 = o.photo AND p.jpeg IS NOT NULL)",
    )?;
    let rows = query.query_map([], |r| r.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for row in rows {
        outbox::stick(tx, row, StuckReason::PhotoMissing)?;
    }
    Ok(())
}

/// The device is the one whose id is in the words it signed.
fn device(tx: &Transaction<'_>, owner: &Owner<'_>) -> store::Result<()> {
    let known: bool = tx.query_row("SELECT EXISTS (SELECT 1 FROM device)", [], |r| r.get(0))?;
    let signed = bodies(tx, "complaints")?
        .iter()
        .find_map(|(_, body, _)| serde_json::from_slice::<Complaint>(body).ok())
        .map(|complaint| complaint.device);
    if let Some(device) = signed.or(owner.device).filter(|_| !known) {
        tx.execute("INSERT INTO device (one, id, registered) VALUES (1, ?1, 0)", params![device.to_string()])?;
    }
    Ok(())
}

/// A row that refers to one that is gone goes too.
fn drop_dangling(tx: &Transaction<'_>) -> store::Result<()> {
    // Each turn deletes at least one row or ends.
    loop {
        let mut query = tx.prepare("SELECT \"table\", rowid FROM pragma_foreign_key_check")?;
        let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?)))?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut deleted = 0;
        for (table, rowid) in rows {
            deleted += tx.execute(&format!("DELETE FROM \"{table}\" WHERE rowid = ?1"), params![rowid])?;
        }
        if deleted == 0 {
            return Ok(());
        }
    }
}
