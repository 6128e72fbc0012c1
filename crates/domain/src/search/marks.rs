//! Which parts of a shown text answer what was typed. Not for finding anything.
//!
//! What a newcomer would get wrong: places are counted in UTF-16 code units, as screens count, in the text as it is.

use super::typo::{one_slip, one_slip_prefix};
use super::wording::WEAK;
use super::words::{Word, words};

/// Parts of `text` that are or begin with a word of `typed`, or are one slip away from a long one, in UTF-16 code units,
/// end excluded; in order, never overlapping.
#[must_use]
pub fn marks(text: &str, typed: &str) -> Vec<(u32, u32)> {
    let typed = words(typed);
    let weak = |w: &&Word| w.folded.len() < 2 || WEAK.iter().any(|x| words(x).iter().any(|x| x.folded == w.folded));
    let strong: Vec<&Word> = typed.iter().filter(|w| !weak(w)).collect();
    let typed: Vec<&Word> = if strong.is_empty() { typed.iter().collect() } else { strong };
    let text = words(text);
    let next = text.iter().skip(1).map(Some).chain([None]);
    let mut all: Vec<(u32, u32)> = Vec::new();
    for (word, next) in text.iter().zip(next) {
        if typed.iter().any(|t| fits(t, word)) {
            all.push((word.from, word.to));
        } else if let Some(next) = next
            && typed
                .iter()
                .any(|t| t.folded.len() > 3 && run(&t.folded) == run(&format!("{}{}", word.folded, next.folded)))
        {
            all.extend([(word.from, word.to), (next.from, next.to)]);
        }
    }
    all.dedup();
    all
}

/// Words written as one, in one spelling.
fn run(letters: &str) -> String {
    letters.replace('y', "i").replace('k', "c")
}

fn fits(typed: &Word, word: &Word) -> bool {
    if typed.key == word.key || (typed.folded.len() > 1 && word.folded.starts_with(&typed.folded)) {
        return typed.key != word.key || typed.marks.fit(word.marks) > 0.7;
    }
    let (a, b) = (typed.key.as_bytes(), word.key.as_bytes());
    a.len() > 4
        && !a.iter().any(u8::is_ascii_digit)
        && b.len() + 1 >= a.len()
        && (one_slip(a, b) || one_slip_prefix(a, b))
}
