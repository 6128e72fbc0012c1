//! How well texts are told apart, on two sets of our own: `tune.jsonl` may be looked at while words are added,
//! `measure.jsonl` only counts. Not for single words; those are in the modules.
//!
//! What a newcomer would get wrong: a text that fails in the measuring half is not a bug to fix with one more word.
//! Write ten of its like into the tuning half, make those work, and measure again.

use super::*;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Labelled {
    kind: Kind,
    lang: String,
    #[serde(default)]
    category: Option<String>,
    text: String,
}

fn set(text: &str) -> Vec<Labelled> {
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn measure() -> Vec<Labelled> {
    set(include_str!("testdata/measure.jsonl"))
}

/// Emergencies missed, others caught, reports questioned: each with how many there are.
#[derive(Debug, Default)]
struct Rates {
    missed: (usize, usize),
    caught: (usize, usize),
    questioned: (usize, usize),
    exact: BTreeMap<Kind, (usize, usize)>,
}

fn rates(set: &[Labelled]) -> Rates {
    let mut r = Rates::default();
    for t in set {
        let kind = read(&t.text, &t.lang).kind;
        let count = |pair: &mut (usize, usize), yes: bool| {
            pair.0 += usize::from(yes);
            pair.1 += 1;
        };
        count(r.exact.entry(t.kind).or_default(), kind == t.kind);
        match t.kind {
            Kind::Report => count(&mut r.questioned, kind != Kind::Report),
            Kind::Emergency => {
                count(&mut r.missed, kind != Kind::Emergency);
                count(&mut r.caught, kind != Kind::Report);
            }
            _ => count(&mut r.caught, kind != Kind::Report),
        }
    }
    r
}

#[test]
fn the_lexicon_is_readable() {
    assert!(LEXICON.is_ok(), "{:?}", LEXICON.as_ref().err());
}

#[test]
fn ids_are_those_of_the_fact_base() {
    for kind in Kind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.id());
    }
}

#[test]
fn rates_on_the_measuring_half() {
    let r = rates(&measure());
    println!("{r:?}");
    assert_eq!(r.missed.0, 0, "an emergency was missed: {r:?}");
    assert!(r.caught.0 * 100 >= r.caught.1 * 90, "too little was caught: {r:?}");
    assert!(r.questioned.0 * 100 <= r.questioned.1 * 5, "too many reports are questioned: {r:?}");
}

#[test]
fn the_set_has_reports_of_every_category() {
    let set = measure();
    let categories: std::collections::BTreeSet<_> = set.iter().filter_map(|t| t.category.as_deref()).collect();
    assert_eq!(categories.len(), 16);
    assert!(set.iter().filter(|t| t.kind == Kind::Report).count() * 2 > set.len(), "most texts are ordinary");
}
