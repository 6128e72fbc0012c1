//! Places to see, taste, sleep and get there, and pages to read through (ginseng, safety, emergencies, what the app
//! does not do). Not for offices.
//!
//! What a newcomer would get wrong: a figure keeps its year, conflicting figures stand side by side, and coordinates
//! exist only where a source gave them.

use super::record::record;
use super::{Meta, Source, Text};
use crate::recurring::Recurrence;
use serde::{Deserialize, Serialize};

/// A kind of place. Its drawing is `noi-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlaceKind {
    /// E.g. `market`.
    pub id: String,
    /// One to three words.
    pub name: Text,
    /// Its places happen on days: markets, festivals. They are listed in the calendar, also without known days.
    #[serde(default)]
    pub dated: bool,
    /// Its records are nowhere in particular: products, dishes, ways of travelling. Never listed as near.
    #[serde(default)]
    pub nowhere: bool,
    /// How to behave comes before everything practical: villages, gardens, places of memory.
    #[serde(default)]
    pub guests: bool,
    /// Words (both languages) of what must not be found by strangers. A place of *any* kind that speaks of one in its name,
    /// summary or tags may have no coordinates.
    #[serde(default)]
    pub guarded: Vec<String>,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// A place, product, event, dish, way of getting there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Place {
    /// E.g. `cho-sam`.
    pub id: String,
    /// Id of a [`PlaceKind`].
    pub kind: String,
    /// Its name.
    pub name: Text,
    /// What it is, one or two short sentences.
    pub summary: Text,
    /// Id of its commune; `None`: outside the area.
    #[serde(default)]
    pub unit: Option<String>,
    /// Id of the former commune it lay in.
    #[serde(default)]
    pub former: Option<String>,
    /// What is known, each with its year.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// When to come; `None`: not known.
    #[serde(default)]
    pub season: Option<Text>,
    /// The months (1-12) `season` speaks of; empty: all, or not known.
    #[serde(default)]
    pub months: Vec<u8>,
    /// On which days it comes back, only where a source gave them. `None`: `season` says what is known.
    #[serde(default)]
    pub recurs: Option<Recurrence>,
    /// How to get there; `None`: not known.
    #[serde(default)]
    pub access: Option<Text>,
    /// Prices that were once read, each with its year.
    #[serde(default)]
    pub prices: Vec<Fact>,
    /// What is dangerous.
    #[serde(default)]
    pub safety: Vec<Text>,
    /// How to behave.
    #[serde(default)]
    pub etiquette: Vec<Text>,
    /// Where it lies; `None`: not known.
    #[serde(default)]
    pub coordinates: Option<Coordinates>,
    /// Has a drawing of its own, `canh-<id>`.
    #[serde(default)]
    pub featured: bool,
    /// What is unsure.
    #[serde(default)]
    pub note: Option<Text>,
    /// Words people look for it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// One thing that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fact {
    /// In words, without the year.
    pub text: Text,
    /// Day, month, year or years it is of (`2023`, `2023-08`, `2022-2023`). Never absent for a price.
    #[serde(default)]
    pub as_of: Option<String>,
}

/// A point on the map that a source gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Coordinates {
    /// Degrees north (WGS 84).
    pub lat: f64,
    /// Degrees east (WGS 84).
    pub lon: f64,
    /// What the point is.
    pub of: Text,
    /// Who gave it.
    pub source: Source,
}

/// A page to read through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Guide {
    /// E.g. `sam-mua-dung`.
    pub id: String,
    /// Where it belongs.
    pub topic: Topic,
    /// ≤ 40 characters.
    pub title: Text,
    /// One or two short sentences.
    pub summary: Text,
    /// The drawing at its head, by name.
    #[serde(default)]
    pub picture: Option<String>,
    /// What to read, in order.
    pub parts: Vec<Part>,
    /// Ids of verified hotlines, the one to call first at the front.
    #[serde(default)]
    pub hotlines: Vec<String>,
    /// What is unsure; shown with it.
    #[serde(default)]
    pub note: Option<Text>,
    /// How to be a guest: what stands first where a place's kind asks for it and the place says nothing of its own.
    #[serde(default)]
    pub manners: bool,
    /// Months (1-12) of the danger it warns of; empty: none.
    #[serde(default)]
    pub months: Vec<u8>,
    /// Words people look for it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Place in the list of its topic.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// Where a [`Guide`] belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Topic {
    /// Ginseng: tell it, buy it, the law.
    Ginseng,
    /// Travelling safely and politely.
    Travel,
    /// What to do in danger; shown under Emergency.
    Emergency,
    /// What this app does not do.
    Limits,
}

/// A part of a [`Guide`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Part {
    /// A few words; `None`: goes on without one.
    #[serde(default)]
    pub title: Option<Text>,
    /// A drawing by name.
    #[serde(default)]
    pub picture: Option<String>,
    /// Short sentences, one idea each.
    pub lines: Vec<Text>,
    /// Whether what it says was read in one of the page's sources; if not it is marked so.
    pub verified: bool,
}

record!(PlaceKind, Place, Guide);
