//! The drawing of each category, for putting into a page. Not for scenes and places.
//!
//! What a newcomer would get wrong: the drawings are inlined, so that they take the colours of the theme; the word
//! stands beside each, so they are hidden from screen readers.

use std::collections::HashMap;
use std::sync::LazyLock;

macro_rules! drawings {
    ($($id:literal),* $(,)?) => {
        [ $( ($id, include_str!(concat!("../../../../assets/pictures/", $id, ".svg"))) ),* ]
    };
}

const FILES: [(&str, &str); 16] = drawings![
    "giao-thong",
    "sat-lo",
    "dien-nuoc",
    "vien-thong",
    "moi-truong",
    "rung-khoang-san",
    "an-ninh",
    "y-te",
    "giao-duc",
    "dich-vu-cong",
    "quy-dinh",
    "kinh-doanh",
    "du-lich",
    "van-hoa-xa-hoi",
    "xay-dung-dat",
    "khac",
];

static INLINE: LazyLock<HashMap<&str, String>> =
    LazyLock::new(|| FILES.into_iter().map(|(id, svg)| (id, inline(svg))).collect());

/// Replaces the opening tag: no id (it may stand on a page many times), no name.
fn inline(svg: &str) -> String {
    let inside = svg.split_once("<svg").and_then(|(_, rest)| rest.split_once('>')).map_or("", |(_, rest)| rest);
    format!("<svg class=\"d\" viewBox=\"0 0 96 96\" aria-hidden=\"true\">{}", inside.trim_end())
}

/// The drawing of a category as an `<svg>` element; of "something else" for one this gateway does not know.
#[must_use]
pub fn drawing(category: &str) -> &'static str {
    INLINE.get(category).or_else(|| INLINE.get("khac")).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawing_is_one_element_without_ids_styles_or_scripts() {
        for (id, _) in FILES {
            let svg = drawing(id);
            assert!(svg.starts_with("<svg class=\"d\"") && svg.ends_with("</svg>"), "{id}");
            for bad in [" id=", "style", "<script", " on", "href"] {
                assert!(!svg.contains(bad), "{id} has {bad}");
            }
        }
        assert_eq!(drawing("never-heard-of"), drawing("khac"));
    }
}
