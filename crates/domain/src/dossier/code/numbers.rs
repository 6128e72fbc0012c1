//! Numbers that are nobody's dossier: citizens', phones', procedures', decrees', parcels'. Not for dossiers' codes.
//!
//! What a newcomer would get wrong: these are looked for so that they are *not* kept. When in doubt between a number of
//! a person and anything else, it is the person's.

use super::glyphs::{Folded, alnum, is_digit};

/// Most groups a written number is looked at for.
const GROUPS: usize = 14;

/// What a number is, and the glyph after it.
pub(super) enum Number {
    /// Twelve digits.
    Citizen(usize),
    /// Ten digits that start with 0, and what else is dialled.
    Phone(usize),
    /// A day: nothing, but not to be taken apart.
    Day(usize),
}

/// A citizen's or phone's number, in groups or not, that begins at `from`.
pub(super) fn personal(text: &Folded<'_>, from: usize) -> Option<Number> {
    if text.is(from, |c| matches!(c, '+' | '(')) {
        return abroad(text, from).or_else(|| in_brackets(text, from)).map(Number::Phone);
    }
    if !text.is(from, is_digit) {
        return None;
    }
    if let Some(end) = day(text, from) {
        return Some(Number::Day(end));
    }
    let groups = groups(text, from);
    let digits: String = text.folded(from, text.run(from, 20, is_digit));
    let glued = |end: usize| text.is(end, |c| c.is_ascii_alphabetic() || c == '@');
    // A group that is a number by itself, then all groups together, then as many as make one.
    let whole = groups.last().copied();
    let fewer = groups.iter().rev().skip(1).copied();
    let first = groups.first().copied();
    first.into_iter().chain(whole).chain(fewer).find_map(|end| {
        let all: String = text.folded(from, end).chars().filter(|c| c.is_ascii_digit()).collect();
        let apart = all.len() > digits.len();
        match all.len() {
            12 if !(apart && (is_amount(text, from, end) || in_code(text, from))) => Some(Number::Citizen(end)),
            _ if !glued(end) && dialled(&all, &digits) => Some(Number::Phone(end)),
            _ => None,
        }
    })
}

/// Ends of the groups of digits from `from` on, one space, dot or dash apart.
fn groups(text: &Folded<'_>, from: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = from;
    for _ in 0..GROUPS {
        let end = text.run(at, 20, is_digit);
        if end == at || text.is(end, is_digit) {
            break;
        }
        ends.push(end);
        if !text.is(end, |c| matches!(c, ' ' | '.' | '-')) {
            break;
        }
        at = end + 1;
    }
    ends
}

/// What people dial in this country. `first`: the first group.
fn dialled(all: &str, first: &str) -> bool {
    match all.len() {
        10 if all.starts_with('0') => true,
        11 if all.starts_with("01") || all.starts_with("02") => true,
        11 => all.starts_with("84") && all.chars().nth(2).is_some_and(|c| matches!(c, '3' | '5' | '7'..='9')),
        13 | 14 => all.starts_with("0084"),
        8 => all.starts_with("1800") || all.starts_with("1900"),
        10 => first == "1800" || first == "1900",
        _ => false,
    }
}

/// `+84 905 389 330`, `+84 (0)905…`, `(+84) 905…`.
fn abroad(text: &Folded<'_>, from: usize) -> Option<usize> {
    let plus = if text.is(from, |c| c == '(') { from + 1 } else { from };
    if !text.is(plus, |c| c == '+') || !text.is(plus + 1, is_digit) {
        return None;
    }
    let end = text.run(plus + 1, 28, |c| is_digit(c) || matches!(c, ' ' | '.' | '-' | '(' | ')'));
    let end = trimmed(text, plus, end);
    let digits = (plus..end).filter(|i| text.is(*i, is_digit)).count();
    (9..=16).contains(&digits).then_some(end)
}

/// `(0236) 383 1022`.
fn in_brackets(text: &Folded<'_>, from: usize) -> Option<usize> {
    let close = text.run(from + 1, 5, is_digit);
    if !text.is(from, |c| c == '(') || !text.is(from + 1, |c| c == '0') || !text.is(close, |c| c == ')') {
        return None;
    }
    let end = text.run(close + 1, 14, |c| is_digit(c) || matches!(c, ' ' | '.' | '-'));
    let end = trimmed(text, from, end);
    let digits: String = text.folded(from, end).chars().filter(|c| c.is_ascii_digit()).collect();
    matches!(digits.len(), 10 | 11).then_some(end)
}

