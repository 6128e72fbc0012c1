//! What was typed, as slots to fill: which terms each word may mean and how much it says. Not for scoring things.
//!
//! What a newcomer would get wrong: a query becomes several readings ("bhyt" is also "bảo hiểm y tế", "trami" is "tra mi"),
//! and a thing counts with the reading that fits it best.

use super::index::Packed;
use super::syllable;
use super::typo::{one_slip, one_slip_prefix};
use super::wording::{SAME, WEAK, WEAK_ENGLISH, WEAK_IF_SAID, WEAK_PAIRS};
use super::words::{Marks, Word, one_spelling, words};
use std::ops::Range;

/// Words of a query that are looked at; nobody types more to find something.
const MOST_WORDS: usize = 20;
/// Readings of a query.
const MOST_READINGS: usize = 8;
/// Terms that a mistyped word may mean.
const MOST_NEAR: usize = 24;

/// A typed word.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    /// How much it says.
    pub weight: f32,
    /// Terms that are this word.
    pub exact: Range<u32>,
    /// Terms that begin so; empty where that does not count.
    pub prefix: Range<u32>,
    /// What begins so is too much to go through; it only counts where a thing is found by something else.
    pub late: bool,
    /// Terms one slip away.
    pub near: Vec<u32>,
    /// Whether it only links other words.
    pub weak: bool,
    /// Whether it can be no Vietnamese word as it stands.
    strange: bool,
    marks: Marks,
    letters: usize,
}

impl Slot {
    /// How well a term fills it, 0 to 1.
    pub fn fits(&self, packed: &Packed, term: u32) -> f32 {
        if self.exact.contains(&term) {
            self.marks.fit(packed.marks(term))
        } else if self.prefix.contains(&term) {
            let all = packed.key(term).len().max(1) as f32;
            let tone = if self.marks.tone == 0 || self.marks.tone == packed.marks(term).tone { 1.0 } else { 0.4 };
            tone * (0.55 + 0.35 * self.letters as f32 / all)
        } else if self.near.contains(&term) {
            if self.strange { 0.65 } else { 0.45 }
        } else {
            0.0
        }
    }

    /// Ranges of terms that may fill it.
    pub fn ranges(&self) -> impl Iterator<Item = Range<u32>> + '_ {
        let whole = if self.prefix.is_empty() || self.late { self.exact.clone() } else { self.prefix.clone() };
        // One spelling made of two may lie outside what begins so.
        let beside = if self.prefix.contains(&self.exact.start) { 0..0 } else { self.exact.clone() };
        let beside = if self.prefix.is_empty() || self.late { 0..0 } else { beside };
        [whole, beside].into_iter().chain(self.near.iter().map(|t| *t..*t + 1))
    }

    fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.prefix.is_empty() && self.near.is_empty()
    }
}

/// One way to read a query.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub slots: Vec<Slot>,
    /// How far it is from what was typed: 1 is as typed.
    pub worth: f32,
}

/// What was typed.
pub(super) struct Typed {
    words: Vec<Word>,
    /// Whether the last word may go on.
    open: bool,
    /// Whether marks were typed.
    marked: bool,
    english: bool,
}

