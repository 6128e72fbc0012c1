//! What the screens see of days out: what is near, what is on when, favourites, plans, phrases. Not for a place's page.
//!
//! What a newcomer would get wrong: a favourite or stop keeps the name it had when it was added; without a card the place
//! has left the content since, and stays named.

use super::PlaceCard;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use vungsam_domain::content::{Away, Phrase, Source, Text};
use vungsam_domain::geo::Point;

/// Arguments of `near`: where the person is. Used for the answer and kept nowhere.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NearAsk {
    /// The phone's position, where the person gave it.
    pub position: Option<Point>,
    /// The commune the person says they are in.
    pub unit: Option<String>,
}

/// Answer of `near`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NearList {
    /// Nearest first, then the same commune, then what nobody knows the position of.
    pub places: Vec<NearPlace>,
}

/// A place and how far it is.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NearPlace {
    /// The place.
    pub card: PlaceCard,
    /// How far.
    pub away: Away,
}

/// What is on when.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DayCalendar {
    /// Today in Vietnam (ISO).
    pub today: String,
    /// What has known days in the next twelve months, by day.
    pub days: Vec<DayEntry>,
    /// What comes back on days nobody gave, or counts by the moon.
    pub undated: Vec<PlaceCard>,
}

/// Something on known days.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DayEntry {
    /// What.
    pub place: PlaceCard,
    /// Its days.
    pub days: Days,
}

/// Days something is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Days {
    /// First (ISO).
    pub from: String,
    /// Last (ISO).
    pub to: String,
    /// Year or years the rule was read of.
    pub as_of: String,
}

/// Arguments of `calendar_export`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CalendarExport {
    /// Only this place; `None`: all.
    pub id: Option<String>,
    /// `vi` or `en`.
    pub lang: String,
    /// A sentence for each entry's description: that the days are to be asked for again.
    pub note: String,
}

/// All phrases.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Phrases {
    /// By topic, in order.
    pub phrases: Vec<Phrase>,
}

/// Arguments of `favourite_set`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FavouriteSet {
    /// A place's id.
    pub id: String,
    /// Whether it is one from now on.
    pub on: bool,
}

/// Places a person marked, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Favourites {
    /// Newest first.
    pub places: Vec<Named>,
}

/// A place by the name it had.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name now, or the last one known.
    pub name: Text,
    /// `None`: no longer listed.
    pub card: Option<PlaceCard>,
}

/// Arguments that name a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ByDay {
    /// ISO.
    pub day: String,
}

/// All planned days.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Plans {
    /// Today in Vietnam (ISO).
    pub today: String,
    /// Today and later first, by day; then what is past, latest first.
    pub days: Vec<PlanCard>,
}

/// A planned day in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanCard {
    /// ISO.
    pub day: String,
    /// Names of its stops, in order.
    pub stops: Vec<Text>,
    /// Whether it lies behind today.
    pub past: bool,
}

/// Arguments of `plan_save`: the whole day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanSave {
    /// ISO.
    pub day: String,
    /// In order; empty: a day without stops yet.
    pub stops: Vec<PlanStop>,
}

/// A stop as the person put it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlanStop {
    /// A place's id.
    pub place: String,
    /// The person's own words; may be empty.
    pub note: String,
}

/// A planned day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Plan {
    /// ISO.
    pub day: String,
    /// Whether it lies behind today.
    pub past: bool,
    /// In order.
    pub stops: Vec<Stop>,
    /// Dangers of the month, from the pages that warn of them.
    pub risks: Vec<Risk>,
}

/// A stop of a day, with what speaks against it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Stop {
    /// The place.
    pub place: Named,
    /// The person's own words.
    pub note: String,
    /// What speaks against it on that day.
    pub doubts: Vec<Doubt>,
    /// From the stop before; `None` for the first.
    pub from_last: Option<Away>,
}

/// What speaks against a stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Doubt {
    /// The place left the content.
    NotListed,
    /// Its sources name other months.
    OtherMonths {
        /// 1-12.
        months: Vec<u8>,
    },
    /// It is on, but not that day.
    NotThatDay {
        /// The next days from then on.
        next: Option<Days>,
    },
    /// It happens on days nobody gave.
    DaysUnknown,
}

/// A danger of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Risk {
    /// Id of the page that warns of it.
    pub guide: String,
    /// Its title.
    pub title: Text,
    /// What it says in short.
    pub summary: Text,
    /// Where that was read last.
    pub source: Option<Source>,
    /// Day, month or year it was read (ISO).
    pub as_of: String,
}
