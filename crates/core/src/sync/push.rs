//! Sends what waits: the words of every complaint first, then photos. One loop for words and one for photos, each one
//! request at a time: a photo is begun only while no words can go, and words that come later overtake it.
//!
//! What a newcomer would get wrong: the attempt is counted and committed before the bytes are handed out, and what is
//! sent is read in that same transaction. An edit that comes later sees the attempt and makes a new complaint.

use super::link::{Slot, backoff, millis};
use super::retry::RetryKind;
use super::{STORE_PAUSE, Session, wait};
use crate::store::outbox::{self, Entry, Which};
use crate::store::{self, StoreError, complaints, messages, photos};
use crate::views::StuckReason;
use std::time::Duration;
use vungsam_domain::wire::SealedReceipt;

/// Turns an upload may take within one attempt: begin, ask again, send, send the rest.
const TURNS: u32 = 6;

/// What to do next.
enum Next {
    /// There may be more.
    Go,
    /// Nothing before this; `None`: until somebody knocks.
    Wait(Option<Duration>),
}

/// Runs until it is dropped.
pub(super) async fn run(session: &Session, slot: Slot) {
    let bell = &session.inner.push;
    let knock = if slot == Slot::Words { &bell.words } else { &bell.photos };
    loop {
        let next = match step(session, slot).await {
            Ok(next) => next,
            Err(e) => {
                tracing::error!(error = %e, "push");
                Next::Wait(Some(STORE_PAUSE))
            }
        };
        if let Next::Wait(pause) = next {
            wait(pause, knock).await;
        } else if slot == Slot::Words {
            // Photos may have waited for these words.
            bell.photos.notify_one();
            session.inner.errands.notify_one();
        }
    }
}

async fn step(session: &Session, slot: Slot) -> store::Result<Next> {
    let (now, policy) = (session.inner.now_ms(), session.inner.config.sync);
    let horizon = now.saturating_add(millis(policy.max_backoff));
    let which = match slot {
        Slot::Words => Which::Words,
        Slot::Photos => Which::Photos { any_link: session.inner.photos_may_go() },
    };
    let words_first = move |c: &rusqlite::Connection| {
        Ok(slot == Slot::Photos && outbox::next_due(c, now, horizon, Which::Words)?.is_some())
    };
    if session.read(words_first).await? && session.gate().await?.is_none() {
        // They knock when they are done.
        return Ok(Next::Wait(Some(STORE_PAUSE)));
    }
    let Some(entry) = session.read(move |c| outbox::next_due(c, now, horizon, which)).await? else {
        let due = session.read(move |c| outbox::next_due_ms(c, which)).await?;
        let pause = due.map(|at| u64::try_from(at.saturating_sub(now)).unwrap_or(0).max(1));
        return Ok(Next::Wait(pause.map(Duration::from_millis)));
    };
    if let Some(pause) = session.gate().await? {
        return Ok(Next::Wait(Some(pause)));
    }
    if let Err(kind) = session.register().await? {
        session.link_met(kind, false).await?;
        // Another key holds our id, or the gateway takes no phone like this one: each entry says so to the person.
        if let RetryKind::Stuck(reason) = kind {
            let reason = if reason == StuckReason::IdConflict { StuckReason::Refused } else { reason };
            session.write(move |tx| outbox::stick(tx, entry.id, reason)).await?;
            session.inner.changed(Some(entry.complaint));
            return Ok(Next::Go);
        }
        let planned = session.gate().await?;
        return Ok(Next::Wait(Some(planned.unwrap_or_else(|| pause(session, 1)))));
    }
    session.sending(slot, Some(entry.complaint));
    let outcome = attempt(session, &entry).await;
    session.sending(slot, None);
    match outcome {
        Ok(Ok(())) => session.link_ok(None).await?,
        Ok(Err(kind)) => settle(session, &entry, kind).await?,
        // The person changed or discarded it in this very moment.
        Err(StoreError::NotFound) => {}
        Err(e) => return Err(e),
    }
    Ok(Next::Go)
}

fn pause(session: &Session, failures: u32) -> Duration {
    backoff(&session.inner.config.sync, failures, &mut *session.inner.config.ids.rng())
}

/// Notes what came of an attempt that did not work.
async fn settle(session: &Session, entry: &Entry, kind: RetryKind) -> store::Result<()> {
    match kind.trouble() {
        Some(_) => session.link_met(kind, true).await?,
        None => {
            // It was the gateway that answered, only not what we hoped for.
            session.link_ok(None).await?;
            session.link_met(kind, true).await?;
        }
    }
    let (id, complaint, message, photo) = (entry.id, entry.complaint, entry.message, entry.photo.is_some());
    let pause = pause(session, entry.attempts.saturating_add(1));
    let until = session.inner.now_ms().saturating_add(millis(pause));
    session
        .write(move |tx| match kind {
            _ if kind.never_left() => outbox::uncount(tx, id),
            RetryKind::Stuck(reason) => outbox::stick(tx, id, reason),
            // The gateway lost the words (a restored backup): they go first again. They count as sent.
            RetryKind::Missing => {
                outbox::add_words_again(tx, complaint)?;
                if let Some(message) = message.filter(|_| photo) {
                    outbox::add_message_again(tx, message)?;
                }
                outbox::defer(tx, id, until)
            }
            RetryKind::Busy(_) => Ok(()),
            _ => outbox::defer(tx, id, until),
        })
        .await?;
    if kind == RetryKind::Missing {
        session.inner.push.notify_one();
    }
    session.inner.changed(Some(complaint));
    Ok(())
}

