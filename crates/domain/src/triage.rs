//! Reads a text before it is sent and says what it looks like: an ordinary report, or one of the things that must not
//! go through this form. Not for deciding anything: the person is asked, and the person's answer counts.
//!
//! What a newcomer would get wrong: the errors are not worth the same. An emergency read as a report can cost a life, a
//! report that is asked about costs one tap. And the words are not in here: `triage/lexicon.toml` has them all.

mod concepts;
mod learned;
mod lexicon;
pub mod measure;
mod pattern;
pub mod train;
mod words;

use concepts::Concepts;
use learned::{Features, Model, Scores};
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

/// From this many points on the person is asked.
const ASK: f32 = 1.0;
/// The lexicon alone asks about danger sooner.
const DANGER: f32 = 0.9;
/// A cue for danger of this many points stands whatever was learned.
const CLEAR: f32 = 2.0;
/// Points for each whole step that a text reads more like a kind than like a report, by what was learned.
const LEARNED: f32 = 1.5;
/// Where danger begins when what was learned is added. With the other two chosen by cross-validation on the tuning half:
/// few emergencies missed, then much caught, while no more than 5 percent of the ordinary reports are questioned.
const DANGER_BEGINS: f32 = -1.7;
/// The same for everything else.
const OTHERS_BEGIN: f32 = 0.0;

/// Danger is asked about, and not another kind, unless that one has this many points more.
const BEFORE_OTHERS: f32 = -1.0;

static LEXICON: LazyLock<Result<Lexicon, String>> =
    LazyLock::new(|| Lexicon::parse(include_str!("triage/lexicon.toml")));

static CONCEPTS: LazyLock<Result<Concepts, String>> =
    LazyLock::new(|| Concepts::parse(include_str!("triage/concepts.toml")));

static MODEL: LazyLock<Result<Model, String>> = LazyLock::new(|| Model::parse(include_bytes!("triage/weights.bin")));

/// Reads a text. `lang` (`vi`, `en`) is what the app speaks; the words decide where they are clear.
///
/// A text without a word is a report. Fast enough to run at every key.
#[must_use]
pub fn read(text: &str, lang: &str) -> Reading {
    let scores = scores(text);
    weigh(&cues(text, lang), scores)
}

/// The cues of a text, for whoever edits the lexicon (`cargo xtask triage --why`).
#[must_use]
pub fn cues(text: &str, lang: &str) -> Vec<Cue> {
    LEXICON.as_ref().map(|lexicon| lexicon.cues(&lexicon.words(text), lang)).unwrap_or_default()
}

/// How much a text reads like a kind and not like a report, in points, by what was learned; `None` of no words.
#[must_use]
pub fn learned(text: &str, kind: Kind) -> Option<f32> {
    scores(text).map(|scores| more_than_report(&scores, kind))
}

fn scores(text: &str) -> Option<Scores> {
    let pieces = pieces(text);
    MODEL.as_ref().ok().filter(|_| !pieces.is_empty()).map(|model| model.scores(&pieces))
}

/// What a text is cut into to be learned from.
fn pieces(text: &str) -> Features {
    match (LEXICON.as_ref(), CONCEPTS.as_ref()) {
        (Ok(lexicon), Ok(concepts)) => learned::pieces(&lexicon.words(text), concepts),
        _ => Features::new(),
    }
}

fn more_than_report(scores: &Scores, kind: Kind) -> f32 {
    let of = |kind: Kind| Kind::ALL.iter().zip(scores).find(|(k, _)| **k == kind).map_or(0.0, |(_, s)| *s);
    LEARNED * (of(kind) - of(Kind::Report))
}

/// Whether lexicon and weights can be read at all. Without it every text would be a report, so a test and the tool ask.
///
/// # Errors
/// What is wrong with it.
pub fn check() -> Result<(), &'static str> {
    LEXICON.as_ref().map_err(String::as_str)?;
    CONCEPTS.as_ref().map_err(String::as_str)?;
    MODEL.as_ref().map(|_| ()).map_err(String::as_str)
}

/// Weighs cues and what was learned. Of cues of one tag only the strongest is among them; the lexicon saw to that.
///
/// Both are added up, so what was learned asks where the list is silent and can quieten a list that took "the pump
/// poured fifty thousand" for a spill. It cannot take back a clear cue for danger: somebody wrote that down on purpose.
fn weigh(cues: &[Cue], scores: Option<Scores>) -> Reading {
    let listed = |kind: Kind| cues.iter().filter(|c| c.kind == kind).map(|c| c.points).sum::<f32>();
    let by_list = |kind: Kind| listed(kind) * if kind == Kind::Emergency { ASK / DANGER } else { 1.0 };
    let clear = cues.iter().any(|c| c.kind == Kind::Emergency && c.points >= CLEAR);
    let Some(scores) = scores.filter(|_| !clear) else { return decide(by_list) };
    decide(|kind| {
        let begins = if kind == Kind::Emergency { DANGER_BEGINS } else { OTHERS_BEGIN };
        ASK - begins + listed(kind) + more_than_report(&scores, kind)
    })
}

/// What points make of a text.
fn decide(points: impl Fn(Kind) -> f32) -> Reading {
    let sure = |points: f32| 1.0 - 0.5_f32.powf(points.max(0.0) / ASK);
    let danger = points(Kind::Emergency);
    let others = [Kind::Denunciation, Kind::Appeal, Kind::LandDispute, Kind::Crime];
    let (kind, most) = others
        .iter()
        .map(|k| (*k, points(*k)))
        .fold((Kind::Report, 0.0), |best, next| if next.1 > best.1 { next } else { best });
    // Danger goes before the rest: a theft with a knife at somebody's throat is no matter for tomorrow.
    if danger >= ASK && (most < ASK || danger + BEFORE_OTHERS >= most) {
        return Reading { kind: Kind::Emergency, score: sure(danger) };
    }
    if most >= ASK {
        return Reading { kind, score: sure(most) };
    }
    Reading { kind: Kind::Report, score: 1.0 - sure(most.max(danger)) }
}

#[cfg(test)]
mod tests;
