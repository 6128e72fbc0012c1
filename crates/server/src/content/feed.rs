//! Pages of changes and the whole content in one file, as phones fetch them. Not for HTTP (see `api/content.rs`).
//!
//! What a newcomer would get wrong: compressing as small as possible is slow, so each page is made once for each state of
//! the content and kept here, and the whole file once for all nodes and kept in the database. One is made at a time: a
//! stranger who asks for many different pages waits, and nobody else's reports do.

use super::ContentError;
use super::merge::bodies;
use crate::db::content::{self, Numbered, State};
use crate::db::content_packs::{self, Body};
use crate::db::{Db, DbError};
use crate::keys::Keys;
use bytes::Bytes;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;
use vungsam_domain::content::bundle::{Bundle, Page, RawRecord};
use vungsam_domain::sign::sha256_hex;

/// Largest page, bytes of its records.
const PAGE_BYTES: usize = 1_000_000;
/// Most records read for a page.
const PAGE_RECORDS: i64 = 500;
/// Pages kept, bytes.
const KEPT_BYTES: usize = 4 << 20;

/// Where a reader stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Stand {
    /// It holds the pack with this hash.
    Pack(String),
    /// It read up to this cursor.
    Cursor(String),
}

/// What a reader gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It holds everything.
    Nothing,
    /// Changes.
    Page(Sent),
    /// Where it stands is not known: the file of this name.
    Refill(String),
}

/// Bytes that never change under their tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// What is sent.
    pub bytes: Bytes,
    /// Names exactly these bytes.
    pub tag: String,
}

impl Sent {
    fn of(bytes: Vec<u8>) -> Self {
        Self { tag: tag(&bytes), bytes: bytes.into() }
    }
}

/// 32 digits of a hash: enough that two contents never share a name.
fn tag(bytes: &[u8]) -> String {
    let mut name = sha256_hex(bytes);
    name.truncate(32);
    name
}

#[derive(Debug, Default)]
struct Kept {
    number: i64,
    pages: HashMap<(Stand, bool), Answer>,
    bytes: usize,
    whole: Option<(i64, Sent)>,
}

/// What was made for the content as it stands.
#[derive(Debug, Default)]
pub struct Feed {
    kept: Mutex<Kept>,
    making: Arc<tokio::sync::Mutex<()>>,
}

/// Everything a feed reads from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The database.
    pub db: &'a Db,
    /// Signs whole files.
    pub keys: &'a Keys,
    /// Now, ms since 1970.
    pub now: i64,
}

impl Feed {
    /// What a reader who stands `from` there gets; `plain`: not compressed against what it holds.
    ///
    /// # Errors
    /// [`ContentError`].
    pub async fn read(&self, source: Source<'_>, from: Stand, plain: bool) -> Result<Answer, ContentError> {
        let Some(state) = content::state(source.db).await? else {
            return Err(ContentError::Refused("no content yet".to_owned()));
        };
        let since = match &from {
            Stand::Cursor(cursor) => match position(cursor, &state) {
                Some(n) if n == state.number => return Ok(Answer::Nothing),
                Some(n) => Some(n),
                None => return self.refill(source, &state).await,
            },
            Stand::Pack(_) => None,
        };
        if let Some(answer) = self.kept_page(state.number, &from, plain) {
            return Ok(answer);
        }
        let turn = self.making.clone().lock_owned().await;
        if let Some(answer) = self.kept_page(state.number, &from, plain) {
            return Ok(answer);
        }
        let page = match (&from, since) {
            (Stand::Pack(sha256), _) => difference(source.db, &state, sha256, plain).await?,
            (_, since) => Some(changes(source.db, &state, since.unwrap_or_default(), plain).await?),
        };
        let Some(page) = page else {
            drop(turn);
            return self.refill(source, &state).await;
        };
        let (bytes, _turn) = off(turn, move || page.pack()).await?;
        let answer = Answer::Page(Sent::of(bytes));
        self.keep_page(state.number, from, plain, answer.clone());
        Ok(answer)
    }

    fn kept_page(&self, number: i64, from: &Stand, plain: bool) -> Option<Answer> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.number == number).then(|| kept.pages.get(&(from.clone(), plain)).cloned()).flatten()
    }

    fn keep_page(&self, number: i64, from: Stand, plain: bool, answer: Answer) {
        let Answer::Page(sent) = &answer else { return };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.number != number || kept.bytes.saturating_add(sent.bytes.len()) > KEPT_BYTES {
            kept.pages = HashMap::new();
            (kept.number, kept.bytes) = (number, 0);
        }
        kept.bytes = kept.bytes.saturating_add(sent.bytes.len());
        kept.pages.insert((from, plain), answer);
    }

    async fn refill(&self, source: Source<'_>, state: &State) -> Result<Answer, ContentError> {
        Ok(Answer::Refill(self.whole(source, state).await?.tag))
    }

    /// The whole content as it stands, in one signed file.
    ///
    /// # Errors
    /// [`ContentError`].
    pub async fn newest(&self, source: Source<'_>) -> Result<Sent, ContentError> {
        match content::state(source.db).await? {
            Some(state) => self.whole(source, &state).await,
            None => Err(ContentError::Refused("no content yet".to_owned())),
        }
    }

    async fn whole(&self, source: Source<'_>, state: &State) -> Result<Sent, ContentError> {
        if let Some(sent) = self.kept_whole(|n, _| n == state.number) {
            return Ok(sent);
        }
        let turn = self.making.clone().lock_owned().await;
        if let Some(sent) = self.kept_whole(|n, _| n == state.number) {
            return Ok(sent);
        }
        let body = match content_packs::body_at(source.db, state.number, &source.keys.kid).await? {
            Some(body) => body,
            None => make_whole(source, state, turn).await?,
        };
        Ok(self.keep_whole(body))
    }

    /// The whole content of this name, while it is kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn named(&self, db: &Db, name: &str) -> Result<Option<Sent>, DbError> {
        if let Some(sent) = self.kept_whole(|_, s| s.tag == name) {
            return Ok(Some(sent));
        }
        let Some(body) = content_packs::body_named(db, name).await? else { return Ok(None) };
        let newest = self.kept_whole(|n, _| n > body.number).is_none();
        Ok(Some(if newest { self.keep_whole(body) } else { Sent { bytes: body.bytes.into(), tag: body.name } }))
    }

    fn kept_whole(&self, fits: impl Fn(i64, &Sent) -> bool) -> Option<Sent> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.whole.as_ref().filter(|(n, sent)| fits(*n, sent)).map(|(_, sent)| sent.clone())
    }

    fn keep_whole(&self, body: Body) -> Sent {
        let sent = Sent { bytes: body.bytes.into(), tag: body.name };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.whole = Some((body.number, sent.clone()));
        sent
    }
}

