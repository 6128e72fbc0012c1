//! A line or a part of a payload that is one number with its label, or nothing else. Not for a number inside prose.
//!
//! What a newcomer would get wrong: here, and only here, a text of no known form can be a code: when its label says so,
//! or when it stands alone and has an agency, a real day and a running number.

use super::Kind;
use super::glyphs::{Folded, alnum, is_digit};
use super::label::{self, Label};
use super::shape::{self, Code};

/// Longest code of no known form.
const LONGEST: usize = 40;

/// What a field is, with what it says when it is a dossier's code.
pub(super) struct Field {
    pub kind: Kind,
    pub from: usize,
    pub end: usize,
    pub code: Option<Code>,
    /// The label says so, whatever was found inside.
    pub sure: bool,
}

/// The parts of a text: lines, and what `|`, `;`, tabs or control characters part.
pub(super) fn parts(text: &Folded<'_>) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut from = 0;
    for i in 0..=text.len() {
        if i == text.len() || text.is(i, |c| matches!(c, '|' | ';' | '\n') || c.is_control()) {
            if i > from {
                parts.push((from, i));
            }
            from = i + 1;
        }
    }
    parts
}

/// Reads one part. `named`: its label stands elsewhere (the name in a payload).
pub(super) fn read(text: &Folded<'_>, part: (usize, usize), named: Option<Label>) -> Option<Field> {
    let (label, rest) = match named {
        Some(label) => (Some(label), part.0),
        None => label::of(text, part.0, part.1),
    };
    let (from, end) = core(text, rest, part.1)?;
    let field = |kind, code, sure| Some(Field { kind, from, end, code, sure });
    let digits = (from..end).filter(|i| text.is(*i, is_digit)).count();
    let only = (from..end).all(|i| text.is(i, |c| is_digit(c) || matches!(c, ' ' | '.' | '-')));
    match label {
        Some(Label::Citizen) if only && matches!(digits, 9 | 12) => return field(Kind::CitizenId, None, true),
        Some(Label::Phone) if only && digits == 9 => return field(Kind::Phone, None, true),
        Some(Label::Tax) if only && matches!(digits, 10 | 13) => return field(Kind::Reference, None, true),
        _ => {}
    }
    if only && ten(text, from, end) {
        return field(Kind::Reference, None, false);
    }
    if let Some(code) = shape::local(text, from).filter(|c| c.end == end) {
        return field(Kind::Dossier, Some(code), false);
    }
    match label {
        Some(Label::Dossier) => loose(text, from, end).and_then(|code| field(Kind::Dossier, Some(code), false)),
        Some(Label::Other) if digits >= 4 && (from..end).all(|i| text.is(i, part_of)) => {
            field(Kind::Reference, None, false)
        }
        _ => None,
    }
}

/// From the first letter or digit to the last; `None` where there is none.
pub(super) fn core(text: &Folded<'_>, from: usize, to: usize) -> Option<(usize, usize)> {
    let kept = |i: &usize| text.is(*i, char::is_alphanumeric);
    let first = (from..to).find(kept)?;
    let last = (first..to).rev().find(kept)?;
    Some((first, last + 1))
}

/// A code of no known form, where something else says that it is one: letters, digits and what parts them.
pub(super) fn loose(text: &Folded<'_>, from: usize, end: usize) -> Option<Code> {
    let count = |is: fn(char) -> bool| (from..end).filter(|i| text.is(*i, is)).count();
    let fits = (5..=LONGEST).contains(&(end - from)) && (from..end).all(|i| text.is(i, part_of));
    let lettered = count(|c| c.is_ascii_alphabetic()) > 0;
    // What holds a person's number is not taken, whatever stands before it.
    let person = |i: usize| match text.run(i, LONGEST, is_digit) - i {
        12 => true,
        10 | 11 => text.is(i, |c| c == '0'),
        _ => false,
    };
    let personal = (from..end).any(|i| !text.before(i).is_some_and(is_digit) && person(i));
    (fits && lettered && count(is_digit) >= 3 && !personal).then_some(Code {
        end,
        agency: None,
        date: None,
        serial: None,
    })
}

fn part_of(c: char) -> bool {
    alnum(c) || matches!(c, '-' | '.' | '/' | '_')
}

/// Ten digits that do not start with 0, in one or as they are shown (3-3-4).
fn ten(text: &Folded<'_>, from: usize, end: usize) -> bool {
    let typed = text.spaced(from, end);
    let typed: Vec<usize> = typed.split([' ', '.', '-']).map(str::len).collect();
    let sizes = matches!(typed.as_slice(), [10] | [3, 3, 4] | [4, 3, 3] | [3, 4, 3] | [5, 5]);
    sizes && !text.is(from, |c| c == '0')
}
