//! Cuts a text into words that compare alike however they were typed. Not for weighing or finding them.
//!
//! What a newcomer would get wrong: a word has two faces. Its key is folded, with the spellings people mix up made one
//! (k/c, i/y); its [`Marks`] keep what was folded away, so that *chợ*, *cho* and *chở* are found by each other's letters
//! and still told apart when somebody did type the marks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What folding takes off a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Marks {
    /// 0: none; 1-5: huyền, hỏi, ngã, sắc, nặng. Where in the word it sits does not matter (hòa, hoà).
    pub tone: u8,
    /// Which letters carry a breve, horn, circumflex or bar; 0: none do.
    pub letters: u16,
}

impl Marks {
    /// How well a typed word with these marks fits a written one with `other`, the letters being the same: 1 is best.
    pub fn fit(self, other: Self) -> f32 {
        let plain = Self::default();
        match self {
            _ if self == other => 1.0,
            // Typed without marks, as most do.
            _ if self == plain => 0.97,
            _ if other == plain => 0.85,
            // Hỏi and ngã are one tone here; a tone may also not be typed yet.
            Self { tone: 2 | 3, letters } if letters == other.letters && matches!(other.tone, 2 | 3) => 0.95,
            Self { tone: 0, letters } if letters == other.letters => 0.9,
            Self { tone, letters: 0 } if tone == other.tone => 0.85,
            Self { letters, .. } if letters == other.letters => 0.6,
            _ => 0.35,
        }
    }
}

/// A word and where it stood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    /// Folded.
    pub folded: String,
    /// Folded, spellings made one.
    pub key: String,
    pub marks: Marks,
    /// In UTF-16 code units.
    pub from: u32,
    /// In UTF-16 code units, end excluded.
    pub to: u32,
}

/// The words of a text.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut all = Vec::new();
    let mut key = String::new();
    each(text, |folded, marks, from, to| {
        key.clear();
        key.push_str(folded);
        one_spelling(&mut key);
        all.push(Word { folded: folded.to_owned(), key: key.clone(), marks, from, to });
    });
    all
}

/// Calls `found` with every word: folded, its marks, and where it stands.
pub(super) fn each(text: &str, mut found: impl FnMut(&str, Marks, u32, u32)) {
    let (mut word, mut marks, mut at, mut from, mut to) = (String::new(), Marks::default(), 0, 0, 0);
    let mut end = |word: &mut String, marks: &mut Marks, from: u32, to: u32| {
        if !word.is_empty() {
            found(word, *marks, from, to);
            word.clear();
        }
        *marks = Marks::default();
    };
    for c in text.chars() {
        let next = at + if u32::from(c) > 0xFFFF { 2 } else { 1 };
        match c {
            'a'..='z' | '0'..='9' => word.push(c),
            'A'..='Z' => word.push(c.to_ascii_lowercase()),
            _ if c.is_ascii() => end(&mut word, &mut marks, from, to),
            _ if is_combining_mark(c) => combine(&mut marks, word.len(), c),
            _ => other(&mut word, &mut marks, c),
        }
        if !word.is_empty() {
            if from == u32::MAX {
                from = at;
            }
            to = next;
        }
        // A sign ends the word, also one that only looks like a letter.
        if !c.is_ascii() && !is_combining_mark(c) && !letter_like(c) {
            end(&mut word, &mut marks, from, to);
        }
        if word.is_empty() {
            from = u32::MAX;
        }
        at = next;
    }
    end(&mut word, &mut marks, from, to);
}

fn letter_like(c: char) -> bool {
    c.is_alphanumeric()
}

/// A letter outside ASCII: a Vietnamese one at once, any other by its decomposition.
fn other(word: &mut String, marks: &mut Marks, c: char) {
    let small = if c.is_uppercase() { c.to_lowercase().next().unwrap_or(c) } else { c };
    let (base, modified, tone) = vietnamese(small);
    if base != '\0' {
        word.push(base);
        marks.tone = marks.tone.max(tone);
        if modified != 0 {
            modify(marks, word.len(), modified);
        }
        return;
    }
    for c in std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            word.push(c);
        }
    }
}

/// A mark that follows its letter, as macOS and old keyboards write.
fn combine(marks: &mut Marks, at: usize, c: char) {
    match c {
        '\u{300}' => marks.tone = 1,
        '\u{309}' => marks.tone = 2,
        '\u{303}' => marks.tone = 3,
        '\u{301}' => marks.tone = 4,
        '\u{323}' => marks.tone = 5,
        '\u{306}' | '\u{31b}' => modify(marks, at, 1),
        '\u{302}' => modify(marks, at, 2),
        _ => {}
    }
}

