//! What a new pack does to content that was also changed here: three ways, record by record. Not for the database.
//!
//! What a newcomer would get wrong: a newer program may write the same facts in another shape (a key more). That is no
//! change of the facts, so it is no clash; the untouched record still takes the new bytes, because phones that carry the
//! new pack hold those.

use crate::db::content_packs::Clash;
use std::collections::{BTreeMap, BTreeSet};
use vungsam_domain::Pack;
use vungsam_domain::content::bundle::RawRecord;

/// Bodies by (kind, id). What was taken out is not in it.
pub type Bodies = BTreeMap<(String, String), String>;

/// Bodies of records.
#[must_use]
pub fn bodies(records: impl IntoIterator<Item = RawRecord>) -> Bodies {
    records.into_iter().filter_map(|r| Some(((r.kind, r.id), r.body?))).collect()
}

/// What a merge does.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Merge {
    /// Records to write; without a body: to take out.
    pub write: Vec<RawRecord>,
    /// What stays as it is here although the pack changed it too.
    pub clashes: Vec<Clash>,
    /// Clashes that are none any more.
    pub settled: Vec<RawRecord>,
}

/// Merges: `old` is the pack merged last, `new` the one that comes, `now` what stands here.
#[must_use]
pub fn merge(old: &Bodies, new: &Bodies, now: &Bodies, open: &[Clash], at: i64) -> Merge {
    let mut out = Merge::default();
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).chain(now.keys()).collect();
    for key @ (kind, id) in keys {
        let (o, n, c) = (old.get(key), new.get(key), now.get(key));
        let same = |a: Option<&String>, b: Option<&String>| same(kind, a, b);
        let record = || RawRecord { kind: kind.clone(), id: id.clone(), body: n.cloned() };
        let known = open.iter().find(|k| (&k.kind, &k.id) == (kind, id));
        if c == n {
            out.settled.extend(known.map(|_| record()));
        } else if c == o || same(c, n) {
            out.write.push(record());
            out.settled.extend(known.map(|_| record()));
        } else if !same(o, n) {
            let base = known.map_or_else(|| o.cloned(), |k| k.base.clone());
            if same(base.as_ref(), n) {
                out.settled.extend(known.map(|_| record())); // the pack went back to where both began
            } else {
                out.clashes.push(Clash { kind: kind.clone(), id: id.clone(), base, pack: n.cloned(), at });
            }
        }
    }
    out
}

/// Whether both say the same, whatever their shape.
fn same(kind: &str, a: Option<&String>, b: Option<&String>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || as_today(kind, a).is_some_and(|a| Some(a) == as_today(kind, b)),
        (a, b) => a == b,
    }
}

/// A body as this version writes it.
fn as_today(kind: &str, body: &str) -> Option<String> {
    let mut pack = Pack::default();
    pack.add(kind, body).ok()?;
    pack.records().ok()?.pop()?.body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[(&str, &str)]) -> Bodies {
        texts.iter().map(|(id, body)| (("places".to_owned(), (*id).to_owned()), (*body).to_owned())).collect()
    }

    fn record(id: &str, body: Option<&str>) -> RawRecord {
        RawRecord { kind: "places".to_owned(), id: id.to_owned(), body: body.map(str::to_owned) }
    }

    fn clash(id: &str, base: Option<&str>, pack: Option<&str>) -> Clash {
        let own = |t: Option<&str>| t.map(str::to_owned);
        Clash { kind: "places".to_owned(), id: id.to_owned(), base: own(base), pack: own(pack), at: 7 }
    }

    #[test]
    fn what_nobody_touched_follows_the_pack_and_what_was_edited_stays() {
        let old = of(&[("same", "1"), ("moves", "1"), ("goes", "1"), ("edited", "1"), ("dropped", "1")]);
        let new = of(&[("same", "1"), ("moves", "2"), ("comes", "1"), ("edited", "1"), ("dropped", "1")]);
        let now = of(&[("same", "1"), ("moves", "1"), ("goes", "1"), ("edited", "9"), ("own", "9")]);
        let m = merge(&old, &new, &now, &[], 7);
        assert_eq!(m.write, [record("comes", Some("1")), record("goes", None), record("moves", Some("2"))]);
        assert_eq!((m.clashes, m.settled), (vec![], vec![]));
    }

    #[test]
    fn what_both_changed_stays_and_is_listed() {
        let old =
            of(&[("both", "1"), ("edited-gone", "1"), ("dropped-moves", "1"), ("both-gone", "1"), ("alike", "1")]);
        let new = of(&[("both", "2"), ("dropped-moves", "2"), ("alike", "9"), ("added", "2")]);
        let now = of(&[("both", "9"), ("edited-gone", "9"), ("alike", "9"), ("added", "9")]);
        let m = merge(&old, &new, &now, &[], 7);
        assert_eq!(m.write, []);
        let listed = [
            clash("added", None, Some("2")),
            clash("both", Some("1"), Some("2")),
            clash("dropped-moves", Some("1"), Some("2")),
            clash("edited-gone", Some("1"), None),
        ];
        assert_eq!(m.clashes, listed);
    }

    #[test]
    fn an_open_clash_follows_later_packs_until_it_is_none() {
        let (old, now) = (of(&[("x", "2")]), of(&[("x", "9")]));
        let open = [clash("x", Some("1"), Some("2"))];
        let further = merge(&old, &of(&[("x", "3")]), &now, &open, 7);
        assert_eq!(further.clashes, [clash("x", Some("1"), Some("3"))]);
        for end in ["1", "9"] {
            let m = merge(&old, &of(&[("x", end)]), &now, &open, 7);
            assert_eq!((m.write.len(), m.clashes.len(), m.settled.len()), (0, 0, 1), "{end}");
        }
        let unchanged = merge(&old, &old, &now, &open, 7);
        assert_eq!(unchanged, Merge::default());
    }

    #[test]
    fn another_shape_of_the_same_facts_is_no_clash() {
        let unit = |more: &str, name: &str| {
            format!(
                "{{\"id\":\"u\",\"name\":{{\"vi\":\"{name}\",\"en\":\"U\"}},\"order\":1{more},\"meta\":{{\"as_of\":\"2026\",\
                 \"verified\":false,\"sources\":[]}}}}"
            )
        };
        let of = |body: String| Bodies::from([(("units".to_owned(), "u".to_owned()), body)]);
        let (old, new) = (of(unit("", "U")), of(unit(",\"district\":null", "U")));
        assert!(as_today("units", &unit("", "U")).is_some(), "a unit as this version reads it");
        let untouched = merge(&old, &new, &old, &[], 7);
        assert_eq!((untouched.write.len(), untouched.clashes.len()), (1, 0), "takes the bytes phones will hold");
        let edited = merge(&old, &new, &of(unit("", "Sửa")), &[], 7);
        assert_eq!(edited, Merge::default());
        let alike = merge(&old, &of(unit(",\"district\":null", "Sửa")), &of(unit("", "Sửa")), &[], 7);
        assert_eq!((alike.write.len(), alike.clashes.len()), (1, 0), "both made the same edit");
    }
}
