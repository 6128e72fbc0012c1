//! Fetches what the office did: asks for changes, holds the question open, stores each page whole with its cursor.
//!
//! What a newcomer would get wrong: a change this version cannot read is set aside and the page goes on; a page that is
//! not ours changes nothing at all. When the feed starts again, nothing known disappears until the refill is complete.

use super::retry::RetryKind;
use super::{STORE_PAUSE, Session, wait};
use crate::complaints::newest;
use crate::dossiers;
use crate::store::{self, complaints, device, event_photos, events, feed, watches};
use crate::sync::link::backoff;
use crate::views::CoreEvent;
use rusqlite::{Connection, Transaction};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use vungsam_domain::wire::{Change, ChangeKind};
use vungsam_domain::{Actor, ComplaintId, DeviceId, Status};

/// Time between questions that were answered at once with nothing.
const SHORTEST: Duration = Duration::from_millis(500);
/// The most that grows to.
const LONGEST_BREATH: Duration = Duration::from_secs(20);

/// A page whose changes are read one by one.
#[derive(Deserialize)]
struct Page {
    device: DeviceId,
    changes: Vec<Value>,
    cursor: String,
    more: bool,
    reset: bool,
    server_time_ms: i64,
}

/// What a page did.
#[derive(Debug, Default, PartialEq, Eq)]
struct Applied {
    changed: BTreeSet<ComplaintId>,
    notify: BTreeMap<ComplaintId, (String, Status)>,
    /// Something was told of a dossier, or all of them are asked for again.
    dossiers: bool,
}

/// Runs until it is dropped.
pub(super) async fn run(session: &Session) {
    if let Err(e) = read_again(session).await {
        tracing::error!(error = %e, "changes set aside");
    }
    let (mut failures, mut quick_ones, mut hold) = (0_u32, 0_u32, Duration::ZERO);
    loop {
        match step(session, hold).await {
            Ok(Turn::More) => (failures, hold) = (0, Duration::ZERO),
            Ok(Turn::UpToDate { quick }) => {
                quick_ones = if quick { quick_ones.saturating_add(1) } else { 0 };
                if quick {
                    // The first question asks for no wait; after that, somebody answers without waiting.
                    let breath = SHORTEST.saturating_mul(quick_ones).min(LONGEST_BREATH);
                    wait(Some(breath), &session.inner.pull).await;
                }
                (failures, hold) = (0, session.inner.config.sync.poll_wait);
            }
            Ok(Turn::Knocked) => hold = Duration::ZERO,
            Ok(Turn::Wait(pause)) => wait(pause, &session.inner.pull).await,
            Ok(Turn::Failed(kind)) => {
                // The next question may be the one that opens the connection: it must not hang.
                (failures, hold) = (failures.saturating_add(1), Duration::ZERO);
                if let Err(e) = session.link_met(kind, true).await {
                    tracing::error!(error = %e, "pull");
                }
                let pause = backoff(&session.inner.config.sync, failures, &mut *session.inner.config.ids.rng());
                wait(Some(pause), &session.inner.pull).await;
            }
            Err(e) => {
                tracing::error!(error = %e, "pull");
                wait(Some(STORE_PAUSE), &session.inner.pull).await;
            }
        }
    }
}

enum Turn {
    /// There is more right now.
    More,
    /// Nothing more for now; whether that was known without any wait.
    UpToDate {
        /// Less than [`SHORTEST`], and nothing new.
        quick: bool,
    },
    /// Somebody knocked while the question was open.
    Knocked,
    /// Not before this.
    Wait(Option<Duration>),
    /// It did not work.
    Failed(RetryKind),
}

