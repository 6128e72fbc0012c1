//! A step an officer writes, or a new dossier: what was typed, what is wrong with it, and the row it makes. Not for
//! deciding what the row does (see `db::dossiers`).
//!
//! What a newcomer would get wrong: an empty field says nothing and erases nothing; and digits are turned into their
//! keyed hash here and are in no page, log or table afterwards.

use super::words::Said;
use crate::console::words::fill;
use crate::console::{Fields, field, format};
use crate::db::dossiers::Row;
use crate::db::dossiers::desk::Dossier;
use crate::db::officers::Officer;
use crate::keys::Keys;
use jiff::civil::Date;
use vungsam_domain::dossier::code::{self, Kind};
use vungsam_domain::{Pin, fold, limits};

/// A field and what is wrong with it.
pub type Problem = (String, String);

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub code: String,
    pub procedure: String,
    pub unit: String,
    pub received_on: String,
    pub status: Option<u8>,
    pub on: String,
    pub supplement: String,
    pub due_on: String,
    pub phone: String,
    pub citizen: String,
    pub correct: bool,
    pub expected: String,
}

impl Typed {
    /// From a form's fields.
    #[must_use]
    pub fn read(fields: &Fields) -> Self {
        let line = |name: &str, max: usize| fold::clean(field(fields, name)).chars().take(max).collect::<String>();
        Self {
            code: line("code", 200),
            procedure: line("procedure", limits::PLACE_CHARS),
            unit: line("unit", 80),
            received_on: line("received_on", 20),
            status: field(fields, "status").parse().ok().filter(|s| (1..=10).contains(s)),
            on: line("on", 20),
            supplement: fold::clean(field(fields, "supplement")),
            due_on: line("due_on", 20),
            phone: line("phone", 20),
            citizen: line("citizen", 20),
            correct: field(fields, "correct") == "yes",
            expected: line("expected", 20),
        }
    }
}

/// What a form is checked against.
pub struct Against<'a> {
    pub officer: &'a Officer,
    /// `None`: a new one.
    pub held: Option<&'a Dossier>,
    pub late: bool,
    pub now: i64,
    pub d: &'static Said,
}

/// The day somebody typed or chose: `2026-11-23` or `23/11/2026`.
fn read_day(typed: &str) -> Option<Date> {
    typed.parse().ok().or_else(|| Date::strptime("%d/%m/%Y", typed).ok())
}

#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn wrong(&mut self, field: &str, said: impl Into<String>) {
        self.0.push((field.to_owned(), said.into()));
    }

    /// A day that may be left out.
    fn day(&mut self, field: &str, typed: &str, d: &'static Said) -> Option<Date> {
        let day = read_day(typed);
        if day.is_none() && !typed.is_empty() {
            self.wrong(field, d.day_unreadable);
        }
        day
    }

    fn digits(&mut self, field: &str, typed: &str, d: &'static Said) -> Option<Pin> {
        let digits = Pin::parse(typed);
        if digits.is_none() && !typed.is_empty() {
            self.wrong(field, d.digits_wrong);
        }
        digits
    }
}

/// The row a form makes; else what is to be mended.
///
/// # Errors
/// Each field and what is wrong with it.
pub fn check(t: &Typed, a: &Against<'_>, keys: &Keys) -> Result<Row, Vec<Problem>> {
    let (d, today, mut found) = (a.d, format::day(a.now), Found::default());
    let code = match a.held {
        Some(held) => Some(held.listed.code.clone()),
        None => code_of(&t.code).or_else(|| {
            found.wrong("code", d.code_wrong);
            None
        }),
    };
    if t.status.is_none() {
        found.wrong("status", d.status_required);
    }
    let on = match found.day("on", &t.on, d) {
        Some(on) if on > today => {
            found.wrong("on", d.day_to_come);
            None
        }
        None if t.on.is_empty() => {
            found.wrong("on", d.day_unreadable);
            None
        }
        on => on,
    };
    let asks = matches!(t.status, Some(5 | 6));
    let supplement = Some(t.supplement.clone()).filter(|s| asks && !s.is_empty());
    if asks && supplement.is_none() {
        found.wrong("supplement", if t.status == Some(5) { d.papers_required } else { d.fee_required });
    }
    if t.supplement.chars().count() > limits::SUPPLEMENT_CHARS {
        found.wrong("supplement", fill(d.too_long, &[&limits::SUPPLEMENT_CHARS.to_string()]));
    }
    let received = found.day("received_on", &t.received_on, d);
    if received.is_some_and(|r| r > today) {
        found.wrong("received_on", d.day_to_come);
    }
    let due_on = found.day("due_on", &t.due_on, d);
    let begun = received.or_else(|| {
        a.held.and_then(|h| h.received_on.as_deref()).and_then(|on| on.get(..10)).and_then(|on| on.parse().ok())
    });
    if due_on.zip(begun).is_some_and(|(due, begun)| due < begun) {
        found.wrong("due_on", d.due_before);
    } else if a.late && matches!(t.status, Some(1 | 2 | 4)) && due_on.is_none_or(|due| due < today) {
        found.wrong("due_on", d.due_required);
    }
    let (phone, citizen) = (found.digits("phone", &t.phone, d), found.digits("citizen", &t.citizen, d));
    let unit = unit(t, a);
    if unit.is_none() && a.held.is_none() {
        found.wrong("unit", d.unit_required);
    }
    match (code, on) {
        (Some(code), Some(on)) if found.0.is_empty() => {
            let key = code::key(&code);
            let proof = |digits: Option<Pin>| digits.map(|p| keys.dossier_proof(&key, &p));
            Ok(Row {
                code,
                procedure: Some(t.procedure.clone()).filter(|p| !p.is_empty()),
                unit,
                received_on: received.map(|r| r.to_string()),
                due_on: due_on.map(|r| r.to_string()),
                proof_phone: proof(phone),
                proof_citizen: proof(citizen),
                status: t.status,
                raw: None,
                on_day: on.to_string(),
                supplement,
            })
        }
        _ => Err(found.0),
    }
}

/// A typed code, if it is one: never a number of a person.
#[must_use]
pub fn code_of(typed: &str) -> Option<String> {
    let read = code::read(typed);
    read.canonical.filter(|c| read.kind == Kind::Dossier && c.chars().count() <= limits::CODE_CHARS)
}

/// The commune a dossier without one becomes part of.
fn unit(t: &Typed, a: &Against<'_>) -> Option<String> {
    if let Some(unit) = a.held.and_then(|h| h.listed.unit.clone()) {
        return Some(unit);
    }
    match a.officer.units.as_slice() {
        [only] => Some(only.clone()),
        many => many.iter().find(|u| **u == t.unit).cloned(),
    }
}

/// Whether digits were typed that are not those held: somebody else's dossier from now on.
#[must_use]
pub fn replaces(row: &Row, held: &Dossier) -> bool {
    let [phone, citizen] = &held.proofs;
    let differs = |held: &Option<String>, new: &Option<String>| matches!((held, new), (Some(h), Some(n)) if h != n);
    differs(phone, &row.proof_phone) || differs(citizen, &row.proof_citizen)
}
