//! Commands on drafts: what is entered is stored at once. Not for saving a complaint (`submit`).
//!
//! What a newcomer would get wrong: the slow part (a photo) runs with no lock held, so the check that the draft is still
//! there and has room is made again in the transaction that stores it.

use crate::commands::Call;
use crate::complaints as complaints_view;
use crate::core::Core;
use crate::photo;
use crate::replies;
use crate::store::{self, StoreError, complaints, drafts, photos};
use crate::views::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use rusqlite::Connection;
use vungsam_domain::{ComplaintId, limits};

fn refuse(code: &str) -> StoreError {
    StoreError::Refused(ApiError::new(code))
}

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn draft_open(&self, _: Call<'_, Nothing>) -> Result<Draft, ApiError> {
        let (fresh, now) = (ComplaintId(self.inner.config.ids.uuid()), self.inner.now_ms());
        let draft = self.inner.opened()?.write(|tx| {
            if let Some(id) = drafts::latest_new(tx)? {
                return drafts::get(tx, id);
            }
            drafts::insert(tx, fresh, &DraftFields::default(), None, now)?;
            drafts::get(tx, fresh)
        })?;
        Ok(draft)
    }

    /// See [`crate::commands`].
    pub(crate) fn draft(&self, call: Call<'_, ById>) -> Result<Draft, ApiError> {
        Ok(self.inner.opened()?.read(|c| drafts::get(c, call.args.id))?)
    }

    /// See [`crate::commands`].
    pub(crate) fn draft_save(&self, call: Call<'_, DraftSave>) -> Result<Draft, ApiError> {
        let (DraftSave { id, fields }, now) = (call.args, self.inner.now_ms());
        Ok(self.inner.opened()?.write(|tx| {
            drafts::save(tx, id, &fields, now)?;
            drafts::get(tx, id)
        })?)
    }

    /// See [`crate::commands`].
    pub(crate) fn draft_photo_add(&self, call: Call<'_, PhotoAdd>) -> Result<Draft, ApiError> {
        let opened = self.inner.opened()?;
        let id = call.args.id;
        opened.read(|c| room(c, id))?;
        let decoded;
        let bytes = match (call.body, &call.args.base64) {
            (Some(body), None) => body,
            (None, Some(text)) => {
                // Four characters carry three bytes: refuse before decoding what is too large anyway.
                if text.len() / 4 * 3 > limits::INPUT_BYTES {
                    return Err(ApiError::new(error_codes::PHOTO_TOO_LARGE));
                }
                decoded = STANDARD.decode(text).map_err(|_| ApiError::new(error_codes::ARGUMENTS))?;
                decoded.as_slice()
            }
            _ => return Err(ApiError::new(error_codes::ARGUMENTS)),
        };
        let taken = photo::intake(bytes).map_err(|e| ApiError::new(photo::code(e)))?;
        let now = self.inner.now_ms();
        let draft = opened.write(|tx| {
            let there = room(tx, id)?;
            if there.photos.iter().any(|p| p.sha256 == taken.photo.sha256) {
                return Err(refuse(error_codes::PHOTO_TWICE));
            }
            photos::put(tx, &taken.photo, &taken.jpeg, &taken.thumb)?;
            drafts::add_photo(tx, id, &taken.photo.sha256, now)?;
            drafts::get(tx, id)
        })?;
        Ok(draft)
    }

    /// See [`crate::commands`].
    pub(crate) fn draft_photo_remove(&self, call: Call<'_, PhotoRemove>) -> Result<Draft, ApiError> {
        let PhotoRemove { id, sha256 } = call.args;
        Ok(self.inner.opened()?.write(|tx| {
            drafts::remove_photo(tx, id, &sha256)?;
            drafts::get(tx, id)
        })?)
    }

    /// See [`crate::commands`].
    pub(crate) fn draft_discard(&self, call: Call<'_, ById>) -> Result<Nothing, ApiError> {
        let opened = self.inner.opened()?;
        opened.write(|tx| drafts::delete(tx, call.args.id))?;
        // It may be what the person decided not to tell anybody: it is gone when this returns.
        opened.scrub()?;
        self.inner.changed(None);
        Ok(Nothing {})
    }

    /// See [`crate::commands`].
    pub(crate) fn complaint_edit(&self, call: Call<'_, ById>) -> Result<Draft, ApiError> {
        let (fresh, now) = (ComplaintId(self.inner.config.ids.uuid()), self.inner.now_ms());
        let draft = self.inner.opened()?.write(|tx| {
            let saved = complaints_view::newest(tx, call.args.id)?;
            // Both are one case at the office: the withdrawal under way would take the new one back too.
            if replies::withdrawing(tx, &saved)? {
                return Err(refuse(error_codes::NOT_NOW));
            }
            let old = saved.complaint.id;
            if let Some(draft) = drafts::editing(tx, old)? {
                return drafts::get(tx, draft);
            }
            let draft = if store::outbox::lane(tx, old)?.words == Some(0) { old } else { fresh };
            drafts::insert(tx, draft, &fields_of(&saved.complaint), Some(old), now)?;
            for (photo, _) in complaints::photos_of(tx, old)? {
                // One whose bytes are gone cannot be sent again: what is left can.
                if photos::whole(tx, &photo.sha256)? {
                    drafts::add_photo(tx, draft, &photo.sha256, now)?;
                }
            }
            drafts::get(tx, draft)
        })?;
        self.inner.changed(None);
        Ok(draft)
    }
}

/// The draft, when it has room for another photo.
fn room(conn: &Connection, id: ComplaintId) -> store::Result<Draft> {
    let draft = drafts::get(conn, id)?;
    if draft.photos.len() >= limits::PHOTOS { Err(refuse(error_codes::PHOTO_TOO_MANY)) } else { Ok(draft) }
}

/// A saved complaint as the form shows it.
fn fields_of(complaint: &vungsam_domain::Complaint) -> DraftFields {
    let c = complaint.clone();
    DraftFields {
        category: Some(c.category),
        place: c.place,
        place_done: true,
        text: c.text,
        anonymous: Some(c.contact.is_none()),
        contact: c.contact.unwrap_or_default(),
        consents: c.consents.into_iter().map(|consent| consent.purpose).collect(),
        kind: "phan-anh-kien-nghi".to_owned(),
        kind_asked: String::new(),
        step: "check".to_owned(),
    }
}
