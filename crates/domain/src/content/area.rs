//! Records about the area itself: its communes and what became of the old ones, villages, offices, numbers to call, days
//! off, and what a complaint can be about. Not for procedures or places to visit.
//!
//! What a newcomer would get wrong: ids are those of the fact base and never change; a commune that was merged lives on
//! as a [`Former`] inside the current one, so its old name finds the new one.

use super::record::record;
use super::{Coordinates, Meta, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a complaint can be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Category {
    /// E.g. `giao-thong`; also the name of its drawing.
    pub id: String,
    /// Two or three words.
    pub name: Text,
    /// Examples, one line.
    pub hint: Text,
    /// What to do first when people are in danger.
    #[serde(default)]
    pub danger: Option<Danger>,
    /// Whether it is about something anybody can go and see. Only then may a report come without a name: a matter of
    /// somebody's papers or of somebody's conduct cannot be looked into without one.
    #[serde(default = "yes")]
    pub seen_in_field: bool,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

fn yes() -> bool {
    true
}

/// A number to call before anything is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Danger {
    /// Id of a [`Hotline`].
    pub hotline: String,
    /// When to call it.
    pub text: Text,
}

/// A current commune.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Unit {
    /// E.g. `nam-tra-my`.
    pub id: String,
    /// E.g. "Xã Nam Trà My".
    pub name: Text,
    /// Communes that became it, with the names people still say.
    #[serde(default)]
    pub former: Vec<Former>,
    /// Id of the [`District`] it lay in.
    #[serde(default)]
    pub district: Option<String>,
    /// People, by the plan `figures` names.
    #[serde(default)]
    pub population: Option<u32>,
    /// Square kilometres, by the plan `figures` names.
    #[serde(default)]
    pub area_km2: Option<f64>,
    /// What the two numbers are, with their date.
    #[serde(default)]
    pub figures: Option<Text>,
    /// Where its office is, or was planned to be, said as sure as it is. `None`: not known.
    #[serde(default)]
    pub seat: Option<Text>,
    /// A point somebody gave for it, with what the point is; `None`: not known. Never that of a rain gauge.
    #[serde(default)]
    pub point: Option<Coordinates>,
    /// The decision that made it.
    #[serde(default)]
    pub law: Option<String>,
    /// First day it exists (ISO).
    #[serde(default)]
    pub since: Option<String>,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// A commune that is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Former {
    /// E.g. `old-20944`.
    pub id: String,
    /// E.g. "Xã Trà Mai".
    pub name: Text,
    /// Last day it existed (ISO).
    pub until: String,
}

/// A district that is no more; its communes are the [`Unit`]s that name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct District {
    /// E.g. `ntm`.
    pub id: String,
    /// E.g. "Huyện Nam Trà My".
    pub name: Text,
    /// Last day it existed (ISO).
    pub until: String,
    /// Who says so.
    pub meta: Meta,
}

/// A village, hamlet or nóc named in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Village {
    /// E.g. `v-mang-to`.
    pub id: String,
    /// As people say it.
    pub name: String,
    /// Other spellings.
    #[serde(default)]
    pub also: Vec<String>,
    /// Id of its current commune.
    pub unit: String,
    /// Id of the former commune it belonged to.
    #[serde(default)]
    pub former: Option<String>,
    /// Who says so.
    pub meta: Meta,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Hotline {
    /// E.g. `h-112`.
    pub id: String,
    /// What to dial, digits only.
    pub dial: String,
    /// As printed.
    pub shown: String,
    /// Who answers, two or three words.
    pub name: Text,
    /// When to call, one line.
    pub when: Text,
    /// Whether it is for danger to people now.
    #[serde(default)]
    pub emergency: bool,
    /// Place in the list.
    pub order: u32,
    /// Who says so. Unverified numbers are not shown as numbers to rely on.
    pub meta: Meta,
}

/// A place where a person goes with papers, a letter, an illness, or for a link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Office {
    /// E.g. `mot-cua-nam-tra-my`.
    pub id: String,
    /// What it is.
    pub kind: OfficeKind,
    /// Its name.
    pub name: Text,
    /// Id of its commune.
    pub unit: String,
    /// Where it is; `None`: not known.
    #[serde(default)]
    pub address: Option<Text>,
    /// Its number, digits only; `None`: not known.
    #[serde(default)]
    pub phone: Option<String>,
    /// When it is open; `None`: not known.
    #[serde(default)]
    pub hours: Option<Text>,
    /// Where it lies; `None`: not known.
    #[serde(default)]
    pub coordinates: Option<Coordinates>,
    /// What else to know, and what is unsure.
    #[serde(default)]
    pub note: Option<Text>,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// What an [`Office`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum OfficeKind {
    /// Public administrative service centre (trung tâm phục vụ hành chính công).
    OneStop,
    /// Post office.
    Post,
    /// Health station.
    Health,
    /// Free Wi-Fi of the commune.
    Wifi,
}

/// Days off and worked weekends of one year, for offices that work Monday to Friday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Year {
    /// The year, e.g. `2026`.
    pub id: String,
    /// No official notice yet: statutory days only.
    pub provisional: bool,
    /// Weekdays off (ISO) and why.
    pub off: BTreeMap<String, Text>,
    /// Saturdays and Sundays worked (ISO) and what for.
    #[serde(default)]
    pub worked: BTreeMap<String, Text>,
    /// What is still open.
    #[serde(default)]
    pub note: Option<Text>,
    /// Who says so.
    pub meta: Meta,
}

record!(Category, Unit, District, Village, Hotline, Office, Year);
