//! Steps of a dossier: what somebody said, who and when; which of them counts, and who must act. Not for due days.
//!
//! What a newcomer would get wrong: a step that arrives later may be older. What counts is the day it speaks of, then
//! how far its source is trusted; never the order of arrival.

use serde::{Deserialize, Serialize};

/// The ten codes of the national portal, 1 to 10.
pub const CODES: std::ops::RangeInclusive<u8> = 1..=10;

/// Who said a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SourceKind {
    /// The paper slip, as the person entered it.
    Slip,
    /// The person.
    You,
    /// A file of the office, taken in at the gateway.
    OfficeFile,
    /// An officer, by hand.
    Officer,
}

/// A source of steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
// The bindings have one namespace, and a record of the content has a `Source` too.
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(rename = "DossierSource"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// What it is.
    pub kind: SourceKind,
    /// Its name as the citizen sees it; empty for slip and person.
    pub name: String,
    /// How far it is trusted where two speak of the same day: the higher counts. Slip and person: 0.
    pub trust: u8,
}

/// What a person says of their own dossier. No official step: it only moves it between the groups of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Said {
    /// The missing papers were handed in.
    HandedIn,
    /// The fee was paid.
    Paid,
    /// The result was fetched.
    Fetched,
}

/// One step: append-only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// One of [`CODES`]; `None`: the source's own word, see `raw`, or what the person said.
    pub status: Option<u8>,
    /// The source's own word for the status, as it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// What the person said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
    /// The day it speaks of: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` where the source gives the time (Vietnam).
    pub on: String,
    /// When gateway or phone took it in (ms since 1970).
    pub noted_at_ms: i64,
    /// Who.
    pub source: Source,
    /// Which papers, which fee, where; the office's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<String>,
    /// The day of return this source gives, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<String>,
}

/// A source that spoke of a dossier, and when it was last heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenSource {
    /// Who.
    pub source: Source,
    /// When it last said something about this dossier, changed or not (ms since 1970).
    pub seen_at_ms: i64,
}

/// Who must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Group {
    /// The person: papers (5) or fee (6).
    You,
    /// The result is ready (9).
    Fetch,
    /// The office; also where the status is not known.
    Office,
    /// Handed over (10).
    Done,
    /// Not accepted, withdrawn, stopped (3, 7, 8).
    Ended,
}

/// The step that counts.
#[must_use]
pub fn current(steps: &[Step]) -> Option<&Step> {
    steps.iter().filter(|s| s.said.is_none()).max_by(|a, b| {
        (a.on.as_str(), a.source.trust, a.noted_at_ms).cmp(&(b.on.as_str(), b.source.trust, b.noted_at_ms))
    })
}

/// Whether moving from one code to the other goes against the way of a dossier. A source that is out of order must not.
#[must_use]
pub fn moves_back(from: u8, to: u8) -> bool {
    const fn rank(code: u8) -> u8 {
        match code {
            1 => 0,
            2 => 1,
            4..=7 => 2,
            9 => 3,
            _ => 4,
        }
    }
    rank(to) < rank(from)
}

/// Who must act.
#[must_use]
pub fn group(steps: &[Step]) -> Group {
    match current(steps).and_then(|s| s.status) {
        Some(5 | 6) => Group::You,
        Some(9) => Group::Fetch,
        Some(10) => Group::Done,
        Some(3 | 7 | 8) => Group::Ended,
        _ => Group::Office,
    }
}
