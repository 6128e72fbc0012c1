//! Bodies a complaint can be handed to, and where somebody should go with what is no report: from the content, for
//! officers. Not for the phone's own screens about the same.
//!
//! What a newcomer would get wrong: nothing here is typed in; a body or a place to go that is not in `assets/content` is
//! written by the officer, in their own words.

use super::words::Lang;
use crate::content::pack;

/// What is set apart, by its id in the content.
pub const KINDS: [&str; 4] = ["khieu-nai", "to-cao", "to-giac", "tranh-chap-dat"];

/// Id and name of every body, those that usually handle this category first.
#[must_use]
pub fn agencies(category: &str, lang: Lang) -> Vec<(String, String)> {
    let usual = |a: &&vungsam_domain::content::Agency| a.categories.iter().any(|c| c == category);
    let pack = pack();
    let (first, rest): (Vec<_>, Vec<_>) = pack.agencies.iter().partition(usual);
    first.into_iter().chain(rest).map(|a| (a.id.clone(), lang.of(&a.name).to_owned())).collect()
}

/// The name of a body.
#[must_use]
pub fn agency(id: &str, lang: Lang) -> Option<String> {
    pack().agencies.iter().find(|a| a.id == id).map(|a| lang.of(&a.name).to_owned())
}

/// What to tell a sender about this kind of thing, to be changed by the officer; empty when the content says nothing.
#[must_use]
pub fn where_to_go(kind: &str, lang: Lang) -> String {
    let pack = pack();
    let Some(e) = pack.elsewhere.iter().find(|e| e.id == kind) else { return String::new() };
    let lines: Vec<&str> = std::iter::once(lang.of(&e.text)).chain(e.steps.iter().map(|s| lang.of(s))).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use vungsam_domain::limits;

    #[test]
    fn every_kind_has_words_for_the_sender_that_fit_a_step() {
        for kind in KINDS {
            for lang in [Lang::Vi, Lang::En] {
                let text = where_to_go(kind, lang);
                assert!(text.lines().count() > 2 && text.chars().count() <= limits::ANSWER_CHARS, "{kind}");
            }
        }
    }

    #[test]
    fn the_bodies_that_usually_take_a_matter_stand_first_and_none_is_left_out() {
        let all = agencies("nowhere", Lang::Vi);
        let for_light = agencies("dien-nuoc", Lang::Vi);
        assert_eq!(all.len(), for_light.len());
        let first = &for_light[0].0;
        let pack = pack();
        let known = pack.agencies.iter().find(|a| a.id == *first).unwrap();
        assert!(known.categories.iter().any(|c| c == "dien-nuoc"));
    }
}
