//! What every record carries besides its own facts: texts in two languages, sources, who vouches for it since when.
//! Not for any one kind of record.
//!
//! What a newcomer would get wrong: in a file the keys of [`Meta`] stand beside the record's own; `compile` moves them
//! into `meta`. A plain `String` in a record is Vietnamese only, a [`Text`] has both languages.

use serde::{Deserialize, Serialize};

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    /// In one language, `en` or else Vietnamese.
    #[must_use]
    pub fn of(&self, lang: &str) -> &str {
        if lang == "en" { &self.en } else { &self.vi }
    }

    /// Whether a language is missing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.vi.trim().is_empty() || self.en.trim().is_empty()
    }
}

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Source {
    /// Title of the page or paper.
    pub title: String,
    /// Where it was published; empty when that was not recorded.
    #[serde(default)]
    pub address: String,
    /// Day, month or year it is of (`2026-07-01`, `2026-07`, `2026`), where known.
    #[serde(default)]
    pub date: Option<String>,
}

/// Who says so, since when, and who has looked at it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Meta {
    /// Day or month these facts were read (ISO).
    pub as_of: String,
    /// Whether they were read in the named sources. Not: whether a lawyer or the commune confirmed them.
    pub verified: bool,
    /// Where they were read; empty: nobody has found a source.
    pub sources: Vec<Source>,
    /// First day they hold (ISO).
    #[serde(default)]
    pub effective_from: Option<String>,
    /// Last day they hold (ISO).
    #[serde(default)]
    pub effective_to: Option<String>,
    /// Who of the commune has looked at it. Empty until somebody has.
    #[serde(default)]
    pub reviewed_by: Option<String>,
    /// When (ISO).
    #[serde(default)]
    pub reviewed_on: Option<String>,
}

impl Meta {
    /// The keys that stand beside a record's own in its file.
    pub const KEYS: [&'static str; 7] =
        ["as_of", "verified", "sources", "effective_from", "effective_to", "reviewed_by", "reviewed_on"];
}

/// What every kind of record has.
pub trait Record: Serialize + serde::de::DeserializeOwned {
    /// Its name; the fact base's, never changed.
    fn id(&self) -> &str;
    /// Who says so.
    fn meta(&self) -> &Meta;
}

macro_rules! record {
    ($($name:ty),+ $(,)?) => {
        $(impl $crate::content::Record for $name {
            fn id(&self) -> &str {
                &self.id
            }
            fn meta(&self) -> &$crate::content::Meta {
                &self.meta
            }
        })+
    };
}
pub(crate) use record;
