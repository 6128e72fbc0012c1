//! Steps of a dossier: what somebody said, who and when; which of them counts, and who must act. Not for due days.
//!
//! What a newcomer would get wrong: a step that arrives later may be older. What counts is the day it speaks of, then
//! how far its source is trusted; never the order of arrival.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

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

/// Whether a step is about the dossier itself, and not what the person said.
pub(super) fn speaks(step: &Step) -> bool {
    step.said.is_none()
}

/// What a step is compared by: the day it speaks of, how far its source is trusted, the time of that day, when it was
/// noted, then all the rest, so that two steps are never equal unless they say the same.
///
/// Trust goes before the time of day: on the same day a source that gives no time (an office's list) must not fall
/// behind a less trusted one that does. A day that is none goes before all others: it never counts over a real one.
pub(super) fn order(a: &Step, b: &Step) -> Ordering {
    let (day_a, time_a) = day_and_time(&a.on);
    let (day_b, time_b) = day_and_time(&b.on);
    let how = |s: &Step| (s.source.trust, s.noted_at_ms);
    let ((trust_a, noted_a), (trust_b, noted_b)) = (how(a), how(b));
    let rest = |s: &Step| (s.status.map(rank), s.status, s.raw.clone(), s.due_on.clone(), s.supplement.clone());
    (day_a, trust_a, time_a, noted_a)
        .cmp(&(day_b, trust_b, time_b, noted_b))
        .then_with(|| rest(a).cmp(&rest(b)))
        .then_with(|| (&a.source.name, a.source.kind as u8, &a.on).cmp(&(&b.source.name, b.source.kind as u8, &b.on)))
}

/// Day and time of [`Step::on`]; no day when it is none, no time when none is given.
fn day_and_time(on: &str) -> (Option<Date>, &str) {
    let day = on.get(..10).and_then(|day| day.parse().ok());
    (day, on.get(10..).unwrap_or_default())
}

/// The step that counts: the latest by the day it speaks of, then by trust, then by time and when
/// it was noted. What the person said of it is no step of the dossier.
#[must_use]
pub fn current(steps: &[Step]) -> Option<&Step> {
    steps.iter().filter(|s| speaks(s)).max_by(|a, b| order(a, b))
}

/// How far along a code is. Papers (5) and fee (6) may be asked before and after a dossier is accepted.
const fn rank(code: u8) -> u8 {
    match code {
        1 => 0,
        2 => 1,
        4..=7 => 2,
        9 => 3,
        _ => 4,
    }
}

/// Whether moving from one code to the other goes against the way of a dossier. A source that is out of order must not.
/// From 5 or 6 to 2 does not: papers and fee are also asked before a dossier is accepted.
#[must_use]
pub fn moves_back(from: u8, to: u8) -> bool {
    rank(to) < rank(from) && !matches!((from, to), (5 | 6, 2))
}

/// Who must act. What the person said moves it on until a step says something newer.
#[must_use]
pub fn group(steps: &[Step]) -> Group {
    let Some(current) = current(steps) else { return Group::Office };
    let said = |said: Said| steps.iter().any(|s| s.said == Some(said) && !older(s, current));
    match current.status {
        Some(5) if !said(Said::HandedIn) => Group::You,
        Some(6) if !said(Said::Paid) => Group::You,
        Some(9) if !said(Said::Fetched) => Group::Fetch,
        Some(9 | 10) => Group::Done,
        Some(3 | 7 | 8) => Group::Ended,
        _ => Group::Office,
    }
}

/// Whether what was said is older than the step: by the day, then by the time where both give one, or else by when they
/// were noted. (Papers asked for again later on the same day are not hidden by what was said in the morning.)
fn older(said: &Step, step: &Step) -> bool {
    let (day, time) = day_and_time(&said.on);
    let (step_day, step_time) = day_and_time(&step.on);
    day.cmp(&step_day)
        .then_with(|| {
            let timed = !time.is_empty() && !step_time.is_empty();
            if timed { time.cmp(step_time) } else { said.noted_at_ms.cmp(&step.noted_at_ms) }
        })
        .is_lt()
}

#[cfg(test)]
#[path = "steps_tests.rs"]
pub(super) mod tests;
