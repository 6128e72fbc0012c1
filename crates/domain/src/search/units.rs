//! Which commune a name means: current, former, a district that is no more, a village. Not the search over content:
//! here a name that is not of the area must find nothing.
//!
//! What a newcomer would get wrong: a slip of the finger only counts when it makes no syllable that could be another
//! place. "Trà Lihn" is Trà Linh; "Trà Lanh" and "Trà Tây" lie elsewhere.

use super::typo::one_slip;
use super::words::{Marks, Word, words};
use super::{Outcome, syllable};
use crate::content::{Pack, Text};
use std::collections::BTreeSet;

/// What a name is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Current,
    Former,
    Township,
    District,
    Village,
}

/// A name.
#[derive(Debug)]
struct Name {
    words: Vec<(String, Marks)>,
    what: What,
    /// Places of communes in the pack's order.
    units: Vec<u16>,
    via: Option<Text>,
}

/// A commune that a name means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct UnitHit {
    /// Place in the pack's order.
    pub unit: u16,
    pub via: Option<Text>,
    /// The whole name was typed, but for marks and spelling.
    pub whole: bool,
}

/// All names of the area.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<Name>,
    /// Names of what is around the area, which may follow a name.
    around: Vec<Vec<String>>,
}

/// Words for kinds of place.
const KINDS: &[(&str, Option<What>)] = &[
    ("xa", Some(What::Current)),
    ("commune", Some(What::Current)),
    ("phuong", Some(What::Current)),
    ("huyen", Some(What::District)),
    ("district", Some(What::District)),
    ("township", Some(What::Township)),
    ("town", Some(What::Township)),
    ("thon", Some(What::Village)),
    ("noc", Some(What::Village)),
    ("lang", Some(What::Village)),
    ("ban", Some(What::Village)),
    ("village", Some(What::Village)),
    ("hamlet", Some(What::Village)),
];

/// Words around a name. None of them is a part of one.
const TALK: &[&str] = &[
    "o", "toi", "nha", "tui", "gio", "thuoc", "nao", "la", "gi", "bay", "cu", "ten", "moi", "sap", "nhap", "vao",
    "dau", "mo", "chu", "hien", "nay", "truoc", "day", "dia", "chi", "ubnd", "uy", "nhan", "dan", "tru", "tinh", "tp",
    "cua", "ve", "duoc", "thi", "chuyen", "former", "old", "now", "which", "where", "is", "in", "what", "became", "of",
    "the", "from", "live", "into", "merged", "new", "belongs", "today", "i", "at", "xem", "tim",
];

/// Around the area: provinces, cities, the country.
const AROUND: [&str; 4] = ["quang nam", "da nang", "viet nam", "vietnam"];

type Key = (String, Marks);

/// Names are short: y and i are one letter in them.
fn key(word: &Word) -> Key {
    (word.key.replace('y', "i"), word.marks)
}

impl Names {
    pub fn of(pack: &Pack) -> Self {
        let mut all = Self::default();
        let place = |id: &str| pack.units.iter().position(|u| u.id == id).and_then(|i| u16::try_from(i).ok());
        for (i, unit) in (0..).zip(&pack.units) {
            all.add(&unit.name.vi, What::Current, &[i], None);
            all.add(&unit.name.en, What::Current, &[i], None);
            for f in &unit.former {
                let town = words(&f.name.vi).first().is_some_and(|w| w.folded == "thi");
                let what = if town { What::Township } else { What::Former };
                let via = if f.name == unit.name { None } else { Some(f.name.clone()) };
                all.add(&f.name.vi, what, &[i], via.clone());
                all.add(&f.name.en, what, &[i], via);
            }
        }
        for d in &pack.districts {
            let inside = (0..).zip(&pack.units).filter(|(_, u)| u.district.as_ref() == Some(&d.id));
            let units: Vec<u16> = inside.map(|(i, _)| i).collect();
            all.add(&d.name.vi, What::District, &units, Some(d.name.clone()));
            all.add(&d.name.en, What::District, &units, Some(d.name.clone()));
        }
        for v in &pack.villages {
            let Some(unit) = place(&v.unit) else { continue };
            let former = pack.units.iter().flat_map(|u| &u.former).find(|f| Some(&f.id) == v.former.as_ref());
            let home = pack.units.iter().find(|u| u.id == v.unit).map(|u| &u.name.vi);
            for name in std::iter::once(&v.name).chain(&v.also) {
                let via = Some(Text { vi: v.name.clone(), en: v.name.clone() });
                all.add(name, What::Village, &[unit], via.clone());
                // "thôn 1, xã Trà Leng", also where nobody wrote that down.
                for of in former.map(|f| &f.name.vi).into_iter().chain(home) {
                    all.add(&format!("{name} {of}"), What::Village, &[unit], via.clone());
                }
                // "nóc Ông Đề, thôn 1": each part is a name, also of several.
                for part in name.split(',').filter(|_| name.contains(',')) {
                    all.add(part, What::Village, &[unit], via.clone());
                }
            }
        }
        all.around = AROUND.iter().map(|a| a.split(' ').map(str::to_owned).collect()).collect();
        let wider = all.names.iter().filter(|n| n.what != What::Village);
        let wider: Vec<Vec<String>> = wider.map(|n| n.words.iter().map(|(k, _)| k.clone()).collect()).collect();
        all.around.extend(wider);
        all
    }

