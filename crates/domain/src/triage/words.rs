//! Cuts a text into words that can be compared whatever keyboard it was typed on. Not for display.
//!
//! What a newcomer would get wrong: folding everything is too much. Without marks "cháy" (burn), "chạy" (run) and
//! "chảy" (flow) are one word, so a word keeps its marks wherever the writer typed any; only the tone is moved to the
//! end (hoà = hòa) and hỏi and ngã are one, as people of this region speak and spell them.

use crate::fold::fold;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Below this share of words with marks, in percent, a sentence counts as typed without them.
const PLAIN: usize = 35;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// With marks: see [`key`].
    pub key: String,
    /// Without any mark.
    pub bare: String,
    /// Whether it may stand for words with other marks: it has none, and neither has its sentence.
    pub loose: bool,
    /// Number of its sentence.
    pub sentence: u16,
}

/// How a word is compared: lower case, the tone as a digit at its end, hỏi = ngã, y = i after a consonant.
pub(super) fn key(word: &str) -> String {
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
    if let Some(start) = letters.strip_suffix('y')
        && !start.is_empty()
        && start.chars().all(|c| "hklmstđ".contains(c))
    {
        letters = format!("{start}i");
    }
    letters.extend(tone);
    letters
}

/// The words of a text. `aliases` (by [`key`]) turns what people type for short into the words meant.
pub(super) fn words(text: &str, aliases: &HashMap<String, Vec<String>>) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut sentence = 0_u16;
    let text: String = text.nfc().collect();
    for part in text.split(['.', '!', '?', ';', '\n']) {
        let start = found.len();
        let (mut typed_words, mut marked) = (0_usize, 0_usize);
        for typed in part.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            let typed = &shorter(typed);
            let key = key(typed);
            match aliases.get(&key) {
                Some(meant) => found.extend(meant.iter().map(|m| word(m, sentence))),
                None => {
                    let bare = fold(typed);
                    typed_words += 1;
                    marked += usize::from(key != bare);
                    found.push(Word { bare, key, loose: false, sentence });
                }
            }
        }
        let plain = marked * 100 < PLAIN * typed_words;
        for w in found.get_mut(start..).unwrap_or_default() {
            w.loose = plain && w.key == w.bare;
        }
        if found.len() > start {
            sentence = sentence.saturating_add(1);
        }
    }
    found
}

/// "Cứuuuu" is "cứu": a letter three times or more in a row is meant once.
fn shorter(typed: &str) -> String {
    let mut letters: Vec<(char, usize)> = Vec::new();
    for c in typed.chars() {
        match letters.last_mut() {
            Some((last, times)) if *last == c && c.is_alphabetic() => *times += 1,
            _ => letters.push((c, 1)),
        }
    }
    letters.into_iter().flat_map(|(c, times)| std::iter::repeat_n(c, if times > 2 { 1 } else { times })).collect()
}

fn word(typed: &str, sentence: u16) -> Word {
    Word { key: key(typed), bare: fold(typed), loose: false, sentence }
}

/// Whether a text is English: by its smallest words, then by what the app speaks.
pub(super) fn english(words: &[Word], lang: &str) -> bool {
    const EN: &str =
        " the is are was and of in on we my there this that it from with have has has been for at not please ";
    const VI: &str = " khong la co nha bi toi tui cho va o duoc cua nguoi roi chua di xin nay xa thon may mot con lam ";
    let count = |list: &str| words.iter().filter(|w| list.contains(&format!(" {} ", w.bare))).count();
    if words.iter().filter(|w| w.key != w.bare).count() * 5 > words.len() {
        return false;
    }
    let (en, vi) = (count(EN), count(VI));
    if en == vi { lang == "en" } else { en > vi }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_from_every_keyboard() {
        assert_eq!(key("hoà"), key("hòa"));
        assert_eq!(key("LỞ"), key("lỡ"));
        assert_eq!(key("Cha\u{301}y"), key("cháy"));
        assert_eq!(key("kỹ"), key("kĩ"));
        assert_ne!(key("cháy"), key("chạy"));
        assert_ne!(key("chảy"), key("chạy"));
        assert_ne!(key("đất"), key("dat"));
    }

    #[test]
    fn only_a_sentence_typed_without_marks_is_read_loosely() {
        let list = words("Nhà tui bán heo. nha chay roi", &HashMap::new());
        let loose: Vec<_> = list.iter().filter(|w| w.loose).map(|w| w.bare.as_str()).collect();
        assert_eq!(loose, ["nha", "chay", "roi"]);
        assert_eq!(list.last().unwrap().sentence, 1);
    }

    #[test]
    fn english_is_told_from_vietnamese_without_marks() {
        let en = |t: &str, lang: &str| english(&words(t, &HashMap::new()), lang);
        assert!(en("The bridge is broken", "vi"));
        assert!(!en("cau bi hong roi khong di duoc", "en"));
        assert!(en("Help", "en"));
        assert!(!en("Help", "vi"));
    }
}
