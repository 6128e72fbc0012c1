//! From an office's word for a status to one of the ten codes. Not for what a code means (`domain::dossier::steps`).
//!
//! What a newcomer would get wrong: a word nobody explained is not guessed. It is kept as it stands and shown to the
//! citizen in the office's own words.

use std::collections::BTreeMap;
use vungsam_domain::dossier::steps::CODES;
use vungsam_domain::fold::fold;

/// The ten official names, folded: Vietnamese and English.
const NAMES: [(u8, &str, &str); 10] = [
    (1, "moi dang ky", "newly submitted"),
    (2, "duoc tiep nhan", "accepted"),
    (3, "khong duoc tiep nhan", "not accepted"),
    (4, "dang xu ly", "processing"),
    (5, "yeu cau bo sung giay to", "supplement requested"),
    (6, "yeu cau thuc hien nghia vu tai chinh", "payment requested"),
    (7, "cong dan yeu cau rut ho so", "withdrawal requested"),
    (8, "dung xu ly", "stopped"),
    (9, "da xu ly xong", "completed result ready"),
    (10, "da tra ket qua", "result returned"),
];

/// Words offices' own programs use for the same, folded. Only those that can mean nothing else.
const ALSO: [(u8, &[&str]); 10] = [
    (1, &["moi nop", "cho tiep nhan", "cho xac nhan tiep nhan"]),
    (2, &["da tiep nhan", "moi tiep nhan", "tiep nhan"]),
    (3, &["tu choi", "tu choi tiep nhan", "khong tiep nhan", "bi tu choi"]),
    (4, &["dang giai quyet", "dang thu ly", "dang tham dinh", "cho giai quyet", "cho xu ly", "in progress"]),
    (
        5,
        &[
            "yeu cau bo sung",
            "yeu cau bo sung ho so",
            "cho bo sung",
            "cho bo sung ho so",
            "can bo sung",
            "bo sung ho so",
        ],
    ),
    (6, &["cho nop phi", "cho nop le phi", "cho thanh toan", "yeu cau nop phi", "yeu cau nop le phi", "cho nop tien"]),
    (7, &["yeu cau rut ho so", "xin rut ho so", "cong dan xin rut ho so"]),
    (8, &["dung giai quyet", "da dung", "dung ho so"]),
    (9, &["da co ket qua", "co ket qua", "cho tra ket qua", "da giai quyet xong", "da giai quyet"]),
    (10, &["da tra", "da tra ho so", "da nhan ket qua"]),
];

/// The code of a word: by number, by official name or what means the same, by "5 - name", by the
/// source's own words.
#[must_use]
pub fn code(word: &str, own: &BTreeMap<String, u8>) -> Option<u8> {
    let word = fold(word);
    if let Some(code) = own.get(&word) {
        return Some(*code);
    }
    let also = |w: &str| ALSO.iter().find(|(_, words)| words.contains(&w)).map(|(c, _)| *c);
    let named = |w: &str| NAMES.iter().find(|(_, vi, en)| w == *vi || w == *en).map(|(c, _, _)| *c).or_else(|| also(w));
    if let Some(code) = named(&word) {
        return Some(code);
    }
    let (number, rest) = word.split_once(' ').unwrap_or((&word, ""));
    let code = number.parse().ok().filter(|c| CODES.contains(c))?;
    // "5 0" is a number of a spreadsheet written out; "5 ngày" is not a status.
    (rest.is_empty() || rest == "0" || named(rest) == Some(code)).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_official_names_and_own_words_are_known_and_others_are_not_guessed() {
        let own = BTreeMap::from([("cho cong an xac minh".to_owned(), 4)]);
        for (word, is) in [
            ("5", Some(5)),
            ("05", Some(5)),
            ("10", Some(10)),
            ("Yêu cầu bổ sung giấy tờ", Some(5)),
            ("YEU CAU BO SUNG GIAY TO", Some(5)),
            ("5 - Yêu cầu bổ sung giấy tờ", Some(5)),
            ("9. Đã xử lý xong", Some(9)),
            ("Completed, result ready", Some(9)),
            ("Chờ công an xác minh", Some(4)),
            ("Yêu cầu bổ sung hồ sơ", Some(5)),
            ("Đã có kết quả", Some(9)),
            ("Đã trả", Some(10)),
            ("Từ chối", Some(3)),
            ("5 - Đang xử lý", None),
            ("11", None),
            ("0", None),
            ("Chờ ký", None),
            ("", None),
        ] {
            assert_eq!(code(word, &own), is, "{word}");
        }
    }
}
