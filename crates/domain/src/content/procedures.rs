//! Administrative procedures and what people ask about them. Not for a person's own dossier.
//!
//! What a newcomer would get wrong: a number that was not found in the published page (`in_source = false`) is left out
//! and named in `doubts`; an amount of money never stands without who pays less and the date it was read.

use super::record::record;
use super::{Meta, OfficeKind, Text};
use serde::{Deserialize, Serialize};

/// A field of procedures, as offices sort them. Its drawing is `linh-vuc-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Field {
    /// E.g. `ht`; also the beginning of its procedures' ids.
    pub id: String,
    /// A few words, as people say it.
    pub name: Text,
    /// Examples, one line.
    pub hint: Text,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// Something that happens in a life, with the procedures it asks for. Its drawing is `viec-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LifeEvent {
    /// E.g. `sinh-con`.
    pub id: String,
    /// A few words.
    pub name: Text,
    /// One line.
    pub hint: Text,
    /// Ids of [`Procedure`]s, the usual order of doing them.
    pub procedures: Vec<String>,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// An administrative procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Procedure {
    /// E.g. `ht-khai-sinh`.
    pub id: String,
    /// National code as printed, e.g. `1.001193`.
    #[serde(default)]
    pub code: Option<String>,
    /// As people say it, ≤ 60 characters.
    pub title: Text,
    /// What it is for, one or two short sentences.
    pub summary: Text,
    /// Its name as published.
    #[serde(default)]
    pub official_name: Option<String>,
    /// Id of a [`Field`].
    pub field: String,
    /// 1: complete; 2: short.
    pub priority: u8,
    /// Who may or must do it.
    #[serde(default)]
    pub who: Vec<String>,
    /// What to bring.
    #[serde(default)]
    pub papers: Vec<Paper>,
    /// Form sheets, by their names.
    #[serde(default)]
    pub forms: Vec<String>,
    /// Where to hand it in.
    pub place: String,
    /// The kind of office of a commune that takes it at its counter; `None`: another one, or not known.
    #[serde(default)]
    pub office: Option<OfficeKind>,
    /// Levels of office that decide, as published ("Cấp xã").
    #[serde(default)]
    pub level: Option<String>,
    /// Ways of handing it in; `None`: not known.
    #[serde(default)]
    pub channels: Option<Vec<Channel>>,
    /// How long it takes.
    pub time: Duration,
    /// What it costs.
    pub fee: Fee,
    /// What the person gets.
    pub result: String,
    /// What happens, in order.
    #[serde(default)]
    pub steps: Vec<String>,
    /// What else to know.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What nobody has checked; shown with it as unchecked.
    #[serde(default)]
    pub doubts: Vec<String>,
    /// Numbers of laws, decrees and circulars.
    #[serde(default)]
    pub law: Vec<String>,
    /// Address of the official page; `None`: not known.
    #[serde(default)]
    pub page: Option<String>,
    /// Words people look for it by, with their accents where known.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who says so.
    pub meta: Meta,
}

/// Something to bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Paper {
    /// What it is.
    pub name: String,
    /// Only in this case ("trẻ bị bỏ rơi"); `None`: everybody.
    #[serde(default)]
    pub when: Option<String>,
    /// Not in these cases, in the words of other papers' `when`: those papers stand in for it.
    #[serde(default)]
    pub unless: Vec<String>,
    /// Whether its words were found on the published page.
    pub in_source: bool,
}

/// A way of handing a dossier in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Channel {
    /// On the national portal.
    Online,
    /// By post.
    Post,
    /// At the counter.
    Counter,
}

/// How long a procedure takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Duration {
    /// How many; `None`: not known for sure.
    #[serde(default)]
    pub value: Option<u32>,
    /// Of what.
    pub unit: DurationUnit,
    /// Whether the number was found on the published page. If not, `value` is absent.
    pub in_source: bool,
    /// Received after 15:00:00 counts as received the next working day. `false` also where nobody says so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cutoff_15h: bool,
    /// Exceptions, cut-off times.
    #[serde(default)]
    pub note: Option<String>,
}

/// What a [`Duration`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DurationUnit {
    /// Working days.
    WorkingDay,
    /// Calendar days.
    Day,
    /// Hours.
    Hour,
    /// The same working day.
    SameDay,
    /// The same day, or as agreed.
    SameDayOrAgreed,
    /// Not said, or not clear of what.
    Unknown,
}

/// What a procedure costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fee {
    /// Đồng at the counter; 0: free; `None`: not known for sure.
    #[serde(default)]
    pub vnd: Option<u64>,
    /// Đồng when handed in online, where that differs.
    #[serde(default)]
    pub online_vnd: Option<u64>,
    /// For what ("một bản", "một trang"); `None`: for the whole.
    #[serde(default)]
    pub per: Option<String>,
    /// Whether the amount was found on the published page. If not, both amounts are absent.
    pub in_source: bool,
    /// Who pays nothing or less. Never empty where there is an amount above 0.
    #[serde(default)]
    pub exemptions: Vec<String>,
    /// What else to know about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// A question people ask, with its approved answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Question {
    /// E.g. `faq-khai-sinh`.
    pub id: String,
    /// The question, as people ask it.
    pub title: Text,
    /// The answer, one to three short sentences.
    pub summary: Text,
    /// What to ask back when it can mean several things.
    #[serde(default)]
    pub asks_back: Option<Text>,
    /// Other ways of asking.
    #[serde(default)]
    pub variants: Vec<String>,
    /// Id of the [`Procedure`] it is about.
    #[serde(default)]
    pub procedure: Option<String>,
    /// Words people look for it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Place in the list.
    #[serde(default)]
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

record!(Field, LifeEvent, Procedure, Question);
