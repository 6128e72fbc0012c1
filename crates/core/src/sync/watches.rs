//! Asking the gateway to watch a dossier's code, and to stop. Not for what it tells: that comes by the feed (`pull`).
//!
//! What a newcomer would get wrong: the answer says nothing about the dossier, on purpose. *Asked* is all that is known
//! until the feed brings something, which may be never.

use super::Session;
use super::errands::later;
use super::retry::RetryKind;
use crate::store::watches::{self, Errand};
use crate::store::{self};
use crate::views::{StuckReason, WatchState};
use std::time::Duration;
use vungsam_domain::WatchId;
use vungsam_domain::wire::Watch;

/// How long a code is left alone that the gateway does not take.
const RARELY: Duration = Duration::from_secs(12 * 60 * 60);

/// Does one thing.
pub(super) async fn run(session: &Session, errand: Errand) -> store::Result<()> {
    match errand {
        Errand::Ask { id, code, proof, attempts } => {
            session.write(move |tx| watches::trying(tx, id)).await?;
            let asked = session.gateway.put_watch(&Watch { v: 1, id, code, proof }).await;
            ask(session, id, attempts, asked.map(|ack| ack.server_time_ms)).await?;
        }
        Errand::Stop { id, attempts } => {
            session.write(move |tx| watches::trying(tx, id)).await?;
            match session.gateway.delete_watch(id).await {
                Ok(()) => session.write(move |tx| watches::gone(tx, id)).await?,
                // A gateway that does not know it has nothing to forget.
                Err(RetryKind::Missing) => session.write(move |tx| watches::gone(tx, id)).await?,
                Err(kind) => put_off(session, id, attempts, kind).await?,
            }
        }
    }
    session.inner.changed(None);
    Ok(())
}

async fn ask(session: &Session, id: WatchId, attempts: u32, asked: Result<i64, RetryKind>) -> store::Result<()> {
    let now = session.inner.now_ms();
    let closed = move |after: Duration| now.saturating_add(i64::try_from(after.as_millis()).unwrap_or(i64::MAX));
    match asked {
        Ok(server_time_ms) => {
            session.link_ok(Some(server_time_ms)).await?;
            session.write(move |tx| watches::set(tx, id, WatchState::Asked, None)).await?;
            // The feed may have it already.
            session.inner.pull.notify_one();
            Ok(())
        }
        Err(RetryKind::Closed(after)) => {
            session.link_ok(None).await?;
            session.write(move |tx| watches::set(tx, id, WatchState::Closed, Some(closed(after)))).await
        }
        Err(RetryKind::Stuck(StuckReason::Invalid | StuckReason::IdConflict)) => {
            session.link_ok(None).await?;
            session.write(move |tx| watches::set(tx, id, WatchState::Closed, Some(closed(RARELY)))).await
        }
        // A gateway that watches nothing yet.
        Err(RetryKind::Missing) => {
            session.link_ok(None).await?;
            session.write(move |tx| watches::defer(tx, id, closed(RARELY))).await
        }
        Err(kind) => put_off(session, id, attempts, kind).await,
    }
}

async fn put_off(session: &Session, id: WatchId, attempts: u32, kind: RetryKind) -> store::Result<()> {
    session.link_met(kind, true).await?;
    let until = later(session, attempts);
    session.write(move |tx| watches::defer(tx, id, until)).await
}
