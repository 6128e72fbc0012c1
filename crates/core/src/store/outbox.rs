//! Table `outbox`: what waits to be sent, one row for the words of a complaint, one for each of its photos, and the same
//! for each message about it.
//!
//! What a newcomer would get wrong: [`begin`] counts the attempt and commits *before* anything is sent, so "no attempt
//! yet" is true whenever it is read, whatever was killed in between. There is no "sending" here.

use super::{Result, StoreError, id};
use crate::views::StuckReason;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use vungsam_domain::{ComplaintId, MessageId};

/// Place of the words in their lane; photos follow from 0.
const WORDS: i64 = -1;
/// Places a message takes in the lane: message n (from 1) has n times this, its photos follow.
const STRIDE: i64 = 100;

/// A row that may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: i64,
    pub(crate) complaint: ComplaintId,
    /// The message it belongs to; `None`: the complaint itself.
    pub(crate) message: Option<MessageId>,
    /// SHA-256 of the photo; `None`: the words.
    pub(crate) photo: Option<String>,
    pub(crate) attempts: u32,
    /// Where the upload was begun.
    pub(crate) location: Option<String>,
}

/// The rows of one complaint, summed up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lane {
    /// Attempts at the words; `None`: a receipt covers them.
    pub(crate) words: Option<u32>,
    /// Photos not covered.
    pub(crate) photos: u32,
    /// Messages of which something is not covered.
    pub(crate) messages: u32,
    /// Attempts at the first row that waits.
    pub(crate) attempts: u32,
    /// Earliest next attempt.
    pub(crate) next_attempt_ms: Option<i64>,
    /// Why the complaint itself waits for the person.
    pub(crate) stuck: Option<StuckReason>,
    /// Why a message waits for the person.
    pub(crate) message_stuck: Option<StuckReason>,
    /// Bytes not covered.
    pub(crate) bytes: u32,
}

impl Lane {
    /// Nothing of the complaint itself waits, only messages about it.
    pub(crate) fn only_messages(&self) -> bool {
        self.words.is_none() && self.photos == 0 && self.messages > 0
    }
}

/// Puts the words of a complaint in the outbox. A row that is there stays as it is.
pub(crate) fn add_words(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute(
        "INSERT INTO outbox (complaint, photo, place) VALUES (?1, NULL, ?2) ON CONFLICT (complaint, place) DO NOTHING",
        params![complaint.to_string(), WORDS],
    )?;
    Ok(())
}

/// Puts words back that were received once: they were sent, so their bytes stay what they are.
pub(crate) fn add_words_again(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute(
        "INSERT INTO outbox (complaint, photo, place, attempts) VALUES (?1, NULL, ?2, 1)
         ON CONFLICT (complaint, place) DO NOTHING",
        params![complaint.to_string(), WORDS],
    )?;
    Ok(())
}

/// Puts the photos of a complaint in the outbox, in place of those that were there.
pub(crate) fn set_photos(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute(
        "DELETE FROM outbox WHERE complaint = ?1 AND photo IS NOT NULL AND message IS NULL",
        params![complaint.to_string()],
    )?;
    tx.execute(
        "INSERT INTO outbox (complaint, photo, place)
         SELECT complaint, sha256, place FROM complaint_photos WHERE complaint = ?1",
        params![complaint.to_string()],
    )?;
    Ok(())
}

/// Puts photos back that no receipt covers.
pub(crate) fn add_missing_photos(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute(
        "INSERT INTO outbox (complaint, photo, place)
         SELECT complaint, sha256, place FROM complaint_photos WHERE complaint = ?1 AND NOT received
         ON CONFLICT (complaint, place) DO NOTHING",
        params![complaint.to_string()],
    )?;
    Ok(())
}

/// No photo of this lane is sent any more.
pub(crate) fn drop_photos(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute("DELETE FROM outbox WHERE complaint = ?1 AND photo IS NOT NULL", params![complaint.to_string()])?;
    Ok(())
}

/// No photo of the complaint itself is sent any more; those of its messages are.
pub(crate) fn drop_photos_of_complaint(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute(
        "DELETE FROM outbox WHERE complaint = ?1 AND photo IS NOT NULL AND message IS NULL",
        params![complaint.to_string()],
    )?;
    Ok(())
}

