//! Records of an area (categories, units, villages, hotlines, where else to go) and the pack they are compiled to. Not for reading
//! files: [`compile`] takes names and texts, so a build script, a test and a tool can all feed it.
//!
//! What a newcomer would get wrong: ids are those of the fact base and never change; a commune that was merged lives on
//! as a [`Former`] inside the current one, so its old name finds the new one.

mod elsewhere;

pub use elsewhere::{Agency, Elsewhere};

use crate::fold::fold;
use crate::sign::sha256_hex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Source {
    /// Title of the page or paper.
    pub title: String,
    /// Where it was published.
    #[serde(default)]
    pub address: String,
}

/// What a complaint can be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Category {
    /// E.g. `giao-thong`; also the name of its drawing.
    pub id: String,
    /// Two or three words.
    pub name: Text,
    /// Examples, one line.
    pub hint: Text,
    /// What to do first when people are in danger.
    #[serde(default)]
    pub danger: Option<Danger>,
    /// Whether it is about something anybody can go and see. Only then may a report come without a name: a matter of
    /// somebody's papers or of somebody's conduct cannot be looked into without one.
    #[serde(default = "yes")]
    pub seen_in_field: bool,
    /// Place in the list.
    pub order: u32,
    /// Day these facts were read (ISO).
    pub as_of: String,
    /// Whether they were read in the named source.
    #[serde(default)]
    pub verified: bool,
    /// Where they were read.
    #[serde(default)]
    pub sources: Vec<Source>,
}

fn yes() -> bool {
    true
}

/// A number to call before anything is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Danger {
    /// Id of a [`Hotline`].
    pub hotline: String,
    /// When to call it.
    pub text: Text,
}

/// A current commune.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Unit {
    /// E.g. `nam-tra-my`.
    pub id: String,
    /// E.g. "Xã Nam Trà My".
    pub name: Text,
    /// Communes that became it, with the names people still say.
    #[serde(default)]
    pub former: Vec<Former>,
    /// Place in the list.
    pub order: u32,
    /// Day these facts were read (ISO).
    pub as_of: String,
    /// Whether they were read in the named source.
    #[serde(default)]
    pub verified: bool,
    /// Where they were read.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// A commune that is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Former {
    /// E.g. `old-20944`.
    pub id: String,
    /// E.g. "Xã Trà Mai".
    pub name: Text,
    /// Last day it existed (ISO).
    pub until: String,
}

/// A village, hamlet or nóc named in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Village {
    /// E.g. `v-mang-to`.
    pub id: String,
    /// As people say it.
    pub name: String,
    /// Other spellings.
    #[serde(default)]
    pub also: Vec<String>,
    /// Id of its current commune.
    pub unit: String,
    /// Id of the former commune it belonged to.
    #[serde(default)]
    pub former: Option<String>,
    /// Day these facts were read (ISO).
    pub as_of: String,
    /// Whether they were read in the named source.
    #[serde(default)]
    pub verified: bool,
    /// Where they were read.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// A number to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Hotline {
    /// E.g. `h-112`.
    pub id: String,
    /// What to dial, digits only.
    pub dial: String,
    /// As printed.
    pub shown: String,
    /// Who answers, two or three words.
    pub name: Text,
    /// When to call, one line.
    pub when: Text,
    /// Whether it is for danger to people now.
    #[serde(default)]
    pub emergency: bool,
    /// Place in the list.
    pub order: u32,
    /// Day these facts were read (ISO).
    pub as_of: String,
    /// Whether they were read in the named source; the rest are not shown as numbers to rely on.
    #[serde(default)]
    pub verified: bool,
    /// Where they were read.
    #[serde(default)]
    pub sources: Vec<Source>,
}

/// All content of an area.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pack {
    /// In order.
    pub categories: Vec<Category>,
    /// In order.
    pub units: Vec<Unit>,
    /// By name.
    pub villages: Vec<Village>,
    /// In order.
    pub hotlines: Vec<Hotline>,
    /// In order.
    #[serde(default)]
    pub elsewhere: Vec<Elsewhere>,
    /// In order.
    #[serde(default)]
    pub agencies: Vec<Agency>,
}

