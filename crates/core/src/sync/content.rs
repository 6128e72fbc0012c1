//! Keeps public content up to date: asks now and then what changed, takes in pages, refills where the gateway does not
//! know what this phone holds. Not for a person's own records (`pull`).
//!
//! What a newcomer would get wrong: it says nothing about who asks, and it is never urgent: it waits until what the
//! person wrote had its turn, and any trouble only means another try later.

use super::gateway::{ContentAnswer, Since};
use super::link::{backoff, millis};
use super::retry::RetryKind;
use super::{Session, wait};
use crate::content::{Failure, Shelf};
use crate::views::{ContentOrigin, CoreEvent};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use vungsam_domain::content::bundle::{Bundle, BundleError, Page};

/// Longest run of pages in one go: a gateway that always says "more" must not keep a phone busy.
const PAGES: usize = 1_000;
/// What was read so far of a refill. Goes on after a cut or a kill.
const PART: &str = "content.part";

/// Why content was not brought up to date.
#[derive(Debug)]
enum Trouble {
    Link(RetryKind),
    Here(Failure),
}

impl From<RetryKind> for Trouble {
    fn from(kind: RetryKind) -> Self {
        Self::Link(kind)
    }
}

/// Runs until it is dropped.
pub(super) async fn run(session: &Session) {
    let policy = session.inner.config.sync;
    tokio::time::sleep(policy.content_after).await;
    let mut failures = 0_u32;
    loop {
        let pause = match due(session) {
            Some(pause) => pause,
            None => match session.gate().await {
                Ok(Some(pause)) => pause,
                _ => match read(session).await {
                    Ok(()) => {
                        failures = 0;
                        policy.content_every
                    }
                    Err(trouble) => {
                        failures = failures.saturating_add(1);
                        met(session, trouble).await;
                        let later = backoff(&policy, failures.saturating_add(3), &mut *session.inner.config.ids.rng());
                        later.max(policy.min_backoff)
                    }
                },
            },
        };
        wait(Some(pause), &session.inner.reading).await;
    }
}

/// How long nothing needs asking; `None`: now. A check in the future was noted by a clock that has since been set back.
fn due(session: &Session) -> Option<Duration> {
    let every = millis(session.inner.config.sync.content_every);
    let since = session.inner.now_ms().saturating_sub(session.inner.shelf.state().checked_at_ms?);
    let left = every.saturating_sub(since);
    (since >= 0 && left > 0).then(|| Duration::from_millis(u64::try_from(left).unwrap_or(0)))
}

async fn met(session: &Session, trouble: Trouble) {
    match trouble {
        // A gateway without content, or one that has just forgotten a refill: no trouble of the link.
        Trouble::Link(RetryKind::Missing) => {}
        Trouble::Link(kind) => {
            if let Err(e) = session.link_met(kind, true).await {
                tracing::error!(error = %e, "content");
            }
        }
        Trouble::Here(e) => tracing::warn!(error = %e, "content"),
    }
}

/// Reads all there is.
async fn read(session: &Session) -> Result<(), Trouble> {
    let mut plain = false;
    for _ in 0..PAGES {
        let Some(stand) = session.inner.shelf.stand() else { return Ok(()) };
        let since = stand.cursor.map_or(Since::Pack(stand.pack), Since::Cursor);
        match session.gateway.content(&since, plain).await? {
            ContentAnswer::Nothing => {
                let now = session.inner.now_ms();
                work(session, move |shelf| Ok(shelf.checked(now)?)).await?;
                return Ok(());
            }
            ContentAnswer::Refill(path) => {
                refill(session, &path).await?;
                return Ok(());
            }
            ContentAnswer::Page(bytes) => match take(session, bytes).await? {
                Taken::More => plain = false,
                Taken::All => return Ok(()),
                Taken::OtherRecords if !plain => plain = true,
                Taken::OtherRecords => return Err(Trouble::Link(RetryKind::NotOurs)),
            },
        }
    }
    Ok(())
}

enum Taken {
    More,
    All,
    OtherRecords,
}

async fn take(session: &Session, bytes: Vec<u8>) -> Result<Taken, Trouble> {
    let now = session.inner.now_ms();
    let (taken, changed) = work(session, move |shelf| {
        let (page, lines) = match Page::open(&bytes, &|kind, id| shelf.body(kind, id)) {
            Err(BundleError::OtherRecords) => return Ok((Taken::OtherRecords, 0)),
            read => read?,
        };
        let more = page.more && !lines.records.is_empty();
        let changed = shelf.apply(lines, &page.cursor, now)?;
        Ok((if more { Taken::More } else { Taken::All }, changed))
    })
    .await?;
    if changed > 0 {
        session.inner.tell(CoreEvent::Content);
        session.inner.reminders.notify_one();
    }
    Ok(taken)
}

/// Reads the whole content; what came before a cut is kept for the next try.
async fn refill(session: &Session, path: &str) -> Result<(), Trouble> {
    let part = Part::of(&session.inner.config.data_dir, path);
    let mut file = part.open().map_err(|e| Trouble::Here(e.into()))?;
    let have = file.metadata().map_or(0, |m| m.len());
    session
        .gateway
        .content_full(path, have, |piece, from_the_start| {
            if from_the_start {
                file.set_len(0)?;
            }
            file.write_all(piece)
        })
        .await?;
    drop(file);
    let now = session.inner.now_ms();
    let changed = work(session, move |shelf| {
        let bytes = std::fs::read(&part.file)?;
        let opened = Bundle::open(&bytes);
        // Whole or wrong: neither is any use for going on.
        part.forget();
        let (head, lines) = opened?;
        shelf.refill(&head, lines, ContentOrigin::Gateway, now)
    })
    .await?;
    if changed > 0 {
        session.inner.tell(CoreEvent::Content);
        session.inner.reminders.notify_one();
    }
    Ok(())
}

/// The file a refill is read into. Its name says of which version, so that two are never mixed.
struct Part {
    file: PathBuf,
}

impl Part {
    fn of(data_dir: &Path, path: &str) -> Self {
        let version = vungsam_domain::sign::sha256_hex(path.as_bytes());
        let file = data_dir.join(format!("{PART}-{}", version.get(..16).unwrap_or_default()));
        // Of another version: never asked for again.
        for old in std::fs::read_dir(data_dir).into_iter().flatten().flatten() {
            if old.file_name().to_string_lossy().starts_with(PART) && old.path() != file {
                let _ = std::fs::remove_file(old.path());
            }
        }
        Self { file }
    }

    fn open(&self) -> std::io::Result<File> {
        OpenOptions::new().create(true).append(true).open(&self.file)
    }

    fn forget(&self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

/// Does something with the store, off the threads that wait for the network.
async fn work<T: Send + 'static>(
    session: &Session,
    work: impl FnOnce(&Shelf) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Trouble> {
    // Not `inner`: it holds the lock on the folder, and a write may outlive the worker by a moment.
    let shelf = Arc::clone(&session.inner.shelf);
    match tokio::task::spawn_blocking(move || work(&shelf)).await {
        Ok(done) => done.map_err(Trouble::Here),
        Err(e) => Err(Trouble::Here(e.into())),
    }
}
