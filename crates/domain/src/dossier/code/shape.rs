//! What a dossier's code looks like. Not for what stands around it: that is [`super::scan`].
//!
//! What a newcomer would get wrong: a day that no calendar has (`260230`) does not make it another thing. Somebody
//! printed it so; it is kept, and only its date is unknown.

use super::glyphs::{Folded, alnum, is_digit};
use jiff::civil::Date;

/// A dossier's code that was found: where, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Code {
    /// The glyph after it.
    pub end: usize,
    pub agency: Option<String>,
    pub date: Option<Date>,
    pub serial: Option<String>,
}

/// Most groups of an agency (`000.00.19.H47` has four).
const GROUPS: usize = 7;
/// Longest group.
const GROUP: usize = 8;
/// Most digits of a running number (14 were seen).
const SERIAL: usize = 16;

/// `H57.132-260804-0583`, `000.00.19.H47-260105-0001`: an agency of the state's list, a day, a running number.
pub(super) fn national(text: &Folded<'_>, from: usize) -> Option<Code> {
    let agency = agency(text, from)?;
    agency.listed.then(|| dated(text, from, &agency, true)).flatten()
}

/// The same of an agency that is not in the state's form. Only where nothing else stands beside it, and with a real day.
pub(super) fn local(text: &Folded<'_>, from: usize) -> Option<Code> {
    let agency = agency(text, from)?;
    let code = dated(text, from, &agency, false)?;
    (agency.named && code.date.is_some()).then_some(code)
}

/// `03706/2026/07906` of the social insurance: running number, year, office. (In the answers of its service the third
/// part is the office's own number.)
pub(super) fn insurance(text: &Folded<'_>, from: usize) -> Option<Code> {
    let number = text.run(from, 9, is_digit);
    let year = slash(text, number)?;
    let year_end = text.run(year, 5, is_digit);
    let office = slash(text, year_end)?;
    let end = text.run(office, 7, is_digit);
    let fits = (3..=8).contains(&(number - from)) && year_end - year == 4 && (4..=6).contains(&(end - office));
    let of_now = text.is(year, |c| c == '2') && text.is(year + 1, |c| c == '0');
    let glued = text.is(end, |c| c.is_alphanumeric() || matches!(c, '/' | '@'));
    let goes_on = text.is(end, |c| matches!(c, '-' | '.')) && text.is(end + 1, alnum);
    (fits && of_now && !glued && !goes_on).then(|| Code {
        end,
        agency: Some(text.folded(office, end)),
        date: None,
        serial: Some(text.folded(from, number)),
    })
}

struct Agency {
    end: usize,
    /// One of its groups is a letter and two digits, as in the state's list of agencies.
    listed: bool,
    /// It has a letter or a dot: not a plain number.
    named: bool,
    /// It has a dot.
    dotted: bool,
}

fn agency(text: &Folded<'_>, from: usize) -> Option<Agency> {
    let mut agency = Agency { end: from, listed: false, named: false, dotted: false };
    let first = text.run(from, GROUP + 1, alnum);
    // Only a code that begins with three digits goes on after a gap; "12. H57" is the twelfth of a list.
    let gaps = first - from == 3 && (from..first).all(|i| text.is(i, is_digit));
    let mut start = from;
    for _ in 0..GROUPS {
        let end = text.run(start, GROUP + 1, alnum);
        if end == start || end - start > GROUP {
            return None;
        }
        let digits = (start..end).filter(|i| text.is(*i, is_digit)).count();
        let lettered = text.is(start, |c| c.is_ascii_alphabetic());
        agency.listed |= lettered && end - start == 3 && digits == 2;
        agency.dotted |= start > from;
        agency.named |= digits < end - start || agency.dotted;
        agency.end = end;
        let dot = if gaps { text.run(end, 1, |c| c == ' ') } else { end };
        if !text.is(dot, |c| c == '.') {
            return Some(agency);
        }
        start = if gaps { text.run(dot + 1, 1, |c| c == ' ') } else { dot + 1 };
    }
    None
}

/// Day and running number after an agency. `lenient`: a day may be misprinted or misread.
fn dated(text: &Folded<'_>, from: usize, agency: &Agency, lenient: bool) -> Option<Code> {
    let day = dash(text, agency.end)?;
    let day_end = text.run(day, 9, |c| is_digit(c) || (lenient && matches!(c, 'O' | 'o' | 'I' | 'l')));
    let serial = dash(text, day_end)?;
    let lengths = if lenient && agency.dotted { 4..=8 } else { 6..=8 };
    if !lengths.contains(&(day_end - day)) || !text.is(day, is_digit) {
        return None;
    }
    let end = number(text, serial)?;
    Some(Code {
        end,
        agency: Some(text.folded(from, agency.end).to_ascii_uppercase()),
        date: date(&text.folded(day, day_end)),
        serial: Some(text.folded(serial, end)),
    })
}

/// The end of a running number: `0583`, `00430053`, `HT0583`, `0583A`, `0583-01`.
fn number(text: &Folded<'_>, from: usize) -> Option<usize> {
    let digits = text.run(from, 3, |c| c.is_ascii_alphabetic());
    let digits_end = text.run(digits, SERIAL + 1, is_digit);
    if digits_end == digits || digits_end - digits > SERIAL {
        return None;
    }
    let letters = text.run(digits_end, 3, |c| c.is_ascii_alphabetic());
    let free = |i: usize| !text.is(i, char::is_alphanumeric);
    // Words glued to it ("0583Ngày hẹn") are not of it.
    let mut end = if letters - digits_end <= 2 && free(letters) { letters } else { digits_end };
    if text.is(end, |c| c == '-') {
        let more = text.run(end + 1, 7, alnum);
        let numbered = (end + 1..more).any(|i| text.is(i, is_digit));
        if numbered && more - end <= 7 && free(more) && !text.is(more, |c| c == '.') {
            end = more;
        }
    }
    let goes_on =
        text.is(end, |c| c == '@' || is_digit(c)) || (text.is(end, |c| c == '.') && text.is(end + 1, is_digit));
    (!goes_on).then_some(end)
}

/// After a dash with at most three spaces or a line break on each side.
fn dash(text: &Folded<'_>, from: usize) -> Option<usize> {
    let at = text.run(from, 3, |c| matches!(c, ' ' | '\n'));
    text.is(at, |c| c == '-').then(|| text.run(at + 1, 3, |c| matches!(c, ' ' | '\n')))
}

/// After a slash with at most a space on each side.
fn slash(text: &Folded<'_>, from: usize) -> Option<usize> {
    let at = text.run(from, 1, |c| c == ' ');
    text.is(at, |c| c == '/').then(|| text.run(at + 1, 1, |c| c == ' '))
}

/// `yymmdd` of this century, or `yyyymmdd`. `None` when no calendar has it.
fn date(digits: &str) -> Option<Date> {
    let full = if digits.len() == 6 { format!("20{digits}") } else { digits.to_owned() };
    if full.len() != 8 || !full.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| full.get(from..to)?.parse::<i16>().ok();
    let (month, day) = (i8::try_from(part(4, 6)?).ok()?, i8::try_from(part(6, 8)?).ok()?);
    Date::new(part(0, 4)?, month, day).ok()
}
