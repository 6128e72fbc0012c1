//! What must hold of all content beyond each record's shape: both languages, sources, ids that exist, numbers not firmer
//! than their source. Not for wording; `docs/CONTENT.md` says how to write.
//!
//! What a newcomer would get wrong: `verified = true` with no source, and an amount without exemptions, are errors here
//! and not warnings, because a person would walk a day on them.

use super::{ContentError, Pack, Procedure, elsewhere};
use crate::fold::fold;
use crate::geo::Point;
use serde_json::Value;

/// The first thing that is wrong.
pub(super) fn check(pack: &Pack) -> Result<(), ContentError> {
    every_record(pack)?;
    area(pack)?;
    for p in &pack.procedures {
        procedure(pack, p).map_err(|what| error("procedures", &p.id, what))?;
    }
    for e in &pack.life_events {
        let known = e.procedures.iter().all(|id| pack.procedures.iter().any(|p| &p.id == id));
        ensure(known && !e.procedures.is_empty(), "life-events", &e.id, "names an unknown procedure, or none")?;
    }
    for q in &pack.questions {
        let known = q.procedure.iter().all(|id| pack.procedures.iter().any(|p| &p.id == id));
        ensure(known, "questions", &q.id, "names an unknown procedure")?;
    }
    for k in &pack.paper_kinds {
        let named = !k.picture.trim().is_empty() && !k.words.is_empty() && k.words.iter().all(|w| !w.trim().is_empty());
        ensure(named, "paper-kinds", &k.id, "needs a picture and words")?;
    }
    places(pack)?;
    elsewhere::check(pack)
}

fn error(kind: &str, id: &str, what: impl Into<String>) -> ContentError {
    ContentError { file: format!("{kind}/{id}"), what: what.into() }
}

fn ensure(holds: bool, kind: &str, id: &str, what: &str) -> Result<(), ContentError> {
    if holds { Ok(()) } else { Err(error(kind, id, what)) }
}

/// Whether it is a year, a month or a day.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    match parts.as_slice() {
        [y] => digits(y, 4),
        [y, m] => digits(y, 4) && digits(m, 2) && (1..=12).contains(&m.parse().unwrap_or(0)),
        [y, m, d] => {
            digits(y, 4)
                && digits(m, 2)
                && digits(d, 2)
                && (1..=12).contains(&m.parse().unwrap_or(0))
                && (1..=31).contains(&d.parse().unwrap_or(0))
        }
        _ => false,
    }
}

/// Whether it is a date, or a run of years (`2022-2023`).
fn is_years(text: &str) -> bool {
    let year = |part: &str| part.len() == 4 && is_date(part);
    is_date(text) || text.split_once('-').is_some_and(|(a, b)| year(a) && year(b))
}

fn every_record(pack: &Pack) -> Result<(), ContentError> {
    let mut seen = std::collections::BTreeSet::new();
    for (kind, id, meta) in pack.metas() {
        ensure(seen.insert((kind, id)), kind, id, "is there twice")?;
        let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        ensure(!id.is_empty() && id.chars().all(name), kind, id, "an id is of a-z, 0-9 and -")?;
        ensure(is_date(&meta.as_of), kind, id, "as_of is a year, month or day (2026-11-22)")?;
        let dates = [&meta.effective_from, &meta.effective_to, &meta.reviewed_on];
        let dates = dates.into_iter().flatten().chain(meta.sources.iter().filter_map(|s| s.date.as_ref()));
        for date in dates {
            ensure(is_date(date), kind, id, "a date is a year, month or day (2026-11-22)")?;
        }
        let titled = meta.sources.iter().all(|s| !s.title.trim().is_empty());
        ensure(titled, kind, id, "a source needs a title")?;
        ensure(!meta.verified || !meta.sources.is_empty(), kind, id, "verified, but no source is named")?;
        let reviewed = meta.reviewed_by.is_some() == meta.reviewed_on.is_some();
        ensure(reviewed, kind, id, "reviewed_by and reviewed_on belong together")?;
    }
    let records = pack.records().map_err(|e| error("", "", e.to_string()))?;
    for r in &records {
        let value: Value = r.body.as_deref().and_then(|b| serde_json::from_str(b).ok()).unwrap_or_default();
        ensure(!lacks_language(&value), &r.kind, &r.id, "a language is missing")?;
    }
    Ok(())
}

/// Whether some text in both languages is blank in one.
fn lacks_language(value: &Value) -> bool {
    match value {
        Value::Object(o) => match (o.get("vi"), o.get("en"), o.len()) {
            (Some(Value::String(vi)), Some(Value::String(en)), 2) => vi.trim().is_empty() || en.trim().is_empty(),
            _ => o.values().any(lacks_language),
        },
        Value::Array(list) => list.iter().any(lacks_language),
        _ => false,
    }
}

