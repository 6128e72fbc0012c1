//! Finds content as it is typed: one index over all kinds, folded, with prefixes and slips of the finger. Not for
//! answering questions. How it ranks and how well: `docs/SEARCH.md`.
//!
//! What a newcomer would get wrong: the index is memory only and built from a [`Pack`] in milliseconds; nothing is kept
//! that would have to be migrated.

mod index;
mod marks;
pub mod measure;
mod query;
mod rank;
mod records;
mod syllable;
#[cfg(test)]
mod tests;
pub(crate) mod typo;
mod units;
mod wording;
mod words;

pub use marks::marks;

use crate::content::{Pack, Text};
use index::{KINDS, Packed};
use query::Typed;
use rank::Scored;
use std::collections::HashMap;
use units::Names;

/// Below this much of what was typed answered, nothing was found.
const ENOUGH: f32 = 0.54;
/// Things that are this close to the best are as good.
const AS_GOOD: f32 = 0.985;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// What was typed so far.
    pub text: &'a str,
    /// `vi` or `en`: the language of the titles that come back.
    pub lang: &'a str,
    /// Only this kind (see [`Hit::kind`]).
    pub kind: Option<&'a str>,
    /// The person's commune; what lies there comes first among equals.
    pub unit: Option<&'a str>,
    /// At most so many.
    pub limit: usize,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The first is the best.
    Found,
    /// Several are equally right.
    Ambiguous,
    /// Nothing here.
    Unknown,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How it ended.
    pub outcome: Outcome,
    /// Best first; empty when the outcome is unknown.
    pub hits: Vec<Hit>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// `procedure`, `question`, `place`, `guide`, `unit`, `village`, `hotline`, `office`, `elsewhere`, `category`,
    /// `life_event`, `field`, `phrase`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Title in the asked language.
    pub title: String,
    /// A line under it.
    pub line: String,
    /// The name that was typed, when it was not the commune's own: a former commune, a district, a village.
    pub via: Option<Text>,
    /// Id of its commune.
    pub unit: Option<String>,
    /// Whether it was read in a named source.
    pub verified: bool,
}

/// The index.
#[derive(Debug, Default)]
pub struct Index {
    packed: Packed,
    names: Names,
    former: Vec<Text>,
    /// The communes' places in `packed`, in the pack's order.
    communes: Vec<u32>,
}

impl Index {
    /// Reads all records once.
    #[must_use]
    pub fn build(pack: &Pack) -> Self {
        let mut former = Vec::new();
        let packed = records::read(pack, &mut former);
        let unit = |d: &index::Doc| KINDS.get(usize::from(d.kind)) == Some(&"unit");
        let communes = (0..).zip(&packed.docs).filter(|(_, d)| unit(d)).map(|(i, _)| i).collect();
        Self { names: Names::of(pack), packed, former, communes }
    }

    /// What matches, best first. With kind `unit` a name must be one of the area's; hits are communes.
    #[must_use]
    pub fn search(&self, query: &Query<'_>) -> Found {
        let typed = Typed::new(query.text, query.lang);
        if typed.is_empty() {
            return Found { outcome: Outcome::Unknown, hits: Vec::new() };
        }
        if query.kind == Some("unit") {
            let (outcome, found) = self.names.find(query.text);
            let hits = found.into_iter().take(query.limit);
            let hits = hits.filter_map(|h| Some(self.hit(*self.communes.get(usize::from(h.unit))?, h.via, query)));
            return Found { outcome, hits: hits.collect() };
        }
        if let Some(word) = typed.short() {
            return self.listed(&word.key, query);
        }
        self.ranked(&typed, query)
    }