/// The bytes of this lane left the phone as a file: whatever is in it may arrive.
pub(crate) fn count_export(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute(
        "UPDATE outbox SET attempts = attempts + 1 WHERE complaint = ?1 AND photo IS NULL",
        params![complaint.to_string()],
    )?;
    Ok(())
}

/// The person asked to try this lane again now.
pub(crate) fn again(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute(
        "UPDATE outbox SET stuck = NULL, next_attempt_at_ms = NULL WHERE complaint = ?1",
        params![complaint.to_string()],
    )?;
    Ok(())
}

/// The person put something in its place, or threw it away: nothing of this lane is sent any more.
pub(crate) fn drop_lane(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute("DELETE FROM outbox WHERE complaint = ?1", params![complaint.to_string()])?;
    Ok(())
}

/// Puts message `n` (from 1) of a complaint in the outbox: its words, then its photos, behind all that is there.
pub(crate) fn add_message(tx: &Transaction<'_>, complaint: ComplaintId, message: MessageId, n: i64) -> Result<()> {
    let (complaint, message) = (complaint.to_string(), message.to_string());
    tx.execute(
        "INSERT INTO outbox (complaint, message, photo, place) VALUES (?1, ?2, NULL, ?3)",
        params![complaint, message, n * STRIDE],
    )?;
    tx.execute(
        "INSERT INTO outbox (complaint, message, photo, place)
         SELECT ?1, message, sha256, ?3 + 1 + place FROM message_photos WHERE message = ?2",
        params![complaint, message, n * STRIDE],
    )?;
    Ok(())
}

/// Puts the words of a message back that were received once.
pub(crate) fn add_message_again(tx: &Transaction<'_>, message: MessageId) -> Result<()> {
    tx.execute(
        "INSERT INTO outbox (complaint, message, photo, place, attempts)
         SELECT complaint, id, NULL, place * ?2, 1 FROM messages WHERE id = ?1
         ON CONFLICT (complaint, place) DO NOTHING",
        params![message.to_string(), STRIDE],
    )?;
    Ok(())
}

/// What a row waits for. A photo of the complaint: its words. The words of a message: the words of the complaint, and
/// earlier messages unless they wait for the person. A photo of a message: the words of both.
const UNBLOCKED: &str = "NOT EXISTS (
    SELECT 1 FROM outbox w WHERE w.complaint = o.complaint AND w.photo IS NULL AND w.id <> o.id AND (
        (w.message IS NULL AND (o.photo IS NOT NULL OR o.message IS NOT NULL))
        OR (o.message IS NOT NULL AND w.message IS NOT NULL AND (
            CASE WHEN o.photo IS NULL THEN w.place < o.place AND w.stuck IS NULL ELSE w.message = o.message END))))";
const COLUMNS: &str = "o.id, o.complaint, o.photo, o.attempts, o.location, o.message";

fn entry(row: &Row<'_>) -> rusqlite::Result<Result<Entry>> {
    let (id, photo, attempts, location) = (row.get(0)?, row.get(2)?, row.get(3)?, row.get(4)?);
    let (complaint, message): (String, Option<String>) = (row.get(1)?, row.get(5)?);
    Ok((|| {
        let message = message.map(|m| super::id(&m)).transpose()?;
        Ok(Entry { id, complaint: super::id(&complaint)?, message, photo, attempts, location })
    })())
}

/// Which rows are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// Everything but photos.
    Words,
    /// Photos.
    Photos {
        /// All of them; otherwise only those the person sends over any link.
        any_link: bool,
    },
}

impl Which {
    fn sql(self) -> &'static str {
        match self {
            Self::Words => "o.photo IS NULL",
            Self::Photos { any_link: true } => "o.photo IS NOT NULL",
            Self::Photos { any_link: false } => "o.photo IS NOT NULL AND o.any_link",
        }
    }
}

/// A smaller photo overtakes a larger one, but each row that came later weighs so many bytes more: nothing waits for ever.
const LATER_WEIGHS: i64 = 32 * 1024;