fn area(pack: &Pack) -> Result<(), ContentError> {
    let unit = |id: &str| pack.units.iter().any(|u| u.id == id);
    for c in &pack.categories {
        let known = c.danger.iter().all(|d| pack.hotlines.iter().any(|h| h.id == d.hotline));
        ensure(known, "categories", &c.id, "danger names an unknown hotline")?;
    }
    for u in &pack.units {
        let known = u.district.iter().all(|id| pack.districts.iter().any(|d| &d.id == id));
        ensure(known, "units", &u.id, "names an unknown district")?;
        let near = u.point.iter().all(|c| Point::new(c.lat, c.lon).is_some());
        ensure(near, "units", &u.id, "a point is degrees north and east")?;
        let dated = u.figures.is_some() || (u.population.is_none() && u.area_km2.is_none());
        ensure(dated, "units", &u.id, "population and area need figures: what they are and of when")?;
    }
    for v in &pack.villages {
        ensure(
            !v.name.trim().is_empty() && unit(&v.unit),
            "villages",
            &v.id,
            "needs a name; or names an unknown commune",
        )?;
    }
    for h in &pack.hotlines {
        let digits = !h.dial.is_empty() && h.dial.bytes().all(|b| b.is_ascii_digit());
        ensure(digits, "hotlines", &h.id, "dial is digits only")?;
    }
    for o in &pack.offices {
        ensure(unit(&o.unit), "offices", &o.id, "names an unknown commune")?;
        let firm = o.meta.verified || (o.phone.is_none() && o.coordinates.is_none());
        ensure(firm, "offices", &o.id, "a phone number or a point needs to be verified")?;
    }
    for y in &pack.holidays {
        let of_year = |d: &String| d.len() == 10 && is_date(d) && d.starts_with(&y.id);
        let good = y.off.keys().chain(y.worked.keys()).all(of_year);
        ensure(good && y.id.len() == 4, "holidays", &y.id, "has a day that is not of this year")?;
        ensure(y.provisional || y.meta.verified, "holidays", &y.id, "is neither verified nor provisional")?;
    }
    Ok(())
}

fn procedure(pack: &Pack, p: &Procedure) -> Result<(), String> {
    let fail = |what: &str| Err(what.to_owned());
    if !pack.fields.iter().any(|f| f.id == p.field) {
        return fail("names an unknown field");
    }
    if p.place.trim().is_empty() || p.result.trim().is_empty() {
        return fail("needs place and result");
    }
    if !p.fee.in_source && (p.fee.vnd.is_some() || p.fee.online_vnd.is_some()) {
        return fail("the fee was not found in its source: leave the amount out and say so in doubts");
    }
    let costs = [p.fee.vnd, p.fee.online_vnd].into_iter().flatten().any(|vnd| vnd > 0);
    if costs && p.fee.exemptions.is_empty() {
        return fail("a fee stands with who pays nothing or less (fee.exemptions)");
    }
    if (!p.time.in_source || p.time.unit == super::DurationUnit::Unknown) && p.time.value.is_some() {
        return fail("the time was not found in its source, or not of what: leave the number out and say so in doubts");
    }
    if (!p.meta.verified || !p.time.in_source || !p.fee.in_source || p.papers.iter().any(|d| !d.in_source))
        && p.doubts.is_empty()
    {
        return fail("something was not found in its source: say what in doubts");
    }
    let cases: Vec<String> = p.papers.iter().filter_map(|d| d.when.as_deref()).map(fold).collect();
    if p.papers.iter().flat_map(|d| &d.unless).any(|case| !cases.contains(&fold(case))) {
        return fail("a paper is not asked for in a case (unless) that is no case (when) of another one");
    }
    match p.priority {
        1 if p.who.is_empty() || p.papers.is_empty() || p.steps.is_empty() => {
            fail("priority 1 needs who, papers, steps")
        }
        1 | 2 => Ok(()),
        _ => fail("priority is 1 or 2"),
    }
}

fn places(pack: &Pack) -> Result<(), ContentError> {
    let unit = |id: &Option<String>| id.iter().all(|id| pack.units.iter().any(|u| &u.id == id));
    let former =
        |id: &Option<String>| id.iter().all(|id| pack.units.iter().flat_map(|u| &u.former).any(|f| &f.id == id));
    for p in &pack.places {
        ensure(pack.place_kinds.iter().any(|k| k.id == p.kind), "places", &p.id, "names an unknown kind")?;
        ensure(unit(&p.unit) && former(&p.former), "places", &p.id, "names an unknown commune")?;
        ensure(p.prices.iter().all(|f| f.as_of.is_some()), "places", &p.id, "a price needs its year (as_of)")?;
        ensure(p.months.iter().all(|m| (1..=12).contains(m)), "places", &p.id, "months are 1 to 12")?;
        let near = p.coordinates.iter().all(|c| Point::new(c.lat, c.lon).is_some());
        ensure(near, "places", &p.id, "coordinates are degrees north and east")?;
        let shown = p.coordinates.is_none() || !pack.is_guarded(p);
        ensure(shown, "places", &p.id, "speaks of what its kinds guard (place-kinds, guarded): no coordinates")?;
        let counted = p.recurs.iter().all(|r| r.rule().is_some() && is_years(&r.as_of));
        ensure(counted, "places", &p.id, "recurs is days of each month or year, with the years it was read of")?;
    }
    for p in &pack.phrases {
        ensure(!p.say.trim().is_empty(), "phrases", &p.id, "needs how to say it")?;
    }
    for g in &pack.guides {
        let firm = g.hotlines.iter().all(|id| pack.hotlines.iter().any(|h| &h.id == id && h.meta.verified));
        ensure(firm, "guides", &g.id, "names a hotline that is unknown or not verified")?;
        ensure(g.months.iter().all(|m| (1..=12).contains(m)), "guides", &g.id, "months are 1 to 12")?;
        ensure(g.parts.iter().all(|p| !p.lines.is_empty()) && !g.parts.is_empty(), "guides", &g.id, "an empty part")?;
    }
    Ok(())
}
