//! How a dossier looks now: its steps put together, the one that counts, the clock. Not for changing anything.
//!
//! What a newcomer would get wrong: today is the gateway's today where this phone knows how wrong its own clock is.

use crate::content::Library;
use crate::core::Inner;
use crate::store::dossiers::{self as table, Kept};
use crate::store::{self, feed, link, watches};
use crate::views::*;
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz};
use rusqlite::Connection;
use std::sync::Arc;
use vungsam_domain::content::Procedure;
use vungsam_domain::dossier::clock::{self, Received, term};
use vungsam_domain::dossier::{Group, Source, SourceKind, Step, code, steps};
use vungsam_domain::fold;

/// What everything is counted from.
#[derive(Clone)]
pub(crate) struct Now {
    /// This phone's clock (ms since 1970).
    pub(crate) ms: i64,
    /// The day in Vietnam.
    pub(crate) today: Date,
    /// The hour in Vietnam, 0 to 23.
    pub(crate) hour: u8,
    /// `YYYY-MM-DDTHH:MM` in Vietnam.
    pub(crate) minute: String,
    library: Arc<Library>,
}

impl Now {
    pub(crate) fn of(inner: &Inner, conn: &Connection) -> store::Result<Self> {
        let ms = inner.now_ms();
        let offset = link::get(conn)?.clock_offset_ms.unwrap_or(0);
        let local = vietnam(ms.saturating_add(offset));
        let library = inner.library();
        Ok(Self {
            ms,
            today: local.date(),
            hour: u8::try_from(local.hour()).unwrap_or(0),
            minute: local.strftime("%Y-%m-%dT%H:%M").to_string(),
            library,
        })
    }

    fn procedure(&self, kept: &Kept) -> Option<&Procedure> {
        let all = &self.library.pack.procedures;
        if let Some(id) = &kept.fields.procedure {
            return all.iter().find(|p| p.id == *id);
        }
        let written = kept.told.as_ref()?.procedure.as_deref()?;
        let folded = fold::fold(written);
        all.iter().find(|p| {
            p.code.as_deref().is_some_and(|c| c == written)
                || p.official_name.as_deref().is_some_and(|n| fold::fold(n) == folded)
                || fold::fold(&p.title.vi) == folded
        })
    }
}

/// Civil time in Vietnam (UTC+7, no summer time).
fn vietnam(ms: i64) -> DateTime {
    tz::offset(7).to_datetime(Timestamp::from_millisecond(ms).unwrap_or_default())
}

/// Everything that is known, oldest first.
pub(crate) fn all_steps(kept: &Kept) -> Vec<Step> {
    let fields = &kept.fields;
    let mut all = Vec::new();
    // A slip says when it was handed in, or when to come back, or both.
    if fields.received_on.is_some() || fields.due_on.is_some() {
        let on = fields.received_on.clone().unwrap_or_else(|| vietnam(kept.added_at_ms).date().to_string());
        all.push(Step {
            // A slip is what an office gives that has accepted it.
            status: Some(2),
            raw: None,
            said: None,
            on: fields.received_time.as_ref().map_or_else(|| on.clone(), |time| format!("{on}T{time}")),
            noted_at_ms: kept.added_at_ms,
            source: Source { kind: SourceKind::Slip, name: String::new(), trust: 0 },
            supplement: None,
            due_on: fields.due_on.clone(),
        });
    }
    all.extend(kept.told.iter().flat_map(|told| told.steps.iter().cloned()));
    all.extend(kept.notes.iter().cloned());
    all.sort_by(|a, b| (&a.on, a.noted_at_ms).cmp(&(&b.on, b.noted_at_ms)));
    all
}

fn received(kept: &Kept) -> Option<Received> {
    let read = |text: &str| {
        let (day, time) = text.split_once('T').map_or((text, None), |(day, time)| (day, Some(time)));
        Some(Received { on: day.parse().ok()?, at: time.and_then(|t| t.parse().ok()) })
    };
    let fields = &kept.fields;
    let typed = fields.received_on.as_deref().and_then(read);
    let typed = typed.map(|r| Received { at: fields.received_time.as_deref().and_then(|t| t.parse().ok()), ..r });
    typed.or_else(|| read(kept.told.as_ref()?.received_on.as_deref()?))
}

/// The clock of a dossier, with the day it was given where no step has one.
pub(crate) fn clock_of(now: &Now, kept: &Kept, steps: &[Step]) -> vungsam_domain::dossier::Clock {
    let term = now.procedure(kept).and_then(term);
    let mut steps = steps.to_vec();
    if steps.iter().all(|s| s.due_on.is_none())
        && let Some(first) = steps.first_mut()
    {
        first.due_on = kept.told.as_ref().and_then(|t| t.due_on.clone());
    }
    clock::clock(&now.library.calendar, &steps, received(kept), term, now.today)
}

/// One line of the list.
pub(crate) fn card(now: &Now, conn: &Connection, kept: &Kept) -> store::Result<DossierCard> {
    let steps = all_steps(kept);
    let current = steps::current(&steps).cloned();
    let after = current.as_ref().map(|c| (c.on.clone(), c.noted_at_ms));
    let said = steps.iter().rev().find(|s| s.said.is_some());
    let said = said.filter(|s| after.is_none_or(|at| (s.on.clone(), s.noted_at_ms) >= at)).and_then(|s| s.said);
    let procedure = now.procedure(kept);
    Ok(DossierCard {
        id: kept.id,
        code: kept.fields.code.clone(),
        name: kept.fields.name.clone(),
        procedure: procedure.map(|p| p.id.clone()),
        title: procedure.map(|p| p.title.clone()),
        office_title: kept.told.as_ref().and_then(|t| t.procedure.clone()).filter(|_| procedure.is_none()),
        group: steps::group(&steps),
        clock: clock_of(now, kept, &steps),
        current,
        said,
        unread: kept.unread,
        watch: watches::of(conn, kept.id)?,
    })
}

/// The list: by who must act, then by the day.
pub(crate) fn cards(now: &Now, conn: &Connection) -> store::Result<Vec<DossierCard>> {
    let all = table::all(conn)?;
    let mut cards = all.iter().map(|kept| card(now, conn, kept)).collect::<store::Result<Vec<_>>>()?;
    cards.sort_by_key(|c| (c.group, !c.unread, c.clock.due_on.is_none(), c.clock.due_on.clone()));
    Ok(cards)
}

/// How many there are, and in how many of them the person must act.
pub(crate) fn counts(conn: &Connection) -> store::Result<(u32, u32)> {
    let all = table::all(conn)?;
    let acting = all.iter().filter(|kept| matches!(steps::group(&all_steps(kept)), Group::You | Group::Fetch)).count();
    Ok((u32::try_from(all.len()).unwrap_or(u32::MAX), u32::try_from(acting).unwrap_or(u32::MAX)))
}

/// One dossier, whole.
pub(crate) fn detail(now: &Now, conn: &Connection, kept: &Kept) -> store::Result<DossierDetail> {
    Ok(DossierDetail {
        card: card(now, conn, kept)?,
        reading: code::read(&kept.fields.code),
        fields: kept.fields.clone(),
        steps: all_steps(kept),
        sources: kept.told.as_ref().map(|t| t.sources.clone()).unwrap_or_default(),
        photo: kept.photo.clone(),
        added_at_ms: kept.added_at_ms,
        checked_at_ms: feed::checked_at_ms(conn)?,
    })
}