    fn add(&mut self, name: &str, what: What, units: &[u16], via: Option<Text>) {
        let (words, _) = bare(name, false);
        let same = |n: &Name| n.words == words && n.what == what && n.units == units;
        if !words.is_empty() && !units.is_empty() && !self.names.iter().any(same) {
            self.names.push(Name { words, what, units: units.to_vec(), via });
        }
    }

    /// The communes a name means, best first.
    pub fn find(&self, typed: &str) -> (Outcome, Vec<UnitHit>) {
        let (words, kind) = bare(typed, true);
        if words.is_empty() {
            return (Outcome::Unknown, Vec::new());
        }
        let whole = |w: &[Key]| -> Vec<(&Name, f32)> {
            self.names.iter().filter_map(|n| Some((n, whole(w, &n.words)?))).collect()
        };
        let found = whole(&words);
        if !found.is_empty() {
            let (outcome, mut hits) = settle(found, kind, true);
            self.beside(&words, &mut hits);
            return (outcome, hits);
        }
        // A name and what it lies in.
        for n in (1..words.len()).rev() {
            let (name, rest) = words.split_at(n);
            let found = whole(name);
            if !found.is_empty() && self.is_around(rest) {
                return settle(found, kind, true);
            }
        }
        // "thôn 5 Trà Mai": nobody wrote that village down, but the commune is known.
        if let [(number, _), rest @ ..] = words.as_slice()
            && kind == Some(What::Village)
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            let found = whole(rest);
            return if found.is_empty() { (Outcome::Unknown, Vec::new()) } else { settle(found, None, true) };
        }
        let found: Vec<(&Name, f32)> =
            self.names.iter().filter(|n| begins(&words, &n.words)).map(|n| (n, 0.8)).collect();
        if !found.is_empty() {
            return settle(found, kind, false);
        }
        let found: Vec<(&Name, f32)> = self.names.iter().filter_map(|n| Some((n, slip(&words, &n.words)?))).collect();
        if found.is_empty() { (Outcome::Unknown, Vec::new()) } else { settle(found, kind, false) }
    }

    /// After the communes that have the name, those whose name goes on from it.
    fn beside(&self, words: &[Key], hits: &mut Vec<UnitHit>) {
        for name in self.names.iter().filter(|n| n.what == What::Current && begins(words, &n.words)) {
            for unit in &name.units {
                if hits.iter().all(|h| h.unit != *unit) {
                    hits.push(UnitHit { unit: *unit, via: None, whole: false });
                }
            }
        }
    }

    fn is_around(&self, rest: &[Key]) -> bool {
        rest.is_empty()
            || self.around.iter().any(|a| {
                a.len() <= rest.len()
                    && a.iter().zip(rest).all(|(a, (r, _))| a == r)
                    && self.is_around(rest.get(a.len()..).unwrap_or_default())
            })
    }
}

