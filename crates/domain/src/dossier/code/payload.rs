//! Payloads with a structure of their own: a payment QR, JSON. Not for text with lines and labels.
//!
//! What a newcomer would get wrong: a payment QR often names a dossier in its purpose. It is still a payment.

use super::{Kind, Reading, label, text};
use serde_json::Value;

/// What a structured payload holds; `None` when it is none.
pub(super) fn read(raw: &str) -> Option<Vec<Reading>> {
    let core = raw.trim_matches(|c: char| c.is_whitespace() || c.is_control() || super::glyphs::unseen(c));
    if payment(core) {
        let (raw, canonical) = (core.to_owned(), Some(core.to_owned()));
        return Some(vec![Reading { raw, kind: Kind::Reference, canonical, agency: None, date: None, serial: None }]);
    }
    if !core.starts_with(['{', '[']) {
        return None;
    }
    let value: Value = serde_json::from_str(core).ok()?;
    let mut found = Vec::new();
    collect(&value, None, &mut found);
    Some(found)
}

/// EMVCo: tag 00 of length 2 is 01, then tag 01, and so on; read far enough to be sure.
fn payment(core: &str) -> bool {
    let Some(mut rest) = core.strip_prefix("000201") else { return false };
    let mut tags = 0;
    while tags < 3 {
        let (Some(tag), Some(length)) = (rest.get(0..2), rest.get(2..4).and_then(|l| l.parse::<usize>().ok())) else {
            break;
        };
        if !tag.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        let Some(more) = rest.get(4 + length..) else { return false };
        rest = more;
        tags += 1;
    }
    tags >= 2
}

/// The values with their names; a value is read as a text of its own.
fn collect(value: &Value, name: Option<&str>, found: &mut Vec<Reading>) {
    match value {
        Value::String(value) => found.extend(text(value, name.and_then(label::named))),
        Value::Number(value) => found.extend(text(&value.to_string(), name.and_then(label::named))),
        Value::Array(list) => list.iter().for_each(|v| collect(v, name, found)),
        Value::Object(of) => of.iter().for_each(|(name, v)| collect(v, Some(name), found)),
        Value::Null | Value::Bool(_) => {}
    }
}
