//! Text folding for search and comparison: NFC, lower case, no marks, đ→d, one space. Not for display: what a person
//! typed is kept as typed (in NFC).
//!
//! What a newcomer would get wrong: SQLite's `remove_diacritics` does not fold đ, so nothing is left to it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds `text` for comparing: "Tắk Ngo", "TAK-NGO" and "tăk  ngo" become "tak ngo".
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        let c = if c == 'đ' { 'd' } else { c };
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    }
    out
}

/// What is stored of a typed text: NFC, no control characters but line breaks, no space at the ends.
#[must_use]
pub fn clean(text: &str) -> String {
    let kept: String = text.nfc().filter(|c| !c.is_control() || *c == '\n').collect();
    kept.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ways_people_type_a_name_are_one() {
        for s in ["Trà Đốc", "tra doc", "TRÀ ĐỐC", "Tra\u{300} Đô\u{301}c", " trà-đốc "] {
            assert_eq!(fold(s), "tra doc", "{s}");
        }
        assert_eq!(fold("Tăk Ngo"), fold("Tắk Ngo"));
    }

    #[test]
    fn composed_and_combining_accents_are_stored_alike() {
        assert_eq!(clean("Hồ Thị Bông"), clean("Ho\u{302}\u{300} Thi\u{323} Bo\u{302}ng"));
        assert_eq!(clean("  a\u{0}b\r\nc  "), "ab\nc");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(s in "\\PC{0,60}") {
            prop_assert_eq!(fold(&fold(&s)), fold(&s));
        }
    }
}
