//! What a row does to a dossier that is held: decided here, written in `take`. Pure, so that it can be tried out.
//!
//! What a newcomer would get wrong: there are two days. `on` is the day a status is of, and orders the steps; `as_of` is
//! the day of the file, and tells whether all of it is younger or older than what was said before.

use super::{Outcome, Row, Teller};
use vungsam_domain::dossier::{SourceKind, Step, steps};

/// What is kept of a dossier beside its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub procedure: Option<String>,
    pub unit: Option<String>,
    pub received_on: Option<String>,
    pub proof_phone: Option<String>,
    pub proof_citizen: Option<String>,
    /// The last day a source said that the step that counts still holds.
    pub affirmed_on: String,
}

/// A dossier as it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub kept: Kept,
    /// By number, with the id of their source.
    pub steps: Vec<(String, Step)>,
    /// Each source and the day its words are of.
    pub seen: Vec<(String, String)>,
}

/// A step to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Added {
    pub source: String,
    pub step: Step,
    /// The row's own, not a repeat of what counts.
    pub own: bool,
}

/// What a row does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub outcome: Outcome,
    pub kept: Kept,
    pub append: Vec<Added>,
    pub owner_changed: bool,
    /// The source's words are younger now.
    pub younger: bool,
    /// Whoever watches is told.
    pub tell: bool,
}

/// The step a row says.
pub(super) fn step(teller: &Teller, row: &Row, now: i64) -> Step {
    Step {
        status: row.status,
        raw: row.raw.clone().filter(|_| row.status.is_none()),
        said: None,
        on: row.on_day.clone(),
        noted_at_ms: now,
        source: teller.source.clone(),
        supplement: row.supplement.clone(),
        due_on: row.due_on.clone(),
    }
}

/// The day of return that counts: the one of the step that would count if only steps with such a day were there.
pub(super) fn due_on(all: &[Step]) -> Option<String> {
    let with: Vec<Step> = all.iter().filter(|s| s.due_on.is_some()).cloned().collect();
    steps::current(&with).and_then(|s| s.due_on.clone())
}

/// Judges a row against what is held; `Err` is why it is not taken.
pub(super) fn judge(held: &Held, teller: &Teller, row: &Row, now: i64) -> Result<Verdict, Outcome> {
    let owner_changed = owner(&held.kept, teller, row)?;
    let said: Vec<Step> = held.steps.iter().map(|(_, s)| s.clone()).collect();
    let new = step(teller, row, now);
    let affirmed = held.kept.affirmed_on.as_str();
    // A file that comes late: younger words about all of this are here already.
    let late = teller.as_of.as_str() < affirmed && row.on_day.as_str() < affirmed;
    let counts = steps::current(&said);
    let holds = counts.is_some_and(|c| repeats(c, &new, due_on(&said).as_deref()));
    let mut kept = keep(&held.kept, row, late);
    if holds && !late {
        let as_of = teller.as_of.clone();
        kept.affirmed_on = kept.affirmed_on.max(as_of);
    }
    let before = held.seen.iter().find(|(id, _)| *id == teller.id).map(|(_, on)| on.as_str());
    let there = held.steps.iter().any(|(id, s)| *id == teller.id && same(s, &new));
    let still = holds && !late && counts.is_some_and(|c| c.on <= new.on);
    if (there || still) && !owner_changed {
        let younger = before.is_none_or(|b| b < teller.as_of.as_str());
        let changed = shown(&kept) != shown(&held.kept);
        let later_day = before.is_none_or(|b| day(b) < day(&teller.as_of));
        let outcome = if changed { Outcome::Changed } else { Outcome::Same };
        return Ok(Verdict { outcome, kept, append: Vec::new(), owner_changed, younger, tell: changed || later_day });
    }
    if let Some(c) = counts
        && !late
        && !teller.may_correct
        && c.on <= new.on
        && let (Some(from), Some(to)) = (c.status, new.status)
        && steps::moves_back(from, to)
    {
        return Err(Outcome::RefusedBack);
    }
    let mut all = said.clone();
    all.push(new.clone());
    let takes_over = steps::current(&all) == Some(&new);
    let mut append = Vec::with_capacity(2);
    if late && takes_over {
        append.extend(confirm(held, counts, now));
    } else if takes_over {
        let day = teller.as_of.clone().max(new.on.clone());
        kept.affirmed_on = kept.affirmed_on.max(day);
    }
    let outcome = if takes_over && !late { Outcome::Changed } else { Outcome::Older };
    append.push(Added { source: teller.id.clone(), step: new, own: true });
    Ok(Verdict { outcome, kept, append, owner_changed, younger: true, tell: true })
}

