//! Commands about days out: what is near, what is on when, favourites, plans. Not for the places themselves (`library`)
//! nor for what speaks against a stop (`doubts`).
//!
//! What a newcomer would get wrong: a position is an argument and an answer's reason, never a row: nothing here stores it
//! and nothing sends it.

mod doubts;
#[cfg(test)]
mod tests;

use crate::commands::Call;
use crate::core::{Core, Inner};
use crate::library::card;
use crate::store::days::{self as table, KeptStop};
use crate::views::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::civil::Date;
use jiff::{Timestamp, tz};
use vungsam_domain::content::{Pack, Place, Text};
use vungsam_domain::geo::Point;
use vungsam_domain::recurring::{Rule, Span};
use vungsam_domain::{fold, ics, limits};

/// How far ahead the calendar looks, and how often something monthly repeats in an exported file.
const MONTHS: usize = 12;
/// Times a yearly one goes into a file: as many as the screen shows in its twelve months.
const YEARS: usize = 1;

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn near(&self, call: Call<'_, NearAsk>) -> Result<NearList, ApiError> {
        let NearAsk { position, unit } = call.args;
        let wrong = || ApiError::new(error_codes::ARGUMENTS);
        let from = position.map(|p| Point::new(p.lat, p.lon).ok_or_else(wrong)).transpose()?;
        let library = self.inner.library();
        let pack = &library.pack;
        let mut places: Vec<NearPlace> = pack
            .places
            .iter()
            .filter(|p| !pack.place_kinds.iter().any(|k| k.id == p.kind && k.nowhere))
            .map(|p| NearPlace { card: card(p), away: pack.away(p, from, unit.as_deref()) })
            .collect();
        // By distance where there is one, whatever it is to; then by how much is known.
        places.sort_by(|a, b| {
            let far = |n: &NearPlace| n.away.metres.unwrap_or(f64::INFINITY);
            far(a).total_cmp(&far(b)).then(a.away.basis.cmp(&b.away.basis))
        });
        Ok(NearList { places })
    }

    /// See [`crate::commands`].
    pub(crate) fn day_calendar(&self, _: Call<'_, Nothing>) -> Result<DayCalendar, ApiError> {
        let (library, today) = (self.inner.library(), self.inner.today());
        let pack = &library.pack;
        let year_on = today.saturating_add(jiff::Span::new().months(12));
        let mut days: Vec<DayEntry> = Vec::new();
        let mut undated = Vec::new();
        for place in &pack.places {
            let spans = upcoming(place, today, MONTHS);
            if spans.is_empty() && is_dated(pack, place) {
                undated.push(card(place));
            }
            let near = spans.into_iter().filter(|(span, _)| span.from <= year_on);
            days.extend(near.map(|(_, days)| DayEntry { place: card(place), days }));
        }
        days.sort_by(|a, b| (&a.days.from, &a.days.to).cmp(&(&b.days.from, &b.days.to)));
        Ok(DayCalendar { today: today.to_string(), days, undated })
    }

    /// See [`crate::commands`].
    pub(crate) fn calendar_export(&self, call: Call<'_, CalendarExport>) -> Result<ExportedFile, ApiError> {
        let CalendarExport { id, lang, note } = call.args;
        let (library, today) = (self.inner.library(), self.inner.today());
        let area = fold::fold(&self.inner.config.deployment.area.vi).replace(' ', "-");
        let mut entries = Vec::new();
        for place in library.pack.places.iter().filter(|p| id.as_ref().is_none_or(|id| *id == p.id)) {
            let unit = library.pack.units.iter().find(|u| Some(&u.id) == place.unit.as_ref());
            let location = unit.map(|u| u.name.of(&lang).to_owned()).unwrap_or_default();
            entries.extend(exported(place, today, &area, &lang, &location, &note));
        }
        if entries.is_empty() {
            return Err(ApiError::new(error_codes::NOT_FOUND));
        }
        let product = format!("-//{area}//{}//{}", env!("CARGO_PKG_VERSION"), lang.to_uppercase());
        let stamp = Timestamp::from_millisecond(self.inner.now_ms()).unwrap_or_default();
        let name = format!("{}.ics", id.as_deref().unwrap_or(&area));
        let base64 = STANDARD.encode(ics::file(&product, stamp, &entries));
        Ok(ExportedFile { name, media: "text/calendar".to_owned(), base64 })
    }

    /// See [`crate::commands`].
    pub(crate) fn phrases(&self, _: Call<'_, Nothing>) -> Result<Phrases, ApiError> {
        Ok(Phrases { phrases: self.inner.library().pack.phrases.clone() })
    }

    /// See [`crate::commands`].
    pub(crate) fn favourites(&self, _: Call<'_, Nothing>) -> Result<Favourites, ApiError> {
        let marked = self.inner.opened()?.read(table::marked)?;
        let library = self.inner.library();
        Ok(Favourites { places: marked.into_iter().map(|(id, name)| named(&library.pack, id, name)).collect() })
    }

    /// See [`crate::commands`].
    pub(crate) fn favourite_set(&self, call: Call<'_, FavouriteSet>) -> Result<Favourites, ApiError> {
        let FavouriteSet { id, on } = call.args;
        let (library, now) = (self.inner.library(), self.inner.now_ms());
        let place = library.pack.places.iter().find(|p| p.id == id);
        self.inner.opened()?.write(|tx| match (on, place) {
            (false, _) => table::unmark(tx, &id),
            (true, Some(place)) => table::mark(tx, &id, &place.name, now),
            (true, None) => Err(crate::store::StoreError::NotFound),
        })?;
        self.inner.changed(None);
        self.favourites(Call { args: Nothing {}, body: None })
    }

    /// See [`crate::commands`].
    pub(crate) fn plans(&self, _: Call<'_, Nothing>) -> Result<Plans, ApiError> {
        let all = self.inner.opened()?.read(table::all)?;
        let (library, today) = (self.inner.library(), self.inner.today().to_string());
        let stops =
            |kept: Vec<KeptStop>| kept.into_iter().map(|s| named(&library.pack, s.place, s.name).name).collect();
        let mut days: Vec<PlanCard> =
            all.into_iter().map(|(day, kept)| PlanCard { past: day < today, day, stops: stops(kept) }).collect();
        let ahead = days.partition_point(|card| card.past);
        days.rotate_left(ahead);
        let still = days.len().saturating_sub(ahead);
        days.get_mut(still..).unwrap_or_default().reverse();
        Ok(Plans { today, days })
    }

    /// See [`crate::commands`].
    pub(crate) fn plan(&self, call: Call<'_, ByDay>) -> Result<Plan, ApiError> {
        let day = date(&call.args.day)?;
        let kept = self.inner.opened()?.read(|c| table::get(c, &day.to_string()))?;
        Ok(doubts::plan(&self.inner.library().pack, day, self.inner.today(), kept))
    }

    /// See [`crate::commands`].
    pub(crate) fn plan_save(&self, call: Call<'_, PlanSave>) -> Result<Plan, ApiError> {
        let PlanSave { day, stops } = call.args;
        let (day, now) = (date(&day)?, self.inner.now_ms());
        let long = |s: &PlanStop| s.note.chars().count() > limits::PLAN_NOTE_CHARS;
        if stops.len() > limits::PLAN_STOPS || stops.iter().any(long) {
            return Err(ApiError::new(error_codes::ARGUMENTS));
        }
        let library = self.inner.library();
        self.inner.opened()?.write(|tx| {
            let before = table::get(tx, &day.to_string()).unwrap_or_default();
            let kept = stops.iter().map(|stop| {
                let now = library.pack.places.iter().find(|p| p.id == stop.place).map(|p| p.name.clone());
                let then = || before.iter().find(|s| s.place == stop.place).map(|s| s.name.clone());
                // What is neither here nor was there could not be named.
                let name = now.or_else(then).ok_or(crate::store::StoreError::NotFound)?;
                Ok(KeptStop { place: stop.place.clone(), name, note: fold::clean(&stop.note) })
            });
            table::save(tx, &day.to_string(), &kept.collect::<crate::store::Result<Vec<_>>>()?, now)
        })?;
        self.inner.changed(None);
        self.plan(Call { args: ByDay { day: day.to_string() }, body: None })
    }

    /// See [`crate::commands`].
    pub(crate) fn plan_remove(&self, call: Call<'_, ByDay>) -> Result<Plans, ApiError> {
        let day = date(&call.args.day)?;
        let opened = self.inner.opened()?;
        opened.write(|tx| table::remove(tx, &day.to_string()))?;
        opened.scrub()?;
        self.inner.changed(None);
        self.plans(Call { args: Nothing {}, body: None })
    }
}

