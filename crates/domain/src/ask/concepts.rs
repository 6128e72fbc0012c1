//! Words that mean much the same and short forms: `concepts.toml`. Not for points: a concept is only one more piece.
//!
//! What a newcomer would get wrong: phrases are compared without marks, so a phrase whose letters are a common other
//! word ("mo": mồ, mở, mô) harms. Write two words then.

use crate::fold::fold;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    short: BTreeMap<String, String>,
    #[serde(default)]
    concepts: BTreeMap<String, Vec<String>>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Concepts {
    short: HashMap<String, Vec<String>>,
    names: Vec<String>,
    /// By the first word: the number of the concept, the words after the first.
    phrases: HashMap<String, Vec<(usize, Vec<String>)>>,
}

impl Concepts {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let words = |text: &str| fold(text).split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut phrases: HashMap<String, Vec<(usize, Vec<String>)>> = HashMap::new();
        for (concept, list) in file.concepts.values().enumerate() {
            for phrase in list {
                let mut words = words(phrase);
                let first = words.remove(0);
                if first.is_empty() {
                    return Err("an empty phrase among the concepts".to_owned());
                }
                phrases.entry(first).or_default().push((concept, words));
            }
        }
        let short = file.short.into_iter().map(|(short, long)| (fold(&short), words(&long))).collect();
        Ok(Self { short, names: file.concepts.into_keys().collect(), phrases })
    }

    /// What a short form stands for.
    pub fn short(&self, bare: &str) -> Option<&[String]> {
        self.short.get(bare).map(Vec::as_slice)
    }

    /// Names of the concepts in these words, each once, in order of the file.
    pub fn find(&self, words: &[&str]) -> Vec<&str> {
        let mut found = Vec::new();
        for (at, word) in words.iter().enumerate() {
            for (concept, rest) in self.phrases.get(*word).into_iter().flatten() {
                let here = words.get(at + 1..at + 1 + rest.len());
                if here.is_some_and(|here| here.iter().zip(rest).all(|(a, b)| a == b)) {
                    found.push(*concept);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|c| self.names.get(c).map(String::as_str)).collect()
    }
}
