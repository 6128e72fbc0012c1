//! What every page about one case shows of it: words, photos, person, place, older versions, timeline. Not for who may
//! see it: whoever calls this has asked.
//!
//! What a newcomer would get wrong: all of it is read from the signed bytes and the steps; a body this gateway cannot
//! read shows its category and its receipt, never nothing.

use super::timeline::{Done, Shot, Story, photo_line, shot};
use super::words::{Lang, Words, fill};
use super::{format, pictures, queue, who};
use crate::db::complaints::ComplaintRow;
use crate::db::{DbError, cases};
use crate::state::AppState;
use vungsam_domain::{Complaint, Reference};

/// An older version.
pub struct Older {
    /// "Earlier version, received …".
    pub title: String,
    /// Its number.
    pub reference: String,
    /// Its words.
    pub text: Vec<String>,
    /// Its photos.
    pub photos: Vec<Shot>,
}

/// A case as shown.
pub struct CaseView {
    /// First sentence.
    pub title: String,
    /// Inline drawing of the category.
    pub drawing: &'static str,
    /// 3-3-4.
    pub reference: String,
    /// Name of the category.
    pub category: String,
    /// Village, commune, near what.
    pub place_line: String,
    /// Name of the state.
    pub status: &'static str,
    /// Its colour.
    pub tone: &'static str,
    /// The sender's words.
    pub text: Vec<String>,
    /// The photos that came with them.
    pub photos: Vec<Shot>,
    /// How many are there.
    pub photo_line: String,
    /// Saved, received.
    pub times: String,
    /// Name of the sender, or that there is none.
    pub person: String,
    /// What to dial, and as written.
    pub person_phone: Option<(String, String)>,
    /// The place, line by line.
    pub place: Vec<String>,
    /// Versions this one replaced.
    pub older: Vec<Older>,
    /// The timeline.
    pub steps: Vec<Done>,
    /// Since when the clock stands still.
    pub stands_still: Option<String>,
}

/// Ten digits as people read them.
#[must_use]
pub fn number(reference: &str) -> String {
    Reference::parse(reference).map_or_else(|_| reference.to_owned(), |r| r.to_string())
}

impl CaseView {
    /// Of this complaint.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(state: &AppState, row: &ComplaintRow, lang: Lang) -> Result<Self, DbError> {
        let (w, now) = (lang.words(), state.now_ms());
        let before = cases::older(&state.db, row).await?;
        let story = Story::load(&state.db, row, &before).await?;
        let said = row.complaint();
        let (person, person_phone) = person(said.as_ref(), w);
        let photos: Vec<Shot> = story.own_shots(row.id).map(|p| shot(row.id, p, w)).collect();
        let still = story.pauses.last().filter(|p| p.to_ms.is_none());
        Ok(Self {
            title: who::title(said.as_ref(), &row.category, lang, 80),
            drawing: pictures::drawing(&row.category),
            reference: number(&row.reference),
            category: who::category(&row.category, lang),
            place_line: said.as_ref().map_or(w.no_place.to_owned(), |s| who::place_line(&s.place, lang, true)),
            status: (w.status)(row.status),
            tone: queue::tone(row.status),
            text: said.as_ref().map(|s| format::lines(&s.text)).unwrap_or_default(),
            photo_line: photo_line(&photos, w),
            photos,
            times: said.as_ref().map_or_else(
                || format::full_moment(row.received_at, lang),
                |s| format::saved_received(s.saved_at_ms, row.received_at, lang),
            ),
            person,
            person_phone,
            place: place(said.as_ref(), lang),
            steps: story.done(row, &before, now, lang),
            stands_still: still.map(|p| fill(w.stands_still, &[&format::moment(p.from_ms, lang)])),
            older: before.iter().map(|v| older(v, &story, lang)).collect(),
        })
    }
}

fn older(version: &ComplaintRow, story: &Story, lang: Lang) -> Older {
    let w = lang.words();
    Older {
        title: fill(w.older_version, &[&format::moment(version.received_at, lang)]),
        reference: number(&version.reference),
        text: version.complaint().map(|s| format::lines(&s.text)).unwrap_or_default(),
        photos: story.own_shots(version.id).map(|p| shot(version.id, p, w)).collect(),
    }
}

fn person(said: Option<&Complaint>, w: &'static Words) -> (String, Option<(String, String)>) {
    let Some(contact) = said.and_then(|s| s.contact.as_ref()) else { return (w.anonymous.to_owned(), None) };
    let (name, phone) = (contact.name.trim(), contact.phone.trim());
    let name = if name.is_empty() { w.anonymous } else { name };
    let dial: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (name.to_owned(), (!dial.is_empty()).then(|| (dial, phone.to_owned())))
}

fn place(said: Option<&Complaint>, lang: Lang) -> Vec<String> {
    let Some(place) = said.map(|s| &s.place) else { return vec![lang.words().no_place.to_owned()] };
    let mut lines = Vec::new();
    lines.extend(who::village(place));
    lines.extend(place.unit.as_deref().map(|u| who::unit(u, lang)));
    lines.extend(who::near(place, lang));
    if let Some(p) = place.position {
        let (pattern, text) = if p.exact {
            (lang.words().position_exact, format!("{:.5}, {:.5}", p.lat, p.lon))
        } else {
            (lang.words().position_rough, format!("{:.3}, {:.3}", p.lat, p.lon))
        };
        lines.push(fill(pattern, &[&text]));
    }
    if lines.is_empty() {
        lines.push(lang.words().no_place.to_owned());
    }
    lines
}