/// Without what is no digit at the end.
fn trimmed(text: &Folded<'_>, from: usize, end: usize) -> usize {
    (from..end).rev().find(|i| text.is(*i, is_digit)).map_or(from, |i| i + 1)
}

/// `150.000.000.000` is money; a citizen's number begins with 0.
fn is_amount(text: &Folded<'_>, from: usize, end: usize) -> bool {
    !text.is(from, |c| c == '0')
        && text.folded(from, end).split('.').skip(1).all(|g| g.len() == 3)
        && text.folded(from, end).contains('.')
}

/// Digits after `H17`, with or without a mark between: parts of a code somebody typed with other marks.
fn in_code(text: &Folded<'_>, from: usize) -> bool {
    let Some(before) = from.checked_sub(1) else { return false };
    let letter = |i: usize| text.is(i, |c| c.is_ascii_alphabetic());
    if letter(before) {
        // One letter as in `H17`; a word before a number is its label.
        return before.checked_sub(1).is_none_or(|i| !letter(i));
    }
    if !text.is(before, |c| matches!(c, ' ' | '.' | '-')) {
        return false;
    }
    let word: Vec<usize> = (0..before).rev().take_while(|i| text.is(*i, alnum)).collect();
    word.iter().any(|i| letter(*i)) && word.iter().any(|i| text.is(*i, is_digit))
}

/// `20/11/2026`, `20-11-2026`, `2026.11.20`: the end of a day.
fn day(text: &Folded<'_>, from: usize) -> Option<usize> {
    let mut parts = Vec::new();
    let mut at = from;
    for _ in 0..3 {
        let end = text.run(at, 5, is_digit);
        parts.push(text.folded(at, end).parse::<u32>().ok().filter(|_| end - at <= 4).map(|n| (n, end - at))?);
        at = end + 1;
        if parts.len() < 3 && !text.is(end, |c| matches!(c, '/' | '-' | '.' | ' ')) {
            return None;
        }
    }
    let end = at - 1;
    let [(a, a_len), (b, b_len), (c, c_len)] = parts.try_into().ok()?;
    let year = |n: u32, len: usize| len == 4 && (1900..=2100).contains(&n);
    let small = |n: u32, len: usize, most: u32| len <= 2 && (1..=most).contains(&n);
    let is_day =
        small(b, b_len, 12) && ((small(a, a_len, 31) && year(c, c_len)) || (year(a, a_len) && small(c, c_len, 31)));
    (is_day && !text.is(end, is_digit)).then_some(end)
}

/// `1.001193`, `2.000815.000.00.00.H55.02`, and the old `B-BTP-277257-TT`: the end.
pub(super) fn procedure(text: &Folded<'_>, from: usize) -> Option<usize> {
    old_procedure(text, from).or_else(|| {
        let number = text.run(from + 2, 7, is_digit);
        let begins = text.is(from, |c| ('1'..='9').contains(&c)) && text.is(from + 1, |c| c == '.');
        if !begins || number != from + 8 {
            return None;
        }
        let mut end = number;
        for _ in 0..7 {
            let group = if text.is(end, |c| c == '.') { text.run(end + 1, 4, alnum) } else { end };
            if !(3..=4).contains(&group.saturating_sub(end)) {
                break;
            }
            end = group;
        }
        let goes_on = text.is(end, |c| c.is_alphanumeric() || c == '@')
            || (text.is(end, |c| matches!(c, '.' | ',')) && text.is(end + 1, is_digit));
        (!goes_on).then_some(end)
    })
}

fn old_procedure(text: &Folded<'_>, from: usize) -> Option<usize> {
    let letter = |c: char| c.is_alphabetic();
    let of = text.is(from, |c| matches!(c, 'B' | 'T' | 'b' | 't')) && text.is(from + 1, |c| c == '-');
    let agency = text.run(from + 2, 8, letter);
    let number = text.run(agency + 1, 7, is_digit);
    let end = text.run(number + 1, 3, letter);
    let fits = of && agency - from > 3 && number - agency == 7 && end - number == 3;
    let joined = text.is(agency, |c| c == '-') && text.is(number, |c| c == '-');
    let tt = text.folded(number + 1, end).eq_ignore_ascii_case("tt");
    (fits && joined && tt && !text.is(end, alnum)).then_some(end)
}

