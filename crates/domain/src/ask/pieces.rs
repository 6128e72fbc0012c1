//! Cuts a question into pieces that can be counted: words, neighbours, concepts, runs of letters. Not for weighing them.
//!
//! What a newcomer would get wrong: any change here, and any change of `concepts.toml`, makes every learned weight wrong.
//! Run `cargo xtask ask --train` after it; a test fails until that was done.

use super::concepts::Concepts;
use crate::fold::fold;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// A word of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Without marks.
    pub bare: String,
    /// With marks, the tone last; the same as `bare` where none were typed.
    pub key: String,
}

/// Number of a piece (24 bits) and how much of it is there; by number.
pub(super) type Pieces = Vec<(u32, f32)>;

/// Lengths of the runs of letters, and what one counts beside a word.
const RUNS: [(usize, f32); 3] = [(3, 0.2), (4, 0.25), (5, 0.2)];

/// The words of a text; short forms are written out.
pub(super) fn words(text: &str, concepts: &Concepts) -> Vec<Word> {
    let text: String = text.nfc().take(600).collect();
    let mut found = Vec::new();
    for typed in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let bare = fold(typed);
        match concepts.short(&bare) {
            Some(long) => found.extend(long.iter().map(|w| Word { bare: w.clone(), key: w.clone() })),
            None => found.push(Word { key: key(typed), bare: bare.replace(' ', "") }),
        }
    }
    found
}

/// Lower case, the tone as a digit at the end, hỏi and ngã as one.
fn key(word: &str) -> String {
    let mut letters = String::with_capacity(word.len() + 4);
    let mut tone = None;
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{301}' => tone = Some('1'),
            '\u{300}' => tone = Some('2'),
            '\u{309}' | '\u{303}' => tone = Some('3'),
            '\u{323}' => tone = Some('5'),
            _ => letters.push(c),
        }
    }
    letters.extend(tone);
    letters
}

/// Counts the pieces of a question. One without a word has none.
pub(super) fn pieces(words: &[Word], concepts: &Concepts) -> Pieces {
    let mut all = BTreeMap::new();
    let bare: Vec<&str> = words.iter().map(|w| w.bare.as_str()).collect();
    let keys: Vec<&str> = words.iter().map(|w| w.key.as_str()).collect();
    row(&bare, b'w', 1.0, &mut all);
    if keys != bare {
        row(&keys, b'k', 0.3, &mut all);
    }
    for pair in bare.windows(3) {
        if let [a, _, b] = pair {
            put(b's', &format!("{a} {b}"), 0.4, &mut all);
        }
    }
    let found = concepts.find(&bare);
    for (at, a) in found.iter().enumerate() {
        put(b'g', a, 1.2, &mut all);
        for b in found.iter().skip(at + 1) {
            put(b'p', &format!("{a}+{b}"), 0.8, &mut all);
        }
    }
    if !bare.is_empty() {
        let letters: Vec<char> = format!(" {} ", bare.join(" ")).chars().collect();
        for (length, much) in RUNS {
            for run in letters.windows(length) {
                put(b'c', &run.iter().collect::<String>(), much, &mut all);
            }
        }
    }
    all.into_iter().collect()
}

fn row(words: &[&str], group: u8, much: f32, all: &mut BTreeMap<u32, f32>) {
    for word in words {
        put(group, word, much, all);
    }
    for pair in words.windows(2) {
        put(group, &pair.join(" "), much, all);
    }
}

fn put(group: u8, piece: &str, much: f32, all: &mut BTreeMap<u32, f32>) {
    let place = all.entry(number(group, piece)).or_insert(0.0);
    // The second time says less.
    *place = if *place == 0.0 { much } else { *place + much * 0.3 };
}

/// FNV-1a, 24 bits of it.
fn number(group: u8, piece: &str) -> u32 {
    let hash = std::iter::once(group)
        .chain(piece.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let hash = hash ^ (hash >> 29);
    u32::try_from(hash & 0x00ff_ffff).unwrap_or_default()
}