fn modify(marks: &mut Marks, at: usize, kind: u16) {
    let place = u16::try_from(at * 4).unwrap_or(u16::MAX).wrapping_add(kind);
    // Never 0, which says that no letter is marked.
    marks.letters = marks.letters.wrapping_mul(31).wrapping_add(place).max(1);
}

/// Base letter, what sits on it (1: breve or horn, 2: circumflex, 3: bar) and the tone of a small Vietnamese letter.
#[rustfmt::skip]
fn vietnamese(c: char) -> (char, u16, u8) {
    match c {
        'đ' => ('d', 3, 0),
        'à' => ('a', 0, 1), 'ả' => ('a', 0, 2), 'ã' => ('a', 0, 3), 'á' => ('a', 0, 4), 'ạ' => ('a', 0, 5),
        'ă' => ('a', 1, 0), 'ằ' => ('a', 1, 1), 'ẳ' => ('a', 1, 2), 'ẵ' => ('a', 1, 3), 'ắ' => ('a', 1, 4),
        'ặ' => ('a', 1, 5), 'â' => ('a', 2, 0), 'ầ' => ('a', 2, 1), 'ẩ' => ('a', 2, 2), 'ẫ' => ('a', 2, 3),
        'ấ' => ('a', 2, 4), 'ậ' => ('a', 2, 5), 'è' => ('e', 0, 1), 'ẻ' => ('e', 0, 2), 'ẽ' => ('e', 0, 3),
        'é' => ('e', 0, 4), 'ẹ' => ('e', 0, 5), 'ê' => ('e', 2, 0), 'ề' => ('e', 2, 1), 'ể' => ('e', 2, 2),
        'ễ' => ('e', 2, 3), 'ế' => ('e', 2, 4), 'ệ' => ('e', 2, 5), 'ì' => ('i', 0, 1), 'ỉ' => ('i', 0, 2),
        'ĩ' => ('i', 0, 3), 'í' => ('i', 0, 4), 'ị' => ('i', 0, 5), 'ò' => ('o', 0, 1), 'ỏ' => ('o', 0, 2),
        'õ' => ('o', 0, 3), 'ó' => ('o', 0, 4), 'ọ' => ('o', 0, 5), 'ô' => ('o', 2, 0), 'ồ' => ('o', 2, 1),
        'ổ' => ('o', 2, 2), 'ỗ' => ('o', 2, 3), 'ố' => ('o', 2, 4), 'ộ' => ('o', 2, 5), 'ơ' => ('o', 1, 0),
        'ờ' => ('o', 1, 1), 'ở' => ('o', 1, 2), 'ỡ' => ('o', 1, 3), 'ớ' => ('o', 1, 4), 'ợ' => ('o', 1, 5),
        'ù' => ('u', 0, 1), 'ủ' => ('u', 0, 2), 'ũ' => ('u', 0, 3), 'ú' => ('u', 0, 4), 'ụ' => ('u', 0, 5),
        'ư' => ('u', 1, 0), 'ừ' => ('u', 1, 1), 'ử' => ('u', 1, 2), 'ữ' => ('u', 1, 3), 'ứ' => ('u', 1, 4),
        'ự' => ('u', 1, 5), 'ỳ' => ('y', 0, 1), 'ỷ' => ('y', 0, 2), 'ỹ' => ('y', 0, 3), 'ý' => ('y', 0, 4),
        'ỵ' => ('y', 0, 5),
        _ => ('\0', 0, 0),
    }
}

/// Makes one of what people write in two ways: "Tăk", "Tắc"; "Ka", "Ca"; "Lý", "Lí".
pub(super) fn one_spelling(word: &mut String) {
    let letters = word.as_bytes();
    let n = letters.len();
    if n > 7 || !letters.iter().all(u8::is_ascii_alphabetic) {
        return;
    }
    let vowel = |b: Option<&u8>| b.is_some_and(|b| b"aeiouy".contains(b));
    let first = letters.first() == Some(&b'k') && matches!(letters.get(1), Some(b'a' | b'o' | b'u'));
    let last =
        n > 2 && n < 5 && letters.last() == Some(&b'k') && vowel(letters.get(n - 2)) && !vowel(letters.get(n - 3));
    let qu = letters.starts_with(b"qu");
    let before = letters.get(usize::from(qu) * 2..n.saturating_sub(1)).unwrap_or_default();
    let y = n > 1 && n < 5 && letters.last() == Some(&b'y') && !before.iter().any(|b| b"aeiouy".contains(b));
    if first {
        word.replace_range(..1, "c");
    }
    if last || y {
        word.pop();
        word.push(if y { 'i' } else { 'c' });
    }
}
