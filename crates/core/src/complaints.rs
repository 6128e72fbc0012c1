//! Commands that show what was saved: lists, one complaint, the outbox. Not for changing anything but *seen*.
//!
//! What a newcomer would get wrong: how far a complaint has come is read off the outbox and the stored receipt, never
//! off what the worker is doing.

use crate::commands::Call;
use crate::core::{Core, Inner, locked};
use crate::overdue;
use crate::replies;
use crate::store::complaints::{self as table, Saved};
use crate::store::outbox::{self, Lane};
use crate::store::{self, carried, drafts, events, feed, link, tracked};
use crate::views::*;
use rusqlite::Connection;
use vungsam_domain::ComplaintId;
use vungsam_domain::wire::Event;

/// Characters of the text a list shows.
const TITLE_CHARS: usize = 80;

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn complaints(&self, _: Call<'_, Nothing>) -> Result<ComplaintCards, ApiError> {
        let now = self.inner.now_ms();
        let (cards, tracked) = self.inner.opened()?.read(|c| {
            let all = table::current(c)?;
            let cards = all.iter().map(|saved| card(c, saved, &outbox::lane(c, saved.complaint.id)?, now));
            Ok((cards.collect::<store::Result<Vec<_>>>()?, tracked::all(c)?))
        })?;
        Ok(ComplaintCards { cards, tracked })
    }

    /// See [`crate::commands`].
    pub(crate) fn complaint(&self, call: Call<'_, ById>) -> Result<ComplaintDetail, ApiError> {
        let now = self.inner.now_ms();
        Ok(self.inner.opened()?.read(|c| detail(c, &table::get(c, call.args.id)?, now))?)
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
        let (now, any_link) = (self.inner.now_ms(), self.inner.photos_may_go());
        let (entries, carried) = self.inner.opened()?.read(|c| {
            let mut entries = Vec::new();
            for id in outbox::waiting(c)? {
                let (saved, lane) = (table::get(c, id)?, outbox::lane(c, id)?);
                entries.push(OutboxEntry {
                    card: card(c, &saved, &lane, now)?,
                    attempts: lane.attempts,
                    next_attempt_ms: lane.next_attempt_ms.filter(|at| *at > now).max(link.next_attempt_ms),
                    stuck: lane.stuck.or(lane.message_stuck),
                    sending: locked(&self.inner.link).is_sending(id),
                    waits_for_wifi: !any_link && outbox::kept_for_wifi(c, id)?,
                    only_messages: lane.only_messages(),
                    bytes: lane.bytes,
                });
            }
            Ok((entries, carried::all(c)?))
        })?;
        let still = carried.iter().filter(|c| c.delivery != Delivery::Received).map(|c| c.bytes);
        let bytes = entries.iter().map(|e: &OutboxEntry| e.bytes).chain(still).fold(0, u32::saturating_add);
        Ok(OutboxView { entries, carried, link, bytes })
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

/// How far something has come: by what waits of it, and by whether a receipt covers its words.
pub(crate) fn delivery(lane: &Lane, received_at_ms: Option<i64>) -> Delivery {
    match (lane, received_at_ms) {
        (Lane { stuck: Some(_), .. }, _) => Delivery::Stuck,
        (Lane { words: Some(0), .. }, _) => Delivery::Saved,
        (Lane { words: Some(_), .. }, _) => Delivery::Trying,
        (Lane { photos: 1.., .. }, Some(_)) => Delivery::WordsReceived,
        (_, Some(_)) => Delivery::Received,
        // Taken out of the outbox by the person, who put another one in its place.
        (_, None) => Delivery::Stuck,
    }
}

/// The complaint that stands in the place of this one, or itself.
pub(crate) fn newest(conn: &Connection, id: ComplaintId) -> store::Result<Saved> {
    let mut saved = table::get(conn, id)?;
    while let Some(next) = saved.replaced_by {
        saved = table::get(conn, next)?;
    }
    Ok(saved)
}

/// The timeline: also of those it takes the place of, because for the office they are one.
fn timeline(conn: &Connection, saved: &Saved) -> store::Result<Vec<Event>> {
    let mut told = Vec::new();
    let mut next = Some(saved.complaint.id);
    while let Some(id) = next {
        told.extend(events::of(conn, id)?);
        next = match table::get(conn, id) {
            Ok(older) => older.complaint.replaces,
            Err(store::StoreError::NotFound) => None,
            Err(e) => return Err(e),
        };
    }
    // Several feeds' worth of one case: by the gateway's own clock; the sort is stable, so each keeps its order.
    if saved.complaint.replaces.is_some() {
        told.sort_by_key(|event| event.at_ms);
    }
    Ok(told)
}

fn card(conn: &Connection, saved: &Saved, lane: &Lane, now_ms: i64) -> store::Result<ComplaintCard> {
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
        delivery: delivery(lane, saved.received_at_ms),
        status: saved.status,
        status_at_ms: saved.status_at_ms,
        photos_received: count(photos.iter().filter(|(_, received)| *received).count()),
        photos: count(photos.len()),
        unread: saved.unread,
        overdue: overdue::is(conn, c.id, now_ms)?,
        gone: saved.gone,
        messages_waiting: lane.messages,
        withdrawing: replies::withdrawing(conn, saved)?,
    })
}

fn detail(conn: &Connection, saved: &Saved, now_ms: i64) -> store::Result<ComplaintDetail> {
    let c = &saved.complaint;
    let lane = outbox::lane(conn, c.id)?;
    let photos = table::photos_of(conn, c.id)?;
    Ok(ComplaintDetail {
        card: card(conn, saved, &lane, now_ms)?,
        pin: c.pin.reveal().to_owned(),
        text: c.text.clone(),
        photos: photos.into_iter().map(|(photo, received)| PhotoState { photo, received }).collect(),
        contact: c.contact.clone(),
        received_at_ms: saved.received_at_ms,
        events: timeline(conn, saved)?,
        messages: replies::views(conn, c.id)?,
        can: replies::can(conn, saved)?,
        reply_draft: drafts::replying(conn, c.id)?,
        checked_at_ms: feed::checked_at_ms(conn)?,
        stuck: lane.stuck,
        attempts: lane.attempts,
        edit_replaces: lane.words == Some(0),
        replaced_by: saved.replaced_by,
        replaces: c.replaces,
    })
}
