//! The small things besides: looking up followed numbers, asking to watch dossiers (`watches`), having questions counted (`unanswered`), handing in packages of other phones, fetching photos of
//! officers, and saying what has waited for long. Not for anything a person of this phone wrote (`push`).
//!
//! What a newcomer would get wrong: none of it may hold up a report. It has a loop of its own, one request at a time, and
//! a package waits until no words of this phone do. A package goes over any link, because it holds somebody's words;
//! an officer's photo keeps to what the person chose for photos.

use super::link::{backoff, millis};
use super::retry::RetryKind;
use super::{STORE_PAUSE, Session, wait};
use super::{unanswered as asking, watches as watching};
use crate::store::event_photos::{self, Wanted};
use crate::store::outbox::{self, Which};
use crate::store::{self, carried, photos, tracked, unanswered, watches};
use crate::views::{CoreEvent, StuckReason, TrackState};
use crate::{overdue, photo};
use rusqlite::{Connection, Transaction};
use std::time::Duration;
use vungsam_domain::wire::{Track, TrackedReport};
use vungsam_domain::{Actor, ComplaintId, Pin, Reference};

/// Between two look-ups of a number that was found.
const HOURLY: Duration = Duration::from_secs(60 * 60);
/// Between two look-ups of one that was not: each may count as a wrong PIN, and five close the number for everybody.
const RARELY: Duration = Duration::from_secs(12 * 60 * 60);
/// A slip is often added before the report itself has a link.
const NEW_MS: i64 = 3 * 60 * 60 * 1_000;
/// Longest wait before looking again what is due.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How often a photo may be missing before it is given up.
const MISSING: u32 = 8;

/// Everything may be tried now: the person asked, or there is a new link.
pub(super) fn hurry(tx: &Transaction<'_>, now_ms: i64) -> store::Result<()> {
    tracked::hurry(tx, now_ms)?;
    carried::hurry(tx)?;
    watches::hurry(tx)?;
    unanswered::hurry(tx)?;
    event_photos::hurry(tx)
}

/// Runs until it is dropped.
pub(super) async fn run(session: &Session) {
    let now = session.inner.now_ms();
    if let Err(e) = session.write(move |tx| hurry(tx, now)).await {
        tracing::error!(error = %e, "errands");
    }
    loop {
        let pause = match step(session).await {
            Ok(pause) => pause,
            Err(e) => {
                tracing::error!(error = %e, "errands");
                Some(STORE_PAUSE)
            }
        };
        if let Some(pause) = pause {
            wait(Some(pause), &session.inner.errands).await;
        }
    }
}

/// Does one thing; how long to wait before the next, if at all.
async fn step(session: &Session) -> store::Result<Option<Duration>> {
    let now = session.inner.now_ms();
    overdue::tell(&session.inner, session.write(move |tx| overdue::note(tx, now)).await?);
    let horizon = now.saturating_add(millis(session.inner.config.sync.max_backoff));
    let photos = session.inner.photos_may_go();
    let (look, watch, question, carry, fetch) = session
        .read(move |c| {
            let carry = if words(c, now, horizon)? { None } else { carried::next_due(c, now, horizon)? };
            let fetch = if photos { event_photos::next_due(c, now, horizon)? } else { None };
            let (watch, question) = (watches::next_due(c, now)?, unanswered::next_due(c, now)?);
            Ok((tracked::next_due(c, now)?, watch, question, carry, fetch))
        })
        .await?;
    if look.is_none() && watch.is_none() && question.is_none() && carry.is_none() && fetch.is_none() {
        return pause(session, now, horizon, photos).await.map(Some);
    }
    if let Some(pause) = session.gate().await? {
        return Ok(Some(pause));
    }
    if let Some((reference, pin)) = look {
        look_up(session, reference, pin).await?;
        return Ok(None);
    }
    if let Err(kind) = session.register().await? {
        session.link_met(kind, true).await?;
        return Ok(Some(backoff(&session.inner.config.sync, 3, &mut *session.inner.config.ids.rng())));
    }
    if let Some(errand) = watch {
        watching::run(session, errand).await?;
    } else if let Some(question) = question {
        asking::run(session, question).await?;
    } else if let Some((package, attempts)) = carry {
        hand_in(session, package, attempts).await?;
    } else if let Some(wanted) = fetch {
        fetch_photo(session, wanted).await?;
    }
    Ok(None)
}

/// Words of this phone go first; they knock when they are done.
fn words(conn: &Connection, now: i64, horizon: i64) -> store::Result<bool> {
    Ok(outbox::next_due(conn, now, horizon, Which::Words)?.is_some())
}

async fn pause(session: &Session, now: i64, horizon: i64, photos: bool) -> store::Result<Duration> {
    let due = session
        .read(move |c| {
            let carry = if words(c, now, horizon)? { None } else { carried::next_due_ms(c)? };
            let fetch = if photos { event_photos::next_due_ms(c)? } else { None };
            let (watch, question) = (watches::next_due_ms(c)?, unanswered::next_due_ms(c)?);
            Ok([tracked::next_due_ms(c)?, watch, question, carry, fetch].into_iter().flatten().min())
        })
        .await?;
    let until = due.map_or(LONGEST, |at| Duration::from_millis(u64::try_from(at - now).unwrap_or(0).max(50)));
    Ok(until.min(LONGEST))
}

pub(super) fn later(session: &Session, attempts: u32) -> i64 {
    let pause = backoff(&session.inner.config.sync, attempts.saturating_add(1), &mut *session.inner.config.ids.rng());
    session.inner.now_ms().saturating_add(millis(pause))
}