impl Inner {
    /// The day in Vietnam by this phone's clock. A closed vault does not know how wrong that is.
    pub(crate) fn today(&self) -> Date {
        tz::offset(7).to_datetime(Timestamp::from_millisecond(self.now_ms()).unwrap_or_default()).date()
    }
}

fn date(text: &str) -> Result<Date, ApiError> {
    let day: Date = text.parse().map_err(|_| ApiError::new(error_codes::ARGUMENTS))?;
    // "20261122" is a date to the parser, and would be a row of its own.
    if day.to_string() == text { Ok(day) } else { Err(ApiError::new(error_codes::ARGUMENTS)) }
}

fn named(pack: &Pack, id: String, name: Text) -> Named {
    let place = pack.places.iter().find(|p| p.id == id);
    Named { id, name: place.map_or(name, |p| p.name.clone()), card: place.map(card) }
}

/// Whether it is of a kind that happens on days.
fn is_dated(pack: &Pack, place: &Place) -> bool {
    pack.place_kinds.iter().any(|k| k.id == place.kind && k.dated)
}

/// Its next days, as far as they are known.
pub(crate) fn upcoming(place: &Place, today: Date, n: usize) -> Vec<(Span, Days)> {
    let Some(recurs) = &place.recurs else { return Vec::new() };
    let days = |span: &Span| Days { from: span.from.to_string(), to: span.to.to_string(), as_of: recurs.as_of.clone() };
    let spans = recurs.rule().map(|rule| rule.next(today, n)).unwrap_or_default();
    spans.into_iter().map(|span| (span, days(&span))).collect()
}