/// A place name that matches what somebody typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlaceHit {
    /// The current commune.
    pub unit: String,
    /// The village, when the name is one.
    pub village: Option<String>,
    /// The former commune that was named, when it was one.
    pub via: Option<Text>,
}

impl Pack {
    /// The pack's name: hash of its bytes.
    ///
    /// # Errors
    /// When it cannot be written as JSON (it always can).
    pub fn to_bytes(&self) -> Result<(Vec<u8>, String), serde_json::Error> {
        let bytes = serde_json::to_vec(self)?;
        let hash = sha256_hex(&bytes);
        Ok((bytes, hash))
    }

    /// Communes and villages whose name, old name or other spelling begins with or contains what was typed, best first.
    /// Words for the kind of place (xã, thôn, nóc, làng, thị trấn) may be left out.
    #[must_use]
    pub fn find_place(&self, typed: &str) -> Vec<PlaceHit> {
        let q = bare(typed);
        if q.is_empty() {
            return Vec::new();
        }
        let mut hits: Vec<(u8, PlaceHit)> = Vec::new();
        for u in &self.units {
            if let Some(rank) = rank(&q, [&u.name.vi, &u.name.en]) {
                hits.push((rank, PlaceHit { unit: u.id.clone(), village: None, via: None }));
            }
            for f in &u.former {
                // The same name before and after is one answer, not two.
                if bare(&f.name.vi) != bare(&u.name.vi)
                    && let Some(rank) = rank(&q, [&f.name.vi, &f.name.en])
                {
                    hits.push((rank + 1, PlaceHit { unit: u.id.clone(), village: None, via: Some(f.name.clone()) }));
                }
            }
        }
        for v in &self.villages {
            if let Some(rank) = rank(&q, std::iter::once(&v.name).chain(&v.also)) {
                hits.push((rank + 2, PlaceHit { unit: v.unit.clone(), village: Some(v.id.clone()), via: None }));
            }
        }
        hits.sort_by_key(|(rank, _)| *rank);
        hits.into_iter().map(|(_, h)| h).collect()
    }
}

/// Folds a place name and drops the word for its kind.
fn bare(name: &str) -> String {
    let folded = fold(name);
    for kind in ["xa ", "thi tran ", "thon ", "noc ", "lang ", "ban "] {
        if let Some(rest) = folded.strip_prefix(kind) {
            return rest.to_owned();
        }
    }
    folded
}

fn rank<'a>(q: &str, names: impl IntoIterator<Item = &'a String>) -> Option<u8> {
    names
        .into_iter()
        .filter_map(|n| {
            let n = bare(n);
            if n == q {
                Some(0)
            } else if n.starts_with(q) {
                Some(10)
            } else if n.contains(&format!(" {q}")) {
                Some(20)
            } else {
                None
            }
        })
        .min()
}

/// A file that is not a good record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {what}")]
pub struct ContentError {
    /// Path inside `assets/content`.
    pub file: String,
    /// What is wrong and what would be right.
    pub what: String,
}

/// Compiles records (path inside `assets/content` → TOML text; one record a file, the folder is its kind).
///
/// # Errors
/// The first file that is not a good record: unknown folder, bad TOML, id unlike the file's name, a missing language,
/// text not in NFC, a dangling id.
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
        let bad = |e: toml::de::Error| fail(e.to_string());
        let id = match kind {
            "categories" => push(&mut pack.categories, toml::from_str(text).map_err(bad)?, |r: &Category| &r.id),
            "units" => push(&mut pack.units, toml::from_str(text).map_err(bad)?, |r: &Unit| &r.id),
            "villages" => push(&mut pack.villages, toml::from_str(text).map_err(bad)?, |r: &Village| &r.id),
            "hotlines" => push(&mut pack.hotlines, toml::from_str(text).map_err(bad)?, |r: &Hotline| &r.id),
            "elsewhere" => push(&mut pack.elsewhere, toml::from_str(text).map_err(bad)?, |r: &Elsewhere| &r.id),
            "agencies" => push(&mut pack.agencies, toml::from_str(text).map_err(bad)?, |r: &Agency| &r.id),
            _ => return Err(fail(format!("unknown kind {kind:?}"))),
        };
        if id != stem {
            return Err(fail(format!("id is {id:?}, the file's name says {stem:?}")));
        }
    }
    pack.categories.sort_by_key(|r| r.order);
    pack.units.sort_by_key(|r| r.order);
    pack.hotlines.sort_by_key(|r| r.order);
    pack.elsewhere.sort_by_key(|r| r.order);
    pack.agencies.sort_by_key(|r| r.order);
    pack.villages.sort_by_key(|r| fold(&r.name));
    check(&pack)?;
    Ok(pack)
}

