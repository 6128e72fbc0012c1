//! Reading what is printed, typed or scanned as a dossier's code. Not for looking it up.
//!
//! What a newcomer would get wrong: the code is kept as it was typed. Folding ([`key`]) is for comparing only, and a
//! citizen's or a phone's number is never taken for a code. The forms and where they were seen: docs/DOSSIERS.md.

mod field;
mod glyphs;
mod label;
mod numbers;
mod payload;
mod scan;
mod shape;
#[cfg(test)]
mod tests;
mod url;

use glyphs::Folded;
use serde::{Deserialize, Serialize};

/// Longest text that is read, in bytes: a long message, several times the largest QR code.
pub const LONGEST: usize = 16 * 1024;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Kind {
    /// A dossier's code.
    Dossier,
    /// Twelve digits: a citizen's number. Never stored or sent as a code.
    CitizenId,
    /// Ten digits that start with 0. Never stored or sent as a code.
    Phone,
    /// An address; a code in it is found.
    Url,
    /// A procedure's national code, e.g. `1.001193`.
    ProcedureCode,
    /// A number of something else: decree, decision, post, payment, our own ten digits.
    Reference,
    /// Nothing of these.
    Garbage,
}

/// A text as it was read. `None`: not given, or not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reading {
    /// Exactly what came in.
    pub raw: String,
    /// What it is.
    pub kind: Kind,
    /// What was typed without surrounding space, marks, labels and quotes; of an address the code inside it.
    pub canonical: Option<String>,
    /// Upper-case ASCII, e.g. `000.00.19.H47`.
    pub agency: Option<String>,
    /// ISO day; `None` also when it is no day of any calendar.
    pub date: Option<String>,
    /// The running number as printed.
    pub serial: Option<String>,
}

impl Reading {
    /// The dossier's code in it, to be kept and sent as it is here. `None` for everything that is none.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.canonical.as_deref().filter(|_| matches!(self.kind, Kind::Dossier | Kind::Url))
    }

    fn garbage(raw: &str) -> Self {
        Self { raw: raw.to_owned(), kind: Kind::Garbage, canonical: None, agency: None, date: None, serial: None }
    }
}

/// Whether a text of this kind may be stored and sent as a dossier's code. Of an address only the code inside may:
/// [`Reading::code`].
#[must_use]
pub fn may_keep(kind: Kind) -> bool {
    kind == Kind::Dossier
}

/// Reads a text: a typed code, a line of a message, the payload of a QR or bar code. Where it holds several things, a
/// dossier's code goes before all, then an address with one, then what belongs to a person. Never fails, never opens
/// an address; a text longer than [`LONGEST`] is garbage.
#[must_use]
pub fn read(raw: &str) -> Reading {
    let best = found(raw).into_iter().min_by_key(order);
    best.map_or_else(|| Reading::garbage(raw), |reading| Reading { raw: raw.to_owned(), ..reading })
}

/// Everything a longer text or payload holds, each once: dossiers' codes first, then as [`read`] prefers. `raw` is the
/// piece it was read from.
#[must_use]
pub fn find_all(text: &str) -> Vec<Reading> {
    let mut all: Vec<Reading> = Vec::new();
    for reading in found(text) {
        let same = |r: &Reading| {
            let keys = (r.canonical.as_deref().map(key), reading.canonical.as_deref().map(key));
            r.kind == reading.kind && keys.0 == keys.1 && (keys.0.is_some() || r.raw == reading.raw)
        };
        if !all.iter().any(same) {
            all.push(reading);
        }
    }
    all.sort_by_key(order);
    all
}

/// What goes before what.
fn order(reading: &Reading) -> u8 {
    match (reading.kind, reading.canonical.is_some()) {
        (Kind::Dossier, _) => 0,
        (Kind::Url, true) => 1,
        (Kind::CitizenId, _) => 2,
        (Kind::Phone, _) => 3,
        (Kind::Url, false) => 4,
        (Kind::ProcedureCode, _) => 5,
        (Kind::Reference, _) => 6,
        (Kind::Garbage, _) => 7,
    }
}

fn found(raw: &str) -> Vec<Reading> {
    if raw.len() > LONGEST {
        return Vec::new();
    }
    payload::read(raw).unwrap_or_else(|| text(raw, None))
}

/// Everything in a text. `named`: what the name of the value says it is.
fn text(raw: &str, named: Option<label::Label>) -> Vec<Reading> {
    let text = Folded::new(without_symbology(raw));
    let mut found = scan::all(&text, 2);
    let parts = field::parts(&text);
    let alone = named.filter(|_| parts.len() == 1);
    for part in parts {
        let Some(field) = field::read(&text, part, alone) else { continue };
        let inside = |f: &scan::Found| f.from < field.end && field.from < f.end;
        if field.sure {
            found.retain(|f| !inside(f));
        }
        if !found.iter().any(inside) {
            let field::Field { kind, from, end, code, .. } = field;
            found.push(scan::Found { kind, from, end, code, inside: None });
        }
    }
    found.sort_by_key(|f| f.from);
    found.into_iter().map(|found| reading(&text, found)).collect()
}

/// Without what a bar-code reader may write first to name the symbology: `]C1`, `]Q3`.
fn without_symbology(raw: &str) -> &str {
    let named = raw.trim_start().strip_prefix(']').filter(|rest| {
        let mut chars = rest.chars();
        chars.next().is_some_and(|c| c.is_ascii_alphabetic()) && chars.next().is_some_and(|c| c.is_ascii_digit())
    });
    named.and_then(|rest| rest.get(2..)).unwrap_or(raw)
}

fn reading(text: &Folded<'_>, found: scan::Found) -> Reading {
    let typed = text.typed(found.from, found.end);
    let canonical = if found.kind == Kind::Url { found.inside } else { Some(typed.to_owned()) };
    let (agency, date, serial) = found.code.map_or((None, None, None), |c| (c.agency, c.date, c.serial));
    Reading { raw: typed.to_owned(), kind: found.kind, canonical, agency, date: date.map(|d| d.to_string()), serial }
}

/// Folded for comparing: full-width digits, dashes and case; spaces and what nobody sees are left out. Two codes are
/// the same dossier when this is the same.
#[must_use]
pub fn key(code: &str) -> String {
    let seen = code.chars().filter(|c| !glyphs::unseen(*c)).map(glyphs::fold);
    seen.filter(|c| !c.is_whitespace() && !c.is_control()).flat_map(char::to_uppercase).collect()
}