/// Whether the row brings another owner; `Err` when its source may not.
fn owner(kept: &Kept, teller: &Teller, row: &Row) -> Result<bool, Outcome> {
    let by_hand = teller.source.kind == SourceKind::Officer;
    let differs = |held: &Option<String>, new: &Option<String>| matches!((held, new), (Some(h), Some(n)) if h != n);
    if !by_hand && differs(&kept.unit, &teller.unit) {
        return Err(Outcome::RefusedOwner);
    }
    let other = differs(&kept.proof_phone, &row.proof_phone) || differs(&kept.proof_citizen, &row.proof_citizen);
    if other && !by_hand { Err(Outcome::RefusedOwner) } else { Ok(other) }
}

/// What is kept beside the steps: a late row only fills gaps.
fn keep(held: &Kept, row: &Row, late: bool) -> Kept {
    let pick = |old: &Option<String>, new: &Option<String>| match (old, new) {
        (Some(old), Some(_)) if late => Some(old.clone()),
        (old, new) => new.clone().or_else(|| old.clone()),
    };
    Kept {
        procedure: pick(&held.procedure, &row.procedure),
        unit: pick(&held.unit, &row.unit),
        received_on: pick(&held.received_on, &row.received_on),
        proof_phone: pick(&held.proof_phone, &row.proof_phone),
        proof_citizen: pick(&held.proof_citizen, &row.proof_citizen),
        affirmed_on: held.affirmed_on.clone(),
    }
}

/// What of it a citizen sees.
fn shown(kept: &Kept) -> [Option<&str>; 3] {
    [kept.procedure.as_deref(), kept.unit.as_deref(), kept.received_on.as_deref()]
}

/// Whether a step says no more than what counts.
fn repeats(counts: &Step, new: &Step, due: Option<&str>) -> bool {
    counts.status == new.status
        && counts.raw == new.raw
        && (new.supplement.is_none() || new.supplement == counts.supplement)
        && (new.due_on.is_none() || new.due_on.as_deref() == due)
}

/// Whether it is the same step, whenever it was noted.
fn same(a: &Step, b: &Step) -> bool {
    (a.status, &a.raw, &a.on, &a.supplement, &a.due_on) == (b.status, &b.raw, &b.on, &b.supplement, &b.due_on)
}

fn day(on: &str) -> &str {
    on.get(..10).unwrap_or(on)
}

/// What counts, said once more with the day it was last affirmed on. Without it the late row would look like the
/// younger one: that it still held on that day was only noted as the source's age until now.
fn confirm(held: &Held, counts: Option<&Step>, now: i64) -> Option<Added> {
    let counts = counts?;
    let affirmed = &held.kept.affirmed_on;
    let source = held
        .seen
        .iter()
        .filter(|(_, as_of)| as_of == affirmed)
        .find_map(|(id, _)| held.steps.iter().rev().find(|(of, _)| of == id))
        .map_or_else(
            || held.steps.iter().rev().find(|(_, s)| s == counts).map(|(id, _)| id.clone()),
            |(id, _)| Some(id.clone()),
        )?;
    let who = held.steps.iter().rev().find(|(id, _)| *id == source).map(|(_, s)| s.source.clone())?;
    let step = Step { on: affirmed.clone(), noted_at_ms: now, source: who, ..counts.clone() };
    Some(Added { source, step, own: false })
}