fn push<T>(list: &mut Vec<T>, record: T, id: fn(&T) -> &String) -> String {
    let name = id(&record).clone();
    list.push(record);
    name
}

fn check(pack: &Pack) -> Result<(), ContentError> {
    let fail = |file: String, what: &str| Err(ContentError { file, what: what.to_owned() });
    let blank = |t: &Text| t.vi.trim().is_empty() || t.en.trim().is_empty();
    for c in &pack.categories {
        if blank(&c.name) || blank(&c.hint) {
            return fail(format!("categories/{}", c.id), "a language is missing");
        }
        if let Some(d) = &c.danger
            && (blank(&d.text) || !pack.hotlines.iter().any(|h| h.id == d.hotline))
        {
            return fail(format!("categories/{}", c.id), "danger needs both languages and a known hotline");
        }
    }
    for u in &pack.units {
        if blank(&u.name) || u.former.iter().any(|f| blank(&f.name)) {
            return fail(format!("units/{}", u.id), "a language is missing");
        }
    }
    for v in &pack.villages {
        if v.name.trim().is_empty() || !pack.units.iter().any(|u| u.id == v.unit) {
            return fail(format!("villages/{}", v.id), "needs a name and a known commune");
        }
    }
    for h in &pack.hotlines {
        if blank(&h.name) || blank(&h.when) || h.dial.is_empty() || !h.dial.bytes().all(|b| b.is_ascii_digit()) {
            return fail(format!("hotlines/{}", h.id), "needs both languages and a number of digits");
        }
        if h.verified && h.sources.is_empty() {
            return fail(format!("hotlines/{}", h.id), "verified, but no source is named");
        }
    }
    elsewhere::check(pack)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: &str = "id = \"nam-tra-my\"\nname = { vi = \"Xã Nam Trà My\", en = \"Nam Tra My Commune\" }\norder = 6\nas_of = \"2026-11-22\"\n\
        [[former]]\nid = \"old-20944\"\nname = { vi = \"Xã Trà Mai\", en = \"Tra Mai\" }\nuntil = \"2025-06-30\"\n";
    const VILLAGE: &str = "id = \"v-tak-ngo\"\nname = \"thôn Tăk Ngo\"\nalso = [\"Tắk Ngo\"]\nunit = \"nam-tra-my\"\nas_of = \"2026-11-22\"\n";

    #[test]
    fn an_old_name_finds_the_new_commune_and_says_so() {
        let pack = compile([("units/nam-tra-my.toml", UNIT), ("villages/v-tak-ngo.toml", VILLAGE)]).unwrap();
        let hits = pack.find_place("tra mai");
        assert_eq!(hits[0].unit, "nam-tra-my");
        assert_eq!(hits[0].via.as_ref().unwrap().vi, "Xã Trà Mai");
        assert_eq!(pack.find_place("TAK NGO")[0].village.as_deref(), Some("v-tak-ngo"));
        assert_eq!(pack.find_place("xã nam trà")[0].via, None);
        assert!(pack.find_place("hà nội").is_empty());
        assert!(pack.find_place(" -- ").is_empty());
    }

    #[test]
    fn a_bad_record_is_named() {
        for (file, text, what) in [
            ("units/other.toml", UNIT, "the file's name"),
            ("places/x.toml", "", "unknown kind"),
            ("units/nam-tra-my.toml", "id = ", "units/nam-tra-my.toml"),
            ("villages/v-tak-ngo.toml", VILLAGE, "known commune"),
            ("units/nam-tra-my.toml", "name = \"Tra\u{300}\"", "NFC"),
        ] {
            let err = compile([(file, text)]).unwrap_err().to_string();
            assert!(err.contains(what), "{err}");
        }
    }
}