async fn step(session: &Session, hold: Duration) -> store::Result<Turn> {
    let asks = |c: &Connection| -> store::Result<bool> {
        Ok(device::registered(c)? && (complaints::any_received(c)? || watches::any_asked(c)?))
    };
    let (ask, cursor) = session.read(move |c| Ok((asks(c)?, feed::cursor(c)?))).await?;
    if !ask {
        return Ok(Turn::Wait(None));
    }
    if let Some(pause) = session.gate().await? {
        return Ok(Turn::Wait(Some(pause)));
    }
    let asked = Instant::now();
    let answer = tokio::select! {
        answer = session.gateway.changes(cursor.as_deref(), hold) => answer,
        // Not while the connection is being opened: to drop that would be to open another one.
        () = session.inner.pull.notified(), if session.gateway.is_connected() => return Ok(Turn::Knocked),
    };
    let page: Page = match answer.and_then(|a| a.json()) {
        Ok(page) => page,
        Err(RetryKind::Register) => {
            session.link_met(RetryKind::Register, true).await?;
            return Ok(match session.register().await? {
                Ok(()) => Turn::More,
                Err(kind) => Turn::Failed(kind),
            });
        }
        Err(kind) => return Ok(Turn::Failed(kind)),
    };
    if page.device != session.opened.device {
        return Ok(Turn::Failed(RetryKind::NotOurs));
    }
    let quick = page.changes.is_empty() && asked.elapsed() < SHORTEST;
    let (more, server_time_ms, now) = (page.more, page.server_time_ms, session.inner.now_ms());
    let applied = session.write(move |tx| apply(tx, &page, now)).await?;
    session.link_ok(Some(server_time_ms)).await?;
    tell(session, applied);
    Ok(if more { Turn::More } else { Turn::UpToDate { quick } })
}

fn tell(session: &Session, applied: Applied) {
    if !applied.changed.is_empty() {
        // Photos may have come with it.
        session.inner.errands.notify_one();
    }
    if applied.dossiers {
        session.inner.changed(None);
        session.inner.reminders.notify_one();
        // Watches are asked for again when the feed begins again.
        session.inner.errands.notify_one();
    }
    for id in applied.changed {
        session.inner.changed(Some(id));
    }
    for (complaint, (reference, status)) in applied.notify {
        session.inner.tell(CoreEvent::Notify { complaint, reference, status });
    }
}

/// Stores a page: all of it with its cursor, or nothing.
fn apply(tx: &Transaction<'_>, page: &Page, now_ms: i64) -> store::Result<Applied> {
    let mut applied = Applied::default();
    if page.reset {
        events::all_stale(tx)?;
        watches::ask_all_again(tx)?;
        applied.dossiers = true;
    }
    for value in &page.changes {
        if !change(tx, value, &mut applied)? {
            feed::set_aside(tx, &value.to_string(), now_ms)?;
        }
    }
    if !page.more {
        applied.changed.extend(events::drop_stale(tx)?);
    }
    statuses(tx, &applied)?;
    feed::advance(tx, &page.cursor, now_ms)?;
    Ok(applied)
}

/// Stores one change; `false` when this version cannot read it.
fn change(tx: &Transaction<'_>, value: &Value, applied: &mut Applied) -> store::Result<bool> {
    let Ok(Change { n, what }) = serde_json::from_value(value.clone()) else { return Ok(false) };
    match what {
        ChangeKind::Event { complaint, event } if complaints::exists(tx, complaint)? => {
            let new = events::put(tx, complaint, n, &event)?;
            applied.changed.insert(complaint);
            for photo in &event.photos {
                event_photos::want(tx, complaint, photo)?;
            }
            if new && event.action.actor() == Actor::Officer {
                // The list shows only the one that took its place.
                let shown = newest(tx, complaint)?.complaint;
                complaints::set_unread(tx, shown.id, true)?;
                applied.changed.insert(shown.id);
                applied.notify.insert(shown.id, (shown.reference.to_string(), event.status));
            }
        }
        ChangeKind::Tombstone { complaint } if complaints::exists(tx, complaint)? => {
            complaints::set_gone(tx, complaint)?;
            applied.changed.insert(complaint);
        }
        // Of a vault that was set aside, or thrown away here: nothing to show it at.
        ChangeKind::Event { .. } | ChangeKind::Tombstone { .. } => {}
        ChangeKind::Dossier { watch, dossier } => {
            if dossiers::told(tx, watch, &dossier)?.is_some() {
                applied.dossiers = true;
            }
        }
    }
    Ok(true)
}

/// A complaint stands where its last event says.
fn statuses(tx: &Transaction<'_>, applied: &Applied) -> store::Result<()> {
    for id in &applied.changed {
        if let Some(last) = events::last(tx, *id)? {
            complaints::set_status(tx, *id, last.status, last.at_ms)?;
        }
    }
    Ok(())
}

/// Tries what an older version set aside.
async fn read_again(session: &Session) -> store::Result<()> {
    let applied = session
        .write(|tx| {
            let mut applied = Applied::default();
            for (row, text) in feed::aside(tx)? {
                let value: Value = serde_json::from_str(&text)?;
                if change(tx, &value, &mut applied)? {
                    feed::take_back(tx, row)?;
                }
            }
            statuses(tx, &applied)?;
            Ok(applied)
        })
        .await?;
    tell(session, applied);
    Ok(())
}
