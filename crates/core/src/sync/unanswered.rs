//! Sending questions nobody could answer, to be counted. Not for asking: that needs no gateway.
//!
//! What a newcomer would get wrong: the gateway knows the id, not who sent it. When an answer is lost the same id goes
//! again and is not counted twice; once counted there is nothing on this phone any more.

use super::Session;
use super::errands::later;
use super::retry::RetryKind;
use crate::store::unanswered::{self, Due};
use crate::store::{self};
use crate::views::StuckReason;
use std::time::Duration;

/// How long a gateway that counts no questions yet is left alone.
const RARELY: Duration = Duration::from_secs(12 * 60 * 60);

/// Sends one.
pub(super) async fn run(session: &Session, due: Due) -> store::Result<()> {
    let id = due.body.id;
    if !session.write(move |tx| unanswered::trying(tx, id)).await? {
        return Ok(());
    }
    let now = session.inner.now_ms();
    let at = move |after: Duration| now.saturating_add(i64::try_from(after.as_millis()).unwrap_or(i64::MAX));
    match session.gateway.put_unanswered(&due.body).await {
        Ok(ack) => {
            session.link_ok(Some(ack.server_time_ms)).await?;
            session.write(move |tx| unanswered::remove(tx, id)).await?;
            // The words were only here to be sent.
            let opened = std::sync::Arc::clone(&session.opened);
            super::flat(tokio::task::spawn_blocking(move || opened.scrub()).await)?;
        }
        Err(RetryKind::Stuck(StuckReason::Invalid | StuckReason::TooLarge | StuckReason::IdConflict)) => {
            session.link_ok(None).await?;
            session.write(move |tx| unanswered::refuse(tx, id)).await?;
        }
        Err(RetryKind::Closed(after)) => {
            session.link_ok(None).await?;
            session.write(move |tx| unanswered::defer(tx, id, at(after), false)).await?;
        }
        // A gateway that counts none yet.
        Err(RetryKind::Missing) => {
            session.link_ok(None).await?;
            session.write(move |tx| unanswered::defer(tx, id, at(RARELY), false)).await?;
        }
        Err(kind) => {
            session.link_met(kind, true).await?;
            let until = later(session, due.attempts);
            session.write(move |tx| unanswered::defer(tx, id, until, !kind.never_left())).await?;
        }
    }
    session.inner.changed(None);
    Ok(())
}
