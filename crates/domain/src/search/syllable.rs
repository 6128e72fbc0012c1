//! Whether letters can be a Vietnamese syllable. Not whether it is a word.
//!
//! What a newcomer would get wrong: this tells a slip of the finger from another name. Without marks and with y as i, as
//! names of communes are compared.

const BEGIN: &[&str] = &[
    "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h", "k", "l", "m", "n",
    "p", "r", "s", "t", "v", "x", "",
];
const OPEN: &[&str] = &[
    "a", "e", "i", "o", "u", "ai", "ao", "au", "eo", "eu", "ia", "iu", "oa", "oe", "oi", "oo", "ua", "ue", "ui", "uu",
    "uo", "ieu", "oai", "oao", "oeo", "uai", "uoi", "uou", "uia", "uiu", "ie",
];
const CLOSED: &[&str] = &["a", "e", "i", "o", "u", "ie", "oa", "oe", "ua", "ue", "ui", "uo", "uie"];
const END: &[&str] = &["ng", "nh", "ch", "c", "m", "n", "p", "t"];

/// Whether folded letters can be a syllable.
pub(super) fn possible(letters: &str) -> bool {
    BEGIN.iter().filter_map(|b| letters.strip_prefix(b)).any(|rest| {
        OPEN.contains(&rest) && rest != "oo" && rest != "ie" && rest != "uo"
            || END.iter().filter_map(|e| Some((rest.strip_suffix(e)?, *e))).any(|(vowel, end)| {
                let before =
                    !matches!(end, "nh" | "ch") || matches!(vowel, "a" | "e" | "i" | "oa" | "ue" | "ui" | "ua");
                before && CLOSED.contains(&vowel)
            })
    })
}

#[cfg(test)]
mod tests {
    use super::possible;

    #[test]
    fn syllables_are_told_from_slips() {
        for s in
            ["tra", "linh", "lanh", "giang", "duong", "huong", "khe", "nguien", "giac", "tai", "binh", "quan", "thui"]
        {
            assert!(possible(s), "{s}");
        }
        for s in ["lihn", "dooc", "giamg", "duogn", "doung", "tr", "lnh", "tann", "gianng", "vinhh"] {
            assert!(!possible(s), "{s}");
        }
    }
}