/// The words of a name without those for its kind, and the kind.
fn bare(name: &str, talk: bool) -> (Vec<Key>, Option<What>) {
    let all = words(name);
    let mut kind = None;
    let mut kept = Vec::new();
    let mut skip = false;
    for (i, word) in all.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let next = all.get(i + 1).map(|w| w.folded.as_str());
        if word.folded == "thi" && matches!(next, Some("tran" | "xa")) {
            (kind, skip) = (kind.or(Some(What::Township)), true);
        } else if let Some((_, what)) = KINDS
            .iter()
            .find(|(k, _)| *k == word.folded && next.is_some_and(|_| true))
            .or_else(|| KINDS.iter().find(|(k, _)| *k == word.folded && i > 0))
        {
            kind = kind.or(*what);
        } else if talk && TALK.contains(&word.folded.as_str()) && !(kind == Some(What::Village) && kept.is_empty()) {
        } else {
            kept.push(key(word));
        }
    }
    if !talk {
        // In a written name only "cũ" is talk ("thôn 2, Trà Dơn cũ").
        kept.retain(|(k, _)| k != "cu");
    }
    (kept, kind)
}

/// How well two whole names fit: `None` if they are not the same but for marks and spaces.
fn whole(typed: &[Key], name: &[Key]) -> Option<f32> {
    if typed.len() == name.len() {
        let mut least = 1.0f32;
        for ((a, x), (b, y)) in typed.iter().zip(name) {
            if a != b {
                return None;
            }
            least = least.min(x.fit(*y));
        }
        return Some(least);
    }
    (typed.len() < name.len() && joined(typed) == joined(name)).then_some(0.9)
}

fn joined(words: &[Key]) -> String {
    words.iter().map(|(k, _)| k.replace('k', "c")).collect()
}

/// Whether what was typed is how the name begins.
fn begins(typed: &[Key], name: &[Key]) -> bool {
    let Some(((last, _), before)) = typed.split_last() else { return false };
    let numbers = last.bytes().all(|b| b.is_ascii_digit());
    typed.len() <= name.len()
        && before.iter().zip(name).all(|((a, _), (b, _))| a == b)
        && name.get(before.len()).is_some_and(|(b, _)| if numbers { b == last } else { b.starts_with(last.as_str()) })
}

/// How likely what was typed is the name with one slip that makes no syllable.
fn slip(typed: &[Key], name: &[Key]) -> Option<f32> {
    if typed.len() != name.len() {
        let (a, b) = (joined(typed), joined(name));
        return (typed.len() < name.len() && a.len() >= 7 && one_slip(a.as_bytes(), b.as_bytes())).then_some(0.5);
    }
    let mut differ = typed.iter().zip(name).map(|((a, _), (b, _))| (a.as_str(), b.as_str())).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differ.next(), differ.next()) else { return None };
    if a.len() < 2 || syllable::possible(a) || !one_slip(a.as_bytes(), b.as_bytes()) {
        return None;
    }
    // The right letters in the wrong order, or one of them twice, are likelier than a wrong letter.
    let letters = |s: &str| s.bytes().collect::<BTreeSet<u8>>();
    Some(if letters(a) == letters(b) { 0.7 } else { 0.5 })
}

/// Puts what was found in order and says whether the first is the one.
fn settle(mut found: Vec<(&Name, f32)>, kind: Option<What>, whole: bool) -> (Outcome, Vec<UnitHit>) {
    let fits_kind = |n: &Name| match kind {
        None => true,
        Some(What::Current) => matches!(n.what, What::Current | What::Former),
        Some(kind) => n.what == kind,
    };
    if found.iter().any(|(n, _)| fits_kind(n)) {
        found.retain(|(n, _)| fits_kind(n));
    } else if matches!(kind, Some(What::District | What::Township)) && whole {
        // No such district: its name lives on in a commune, or in none.
        found.retain(|(n, _)| n.what != What::Village);
    }
    found.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.what.cmp(&b.what)));
    let top = found.first().map_or(0.0, |(_, fit)| *fit);
    let first = found.first().map_or(What::Current, |(n, _)| n.what);
    let mut hits: Vec<UnitHit> = Vec::new();
    let mut equal = 0;
    for (name, fit) in &found {
        for unit in &name.units {
            if hits.iter().any(|h| h.unit == *unit) {
                continue;
            }
            // A current commune of that very name is meant before anything that is no more.
            let below = *fit < top - 0.01
                || (first == What::Current && (name.what == What::District || whole && name.what != What::Current));
            equal += u8::from(!below);
            hits.push(UnitHit { unit: *unit, via: name.via.clone(), whole });
        }
    }
    match equal {
        0 => (Outcome::Unknown, Vec::new()),
        1 => (Outcome::Found, hits),
        _ => (Outcome::Ambiguous, hits),
    }
}