    fn ranked(&self, typed: &Typed, query: &Query<'_>) -> Found {
        let mine = query.unit.and_then(|u| self.packed.units.iter().position(|id| id == u));
        let wanted = |doc: u32| self.is_kind(doc, query.kind);
        let mut best: HashMap<u32, Scored> = HashMap::new();
        for reading in typed.readings(&self.packed) {
            for mut scored in rank::rank(&self.packed, &reading, wanted) {
                let home = self.packed.docs.get(scored.doc as usize).and_then(|d| d.unit);
                if mine.is_some() && home.map(usize::from) == mine {
                    scored.score += 0.01;
                }
                let known = best.entry(scored.doc).or_insert(scored);
                if scored.score > known.score {
                    scored.evidence = scored.evidence.max(known.evidence);
                    *known = scored;
                }
            }
        }
        if query.kind.is_none() {
            self.communes_first(query.text, &mut best);
        }
        let mut found: Vec<Scored> = best.into_values().collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
        let enough = found.iter().take(3).map(|s| s.evidence).fold(0.0, f32::max) >= ENOUGH;
        if !enough {
            return Found { outcome: Outcome::Unknown, hits: Vec::new() };
        }
        let top = found.first().map_or(0.0, |s| s.score);
        // Where something has every word, what lacks one is only kept when it fits better.
        if let Some(full) = found.iter().filter(|s| s.full).map(|s| s.score).reduce(f32::max) {
            found.retain(|s| s.full || s.score > full);
        }
        found.retain(|s| s.score > top * 0.4);
        let as_good = found.iter().filter(|s| s.score >= top * AS_GOOD).count();
        let outcome = if as_good > 1 { Outcome::Ambiguous } else { Outcome::Found };
        let hits = found.iter().take(query.limit).map(|s| {
            let via = s.via.and_then(|v| self.former.get(usize::from(v))).cloned();
            self.hit(s.doc, via, query)
        });
        Found { outcome, hits: hits.collect() }
    }

    /// A whole name of a commune means the commune before what lies in it.
    fn communes_first(&self, typed: &str, best: &mut HashMap<u32, Scored>) {
        let (_, found) = self.names.find(typed);
        for (i, hit) in (0u8..).zip(found.iter().filter(|h| h.whole)) {
            let Some(doc) = self.communes.get(usize::from(hit.unit)) else { continue };
            let via = self.former.iter().position(|f| Some(f) == hit.via.as_ref()).and_then(|v| u16::try_from(v).ok());
            let score = 1.2 - 0.02 * f32::from(i);
            best.insert(*doc, Scored { doc: *doc, score, evidence: 1.0, full: true, via });
        }
    }

    /// One or two letters: things with a word that begins so in their title, in the order of kinds, mine first.
    fn listed(&self, begin: &str, query: &Query<'_>) -> Found {
        let mine = query.unit.and_then(|u| self.packed.units.iter().position(|id| id == u));
        let (exact, prefix) = (self.packed.exact(begin), self.packed.prefix(begin));
        let mut found: Vec<(bool, u8, bool, u8, u32)> = Vec::new();
        for (doc, d) in (0..).zip(&self.packed.docs).filter(|(doc, _)| self.is_kind(*doc, query.kind)) {
            let title = |range: &std::ops::Range<u32>| {
                let titles = self.packed.phrases(doc).filter(|p| p.class == index::Class::Title);
                titles.flat_map(|p| p.terms).any(|t| range.contains(t))
            };
            if title(&prefix) {
                let here = mine.is_some() && d.unit.map(usize::from) == mine;
                found.push((!title(&exact), d.kind, !here, d.later, doc));
            }
        }
        found.sort_unstable();
        let hits: Vec<Hit> = found.iter().take(query.limit).map(|f| self.hit(f.4, None, query)).collect();
        let outcome = match hits.len() {
            0 => Outcome::Unknown,
            1 => Outcome::Found,
            _ => Outcome::Ambiguous,
        };
        Found { outcome, hits }
    }

    fn is_kind(&self, doc: u32, kind: Option<&str>) -> bool {
        kind.is_none_or(|k| {
            self.packed.docs.get(doc as usize).is_some_and(|d| KINDS.get(usize::from(d.kind)) == Some(&k))
        })
    }

    fn hit(&self, doc: u32, via: Option<Text>, query: &Query<'_>) -> Hit {
        let d = self.packed.docs.get(doc as usize);
        let unit = d.and_then(|d| d.unit).and_then(|u| self.packed.units.get(usize::from(u)));
        Hit {
            kind: d.and_then(|d| KINDS.get(usize::from(d.kind))).copied().unwrap_or_default(),
            id: self.packed.id(doc).to_owned(),
            title: self.packed.title(doc, query.lang).to_owned(),
            line: self.packed.line(doc, query.lang).to_owned(),
            via,
            unit: unit.cloned(),
            verified: d.is_some_and(|d| d.verified),
        }
    }
}
