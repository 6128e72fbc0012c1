//! What the screens see of public content: lists, pages, search. Not for anything a person wrote.
//!
//! What a newcomer would get wrong: lists carry cards, a page its whole record; a `string` in a record is Vietnamese
//! only, and the English screen says so.

use super::Days;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use vungsam_domain::content::{Field, Guide, LifeEvent, Place, PlaceKind, Procedure, Question, Text};

/// Arguments that name a record of content.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ByName {
    /// Its id.
    pub id: String,
}

/// All procedures.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Procedures {
    /// In order.
    pub fields: Vec<Field>,
    /// In order.
    pub events: Vec<LifeEvent>,
    /// By field, priority and title.
    pub cards: Vec<ProcedureCard>,
}

/// A procedure in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ProcedureCard {
    /// Its id.
    pub id: String,
    /// As people say it.
    pub title: Text,
    /// What it is for.
    pub summary: Text,
    /// Id of its field.
    pub field: String,
    /// National code.
    pub code: Option<String>,
    /// 1: complete; 2: short.
    pub priority: u8,
    /// Whether it was read in a named source.
    pub verified: bool,
    /// Whether somebody of the commune has looked at it.
    pub reviewed: bool,
}

/// A procedure's page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ProcedurePage {
    /// All of it.
    pub procedure: Procedure,
    /// Its field.
    pub field: Option<Field>,
    /// What people ask about it.
    pub questions: Vec<Question>,
    /// The sort of each paper, in the order of the papers; `None`: a plain sheet.
    pub paper_kinds: Vec<Option<PaperLook>>,
}

/// How a paper looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaperLook {
    /// Its sort, a few words.
    pub name: Text,
    /// Name of its drawing.
    pub picture: String,
}

/// All questions, in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Questions {
    /// In order.
    pub questions: Vec<Question>,
}

/// All places.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Places {
    /// Kinds that have a place, in order.
    pub kinds: Vec<PlaceKind>,
    /// In order.
    pub cards: Vec<PlaceCard>,
}

/// A place in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlaceCard {
    /// Its id.
    pub id: String,
    /// Id of its kind.
    pub kind: String,
    /// Its name.
    pub name: Text,
    /// What it is.
    pub summary: Text,
    /// Id of its commune; `None`: outside the area.
    pub unit: Option<String>,
    /// When to come.
    pub season: Option<Text>,
    /// Months (1-12) it speaks of; empty: all, or not known.
    pub months: Vec<u8>,
    /// Has a drawing of its own, `canh-<id>`.
    pub featured: bool,
    /// Whether it was read in a named source.
    pub verified: bool,
    /// Whether somebody of the commune has looked at it.
    pub reviewed: bool,
}

/// A place's page.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlacePage {
    /// All of it.
    pub place: Place,
    /// Its kind.
    pub kind: Option<PlaceKind>,
    /// How to behave comes before everything practical.
    pub guests: bool,
    /// How to be a guest anywhere, where that comes first and the place says nothing of its own.
    pub manners: Option<Guide>,
    /// Its next days, where they are known; three at most.
    pub next: Vec<Days>,
}

/// All pages to read through.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Guides {
    /// By topic, in order.
    pub guides: Vec<Guide>,
}

/// Arguments of `search`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchQuery {
    /// What was typed so far.
    pub q: String,
    /// `vi` or `en`: which titles come back, and whose marks.
    pub lang: String,
    /// Only this kind (`procedure`, `place`, `unit`, `question`, `guide`, `hotline`, …); `None`: all.
    #[serde(default)]
    pub kind: Option<String>,
}

/// Answer of `search`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchResults {
    /// `found`, `ambiguous` (several are equally right), `unknown` (nothing, or outside the area).
    pub outcome: SearchOutcome,
    /// Best first.
    pub hits: Vec<SearchHit>,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SearchOutcome {
    /// The first is the best.
    Found,
    /// Several are equally right: let the person choose.
    Ambiguous,
    /// Nothing here.
    Unknown,
}

/// One thing found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchHit {
    /// `procedure`, `question`, `place`, `guide`, `unit`, `village`, `hotline`, `office`, `elsewhere`, `category`,
    /// `life_event`, `field`, `phrase`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its title in the asked language.
    pub title: String,
    /// Matching parts of the title.
    pub title_marks: Vec<Mark>,
    /// A line under it, in the asked language; may be empty.
    pub line: String,
    /// Matching parts of the line.
    pub line_marks: Vec<Mark>,
    /// The former name that was typed, when it was one ("Xã Trà Mai" → Nam Trà My).
    pub via: Option<Text>,
    /// Id of its commune, for a village or place.
    pub unit: Option<String>,
    /// Whether it was read in a named source.
    pub verified: bool,
}

/// A part of a text, in UTF-16 code units, end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Mark {
    /// First.
    pub from: u32,
    /// After the last.
    pub to: u32,
}

/// Where the content on this phone comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContentState {
    /// Where it was last changed from.
    pub from: ContentOrigin,
    /// When (ms since 1970, this phone's clock); `None` for what came with the app.
    pub changed_at_ms: Option<i64>,
    /// When the gateway was last asked with success (ms since 1970, this phone's clock).
    pub checked_at_ms: Option<i64>,
    /// Records that could not be read and were left as they were.
    pub set_aside: u32,
}

/// Where content comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ContentOrigin {
    /// With the app.
    Shipped,
    /// From the gateway.
    Gateway,
    /// From a file.
    File,
}

/// Answer of `content_import`; the file is the raw body. Fails with `content_file` (no content file, or damaged) and
/// `content_signature` (not signed for this deployment); nothing changes then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContentImported {
    /// Records that are new or other than before.
    pub changed: u32,
    /// The file was older than what is here: nothing changed.
    pub older: bool,
}
