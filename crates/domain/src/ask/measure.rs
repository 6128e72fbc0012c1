//! How often a labelled set of questions gets a right answer. Not a part of answering.
//!
//! What a newcomer would get wrong: a question that was refused although something answers it counts as a miss, so the
//! rates say what a person meets, not how good the order is.

use super::{Answered, Ask, Outcome};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// A question with what answers it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// As somebody would ask.
    pub q: String,
    /// `vi` or `en`.
    pub lang: String,
    /// Ids of procedures that answer it, best first; empty: nothing here does.
    pub ids: Vec<String>,
    /// Who wrote it, a number; empty in a set of one author.
    #[serde(default)]
    pub by: String,
    /// `plain`, `no_accents`, `dialect`, `typos`.
    #[serde(default)]
    pub style: String,
}

impl Labelled {
    /// Reads a set: one JSON a line.
    ///
    /// # Errors
    /// The first line that is none.
    pub fn set(text: &str) -> Result<Vec<Self>, serde_json::Error> {
        text.lines().filter(|l| !l.trim().is_empty()).map(serde_json::from_str).collect()
    }
}

/// Counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Questions that have an answer.
    pub asked: u32,
    /// Of these, with a right one first.
    pub first: u32,
    /// Of these, with a right one among the three.
    pub third: u32,
    /// Of these, refused.
    pub refused: u32,
    /// Questions nothing answers.
    pub outside: u32,
    /// Of these, refused.
    pub unknown: u32,
}

/// Counts of a set, by style.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    /// All together.
    pub all: Counts,
    /// By style.
    pub styles: BTreeMap<String, Counts>,
    /// What went wrong, a line each.
    pub wrong: Vec<String>,
}

/// The ids of procedures in an answer.
#[must_use]
pub fn ids(answered: &Answered) -> Vec<&str> {
    answered.answers.iter().filter_map(|a| a.procedure.as_deref()).collect()
}

/// As it is written.
#[must_use]
pub fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Found => "found",
        Outcome::Ambiguous => "ambiguous",
        Outcome::Unknown => "unknown",
    }
}

impl Rates {
    /// Asks a set.
    #[must_use]
    pub fn of(ask: &Ask, set: &[Labelled]) -> Self {
        let mut rates = Self::default();
        rates.add(ask, set.iter());
        rates
    }

    /// Asks more.
    pub fn add<'a>(&mut self, ask: &Ask, set: impl Iterator<Item = &'a Labelled>) {
        for l in set {
            let answered = ask.answer(&l.q, &l.lang);
            let ids = ids(&answered);
            let right = |ids: &[&str]| ids.iter().any(|id| l.ids.iter().any(|i| i == id));
            let refused = answered.outcome == Outcome::Unknown;
            let first = right(ids.get(..1).unwrap_or_default());
            let mut one = Counts::default();
            if l.ids.is_empty() {
                (one.outside, one.unknown) = (1, u32::from(refused));
            } else {
                let third = right(ids.get(..3).unwrap_or(&ids));
                one = Counts { asked: 1, first: first.into(), third: third.into(), refused: refused.into(), ..one };
            }
            if one.first + one.unknown == 0 {
                let (outcome, want) = (name(answered.outcome), l.ids.join("|"));
                self.wrong.push(format!("{:<10} {:?} wants {want} got {outcome} {}", l.style, l.q, ids.join(" ")));
            }
            self.all.add(one);
            self.styles.entry(l.style.clone()).or_default().add(one);
        }
    }
}

impl Counts {
    fn add(&mut self, more: Self) {
        self.asked += more.asked;
        self.first += more.first;
        self.third += more.third;
        self.refused += more.refused;
        self.outside += more.outside;
        self.unknown += more.unknown;
    }
}

impl fmt::Display for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part =
            |n: u32, of: u32| format!("{n:>4} of {of:>4} {:>5.1} %", 100.0 * f64::from(n) / f64::from(of.max(1)));
        writeln!(
            f,
            "{:<11} {:<20} {:<20} {:<20} not known, refused",
            "", "first right", "among three", "known, refused"
        )?;
        for (style, c) in self.styles.iter().map(|(s, c)| (s.as_str(), c)).chain([("all", &self.all)]) {
            let (first, third) = (part(c.first, c.asked), part(c.third, c.asked));
            let (refused, unknown) = (part(c.refused, c.asked), part(c.unknown, c.outside));
            writeln!(f, "{style:<11} {first:<20} {third:<20} {refused:<20} {unknown}")?;
        }
        Ok(())
    }
}
