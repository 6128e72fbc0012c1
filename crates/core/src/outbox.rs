//! What a person does about an entry that waits: tries it again, or throws it away. Not for showing it (`complaints`),
//! editing it (`drafts`) or handing it on (`packages`).
//!
//! What a newcomer would get wrong: only what certainly never reached anybody is deleted. Anything else may be at the
//! office already, so it is taken back by a message, and the card says so until the gateway knows.

use crate::commands::Call;
use crate::core::{Core, Inner};
use crate::opened::Opened;
use crate::replies;
use crate::store::complaints::Saved;
use crate::store::outbox::{self, Lane};
use crate::store::{self, StoreError, carried, complaints, drafts, messages};
use crate::views::*;
use rusqlite::Transaction;
use vungsam_domain::{Action, ComplaintId, MessageId};

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn outbox_retry(&self, call: Call<'_, ById>) -> Result<Nothing, ApiError> {
        let id = call.args.id;
        self.inner.opened()?.write(|tx| {
            if carried::get(tx, id)?.is_some() {
                carried::again(tx, id)?;
            } else if outbox::lane(tx, id)? == Lane::default() {
                return Err(StoreError::NotFound);
            }
            outbox::again(tx, id)?;
            outbox::set_any_link(tx, id)
        })?;
        self.inner.changed(Some(id));
        self.inner.wake();
        Ok(Nothing {})
    }

    /// See [`crate::commands`].
    pub(crate) fn outbox_discard(&self, call: Call<'_, ById>) -> Result<Nothing, ApiError> {
        let (inner, id) = (&self.inner, call.args.id);
        let opened = inner.opened()?;
        opened.write(|tx| {
            let (saved, lane) = (complaints::get(tx, id)?, outbox::lane(tx, id)?);
            if lane == Lane::default() {
                Err(StoreError::Refused(ApiError::new(error_codes::NOT_NOW)))
            } else if lane.only_messages() {
                unsay(tx, id)
            } else if saved.replaced_by.is_some() {
                // Another one stands in its place; taking this one back would take that one back too.
                outbox::drop_lane(tx, id)
            } else if reached_nobody(&saved, &lane) || gives_up(tx, &saved, &lane)? {
                forget(tx, &saved)
            } else {
                take_back(inner, &opened, tx, &saved)
            }
        })?;
        opened.scrub()?;
        inner.changed(Some(id));
        inner.push.notify_one();
        Ok(Nothing {})
    }
}

/// Nothing was ever sent or handed out, or the gateway itself said that it does not take these words.
fn reached_nobody(saved: &Saved, lane: &Lane) -> bool {
    let refused = matches!(lane.stuck, Some(StuckReason::Invalid | StuckReason::TooLarge)) && lane.words.is_some();
    saved.received_at_ms.is_none() && (lane.words == Some(0) || refused)
}

/// It was taken back already, but words that no gateway takes are in the way. Asking a second time is an answer.
fn gives_up(tx: &Transaction<'_>, saved: &Saved, lane: &Lane) -> store::Result<bool> {
    Ok(lane.stuck.is_some() && saved.received_at_ms.is_none() && replies::withdrawing(tx, saved)?)
}

/// Messages that wait are not sent any more. One that was received keeps its words and loses the photos still to come.
fn unsay(tx: &Transaction<'_>, id: ComplaintId) -> store::Result<()> {
    for message in messages::waiting(tx, id)? {
        messages::drop(tx, message)?;
    }
    store::photos::sweep(tx)
}

/// Deletes it with everything that hangs on it.
fn forget(tx: &Transaction<'_>, saved: &Saved) -> store::Result<()> {
    let id = saved.complaint.id;
    drop_drafts(tx, id)?;
    outbox::drop_lane(tx, id)?;
    complaints::delete(tx, id)?;
    if let Some(old) = saved.complaint.replaces
        && complaints::exists(tx, old)?
    {
        // What it stood in the place of is there again, and still has to go.
        complaints::set_replaced(tx, old, None)?;
        if complaints::get(tx, old)?.received_at_ms.is_none() {
            outbox::add_words_again(tx, old)?;
        }
        outbox::add_missing_photos(tx, old)?;
    }
    store::photos::sweep(tx)
}

/// Sends no photo any more and puts a withdrawal behind the words.
fn take_back(inner: &Inner, opened: &Opened, tx: &Transaction<'_>, saved: &Saved) -> store::Result<()> {
    let id = saved.complaint.id;
    drop_drafts(tx, id)?;
    outbox::drop_photos(tx, id)?;
    for message in messages::waiting(tx, id)? {
        if outbox::message_lane(tx, message)?.words == Some(0) {
            messages::drop(tx, message)?;
        }
    }
    let mut older = saved.complaint.replaces;
    while let Some(next) = older {
        // The office sees one: nothing of the older ones need arrive any more.
        outbox::drop_lane(tx, next)?;
        older = complaints::get(tx, next).ok().and_then(|s| s.complaint.replaces);
    }
    if !replies::withdrawing(tx, saved)? {
        let message = MessageId(inner.config.ids.uuid());
        let reply = Reply { complaint: id, action: Action::Withdraw };
        replies::queue(inner, opened, tx, message, reply, "", Vec::new())?;
    }
    outbox::again(tx, id)
}

fn drop_drafts(tx: &Transaction<'_>, id: ComplaintId) -> store::Result<()> {
    for draft in [drafts::editing(tx, id)?, drafts::replying(tx, id)?].into_iter().flatten() {
        drafts::delete(tx, draft)?;
    }
    Ok(())
}