/// The number in a cursor of this numbering; `None` when it is not ours or lies past the end (the database is an older
/// copy).
fn position(cursor: &str, state: &State) -> Option<i64> {
    let (epoch, n) = cursor.rsplit_once('.')?;
    let n: i64 = n.parse().ok()?;
    (epoch == state.epoch && (0..=state.number).contains(&n)).then_some(n)
}

fn cursor(state: &State, number: i64) -> String {
    format!("{}.{number}", state.epoch)
}

/// Bytes of its line in a page, near enough.
fn weight(r: &RawRecord) -> usize {
    r.kind.len() + r.id.len() + r.body.as_ref().map_or(4, String::len) + 16
}

/// A page before it is packed.
struct Loose {
    records: Vec<RawRecord>,
    cursor: String,
    more: bool,
    held: HashMap<(String, String), String>,
}

impl Loose {
    fn pack(&self) -> std::io::Result<Vec<u8>> {
        let held = |kind: &str, id: &str| self.held.get(&(kind.to_owned(), id.to_owned())).cloned();
        Page::pack(&self.records, &self.cursor, self.more, Some(&held))
    }
}

async fn changes(db: &Db, state: &State, since: i64, plain: bool) -> Result<Loose, DbError> {
    let mut found = content::after(db, since, PAGE_RECORDS).await?;
    let mut more = found.len() >= usize::try_from(PAGE_RECORDS).unwrap_or(usize::MAX);
    let mut total = 0_usize;
    let fits = found.iter().take_while(|r| {
        total = total.saturating_add(weight(&r.record));
        total <= PAGE_BYTES
    });
    let fits = fits.count().max(1); // one that is larger than a page still goes
    more |= fits < found.len();
    found.truncate(fits);
    let last = found.last().map_or(since, |r| r.number);
    let held = if plain { HashMap::new() } else { content::held(db, since, last).await? };
    let records = found.into_iter().map(|r| r.record).collect();
    Ok(Loose { records, cursor: cursor(state, last), more, held })
}

/// Content as it stands against a pack; `None`: the pack is not known, or too much has changed for one page.
async fn difference(db: &Db, state: &State, sha256: &str, plain: bool) -> Result<Option<Loose>, ContentError> {
    let Some(bundle) = content_packs::bundle(db, sha256).await? else { return Ok(None) };
    let (_, lines) = Bundle::open(&bundle)?;
    let mut theirs = bodies(lines.records);
    let all = content::all(db).await?;
    let last = all.iter().map(|r| r.number).max().unwrap_or_default();
    let (mut records, mut held, mut total) = (Vec::new(), HashMap::new(), 0_usize);
    for Numbered { record, .. } in all {
        let key = (record.kind.clone(), record.id.clone());
        let old = theirs.remove(&key);
        if old != record.body {
            total = total.saturating_add(weight(&record));
            records.push(record);
            held.extend(old.filter(|_| !plain).map(|old| (key, old)));
        }
    }
    Ok((total <= PAGE_BYTES).then(|| Loose { records, cursor: cursor(state, last), more: false, held }))
}

async fn make_whole(source: Source<'_>, state: &State, turn: Turn) -> Result<Body, ContentError> {
    let all = content::all(source.db).await?;
    let number = all.iter().map(|r| r.number).max().unwrap_or(state.number);
    let records: Vec<RawRecord> = all.into_iter().map(|r| r.record).collect();
    let at = (cursor(state, number), u64::try_from(number).unwrap_or_default());
    let (kid, key) = source.keys.for_content();
    let (name, key) = (kid.to_owned(), key.clone());
    let (bytes, _turn) = off(turn, move || Bundle::pack(&records, Some(at), Some((&name, &key)))).await?;
    let body = Body { name: tag(&bytes), number, bytes };
    content_packs::keep_body(source.db, &body, kid, source.now).await?;
    Ok(body)
}

/// The right to run the compressor.
type Turn = OwnedMutexGuard<()>;

/// Runs the compressor beside everything else. The turn ends with the work, also when nobody waits for it any more.
async fn off<T: Send + 'static>(
    turn: Turn,
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<(T, Turn), ContentError> {
    let done = tokio::task::spawn_blocking(move || (work(), turn)).await.map_err(std::io::Error::other)?;
    Ok((done.0?, done.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_another_numbering_or_past_the_end_is_unknown() {
        let state = State { epoch: "e".to_owned(), number: 5 };
        assert_eq!(position("e.5", &state), Some(5));
        for strange in ["f.3", "e.6", "e.-1", "e.", "3", "", "e.3.3", "e.99999999999999999999"] {
            assert_eq!(position(strange, &state), None, "{strange}");
        }
    }
}
