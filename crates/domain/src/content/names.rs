//! Finds a commune or village by any name people use. Not the search over all content ([`crate::search`]).
//!
//! What a newcomer would get wrong: the same name before and after a merger is one answer, not two.

use super::{Pack, Text};
use crate::fold::fold;
use serde::{Deserialize, Serialize};

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
pub(crate) fn bare(name: &str) -> String {
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

#[cfg(test)]
mod tests {
    use crate::content::compile;

    const UNIT: &str = "id = \"nam-tra-my\"\nname = { vi = \"Xã Nam Trà My\", en = \"Nam Tra My Commune\" }\norder = 6\nas_of = \"2026-11-22\"\nverified = false\nsources = []\n\
        [[former]]\nid = \"old-20944\"\nname = { vi = \"Xã Trà Mai\", en = \"Tra Mai\" }\nuntil = \"2025-06-30\"\n";
    const VILLAGE: &str = "id = \"v-tak-ngo\"\nname = \"thôn Tăk Ngo\"\nalso = [\"Tắk Ngo\"]\nunit = \"nam-tra-my\"\nas_of = \"2026-11-22\"\nverified = false\nsources = []\n";

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
}