async fn look_up(session: &Session, reference: Reference, pin: Pin) -> store::Result<()> {
    let answer = session.gateway.track(&Track { reference: reference.clone(), pin }).await;
    let now = session.inner.now_ms();
    let failed = match answer {
        Ok(found) if found.reference == reference && !found.reports.is_empty() => {
            session.link_ok(Some(found.server_time_ms)).await?;
            let moved = session.write(move |tx| found_now(tx, &reference, &found.reports, now)).await?;
            if let Some(event) = moved {
                session.inner.tell(event);
            }
            session.inner.changed(None);
            return Ok(());
        }
        Ok(_) => RetryKind::NotOurs,
        Err(kind) => kind,
    };
    let state = match failed {
        RetryKind::Missing => Some(TrackState::NotFound),
        RetryKind::Closed(_) => Some(TrackState::Closed),
        _ => None,
    };
    let after = match failed {
        RetryKind::Closed(after) => millis(after),
        _ => later(session, 3) - now,
    };
    if state.is_some() {
        session.link_ok(None).await?;
    } else {
        session.link_met(failed, true).await?;
    }
    session
        .write(move |tx| {
            let known = match tracked::get(tx, &reference) {
                Ok(known) => known,
                Err(store::StoreError::NotFound) => return Ok(()),
                Err(e) => return Err(e),
            };
            // What was found once stays on the screen.
            let young = (0..NEW_MS).contains(&(now - known.added_at_ms));
            let after = if state != Some(TrackState::NotFound) {
                after
            } else if young || known.state == TrackState::Found {
                millis(HOURLY)
            } else {
                millis(RARELY)
            };
            if let Some(state) = state.filter(|_| known.reports.is_empty()) {
                tracked::set_state(tx, &reference, state, now)?;
            }
            tracked::ask_at(tx, &reference, now.saturating_add(after))
        })
        .await?;
    session.inner.changed(None);
    Ok(())
}

/// Stores what was found. Returns what to tell the person, where it moved on.
fn found_now(
    tx: &Transaction<'_>,
    reference: &Reference,
    reports: &[TrackedReport],
    now: i64,
) -> store::Result<Option<CoreEvent>> {
    let known = match tracked::get(tx, reference) {
        Ok(known) => known,
        // Taken off while the question was on its way.
        Err(store::StoreError::NotFound) => return Ok(None),
        Err(e) => return Err(e),
    };
    let first = known.checked_at_ms.is_none();
    let moved = reports.iter().find(|report| match known.reports.iter().find(|k| k.id == report.id) {
        None => true,
        Some(before) => report.events.iter().any(|event| {
            event.action.actor() == Actor::Officer && !before.events.iter().any(|known| known.id == event.id)
        }),
    });
    // The person has just asked for it: that it is there is no news.
    let moved = moved.filter(|_| !first);
    tracked::set_found(tx, reference, reports, moved.is_some(), now)?;
    tracked::ask_at(tx, reference, now.saturating_add(millis(HOURLY)))?;
    Ok(moved.map(|report| CoreEvent::NotifyTracked {
        number: reference.clone(),
        reference: reference.to_string(),
        status: report.status,
    }))
}

async fn hand_in(session: &Session, package: ComplaintId, attempts: u32) -> store::Result<()> {
    let Some(file) = session.write(move |tx| carried::begin(tx, package)).await? else { return Ok(()) };
    session.inner.changed(None);
    let failed = match session.gateway.put_package(package, file).await {
        Ok(sealed) => match sealed.open(session.inner.config.deployment.keys()) {
            Ok(receipt) if receipt.id == package && receipt.message.is_none() => {
                session.link_ok(None).await?;
                session.write(move |tx| carried::done(tx, package, &sealed)).await?;
                session.inner.changed(None);
                return Ok(());
            }
            Ok(_) => RetryKind::NotOurs,
            Err(_) => RetryKind::Stuck(StuckReason::ReceiptUnproven),
        },
        // A gateway that takes no packages yet.
        Err(RetryKind::Missing) => RetryKind::Later,
        Err(RetryKind::Stuck(StuckReason::Invalid)) => RetryKind::Stuck(StuckReason::PackageUnreadable),
        Err(kind) => kind,
    };
    session.link_met(failed, true).await?;
    let until = later(session, attempts);
    session
        .write(move |tx| match failed {
            RetryKind::Stuck(why) => carried::stick(tx, package, why),
            kind => carried::defer(tx, package, until, kind.never_left()),
        })
        .await?;
    session.inner.changed(None);
    Ok(())
}

async fn fetch_photo(session: &Session, wanted: Wanted) -> store::Result<()> {
    let (id, photo) = (wanted.complaint, wanted.photo.clone());
    let failed = match session.gateway.event_photo(id, &photo.sha256, photo.bytes).await {
        Ok(jpeg) => {
            session.link_ok(None).await?;
            let thumb = super::flat(
                tokio::task::spawn_blocking(move || Ok(photo::intake(&jpeg).ok().map(|taken| (jpeg, taken.thumb))))
                    .await,
            )?;
            session
                .write(move |tx| match thumb {
                    Some((jpeg, thumb)) => photos::put(tx, &wanted.photo, &jpeg, &thumb),
                    // The right bytes, but no picture this app can show.
                    None => event_photos::give_up(tx, &wanted),
                })
                .await?;
            session.inner.changed(Some(id));
            return Ok(());
        }
        Err(kind) => kind,
    };
    session.link_met(failed, true).await?;
    let until = later(session, wanted.attempts);
    session
        .write(move |tx| {
            if failed == RetryKind::Missing && wanted.attempts >= MISSING {
                event_photos::give_up(tx, &wanted)
            } else if failed.never_left() {
                Ok(())
            } else {
                event_photos::defer(tx, &wanted, until)
            }
        })
        .await
}
