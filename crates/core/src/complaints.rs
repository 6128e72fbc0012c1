//! Commands that show what was saved: lists, one complaint, the outbox. Not for changing anything but *seen*.
//!
//! What a newcomer would get wrong: how far a complaint has come is read off the outbox and the stored receipt, never
//! off what the worker is doing.

use crate::commands::Call;
use crate::core::{Core, Inner, locked};
use crate::store::complaints::{self as table, Saved};
use crate::store::outbox::{self, Lane};
use crate::store::{self, events, feed, link};
use crate::views::*;
use rusqlite::Connection;

/// Characters of the text a list shows.
const TITLE_CHARS: usize = 80;

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn complaints(&self, _: Call<'_, Nothing>) -> Result<ComplaintCards, ApiError> {
        let cards = self.inner.opened()?.read(|c| {
            let all = table::current(c)?;
            all.iter().map(|saved| card(c, saved, &outbox::lane(c, saved.complaint.id)?)).collect()
        })?;
        Ok(ComplaintCards { cards, tracked: Vec::new() })
    }

    /// See [`crate::commands`].
    pub(crate) fn complaint(&self, call: Call<'_, ById>) -> Result<ComplaintDetail, ApiError> {
        Ok(self.inner.opened()?.read(|c| detail(c, &table::get(c, call.args.id)?))?)
    }

    /// See [`crate::commands`].
    pub(crate) fn complaint_seen(&self, call: Call<'_, ById>) -> Result<Nothing, ApiError> {
        let id = call.args.id;
        let was_unread = self.inner.opened()?.write(|tx| {
            let unread = table::get(tx, id)?.unread;
            if unread {
                table::set_unread(tx, id, false)?;
            }
            Ok(unread)
        })?;
        if was_unread {
            self.inner.changed(Some(id));
        }
        Ok(Nothing {})
    }

    /// See [`crate::commands`].
    pub(crate) fn outbox(&self, _: Call<'_, Nothing>) -> Result<OutboxView, ApiError> {
        let link = self.inner.link_view();
        let (sending, now) = (locked(&self.inner.link).sending, self.inner.now_ms());
        let entries: Vec<OutboxEntry> = self.inner.opened()?.read(|c| {
            let mut entries = Vec::new();
            for id in outbox::waiting(c)? {
                let (saved, lane) = (table::get(c, id)?, outbox::lane(c, id)?);
                entries.push(OutboxEntry {
                    card: card(c, &saved, &lane)?,
                    attempts: lane.attempts,
                    next_attempt_ms: lane.next_attempt_ms.filter(|at| *at > now).max(link.next_attempt_ms),
                    stuck: lane.stuck,
                    sending: sending == Some(id),
                    waits_for_wifi: false,
                    only_messages: false,
                    bytes: lane.bytes,
                });
            }
            Ok(entries)
        })?;
        let bytes = entries.iter().fold(0_u32, |sum, e| sum.saturating_add(e.bytes));
        Ok(OutboxView { entries, carried: Vec::new(), link, bytes })
    }

    /// See [`crate::commands`].
    pub(crate) fn sync_now(&self, _: Call<'_, Nothing>) -> Result<Nothing, ApiError> {
        self.inner.opened()?.write(outbox::unstick)?;
        self.inner.wake();
        Ok(Nothing {})
    }
}

impl Inner {
    /// The link as it looks now; also with a closed vault.
    pub(crate) fn link_view(&self) -> Link {
        let stored = self.opened().ok().and_then(|o| o.read(link::get).ok()).unwrap_or_default();
        let now = self.now_ms();
        let state = locked(&self.link);
        let gate = state.not_before_ms.max(stored.retry_after_until_ms).filter(|until| *until > now);
        let trouble =
            if self.config.deployment.gateway_url.is_empty() { Some(LinkTrouble::NoGateway) } else { state.trouble };
        Link { last_ok_ms: state.last_ok_ms.max(stored.last_ok_ms), next_attempt_ms: gate, trouble }
    }
}

fn delivery(lane: &Lane) -> Delivery {
    match lane {
        Lane { stuck: Some(_), .. } => Delivery::Stuck,
        Lane { words: Some(0), .. } => Delivery::Saved,
        Lane { words: Some(_), .. } => Delivery::Trying,
        Lane { photos: 1.., .. } => Delivery::WordsReceived,
        _ => Delivery::Received,
    }
}

fn card(conn: &Connection, saved: &Saved, lane: &Lane) -> store::Result<ComplaintCard> {
    let c = &saved.complaint;
    let photos = table::photos_of(conn, c.id)?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(ComplaintCard {
        id: c.id,
        reference: c.reference.clone(),
        reference_shown: c.reference.to_string(),
        category: c.category.clone(),
        title: c.text.lines().next().unwrap_or_default().chars().take(TITLE_CHARS).collect(),
        place: c.place.clone(),
        saved_at_ms: saved.saved_at_ms,
        delivery: delivery(lane),
        status: saved.status,
        status_at_ms: saved.status_at_ms,
        photos_received: count(photos.iter().filter(|(_, received)| *received).count()),
        photos: count(photos.len()),
        unread: saved.unread,
        overdue: false,
        gone: false,
        messages_waiting: 0,
    })
}

fn detail(conn: &Connection, saved: &Saved) -> store::Result<ComplaintDetail> {
    let c = &saved.complaint;
    let lane = outbox::lane(conn, c.id)?;
    let photos = table::photos_of(conn, c.id)?;
    Ok(ComplaintDetail {
        card: card(conn, saved, &lane)?,
        pin: c.pin.reveal().to_owned(),
        text: c.text.clone(),
        photos: photos.into_iter().map(|(photo, received)| PhotoState { photo, received }).collect(),
        contact: c.contact.clone(),
        received_at_ms: saved.received_at_ms,
        events: events::of(conn, c.id)?,
        messages: Vec::new(),
        can: Vec::new(),
        reply_draft: None,
        checked_at_ms: feed::checked_at_ms(conn)?,
        stuck: lane.stuck,
        attempts: lane.attempts,
        edit_replaces: lane.words == Some(0),
        replaced_by: saved.replaced_by,
        replaces: c.replaces,
    })
}
