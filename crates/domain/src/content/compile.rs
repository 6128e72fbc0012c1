//! Files to a [`Pack`]: one TOML record a file, the folder is its kind, the file's name its id. What must hold beyond
//! the shape of one record is in `check`.
//!
//! What a newcomer would get wrong: an unknown key is an error, so that a misspelt one is not silently left out.

use super::{Meta, Pack, Record, check};
use std::collections::BTreeMap;

/// A file that is not a good record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct ContentError {
    /// Path inside `assets/content`.
    pub file: String,
    /// What is wrong and what would be right.
    pub what: String,
}

/// How one record's file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// As in `assets/content`.
    Toml,
    /// As it is stored and sent.
    Json,
}

/// Compiles records (path inside `assets/content` → TOML text; one record a file, the folder is its kind).
///
/// # Errors
/// The first file that is not a good record: unknown folder or key, bad TOML, id unlike the file's name, a missing
/// declaration or language, text not in NFC, a dangling id, a number that is firmer than its source.
pub fn compile<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Pack, ContentError> {
    let sorted: BTreeMap<&str, &str> = files.into_iter().collect();
    let mut pack = Pack::default();
    for (file, text) in sorted {
        let fail = |what: String| ContentError { file: file.to_owned(), what };
        if !unicode_normalization::is_nfc(text) {
            return Err(fail("text is not in NFC; normalise the file".to_owned()));
        }
        let (kind, name) = file.split_once('/').ok_or_else(|| fail("lies outside a kind's folder".to_owned()))?;
        let stem = name.strip_suffix(".toml").ok_or_else(|| fail("is not a .toml file".to_owned()))?;
        let id = pack.add_file(kind, text).map_err(fail)?;
        if id != stem {
            return Err(fail(format!("id is {id:?}, the file's name says {stem:?}")));
        }
    }
    pack.sort();
    check::check(&pack)?;
    Ok(pack)
}

/// One record's file.
pub(super) fn read<T: Record>(text: &str) -> Result<T, String> {
    let mut table: toml::Table = text.parse().map_err(|e: toml::de::Error| e.to_string())?;
    if table.contains_key("meta") {
        return Err("unknown key \"meta\": its keys stand beside the record's own".to_owned());
    }
    let meta = Meta::KEYS.iter().filter_map(|key| Some(((*key).to_owned(), table.remove(*key)?))).collect();
    table.insert("meta".to_owned(), toml::Value::Table(meta));
    let mut unknown = Vec::new();
    let record = serde_ignored::deserialize(toml::Value::Table(table), |path| unknown.push(path.to_string()))
        .map_err(|e| e.to_string())?;
    match unknown.first() {
        Some(key) => Err(format!("unknown key {key:?}")),
        None => Ok(record),
    }
}

/// One record as it is stored, with no key that would be lost.
pub(super) fn read_stored<T: Record>(text: &str) -> Result<T, String> {
    let mut unknown = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let record = serde_ignored::deserialize(&mut json, |path| unknown.push(path.to_string()));
    let record = record.and_then(|r| json.end().map(|()| r)).map_err(|e| e.to_string())?;
    match unknown.first() {
        Some(key) => Err(format!("unknown key {key:?}")),
        None => Ok(record),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = "id = \"nam-tra-my\"\nname = { vi = \"Xã Nam Trà My\", en = \"Nam Tra My Commune\" }\norder = 6\n\
        as_of = \"2026-11-22\"\nverified = false\nsources = []\n";

    #[test]
    fn a_bad_record_is_named() {
        let unit = "units/nam-tra-my.toml";
        let village =
            "id = \"v\"\nname = \"Tăk Ngo\"\nunit = \"nowhere\"\nas_of = \"2026\"\nverified = false\nsources = []\n";
        for (file, text, what) in [
            ("units/other.toml", UNIT.to_owned(), "the file's name"),
            ("sights/x.toml", String::new(), "unknown kind"),
            (unit, "id = ".to_owned(), unit),
            ("villages/v.toml", village.to_owned(), "unknown commune"),
            (unit, "name = \"Tra\u{300}\"".to_owned(), "NFC"),
            (unit, UNIT.replace("order", "odrer"), "order"),
            (unit, format!("colour = 1\n{UNIT}"), "unknown key \"colour\""),
            (unit, UNIT.replace("verified = false\n", ""), "verified"),
            (unit, UNIT.replace("sources = []\n", ""), "sources"),
            (unit, UNIT.replace("as_of = \"2026-11-22\"\n", ""), "as_of"),
            (unit, UNIT.replace("2026-11-22", "22/11/2026"), "as_of"),
            (unit, UNIT.replace("verified = false", "verified = true"), "no source"),
            (unit, UNIT.replace("\"Nam Tra My Commune\"", "\" \""), "language"),
            (unit, format!("reviewed_by = \"Ông Ví Dụ\"\n{UNIT}"), "reviewed"),
        ] {
            let err = compile([(file, text.as_str())]).unwrap_err().to_string();
            assert!(err.contains(what), "{what}: {err}");
        }
        assert_eq!(compile([(unit, UNIT)]).unwrap().units.len(), 1);
    }
}
