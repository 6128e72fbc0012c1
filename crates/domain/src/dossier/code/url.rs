//! The code inside an address. Not for opening it: nothing in this crate can.
//!
//! What a newcomer would get wrong: an address says more than the code (who asked, from where). Only the code inside is
//! kept of it.

use super::glyphs::{Folded, alnum};
use super::shape::Code;
use super::{Kind, field, label, scan};

/// Most names and values that are looked at.
const PARTS: usize = 64;
/// Endings that make a name without a path an address.
const ENDINGS: [&str; 10] = ["vn", "com", "net", "org", "gov", "edu", "info", "io", "me", "app"];

/// The address that begins at `at`: its end, and the code inside with what it says.
pub(super) fn find(text: &Folded<'_>, at: usize, deep: u8) -> Option<(usize, Option<(Code, String)>)> {
    let body = begins(text, at)?;
    let end = text.run(body, usize::MAX, |c| !c.is_whitespace() && !"<>\"«»“”„`|{}^\\".contains(c));
    let end = (body..end).rev().find(|i| !text.is(*i, is_mark)).map_or(body, |i| i + 1);
    if end == body {
        return None;
    }
    let inside = if deep == 0 { None } else { inside(text.typed(body, end), deep) };
    Some((end, inside))
}

/// Where the name of the machine begins.
fn begins(text: &Folded<'_>, at: usize) -> Option<usize> {
    let scheme = text.run(at, 16, |c| alnum(c) || matches!(c, '+' | '.' | '-'));
    let follows = |word: &str| word.chars().enumerate().all(|(i, c)| text.is(scheme + i, |d| d == c));
    if follows("://") {
        return (text.is(at, |c| c.is_ascii_alphabetic())).then_some(scheme + 3);
    }
    let host = text.run(at, 253, |c| alnum(c) || matches!(c, '.' | '-'));
    let named = text.folded(at, host);
    let (first, last) = (named.split('.').next()?, named.trim_end_matches('.').rsplit('.').next()?);
    let path = text.is(host, |c| matches!(c, '/' | '?' | ':' | '#'));
    let mail = text.is(host, |c| c == '@') || text.before(at) == Some('@');
    let ends = ENDINGS.contains(&last.to_ascii_lowercase().as_str());
    let whole = !text.is(host, |c| c.is_alphanumeric());
    // A file's name is no address: either the ending is one, or it begins with www.
    let is = !mail && named.contains('.') && whole && (ends || (first.eq_ignore_ascii_case("www") && path));
    is.then_some(at)
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '\'' | '*' | '’' | '‘' | '…' | '>' | '-')
}

/// Looks into the values by name, then all values, then the folders of the path. The machine's name is left out.
fn inside(address: &str, deep: u8) -> Option<(Code, String)> {
    let rest = address.find(['/', '?', '#']).and_then(|at| address.get(at..))?;
    let mut values: Vec<(Option<String>, String)> = Vec::new();
    let mut path = Vec::new();
    // What stands behind # is often a path with its own values.
    for part in rest.split('#') {
        let (folders, query) = part.split_once('?').unwrap_or((part, ""));
        path.extend(folders.split('/').filter(|f| !f.is_empty()).map(|f| decoded(f, false)));
        for pair in query.split(['&', ';', '?']).take(PARTS) {
            let (name, value) = pair.split_once('=').map_or((None, pair), |(n, v)| (Some(decoded(n, true)), v));
            values.push((name, decoded(value, true)));
        }
    }
    let is_named = |name: &Option<String>| name.as_deref().and_then(label::named) == Some(label::Label::Dossier);
    let (named, others): (Vec<_>, Vec<_>) = values.into_iter().partition(|(name, _)| is_named(name));
    let strict = |value: &str| code_in(value, deep);
    let of_named = named.iter().find_map(|(_, v)| strict(v).or_else(|| loose(v)));
    of_named
        .or_else(|| others.iter().find_map(|(_, v)| strict(v)))
        .or_else(|| path.iter().take(PARTS).find_map(|folder| strict(folder)))
}

/// A code in a value, or in an address that is the value.
fn code_in(value: &str, deep: u8) -> Option<(Code, String)> {
    let found = |value: &str| {
        let text = Folded::new(value);
        scan::all(&text, deep - 1).into_iter().find_map(|f| match f.kind {
            Kind::Dossier => Some((f.code?, text.typed(f.from, f.end).to_owned())),
            Kind::Url => Some((f.code?, f.inside?)),
            _ => None,
        })
    };
    // Some portals encode twice.
    found(value).or_else(|| value.contains('%').then(|| found(&decoded(value, false))).flatten())
}

/// A value whose name says that it is a dossier's code.
fn loose(value: &str) -> Option<(Code, String)> {
    let text = Folded::new(value);
    let (from, end) = field::core(&text, 0, text.len())?;
    let code = field::loose(&text, from, end)?;
    Some((code, text.typed(from, end).to_owned()))
}

/// Without percent signs; `form`: a plus is a space.
fn decoded(part: &str, form: bool) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        let hex = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        let mut ahead = rest.clone();
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                rest = ahead;
            }
            (b'+', ..) if form => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
