//! Messages about a saved complaint: opening, sending off, and what the person may say now. Not for entering them: they
//! are drafts (`drafts`) until they are sent off.
//!
//! What a newcomer would get wrong: what may be said follows the last *known* status, which may be old. The gateway
//! never refuses a message for that; what is not possible any more arrives as a remark. Before there is a receipt there
//! is nothing to answer to: then an edit changes the words and a discard takes them back.

use crate::commands::Call;
use crate::complaints;
use crate::core::{Core, Inner, locked};
use crate::opened::Opened;
use crate::store::complaints::{Frozen, Saved};
use crate::store::{self, StoreError, drafts, events, messages, outbox};
use crate::views::*;
use rusqlite::{Connection, Transaction};
use vungsam_domain::fold::clean;
use vungsam_domain::{Action, Actor, ComplaintId, Message, MessageId, PhotoRef, Status, limits, sign};

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn reply_open(&self, call: Call<'_, ReplyOpen>) -> Result<Draft, ApiError> {
        let (ReplyOpen { complaint, action }, now) = (call.args, self.inner.now_ms());
        let fresh = ComplaintId(self.inner.config.ids.uuid());
        let draft = self.inner.opened()?.write(|tx| {
            let saved = complaints::newest(tx, complaint)?;
            let reply = Reply { complaint: saved.complaint.id, action };
            if !can(tx, &saved)?.contains(&action) {
                return Err(StoreError::Refused(ApiError::new(error_codes::NOT_NOW)));
            }
            let draft = match drafts::replying(tx, reply.complaint)? {
                // What was typed stays; what it is for is what the person asked for last.
                Some(there) => {
                    drafts::set_reply(tx, there, reply)?;
                    there
                }
                None => {
                    drafts::insert_reply(tx, fresh, reply, now)?;
                    fresh
                }
            };
            drafts::get(tx, draft)
        })?;
        self.inner.changed(Some(complaint));
        Ok(draft)
    }

    /// See [`crate::commands`].
    pub(crate) fn reply_send(&self, call: Call<'_, ById>) -> Result<Nothing, ApiError> {
        let (inner, id) = (&self.inner, call.args.id);
        let opened = inner.opened()?;
        let complaint = opened.write(|tx| {
            let draft = drafts::get(tx, id)?;
            let reply = draft.reply.ok_or(StoreError::NotFound)?;
            queue(inner, &opened, tx, MessageId(id.0), reply, &draft.fields.text, draft.photos)?;
            drafts::delete(tx, id)?;
            Ok(reply.complaint)
        })?;
        inner.changed(Some(complaint));
        inner.push.notify_one();
        Ok(Nothing {})
    }
}

/// Freezes and signs a message and puts it behind everything its complaint still has to send.
pub(crate) fn queue(
    inner: &Inner,
    opened: &Opened,
    tx: &Transaction<'_>,
    id: MessageId,
    reply: Reply,
    text: &str,
    photos: Vec<PhotoRef>,
) -> store::Result<()> {
    let message = Message {
        v: 1,
        id,
        complaint: reply.complaint,
        device: opened.device,
        action: reply.action,
        text: clean(text),
        photos,
        saved_at_ms: inner.now_ms(),
        lang: locked(&inner.settings).lang.clone().unwrap_or_else(|| "vi".to_owned()),
        app_version: inner.config.app_version.clone(),
    };
    let errors = message.problems();
    if !errors.is_empty() {
        return Err(StoreError::Refused(ApiError { code: error_codes::INVALID.to_owned(), errors }));
    }
    let body = serde_json::to_vec(&message)?;
    let signature = sign::sign(&opened.key, &body);
    let place = messages::freeze(tx, &message, &Frozen { body, signature })?;
    outbox::add_message(tx, reply.complaint, id, place)
}

/// What the person may do now, by the last known status and by what they have said already.
pub(crate) fn can(conn: &Connection, saved: &Saved) -> store::Result<Vec<Action>> {
    let Some(status) = saved.status.filter(|_| saved.received_at_ms.is_some() && !saved.gone) else {
        return Ok(Vec::new());
    };
    let (told, said) = (events::of(conn, saved.complaint.id)?, messages::of(conn, saved.complaint.id)?);
    let answered = |id: MessageId| told.iter().any(|e| e.message == Some(id));
    let under_way: Vec<Action> = said.iter().filter(|s| !answered(s.message.id)).map(|s| s.message.action).collect();
    if under_way.contains(&Action::Withdraw) {
        return Ok(Vec::new());
    }
    let spent = told.iter().filter(|e| e.action == Action::Reopen).count() >= limits::REOPENINGS;
    Ok(status
        .actions(Actor::Citizen)
        .filter(|a| (*a != Action::Reopen || !spent) && !under_way.contains(a))
        .chain((status != Status::Withdrawn).then_some(Action::Remark))
        .collect())
}

/// The conversation as the screens show it.
pub(crate) fn views(conn: &Connection, complaint: ComplaintId) -> store::Result<Vec<MessageView>> {
    let said = messages::of(conn, complaint)?;
    said.into_iter()
        .map(|s| {
            let lane = outbox::message_lane(conn, s.message.id)?;
            let photos = messages::photos_of(conn, s.message.id)?;
            Ok(MessageView {
                id: s.message.id,
                action: s.message.action,
                text: s.message.text,
                photos: photos.into_iter().map(|(photo, received)| PhotoState { photo, received }).collect(),
                saved_at_ms: s.saved_at_ms,
                delivery: complaints::delivery(&lane, s.received_at_ms),
                stuck: lane.stuck,
            })
        })
        .collect()
}

/// Whether the person took it back and the gateway has not said so yet.
pub(crate) fn withdrawing(conn: &Connection, saved: &Saved) -> store::Result<bool> {
    let (told, said) = (events::of(conn, saved.complaint.id)?, messages::of(conn, saved.complaint.id)?);
    Ok(said
        .iter()
        .any(|s| s.message.action == Action::Withdraw && !told.iter().any(|event| event.message == Some(s.message.id))))
}