/// What of a place goes into a file for other calendars: one entry that repeats, or one for each of its next days.
fn exported(place: &Place, today: Date, area: &str, lang: &str, location: &str, note: &str) -> Vec<ics::Entry> {
    let Some((recurs, rule)) = place.recurs.as_ref().and_then(|r| Some((r, r.rule()?))) else { return Vec::new() };
    let count = if matches!(rule, Rule::Month { .. }) { MONTHS } else { YEARS };
    let spans = rule.next(today, count);
    let rrule = spans.first().and_then(|first| rule.rrule(*first, count));
    let sources: Vec<&str> = place.meta.sources.iter().map(|s| s.title.as_str()).collect();
    let season = place.season.as_ref().map(|s| s.of(lang)).unwrap_or_default();
    let about = [place.summary.of(lang), season, &format!("{note} ({})", recurs.as_of), &sources.join("; ")];
    let description = about.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    let listed = if rrule.is_some() { 1 } else { spans.len() };
    let entry = |span: &Span| ics::Entry {
        // One that repeats starts at its next day, and is the same entry after the next export.
        uid: if rrule.is_some() {
            format!("{}@{area}", place.id)
        } else {
            format!("{}-{}@{area}", place.id, span.from)
        },
        summary: place.name.of(lang).to_owned(),
        description: description.clone(),
        location: location.to_owned(),
        span: *span,
        rrule: rrule.clone(),
    };
    spans.iter().take(listed).map(entry).collect()
}
