//! How often a labelled set of queries finds what it should. Not a part of searching.
//!
//! What a newcomer would get wrong: `ids` of a query are all equally right; a query whose outcome is `unknown` has none,
//! and is right only when nothing comes back.

use super::{Index, Outcome, Query};
use serde::Deserialize;
use std::fmt;

/// A query with what it should find.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// What is typed.
    pub q: String,
    /// `vi` or `en`.
    pub lang: String,
    /// As [`Query::kind`].
    #[serde(default)]
    pub kind: Option<String>,
    /// Any of these first is right; empty: nothing is here.
    #[serde(default)]
    pub ids: Vec<String>,
    /// `ambiguous` where that is asked; all of `ids` must come then. Else found or ambiguous are both right.
    #[serde(default)]
    pub outcome: Option<String>,
    /// For communes: the Vietnamese name that must stand in `via` of the first.
    #[serde(default)]
    pub via: Option<String>,
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

/// Counts of a set.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    /// Queries that should find something.
    pub asked: usize,
    /// Of these, with a right one first.
    pub first: usize,
    /// Of these, with a right one among the first three.
    pub third: usize,
    /// Queries that should find nothing.
    pub outside: usize,
    /// Of these, that found nothing.
    pub unknown: usize,
    /// Queries whose outcome or `via` was named.
    pub named: usize,
    /// Of these, right.
    pub named_right: usize,
    /// What went wrong, a line each.
    pub wrong: Vec<String>,
}

impl Rates {
    /// Runs a set.
    #[must_use]
    pub fn of(index: &Index, set: &[Labelled]) -> Self {
        let mut rates = Self::default();
        for l in set {
            let query = Query { text: &l.q, lang: &l.lang, kind: l.kind.as_deref(), unit: None, limit: 10 };
            let found = index.search(&query);
            let ids: Vec<&str> = found.hits.iter().map(|h| h.id.as_str()).collect();
            let right = |ids: &[&str]| ids.iter().any(|id| l.ids.iter().any(|i| i == id));
            let mut ok = true;
            if l.ids.is_empty() {
                rates.outside += 1;
                ok = found.outcome == Outcome::Unknown && ids.is_empty();
                rates.unknown += usize::from(ok);
            } else {
                rates.asked += 1;
                let first = right(ids.get(..1).unwrap_or_default());
                rates.first += usize::from(first);
                rates.third += usize::from(right(ids.get(..3).unwrap_or(&ids)));
                ok &= first;
            }
            if l.outcome.is_some() || l.via.is_some() {
                let via = found.hits.first().and_then(|h| h.via.as_ref()).map(|v| v.vi.as_str());
                let outcome = l.outcome.as_deref().is_none_or(|o| o == name(found.outcome));
                let all = l.outcome.as_deref() != Some("ambiguous") || l.ids.iter().all(|i| ids.contains(&i.as_str()));
                let right = outcome && all && (l.via.is_none() || via == l.via.as_deref());
                rates.named += 1;
                rates.named_right += usize::from(right);
                ok &= right;
            }
            if !ok {
                let got = ids.get(..3).unwrap_or(&ids).join(" ");
                rates.wrong.push(format!("{:?} wants {} got {} {got}", l.q, l.ids.join("|"), name(found.outcome)));
            }
        }
        rates
    }
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

impl fmt::Display for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |n: usize, of: usize| 100.0 * n as f64 / of.max(1) as f64;
        writeln!(
            f,
            "first right       {:>4} of {:>4}  {:>5.1} %",
            self.first,
            self.asked,
            percent(self.first, self.asked)
        )?;
        writeln!(
            f,
            "among three       {:>4} of {:>4}  {:>5.1} %",
            self.third,
            self.asked,
            percent(self.third, self.asked)
        )?;
        writeln!(
            f,
            "outside, nothing  {:>4} of {:>4}  {:>5.1} %",
            self.unknown,
            self.outside,
            percent(self.unknown, self.outside)
        )?;
        writeln!(
            f,
            "outcome and via   {:>4} of {:>4}  {:>5.1} %",
            self.named_right,
            self.named,
            percent(self.named_right, self.named)
        )
    }
}
