//! Reads a text before it is sent and says what it looks like: an ordinary report, or one of the things that must not
//! go through this form. Not for deciding anything: the person is asked, and the person's answer counts.
//!
//! What a newcomer would get wrong: the errors are not worth the same. An emergency read as a report can cost a life, a
//! report that is asked about costs one tap. And the words are not in here: `triage/lexicon.toml` has them all.

mod lexicon;
pub mod measure;
mod pattern;
mod words;

use lexicon::Lexicon;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What a text is, by law. Ids are those of `feedback.json` (`distinction`), and `khan-cap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Kind {
    /// Something is broken or wrong, or could be better: what the form is for.
    #[serde(rename = "phan-anh-kien-nghi")]
    Report,
    /// A decision or act of an office against the writer, to be looked at again.
    #[serde(rename = "khieu-nai")]
    Appeal,
    /// Somebody in office is said to have broken the law.
    #[serde(rename = "to-cao")]
    Denunciation,
    /// A crime.
    #[serde(rename = "to-giac")]
    Crime,
    /// Two sides quarrel over land.
    #[serde(rename = "tranh-chap-dat")]
    LandDispute,
    /// People are in danger now.
    #[serde(rename = "khan-cap")]
    Emergency,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Report, Self::Appeal, Self::Denunciation, Self::Crime, Self::LandDispute, Self::Emergency];

    /// As it is written on the wire, e.g. `khieu-nai`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Report => "phan-anh-kien-nghi",
            Self::Appeal => "khieu-nai",
            Self::Denunciation => "to-cao",
            Self::Crime => "to-giac",
            Self::LandDispute => "tranh-chap-dat",
            Self::Emergency => "khan-cap",
        }
    }
}

/// How a text reads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    /// What it looks like.
    pub kind: Kind,
    /// How sure, 0..=1. From 0.5 on for everything but a report; not a probability.
    pub score: f32,
}

/// Why a text reads as it does: one line a cue that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Cue {
    /// What it speaks for.
    pub kind: Kind,
    /// The pattern in the lexicon.
    pub pattern: String,
    /// What it counted, after everything that weakens it.
    pub points: f32,
    /// The pattern that weakened it ("last year", "drill").
    pub weakened_by: Option<String>,
}

/// Everything else is only asked about from this many points on.
const ASK: f32 = 1.0;
/// Danger is asked about sooner.
const DANGER: f32 = 0.9;

static LEXICON: LazyLock<Result<Lexicon, String>> =
    LazyLock::new(|| Lexicon::parse(include_str!("triage/lexicon.toml")));

/// Reads a text. `lang` (`vi`, `en`) is what the app speaks; the words decide where they are clear.
///
/// A text without any cue is a report. Fast enough to run at every key: well below 5 ms for 1,000 characters in a
/// debug build.
#[must_use]
pub fn read(text: &str, lang: &str) -> Reading {
    reading(&cues(text, lang))
}

/// The cues of a text, for whoever edits the lexicon (`cargo xtask triage --why`).
#[must_use]
pub fn cues(text: &str, lang: &str) -> Vec<Cue> {
    LEXICON.as_ref().map(|lexicon| lexicon.cues(text, lang)).unwrap_or_default()
}

/// Whether the lexicon can be read at all. Without it every text would be a report, so a test and the tool ask.
///
/// # Errors
/// What is wrong with it.
pub fn check() -> Result<(), &'static str> {
    LEXICON.as_ref().map(|_| ()).map_err(String::as_str)
}

/// Weighs cues. Of cues that say the same thing (one tag) only the strongest counts; that was done by the lexicon.
fn reading(cues: &[Cue]) -> Reading {
    let sum = |kind: Kind| cues.iter().filter(|c| c.kind == kind).map(|c| c.points).sum::<f32>();
    let sure = |points: f32| 1.0 - 0.5_f32.powf(points / ASK);
    let danger = sum(Kind::Emergency) * ASK / DANGER;
    // Danger goes before everything: a theft with a knife at somebody's throat is no matter for tomorrow.
    if danger >= ASK {
        return Reading { kind: Kind::Emergency, score: sure(danger) };
    }
    let others = [Kind::Denunciation, Kind::Appeal, Kind::LandDispute, Kind::Crime];
    let (kind, points) = others
        .iter()
        .map(|k| (*k, sum(*k)))
        .fold((Kind::Report, 0.0), |best, next| if next.1 > best.1 { next } else { best });
    if points >= ASK {
        return Reading { kind, score: sure(points) };
    }
    Reading { kind: Kind::Report, score: 1.0 - sure(points.max(danger)) }
}

#[cfg(test)]
mod tests;
