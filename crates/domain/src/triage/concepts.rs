//! Words that mean much the same: `concepts.toml`. Finds which of them a text has, as pieces for [`super::learned`]. Not
//! for points: a word here decides nothing by itself.
//!
//! What a newcomer would get wrong: every change of the file changes the pieces, so the weights must be learned anew; a
//! test says so.

use super::pattern::{Term, Vocabulary};
use super::words::Word;
use std::collections::{BTreeMap, HashMap};

/// How many words apart two concepts still count as one after the other.
const NEAR: usize = 5;

/// A phrase: the number of its concept, its words.
type Phrase = (usize, Vec<Term>);

pub(super) struct Concepts {
    vocabulary: Vocabulary,
    names: Vec<String>,
    /// By the number of the first word.
    phrases: HashMap<u32, Vec<Phrase>>,
}

/// What a text has of them.
pub(super) struct Found {
    /// Each once, in the order of their names.
    pub alone: Vec<String>,
    /// Any two of them, anywhere in the text.
    pub pairs: Vec<String>,
    /// One after the other in a sentence, near each other.
    pub runs: Vec<String>,
}

impl Concepts {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: BTreeMap<String, Vec<String>> = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut vocabulary = Vocabulary::default();
        let mut phrases: HashMap<u32, Vec<Phrase>> = HashMap::new();
        for (concept, list) in file.values().enumerate() {
            for phrase in list {
                let terms: Vec<Term> = phrase.split_whitespace().map(|w| vocabulary.term(w)).collect();
                let first = terms.first().ok_or("an empty phrase among the concepts")?;
                phrases.entry(first.id).or_default().push((concept, terms));
            }
        }
        Ok(Self { vocabulary, names: file.into_keys().collect(), phrases })
    }

    /// What these words have of them.
    pub fn find(&self, words: &[Word]) -> Found {
        let seen: Vec<Vec<(u32, bool)>> = words.iter().map(|w| self.numbers(w)).collect();
        let mut at: Vec<(usize, usize)> = Vec::new();
        for (place, here) in seen.iter().enumerate() {
            for (concept, terms) in here.iter().filter_map(|(id, _)| self.phrases.get(id)).flatten() {
                if fits(terms, place, &seen, words) && !at.contains(&(place, *concept)) {
                    at.push((place, *concept));
                }
            }
        }
        let name = |concept: usize| self.names.get(concept).map_or("", String::as_str);
        let mut once: Vec<usize> = at.iter().map(|(_, c)| *c).collect();
        once.sort_unstable();
        once.dedup();
        let pairs = once.iter().enumerate().flat_map(|(i, a)| once.iter().skip(i + 1).map(move |b| (*a, *b)));
        let sentence = |place: usize| words.get(place).map(|w| w.sentence);
        let follows = |a: usize, b: usize| a < b && b <= a + NEAR && sentence(a) == sentence(b);
        let runs = at.iter().flat_map(|(p, a)| at.iter().filter(|(q, _)| follows(*p, *q)).map(|(_, b)| (*a, *b)));
        let mut runs: Vec<(usize, usize)> = runs.collect();
        runs.sort_unstable();
        runs.dedup();
        Found {
            pairs: pairs.map(|(a, b)| format!("{}+{}", name(a), name(b))).collect(),
            runs: runs.into_iter().map(|(a, b)| format!("{}>{}", name(a), name(b))).collect(),
            alone: once.iter().map(|c| name(*c).to_owned()).collect(),
        }
    }

    /// Numbers a word can be; `true`: it is it with its marks.
    fn numbers(&self, word: &Word) -> Vec<(u32, bool)> {
        let sure = self.vocabulary.keys.get(&word.key).copied();
        let maybe = self.vocabulary.bare.get(&word.bare).filter(|_| word.loose).into_iter().flatten().copied();
        sure.map(|id| (id, true))
            .into_iter()
            .chain(maybe.filter(|id| Some(*id) != sure).map(|id| (id, false)))
            .collect()
    }
}

fn fits(terms: &[Term], place: usize, seen: &[Vec<(u32, bool)>], words: &[Word]) -> bool {
    let sentence = words.get(place).map(|w| w.sentence);
    terms.iter().zip(place..).all(|(term, i)| {
        words.get(i).map(|w| w.sentence) == sentence
            && seen.get(i).is_some_and(|s| s.iter().any(|(id, sure)| *id == term.id && (*sure || !term.exact)))
    })
}
