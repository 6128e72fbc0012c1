//! A planned day as it is shown: its stops by their names now, what speaks against each, how far apart they are. Not for
//! keeping it (`store::days`).
//!
//! What a newcomer would get wrong: nothing is forbidden and nothing is guessed. A stop without known months raises no
//! doubt; a distance that is not known is said to be not known, by whoever shows it.

use super::{is_dated, named, upcoming};
use crate::store::days::KeptStop;
use crate::views::*;
use jiff::civil::Date;
use vungsam_domain::content::{Pack, Place};
use vungsam_domain::geo::Point;

pub(super) fn plan(pack: &Pack, day: Date, today: Date, kept: Vec<KeptStop>) -> Plan {
    let mut stops: Vec<Stop> = Vec::new();
    let mut last: Option<Option<&Place>> = None;
    for KeptStop { place, name, note } in kept {
        let found = pack.places.iter().find(|p| p.id == place);
        let from_last = last.zip(found).map(|(last, to)| {
            let from = last.and_then(|p| pack.position(p)).and_then(|c| Point::new(c.lat, c.lon));
            pack.away(to, from, last.and_then(|p| p.unit.as_deref()))
        });
        let doubts = found.map_or_else(|| vec![Doubt::NotListed], |p| of(pack, p, day));
        last = Some(found);
        stops.push(Stop { place: named(pack, place, name), note, doubts, from_last });
    }
    Plan { day: day.to_string(), past: day < today, stops, risks: risks(pack, day) }
}

fn of(pack: &Pack, place: &Place, day: Date) -> Vec<Doubt> {
    let next = upcoming(place, day, 1).into_iter().next();
    match next {
        // Days say more than months.
        Some((span, _)) if span.holds(day) => Vec::new(),
        Some((_, days)) => vec![Doubt::NotThatDay { next: Some(days) }],
        None => {
            let mut doubts = Vec::new();
            let month = u8::try_from(day.month()).unwrap_or(0);
            if !place.months.is_empty() && !place.months.contains(&month) {
                doubts.push(Doubt::OtherMonths { months: place.months.clone() });
            }
            if is_dated(pack, place) {
                doubts.push(Doubt::DaysUnknown);
            }
            doubts
        }
    }
}

/// What the guides warn of in that month, each with where it was read last.
fn risks(pack: &Pack, day: Date) -> Vec<Risk> {
    let month = u8::try_from(day.month()).unwrap_or(0);
    let warns = pack.guides.iter().filter(|g| g.months.contains(&month));
    let risk = warns.map(|g| Risk {
        guide: g.id.clone(),
        title: g.title.clone(),
        summary: g.summary.clone(),
        source: g.meta.sources.iter().filter(|s| s.date.is_some()).max_by_key(|s| s.date.clone()).cloned(),
        as_of: g.meta.as_of.clone(),
    });
    risk.collect()
}
