//! Sorts of paper: which drawing stands beside a paper's name. Not for which papers a procedure asks for.
//!
//! What a newcomer would get wrong: the words live in the records, none here. The word that comes first in a name wins
//! ("Tờ khai đăng ký khai sinh" is a form), of two at the same place the longer; a name nobody knows has no sort.

use super::record::record;
use super::{Meta, Text};
use serde::{Deserialize, Serialize};

/// A sort of paper people bring, known by words in its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperKind {
    /// E.g. `can-cuoc`.
    pub id: String,
    /// A few words.
    pub name: Text,
    /// Name of its drawing.
    pub picture: String,
    /// Words and short phrases in the names of such papers, Vietnamese, with their accents.
    pub words: Vec<String>,
    /// Place in the list.
    pub order: u32,
    /// Who says so.
    pub meta: Meta,
}

record!(PaperKind);

impl PaperKind {
    /// The sort of the paper with this name; `None`: a plain sheet.
    #[must_use]
    pub fn of<'a>(kinds: &'a [Self], paper: &str) -> Option<&'a Self> {
        let paper = spaced(paper);
        let first = |kind: &Self| {
            let found = kind.words.iter().filter_map(|word| {
                let word = spaced(word);
                Some((paper.find(&word)?, std::cmp::Reverse(word.len())))
            });
            found.min()
        };
        kinds.iter().filter_map(|kind| Some((first(kind)?, kind))).min_by_key(|(at, _)| *at).map(|(_, kind)| kind)
    }
}

/// Lower case, one space around every word, so that only whole words are found. Accents stay: "ảnh" is not "anh".
fn spaced(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(id: &str, words: &[&str]) -> PaperKind {
        PaperKind {
            id: id.to_owned(),
            name: Text { vi: id.to_owned(), en: id.to_owned() },
            picture: id.to_owned(),
            words: words.iter().map(|w| (*w).to_owned()).collect(),
            order: 1,
            meta: Meta::default(),
        }
    }

    fn kinds() -> Vec<PaperKind> {
        vec![kind("birth", &["khai sinh"]), kind("form", &["tờ khai", "đơn"]), kind("photo", &["ảnh"])]
    }

    fn of(paper: &str) -> Option<String> {
        PaperKind::of(&kinds(), paper).map(|k| k.id.clone())
    }

    #[test]
    fn the_word_that_comes_first_in_a_name_says_what_it_is() {
        assert_eq!(of("Tờ khai đăng ký khai sinh (nộp qua mạng)").as_deref(), Some("form"));
        assert_eq!(of("Bản sao giấy KHAI SINH cũ").as_deref(), Some("birth"));
        assert_eq!(of("2 ảnh toàn thân").as_deref(), Some("photo"));
    }

    #[test]
    fn of_two_words_at_the_same_place_the_longer_counts() {
        let mut kinds = kinds();
        kinds.push(kind("residence", &["tờ khai cư trú"]));
        assert_eq!(PaperKind::of(&kinds, "Tờ khai cư trú").map(|k| k.id.as_str()), Some("residence"));
    }

    #[test]
    fn only_whole_words_with_their_accents_are_found_and_nothing_is_guessed() {
        assert_eq!(of("Đơn-xin"), Some("form".to_owned()));
        assert_eq!(of("Tên anh chị em"), None);
        assert_eq!(of("Giấy khai sinhh"), None);
        assert_eq!(of(""), None);
    }

    proptest! {
        #[test]
        fn any_name_is_read_without_panic(name in "\\PC{0,60}") {
            let _ = PaperKind::of(&kinds(), &name);
        }
    }
}
