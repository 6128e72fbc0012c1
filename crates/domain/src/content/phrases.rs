//! Things a visitor says: in the country's language, in English, and how to say it. Not for languages nobody of the
//! project speaks: a phrase of a people here waits for one of its speakers.
//!
//! What a newcomer would get wrong: `text.vi` is what is shown to the other person, in large letters, on the English screen
//! too. Its sound, where somebody has spoken it, is `phrase-<id>`.

use super::record::record;
use super::{Meta, Text};
use serde::{Deserialize, Serialize};

/// Something to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Phrase {
    /// E.g. `chao`.
    pub id: String,
    /// When one says it.
    pub topic: PhraseTopic,
    /// What one says, and what it means.
    pub text: Text,
    /// How an English reader says it, roughly: tones are not written.
    pub say: String,
    /// To whom, or when not.
    #[serde(default)]
    pub note: Option<Text>,
    /// Words people look for it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Place in the list of its topic.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

/// When one says a [`Phrase`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PhraseTopic {
    /// In danger, ill, lost.
    Help,
    /// Greeting, thanking.
    Greeting,
    /// As a guest of a village.
    Manners,
    /// Asking the way.
    Way,
    /// Buying, asking for papers of origin.
    Buying,
    /// Eating and drinking.
    Eating,
    /// Sleeping there.
    Staying,
}

record!(Phrase);
