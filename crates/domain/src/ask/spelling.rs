//! Puts right what the finger did: letters of the keyboard's tones left over, words run together, one letter wrong. Only
//! for words nobody knows. Not for marks, which are folded away before.
//!
//! What a newcomer would get wrong: a word that is known is never touched, so a name that happens to be a word stays; and
//! what is learned from is never put right, or the words seen once would vanish.

use super::pieces::Word;
use crate::search::typo::one_slip;
use std::collections::HashMap;

/// Known words, the oftener seen the smaller the number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Vocabulary {
    rank: HashMap<String, u32>,
}

impl Vocabulary {
    /// Words in order, the oftest first; those said twice count once.
    pub fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut rank = HashMap::new();
        for (at, word) in (0..).zip(words) {
            rank.entry(word.to_owned()).or_insert(at);
        }
        Self { rank }
    }

    fn known(&self, word: &str) -> Option<u32> {
        self.rank.get(word).copied()
    }

    /// The words of a question, put right.
    pub fn fix(&self, words: Vec<Word>) -> Vec<Word> {
        let mut fixed = Vec::with_capacity(words.len());
        for word in words {
            let bare = &word.bare;
            if bare.len() < 3
                || !bare.is_ascii()
                || self.known(bare).is_some()
                || bare.bytes().all(|b| b.is_ascii_digit())
            {
                fixed.push(word);
                continue;
            }
            let found = self
                .keys(bare)
                .map(|w| vec![w])
                .or_else(|| self.parted(bare))
                .or_else(|| self.slip(bare).map(|w| vec![w]));
            match found {
                Some(list) => fixed.extend(list.into_iter().map(|w| Word { key: w.clone(), bare: w })),
                None => fixed.push(word),
            }
        }
        fixed
    }

    /// "chucs", "quyefn", "cawn", "ddat": what a keyboard writes when it does not make marks of it.
    fn keys(&self, bare: &str) -> Option<String> {
        let plain = ["dd", "aa", "ee", "oo"]
            .iter()
            .fold(bare.replace('w', ""), |word, two| word.replace(two, two.get(..1).unwrap_or_default()));
        let mut tries = vec![plain.clone()];
        for (at, c) in plain.char_indices().skip(1).filter(|(_, c)| "sfrxj".contains(*c)) {
            let (before, after) = plain.split_at(at);
            tries.push(format!("{before}{}", after.strip_prefix(c).unwrap_or_default()));
        }
        self.best(tries.into_iter().filter(|t| t != bare))
    }

    /// "mattien" is two words.
    fn parted(&self, bare: &str) -> Option<Vec<String>> {
        let cuts = (1..bare.len()).filter_map(|at| bare.split_at_checked(at));
        let both = cuts.filter_map(|(a, b)| {
            let whole = |w: &str| {
                if w.len() < 2 {
                    return None;
                }
                self.known(w)
                    .map(|rank| (rank, w.to_owned()))
                    .or_else(|| self.keys(w).and_then(|w| Some((self.known(&w)? * 2, w))))
            };
            let ((x, a), (y, b)) = (whole(a)?, whole(b)?);
            Some((x.max(y), vec![a, b]))
        });
        both.min().map(|(_, words)| words)
    }

    fn slip(&self, bare: &str) -> Option<String> {
        (bare.len() > 2).then_some(())?;
        let near = self.rank.keys().filter(|w| w.len() > 2 && w.len().abs_diff(bare.len()) < 2);
        self.best(near.filter(|w| one_slip(w.as_bytes(), bare.as_bytes())).cloned())
    }

    /// The oftest seen of these.
    fn best(&self, words: impl Iterator<Item = String>) -> Option<String> {
        words.filter_map(|w| Some((self.known(&w)?, w))).min().map(|(_, w)| w)
    }
}