impl Typed {
    /// Reads a query.
    pub fn new(text: &str, lang: &str) -> Self {
        let mut words = words(text);
        let open = words.len() <= MOST_WORDS && text.chars().next_back().is_some_and(char::is_alphanumeric);
        words.truncate(MOST_WORDS);
        let marked = words.iter().any(|w| w.marks != Marks::default());
        Self { words, open, marked, english: lang == "en" && !marked }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The only word, when it has just one or two letters: too little to rank by.
    pub fn short(&self) -> Option<&Word> {
        match self.words.as_slice() {
            [word] if word.key.len() <= 2 && self.open => Some(word),
            _ => None,
        }
    }

    /// How much the word at `i` links rather than says: 1 says, near 0 links.
    fn says(&self, i: usize) -> f32 {
        let at = |i: usize| self.words.get(i).map(|w| w.folded.as_str());
        let (Some(word), before, after) = (self.words.get(i), i.checked_sub(1).and_then(at), at(i + 1)) else {
            return 1.0;
        };
        let pair = |a: Option<&str>, b: Option<&str>| WEAK_PAIRS.iter().any(|(x, y)| a == Some(*x) && b == Some(*y));
        let here = Some(word.folded.as_str());
        if pair(before, here) || pair(here, after) {
            return 0.12;
        }
        if self.english {
            return if WEAK_ENGLISH.contains(&word.folded.as_str()) { 0.08 } else { 1.0 };
        }
        if WEAK.iter().any(|w| self.is(word, w)) {
            0.12
        } else if WEAK_IF_SAID.iter().any(|w| self.is(word, w)) {
            if self.marked { 0.2 } else { 0.5 }
        } else {
            1.0
        }
    }

    /// Whether a typed word is this written one; without marks anywhere it may be.
    fn is(&self, word: &Word, written: &str) -> bool {
        let (mut same, mut first) = (false, true);
        super::words::each(written, |folded, marks, _, _| {
            same = first && folded == word.folded && (!self.marked || word.marks == marks);
            first = false;
        });
        same
    }

    /// All readings, as typed first.
    pub fn readings(&self, packed: &Packed) -> Vec<Reading> {
        let last = self.words.len().saturating_sub(1);
        let slots: Vec<Slot> = self
            .words
            .iter()
            .enumerate()
            .map(|(i, w)| self.slot(packed, w, self.says(i), self.open && i == last))
            .collect();
        let mut all = vec![Reading { slots: slots.clone(), worth: 1.0 }];
        self.split(packed, &slots, &mut all);
        self.joined(packed, &slots, &mut all);
        self.same(packed, &slots, &mut all);
        all.truncate(MOST_READINGS);
        all
    }

    fn slot(&self, packed: &Packed, word: &Word, says: f32, open: bool) -> Slot {
        let exact = packed.exact(&word.key);
        let mut prefix = 0..0;
        let letters = word.key.len();
        let late = open && letters < 3;
        if open || (exact.is_empty() && letters > 1) {
            prefix = packed.prefix(&word.key);
            if prefix.is_empty() && word.folded != word.key {
                prefix = packed.prefix(&word.folded);
            }
        }
        let strange = !syllable::possible(&word.key.replace('y', "i"));
        let mut slot = Slot {
            strange,
            weight: 0.0,
            exact,
            prefix,
            late,
            near: Vec::new(),
            weak: says < 0.3,
            marks: word.marks,
            letters,
        };
        if slot.is_empty() {
            slot.near = near(packed, word, strange, open);
        }
        let count = if slot.exact.is_empty() {
            let terms = slot.ranges().map(|r| r.len()).sum::<usize>().max(1);
            slot.ranges().map(|r| packed.count(&r)).sum::<usize>().div_ceil(terms.min(4))
        } else {
            packed.count(&slot.exact)
        };
        // A word that has only begun says little.
        let begun = match (late, slot.exact.is_empty()) {
            (true, true) => 0.3,
            (true, false) => 0.7,
            _ => 1.0,
        };
        slot.weight = says * begun * packed.rarity(count);
        slot
    }

    /// "trami", "khaisinh": words nobody knows that are two known ones.
    fn split(&self, packed: &Packed, slots: &[Slot], all: &mut Vec<Reading>) {
        let mut parted: Vec<Slot> = Vec::with_capacity(slots.len() + 2);
        for (i, (word, slot)) in self.words.iter().zip(slots).enumerate() {
            let open = self.open && i + 1 == self.words.len();
            let strange = slot.exact.is_empty() && !syllable::possible(&word.key.replace('y', "i"));
            let parts = if strange { self.parts(packed, &word.folded, open) } else { None };
            match parts {
                Some(parts) => parted.extend(parts),
                None => parted.push(slot.clone()),
            }
        }
        if parted.len() > slots.len() {
            all.push(Reading { slots: parted, worth: 0.97 });
        }
    }

    /// The two known words a run of letters is most likely made of.
    fn parts(&self, packed: &Packed, folded: &str, open: bool) -> Option<[Slot; 2]> {
        let said = |slot: &Slot| slot.ranges().map(|r| packed.count(&r)).sum::<usize>();
        (2..folded.len().saturating_sub(1))
            .filter_map(|at| {
                let parts = [self.part(packed, folded.get(..at)?, false), self.part(packed, folded.get(at..)?, open)];
                let least = parts.iter().map(said).min()?;
                (least > 0).then_some((least, parts))
            })
            .max_by_key(|(least, _)| *least)
            .map(|(_, parts)| parts)
    }

    fn part(&self, packed: &Packed, folded: &str, open: bool) -> Slot {
        let word = plain(folded);
        let mut slot = self.slot(packed, &word, 1.0, open);
        slot.near.clear();
        if !open {
            slot.prefix = 0..0;
        }
        slot
    }

    /// "ql 40b", "vne id": two words that are one.
    fn joined(&self, packed: &Packed, slots: &[Slot], all: &mut Vec<Reading>) {
        for (i, pair) in self.words.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let word = plain(&format!("{}{}", a.folded, b.folded));
            if packed.exact(&word.key).is_empty() {
                continue;
            }
            let mut slots = slots.to_vec();
            slots.splice(i..i + 2, [self.slot(packed, &word, 1.0, false)]);
            all.push(Reading { slots, worth: 0.95 });
        }
    }

    /// Words for the same thing.
    fn same(&self, packed: &Packed, slots: &[Slot], all: &mut Vec<Reading>) {
        for (from, to) in SAME {
            let from: Vec<&str> = from.split(' ').collect();
            let fits = |w: &[Word]| w.iter().zip(&from).all(|(w, f)| w.folded == *f);
            let Some(i) = self.words.windows(from.len()).position(fits) else { continue };
            let mut slots = slots.to_vec();
            let put: Vec<Slot> = to.split(' ').map(|w| self.slot(packed, &plain(w), 1.0, false)).collect();
            slots.splice(i..i + from.len(), put);
            all.push(Reading { slots, worth: 0.93 });
        }
    }
}

fn plain(folded: &str) -> Word {
    let mut key = folded.to_owned();
    one_spelling(&mut key);
    Word { folded: folded.to_owned(), key, marks: Marks::default(), from: 0, to: 0 }
}

/// Terms one slip away from a word that is in no text. A short word must be none at all: in it every slip makes another.
fn near(packed: &Packed, word: &Word, strange: bool, open: bool) -> Vec<u32> {
    let typed = word.key.as_bytes();
    let short = typed.len() < 5;
    if typed.iter().any(u8::is_ascii_digit) || (short && (!strange || typed.len() < 3)) {
        return Vec::new();
    }
    let near = |term: &u32| {
        let key = packed.key(*term).as_bytes();
        // A short one must have lost a letter, or two changed places: nothing else is left of it to go by.
        let likely = !short || key.len() > typed.len() || typed.iter().all(|b| key.contains(b));
        likely
            && (strange || key.first() == typed.first())
            && key.len() + 1 >= typed.len()
            && (one_slip(typed, key) || (open && !short && one_slip_prefix(typed, key)))
    };
    packed.all_terms().filter(near).take(MOST_NEAR).collect()
}