/// The next row to send. Words: oldest first. Photos whose words are received: small before large, within fairness.
/// `horizon_ms` is the latest time a plan may lie ahead: one beyond it was made by a clock that has since been set back.
pub(crate) fn next_due(conn: &Connection, now_ms: i64, horizon_ms: i64, which: Which) -> Result<Option<Entry>> {
    let row = conn
        .query_row(
            &format!(
                "SELECT {COLUMNS} FROM outbox o LEFT JOIN photos p ON p.sha256 = o.photo
                 WHERE o.stuck IS NULL AND {}
                   AND (o.next_attempt_at_ms IS NULL OR o.next_attempt_at_ms <= ?1 OR o.next_attempt_at_ms > ?2)
                   AND {UNBLOCKED}
                 ORDER BY COALESCE(p.bytes, 0) + o.id * ?3, o.id LIMIT 1",
                which.sql()
            ),
            params![now_ms, horizon_ms, LATER_WEIGHS],
            entry,
        )
        .optional()?;
    row.transpose()
}

/// When the next row that can be sent becomes due; `None`: nothing waits (or only for the person, or for Wi-Fi).
pub(crate) fn next_due_ms(conn: &Connection, which: Which) -> Result<Option<i64>> {
    let sql = format!(
        "SELECT MIN(COALESCE(o.next_attempt_at_ms, 0)) FROM outbox o WHERE o.stuck IS NULL AND {} AND {UNBLOCKED}",
        which.sql()
    );
    Ok(conn.query_row(&sql, [], |r| r.get(0))?)
}

/// The person sends this complaint's photos over any link.
pub(crate) fn set_any_link(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute("UPDATE outbox SET any_link = 1 WHERE complaint = ?1", params![complaint.to_string()])?;
    Ok(())
}

/// Whether photos of this complaint could go, were they not kept for Wi-Fi.
pub(crate) fn kept_for_wifi(conn: &Connection, complaint: ComplaintId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE complaint = ?1 AND photo IS NOT NULL AND stuck IS NULL AND NOT any_link)";
    Ok(conn.query_row(sql, params![complaint.to_string()], |r| r.get(0))?)
}