/// The number of a decree, a decision, a parcel, a firm; an identifier of a machine: the end.
pub(super) fn reference(text: &Folded<'_>, from: usize) -> Option<usize> {
    uuid(text, from)
        .or_else(|| decree(text, from))
        .or_else(|| resolution(text, from))
        .or_else(|| parcel(text, from))
        .or_else(|| firm(text, from))
}

/// `118/2025/NĐ-CP`, `28/2026/QH16`, `123/QĐ-UBND`, `9441/TB-BNV`.
fn decree(text: &Folded<'_>, from: usize) -> Option<usize> {
    let number = text.run(from, 7, is_digit);
    if number == from || number - from > 6 || !text.is(number, |c| c == '/') {
        return None;
    }
    let year = text.run(number + 1, 5, is_digit);
    let dated = year - number == 5 && text.is(year, |c| c == '/');
    let letters = if dated { year + 1 } else { number + 1 };
    if !text.is(letters, char::is_alphabetic) {
        return None;
    }
    let end = text.run(letters, 40, |c| c.is_alphanumeric() || matches!(c, '-' | '/'));
    let end = (letters..end).rev().find(|i| text.is(*i, char::is_alphanumeric)).map_or(letters, |i| i + 1);
    let is = |what: fn(char) -> bool| (letters..end).filter(|i| text.is(*i, what)).count();
    // Without a year only what offices write in capitals, or as two words with a dash: not "15/Trần Phú".
    let marked = dated || is(|c| c == '-') > 0 || (is(char::is_uppercase) == end - letters);
    (marked && is(char::is_alphabetic) >= 2 && !text.is(end, |c| c == '@')).then_some(end)
}

/// `57-NQ/TW`.
fn resolution(text: &Folded<'_>, from: usize) -> Option<usize> {
    let number = text.run(from, 5, is_digit);
    let kind = text.run(number + 1, 5, char::is_alphabetic);
    let end = text.run(kind + 1, 8, char::is_alphabetic);
    let joined = text.is(number, |c| c == '-') && text.is(kind, |c| c == '/');
    let fits = number > from && number - from <= 4 && kind - number >= 3 && end - kind >= 3;
    (joined && fits && !text.is(end, char::is_alphanumeric)).then_some(end)
}

/// `EA123456789VN`, `EA 123 456 789 VN`.
fn parcel(text: &Folded<'_>, from: usize) -> Option<usize> {
    let letters = text.run(from, 3, |c| c.is_ascii_alphabetic());
    if letters - from != 2 {
        return None;
    }
    let numbers = text.run(letters, 13, |c| is_digit(c) || c == ' ');
    let digits = (letters..numbers).filter(|i| text.is(*i, is_digit)).count();
    let end = text.run(numbers, 3, |c| c.is_ascii_alphabetic());
    (digits == 9 && end - numbers == 2 && !text.is(end, alnum)).then_some(end)
}

/// `0100109106-001`: a branch's tax number.
fn firm(text: &Folded<'_>, from: usize) -> Option<usize> {
    let number = text.run(from, 11, is_digit);
    let end = text.run(number + 1, 4, is_digit);
    let fits = number - from == 10 && text.is(number, |c| c == '-') && end - number == 4;
    (fits && !text.is(end, |c| c.is_alphanumeric() || c == '-')).then_some(end)
}

/// 8-4-4-4-12 hexadecimal digits, or 32 in one.
fn uuid(text: &Folded<'_>, from: usize) -> Option<usize> {
    let hex = |c: char| c.is_ascii_hexdigit();
    let mut at = from;
    for (group, length) in [8, 4, 4, 4, 12].into_iter().enumerate() {
        if group > 0 {
            if !text.is(at, |c| c == '-') {
                return plain_hex(text, from);
            }
            at += 1;
        }
        let end = text.run(at, length + 1, hex);
        if end - at != length {
            return plain_hex(text, from);
        }
        at = end;
    }
    (!text.is(at, |c| alnum(c) || c == '-')).then_some(at)
}

fn plain_hex(text: &Folded<'_>, from: usize) -> Option<usize> {
    let end = text.run(from, 33, |c| c.is_ascii_hexdigit());
    let lettered = (from..end).any(|i| text.is(i, |c| c.is_ascii_alphabetic()));
    (end - from == 32 && lettered && !text.is(end, alnum)).then_some(end)
}