async fn attempt(session: &Session, entry: &Entry) -> store::Result<Result<(), RetryKind>> {
    match entry.photo.clone() {
        None => words(session, entry).await,
        Some(sha256) => photo(session, entry, sha256).await,
    }
}

async fn words(session: &Session, entry: &Entry) -> store::Result<Result<(), RetryKind>> {
    let (row, id, message) = (entry.id, entry.complaint, entry.message);
    let frozen = session
        .write(move |tx| {
            outbox::begin(tx, row)?;
            match message {
                None => complaints::frozen(tx, id),
                Some(message) => messages::frozen(tx, message),
            }
        })
        .await?;
    let answer = match message {
        None => session.gateway.put_complaint(id, frozen.body, &frozen.signature).await,
        Some(message) => session.gateway.put_message(id, message, frozen.body, &frozen.signature).await,
    };
    let sealed = match answer {
        Ok(sealed) => sealed,
        // Words that are nowhere cannot be missing: something else answered.
        Err(RetryKind::Missing) if message.is_none() => return Ok(Err(RetryKind::NotOurs)),
        Err(kind) => return Ok(Err(kind)),
    };
    let accepted = session.accept(id, message, sealed).await?;
    if accepted.is_ok() {
        // Now there is something to ask about.
        session.inner.pull.notify_one();
    }
    Ok(accepted.map(|_| ()))
}

async fn photo(session: &Session, entry: &Entry, sha256: String) -> store::Result<Result<(), RetryKind>> {
    let (row, hash) = (entry.id, sha256.clone());
    let jpeg = session
        .write(move |tx| {
            outbox::begin(tx, row)?;
            photos::jpeg(tx, &hash)
        })
        .await?;
    let Some(jpeg) = jpeg.filter(|bytes| vungsam_domain::sign::sha256_hex(bytes) == sha256) else {
        return Ok(Err(RetryKind::Stuck(StuckReason::PhotoMissing)));
    };
    let mut receipt = None;
    let mut location = entry.location.clone();
    let length = u64::try_from(jpeg.len()).unwrap_or(u64::MAX);
    for _ in 0..TURNS {
        let at = match &location {
            Some(at) => session.gateway.upload_head(at).await,
            None => session.gateway.upload_create(entry.complaint, &sha256, length).await,
        };
        let upload = match at {
            Ok(upload) => upload,
            // HEAD has no body to say what is wrong; beginning again does.
            Err(kind) if location.is_some() && !kind.never_left() && kind != RetryKind::Lost => {
                location = None;
                session.write(move |tx| outbox::set_location(tx, row, None)).await?;
                continue;
            }
            Err(kind) => return Ok(Err(kind)),
        };
        if location.is_none() {
            let Some(at) = upload.location.clone() else { return Ok(Err(RetryKind::NotOurs)) };
            location = Some(at.clone());
            session.write(move |tx| outbox::set_location(tx, row, Some(&at))).await?;
        }
        let Some(at) = &location else { continue };
        if upload.offset >= length {
            receipt = upload.receipt;
            break;
        }
        let rest = jpeg.get(usize::try_from(upload.offset).unwrap_or(usize::MAX)..).unwrap_or_default().to_vec();
        match session.gateway.upload_patch(at, upload.offset, rest).await {
            Ok(sent) if sent.offset >= length => {
                receipt = sent.receipt;
                break;
            }
            Ok(_) | Err(RetryKind::Offset) => {}
            Err(RetryKind::Missing) => {
                location = None;
                session.write(move |tx| outbox::set_location(tx, row, None)).await?;
            }
            Err(kind) => return Ok(Err(kind)),
        }
    }
    // A photo that complaint and message both name came with the receipt of the other one.
    let keys = || session.inner.config.deployment.keys();
    let ours = |sealed: &SealedReceipt| sealed.open(keys()).map_or(true, |r| r.message == entry.message);
    let sealed = match receipt.filter(ours) {
        Some(sealed) => sealed,
        // Complete, but the header was lost on the way (or it never became complete: then it is not in there).
        None => match session.gateway.receipt(entry.complaint, entry.message).await {
            Ok(sealed) => sealed,
            Err(kind) => return Ok(Err(kind)),
        },
    };
    Ok(match session.accept(entry.complaint, entry.message, sealed).await? {
        Ok(covered) if covered.contains(&sha256) => Ok(()),
        Ok(_) => Err(RetryKind::Later),
        Err(kind) => Err(kind),
    })
}
