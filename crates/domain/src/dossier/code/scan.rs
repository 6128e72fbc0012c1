//! Finds everything with a known form in a text, whatever stands around it. Not for deciding which of it is meant.
//!
//! What a newcomer would get wrong: a code may end in the middle of a line, but never in the middle of a number. Where
//! a number goes on, it is another number.

use super::glyphs::{Folded, alnum, is_digit};
use super::numbers::{self, Number};
use super::shape::{self, Code};
use super::{Kind, label, url};

/// Something that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub kind: Kind,
    /// First glyph.
    pub from: usize,
    /// The glyph after the last.
    pub end: usize,
    /// What a dossier's code says; of an address the code inside it.
    pub code: Option<Code>,
    /// The code inside an address, as it is there.
    pub inside: Option<String>,
}

impl Found {
    fn new(kind: Kind, from: usize, end: usize) -> Self {
        Self { kind, from, end, code: None, inside: None }
    }
}

/// All of a text, in its order. `deep`: how many addresses inside addresses are still looked into.
pub(super) fn all(text: &Folded<'_>, deep: u8) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let after = found.last().is_some_and(|f| f.end + 1 == at);
        match one(text, at, after, deep) {
            Some(Found { kind: Kind::Garbage, end, .. }) => at = end.max(at + 1),
            Some(one) => {
                at = one.end.max(at + 1);
                found.push(one);
            }
            None => at += 1,
        }
    }
    found
}

/// What begins at `at`. `after`: something was found up to the character before it.
fn one(text: &Folded<'_>, at: usize, after: bool, deep: u8) -> Option<Found> {
    let before = text.before(at);
    if text.is(at, alnum) && !before.is_some_and(alnum) {
        if let Some((end, link)) = url::find(text, at, deep) {
            let (code, inside) = link.map_or((None, None), |(code, inside)| (Some(code), Some(inside)));
            return Some(Found { code, inside, ..Found::new(Kind::Url, at, end) });
        }
        if let Some(end) = address_of_mail(text, at) {
            return Some(Found::new(Kind::Garbage, at, end));
        }
        if starts(text, at, after) {
            let from = after_label(text, at);
            if let Some(code) = shape::national(text, from).or_else(|| shape::insurance(text, from)) {
                return Some(Found { code: Some(code.clone()), ..Found::new(Kind::Dossier, from, code.end) });
            }
            if let Some(end) = numbers::procedure(text, at) {
                return Some(Found::new(Kind::ProcedureCode, at, end));
            }
            if let Some(end) = numbers::reference(text, at) {
                return Some(Found::new(Kind::Reference, at, end));
            }
        }
    }
    if before.is_some_and(is_digit) {
        return None;
    }
    let personal = numbers::personal(text, at)?;
    // A phone's number glued to letters is part of something else, but for its own label.
    let glued = before.is_some_and(|c| c.is_ascii_alphabetic()) && !own_label(text, at);
    match personal {
        Number::Citizen(end) => Some(Found::new(Kind::CitizenId, at, end)),
        Number::Phone(end) if !glued => Some(Found::new(Kind::Phone, at, end)),
        Number::Phone(end) | Number::Day(end) => Some(Found::new(Kind::Garbage, at, end)),
    }
}

/// Whether a number may begin here: not in the middle of one, nor of an address.
fn starts(text: &Folded<'_>, at: usize, after: bool) -> bool {
    match text.before(at) {
        Some('@') => false,
        Some('-' | '.' | '/' | ',') if !after => {
            // "MHS-H57…" is a label; "12-H57…" a longer number.
            let word = (0..at.saturating_sub(1)).rev().take(24).take_while(|i| text.is(*i, char::is_alphanumeric));
            let mut digits = word.filter(|i| text.is(*i, is_digit));
            digits.next().is_none()
        }
        _ => true,
    }
}

/// Past a label that is glued to the code (`MHS.H57…`, `MHSH57…`).
fn after_label(text: &Folded<'_>, at: usize) -> usize {
    let end = text.run(at, 12, |c| c.is_ascii_alphabetic());
    let is = |end: usize| end > at && label::named(text.typed(at, end)).is_some();
    let digits = text.run(end, 3, is_digit) - end;
    match text.at(end) {
        Some('.') if is(end) => end + 1,
        // The last letter is of the agency.
        Some(_) if digits == 2 && is(end.saturating_sub(1)) => end - 1,
        Some(_) if digits == 3 && is(end) => end,
        _ => at,
    }
}

/// Whether the letters right before a number are a label, as in `SĐT0905…`.
fn own_label(text: &Folded<'_>, at: usize) -> bool {
    let from = (0..at).rev().take(16).take_while(|i| text.is(*i, char::is_alphabetic)).last().unwrap_or(at);
    label::named(text.typed(from, at)).is_some()
}

/// `ten@co-quan.vn`: its end.
fn address_of_mail(text: &Folded<'_>, at: usize) -> Option<usize> {
    let part = |c: char| alnum(c) || matches!(c, '.' | '-' | '_' | '+' | '%');
    let name = text.run(at, 64, part);
    let end = text.run(name + 1, 64, part);
    (text.is(name, |c| c == '@') && end > name + 1).then_some(end)
}