/// Counts an attempt that is about to be made.
///
/// # Errors
/// [`StoreError::NotFound`] when the row is gone or waits for the person by now.
pub(crate) fn begin(tx: &Transaction<'_>, entry: i64) -> Result<()> {
    let changed =
        tx.execute("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?1 AND stuck IS NULL", params![entry])?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// The attempt never left the phone: it was none.
pub(crate) fn uncount(tx: &Transaction<'_>, entry: i64) -> Result<()> {
    tx.execute("UPDATE outbox SET attempts = attempts - 1 WHERE id = ?1 AND attempts > 0", params![entry])?;
    Ok(())
}

/// Plans the next attempt.
pub(crate) fn defer(tx: &Transaction<'_>, entry: i64, until_ms: i64) -> Result<()> {
    tx.execute("UPDATE outbox SET next_attempt_at_ms = ?2 WHERE id = ?1", params![entry, until_ms])?;
    Ok(())
}

/// Leaves the row to the person.
pub(crate) fn stick(tx: &Transaction<'_>, entry: i64, reason: StuckReason) -> Result<()> {
    tx.execute("UPDATE outbox SET stuck = ?2 WHERE id = ?1", params![entry, word(reason)?])?;
    Ok(())
}

/// Remembers (or forgets) where an upload was begun.
pub(crate) fn set_location(tx: &Transaction<'_>, entry: i64, location: Option<&str>) -> Result<()> {
    tx.execute("UPDATE outbox SET location = ?2 WHERE id = ?1", params![entry, location])?;
    Ok(())
}

/// Everything may be tried now: a new link, or the person asked.
pub(crate) fn hurry(tx: &Transaction<'_>) -> Result<()> {
    tx.execute("UPDATE outbox SET next_attempt_at_ms = NULL WHERE next_attempt_at_ms IS NOT NULL", [])?;
    Ok(())
}

/// Tries again what may have mended by itself: a newer app, new keys, a gateway put right.
pub(crate) fn unstick(tx: &Transaction<'_>) -> Result<()> {
    for reason in
        [StuckReason::ReceiptUnproven, StuckReason::NotUnderstood, StuckReason::Refused, StuckReason::TooLarge]
    {
        tx.execute("UPDATE outbox SET stuck = NULL WHERE stuck = ?1", params![word(reason)?])?;
        tx.execute("UPDATE carried SET stuck = NULL WHERE stuck = ?1", params![word(reason)?])?;
    }
    Ok(())
}

/// A receipt covers the words.
pub(crate) fn words_done(tx: &Transaction<'_>, complaint: ComplaintId) -> Result<()> {
    tx.execute(
        "DELETE FROM outbox WHERE complaint = ?1 AND photo IS NULL AND message IS NULL",
        params![complaint.to_string()],
    )?;
    Ok(())
}

/// A receipt covers the words of this message.
pub(crate) fn message_done(tx: &Transaction<'_>, message: MessageId) -> Result<()> {
    tx.execute("DELETE FROM outbox WHERE message = ?1 AND photo IS NULL", params![message.to_string()])?;
    Ok(())
}

/// A receipt covers this photo of a message.
pub(crate) fn message_photo_done(tx: &Transaction<'_>, message: MessageId, sha256: &str) -> Result<()> {
    tx.execute("DELETE FROM outbox WHERE message = ?1 AND photo = ?2", params![message.to_string(), sha256])?;
    Ok(())
}

/// A receipt covers this photo.
pub(crate) fn photo_done(tx: &Transaction<'_>, complaint: ComplaintId, sha256: &str) -> Result<()> {
    tx.execute(
        "DELETE FROM outbox WHERE complaint = ?1 AND photo = ?2 AND message IS NULL",
        params![complaint.to_string(), sha256],
    )?;
    Ok(())
}

/// What waits of one complaint.
pub(crate) fn lane(conn: &Connection, complaint: ComplaintId) -> Result<Lane> {
    let mut query = conn.prepare_cached(
        "SELECT o.photo, o.attempts, o.next_attempt_at_ms, o.stuck,
                CASE WHEN o.photo IS NOT NULL THEN COALESCE(p.bytes, 0) WHEN o.message IS NULL THEN LENGTH(c.body)
                     ELSE LENGTH(m.body) END,
                o.message
         FROM outbox o JOIN complaints c ON c.id = o.complaint LEFT JOIN photos p ON p.sha256 = o.photo
              LEFT JOIN messages m ON m.id = o.message
         WHERE o.complaint = ?1 ORDER BY o.place",
    )?;
    let mut rows = query.query(params![complaint.to_string()])?;
    let (mut lane, mut first, mut last_message) = (Lane::default(), true, None);
    while let Some(row) = rows.next()? {
        let (photo, attempts): (Option<String>, u32) = (row.get(0)?, row.get(1)?);
        let (stuck, message): (Option<String>, Option<String>) = (row.get(3)?, row.get(5)?);
        match (&message, photo) {
            (None, None) => lane.words = Some(attempts),
            (None, Some(_)) => lane.photos += 1,
            (Some(_), _) if message == last_message => {}
            (Some(_), _) => lane.messages += 1,
        }
        if std::mem::take(&mut first) {
            lane.attempts = attempts;
            lane.next_attempt_ms = row.get(2)?;
        }
        let told = if message.is_some() { &mut lane.message_stuck } else { &mut lane.stuck };
        *told = told.or_else(|| stuck.as_deref().map(reason));
        last_message = message;
        lane.bytes = lane.bytes.saturating_add(row.get(4)?);
    }
    Ok(lane)
}

/// What waits of one message.
pub(crate) fn message_lane(conn: &Connection, message: MessageId) -> Result<Lane> {
    let mut query =
        conn.prepare_cached("SELECT photo, attempts, stuck FROM outbox WHERE message = ?1 ORDER BY place")?;
    let mut rows = query.query(params![message.to_string()])?;
    let mut lane = Lane::default();
    while let Some(row) = rows.next()? {
        match row.get::<_, Option<String>>(0)? {
            None => lane.words = Some(row.get(1)?),
            Some(_) => lane.photos += 1,
        }
        lane.stuck = lane.stuck.or(row.get::<_, Option<String>>(2)?.as_deref().map(reason));
    }
    Ok(lane)
}

/// Complaints of which something waits, oldest first.
pub(crate) fn waiting(conn: &Connection) -> Result<Vec<ComplaintId>> {
    let mut query = conn.prepare_cached("SELECT complaint FROM outbox GROUP BY complaint ORDER BY MIN(id)")?;
    let rows = query.query_map([], |r| r.get::<_, String>(0))?;
    rows.map(|r| id(&r?)).collect()
}

/// How many complaints wait, and of how many something waits for the person.
pub(crate) fn counts(conn: &Connection) -> Result<(u32, u32)> {
    Ok(conn.query_row(
        "SELECT COUNT(DISTINCT complaint), COUNT(DISTINCT CASE WHEN stuck IS NOT NULL THEN complaint END) FROM outbox",
        [],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?)
}

pub(super) fn word(reason: StuckReason) -> Result<String> {
    Ok(serde_json::to_value(reason)?.as_str().unwrap_or_default().to_owned())
}

/// A reason a newer app wrote is one this version does not understand.
pub(super) fn reason(word: &str) -> StuckReason {
    serde_json::from_value(word.into()).unwrap_or(StuckReason::NotUnderstood)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    /// Two complaints whose words are gone already, with photos of these sizes, in this order.
    fn with_photos(sizes: &[i64]) -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(&dir.path().join("v.db"), &[7; 32]).unwrap();
        store
            .write(|tx| {
                for (n, bytes) in (0_i64..).zip(sizes) {
                    let id = ComplaintId(uuid::Uuid::from_u128(n.unsigned_abs().into())).to_string();
                    let sha256 = format!("{n:064}");
                    tx.execute(
                        "INSERT INTO complaints (id, body, body_sha256, signature, saved_at_ms) VALUES (?1, x'7b7d', '', '', 1)",
                        params![id],
                    )?;
                    tx.execute("INSERT INTO photos VALUES (?1, ?2, 1, 1, x'00', x'00')", params![sha256, bytes])?;
                    tx.execute("INSERT INTO outbox (complaint, photo, place) VALUES (?1, ?2, 0)", params![id, sha256])?;
                }
                Ok(())
            })
            .unwrap();
        (dir, store)
    }

    fn order(store: &mut Store, which: Which) -> Vec<i64> {
        let mut order = Vec::new();
        while let Some(entry) = store.read(|c| next_due(c, 0, 1_000, which)).unwrap() {
            order.push(entry.id - 1);
            store.write(|tx| stick(tx, entry.id, StuckReason::Invalid)).unwrap();
        }
        order
    }

    #[test]
    fn small_photos_go_before_large_ones_but_no_large_one_waits_for_ever() {
        let all = Which::Photos { any_link: true };
        let (_dir, mut store) = with_photos(&[250_000, 20_000, 90_000]);
        assert_eq!(order(&mut store, all), [1, 2, 0]);
        let (_dir, mut store) = with_photos(&[250_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000]);
        assert_eq!(order(&mut store, all), [1, 2, 3, 4, 5, 6, 7, 0, 8], "it was overtaken seven times, not eight");
    }

    #[test]
    fn only_photos_the_person_sends_anyway_go_over_any_link() {
        let (_dir, mut store) = with_photos(&[1_000, 2_000]);
        let second = ComplaintId(uuid::Uuid::from_u128(1));
        store.write(|tx| set_any_link(tx, second)).unwrap();
        assert!(store.read(|c| kept_for_wifi(c, ComplaintId(uuid::Uuid::nil()))).unwrap());
        assert!(!store.read(|c| kept_for_wifi(c, second)).unwrap());
        assert_eq!(order(&mut store, Which::Photos { any_link: false }), [1]);
    }

    #[test]
    fn a_plan_made_by_a_clock_that_was_set_back_holds_nothing_up() {
        let (_dir, mut store) = with_photos(&[1_000]);
        let all = Which::Photos { any_link: true };
        let year = 365 * 86_400_000;
        store.write(|tx| defer(tx, 1, year)).unwrap();
        assert!(store.read(|c| next_due(c, 0, 900_000, all)).unwrap().is_some(), "a year ahead is no plan of ours");
        store.write(|tx| defer(tx, 1, 600_000)).unwrap();
        assert!(store.read(|c| next_due(c, 0, 900_000, all)).unwrap().is_none(), "ten minutes ahead is");
    }
}
