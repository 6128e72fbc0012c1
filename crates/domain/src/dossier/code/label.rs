//! The words before a number: "Mã hồ sơ:", "MST", "SĐT". Not for the number itself.
//!
//! What a newcomer would get wrong: a label makes a text of no known form a dossier's code only when it says "hồ sơ" or
//! the like. "Mã:" alone stands before anything.

use super::glyphs::{Folded, alnum};
use crate::fold;

/// What a label says of what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// A dossier's code, of whatever form.
    Dossier,
    /// A citizen's number, also the old one of nine digits.
    Citizen,
    /// A phone's number.
    Phone,
    /// A firm's tax number, which may look like a phone's.
    Tax,
    /// A number of something else.
    Other,
    /// Some number.
    Any,
}

/// Folded words; the longest that fits counts.
const LABELS: [(&str, Label); 96] = [
    ("ma so ho so", Label::Dossier),
    ("ma so cua ho so", Label::Dossier),
    ("ma ho so", Label::Dossier),
    ("so ho so", Label::Dossier),
    ("ho so so", Label::Dossier),
    ("ho so ma", Label::Dossier),
    ("ho so ma so", Label::Dossier),
    ("ho so", Label::Dossier),
    ("ma so hs", Label::Dossier),
    ("ma hs", Label::Dossier),
    ("so hs", Label::Dossier),
    ("hs so", Label::Dossier),
    ("mshs", Label::Dossier),
    ("mhs", Label::Dossier),
    ("shs", Label::Dossier),
    ("hs", Label::Dossier),
    ("mahoso", Label::Dossier),
    ("masohoso", Label::Dossier),
    ("sohoso", Label::Dossier),
    ("mahs", Label::Dossier),
    ("sohs", Label::Dossier),
    ("hoso", Label::Dossier),
    ("ma so bien nhan", Label::Dossier),
    ("ma bien nhan", Label::Dossier),
    ("so bien nhan", Label::Dossier),
    ("bien nhan so", Label::Dossier),
    ("bien nhan", Label::Dossier),
    ("mabiennhan", Label::Dossier),
    ("sobiennhan", Label::Dossier),
    ("ma so tiep nhan", Label::Dossier),
    ("ma tiep nhan", Label::Dossier),
    ("so tiep nhan", Label::Dossier),
    ("ma giay tiep nhan", Label::Dossier),
    ("so giay tiep nhan", Label::Dossier),
    ("dossier code", Label::Dossier),
    ("dossier number", Label::Dossier),
    ("dossier no", Label::Dossier),
    ("dossier id", Label::Dossier),
    ("dossier", Label::Dossier),
    ("dossiercode", Label::Dossier),
    ("dossierno", Label::Dossier),
    ("dossierid", Label::Dossier),
    ("file code", Label::Dossier),
    ("file number", Label::Dossier),
    ("file no", Label::Dossier),
    ("application code", Label::Dossier),
    ("application number", Label::Dossier),
    ("application no", Label::Dossier),
    ("cccd", Label::Citizen),
    ("so cccd", Label::Citizen),
    ("cmnd", Label::Citizen),
    ("so cmnd", Label::Citizen),
    ("cmt", Label::Citizen),
    ("cmtnd", Label::Citizen),
    ("cccd cmnd", Label::Citizen),
    ("cmnd cccd", Label::Citizen),
    ("can cuoc", Label::Citizen),
    ("so can cuoc", Label::Citizen),
    ("can cuoc cong dan", Label::Citizen),
    ("so can cuoc cong dan", Label::Citizen),
    ("chung minh nhan dan", Label::Citizen),
    ("chung minh thu", Label::Citizen),
    ("so dinh danh", Label::Citizen),
    ("so dinh danh ca nhan", Label::Citizen),
    ("ma dinh danh", Label::Citizen),
    ("sddcn", Label::Citizen),
    ("ddcn", Label::Citizen),
    ("citizen id", Label::Citizen),
    ("id card", Label::Citizen),
    ("dien thoai", Label::Phone),
    ("so dien thoai", Label::Phone),
    ("sdt", Label::Phone),
    ("dt", Label::Phone),
    ("di dong", Label::Phone),
    ("phone", Label::Phone),
    ("phone number", Label::Phone),
    ("tel", Label::Phone),
    ("mobile", Label::Phone),
    ("hotline", Label::Phone),
    ("mst", Label::Tax),
    ("ma so thue", Label::Tax),
    ("tax code", Label::Tax),
    ("stk", Label::Other),
    ("so tai khoan", Label::Other),
    ("ma van don", Label::Other),
    ("so phieu", Label::Other),
    ("ma giao dich", Label::Other),
    ("ma phan anh", Label::Other),
    ("ma so phan anh", Label::Other),
    ("reference", Label::Other),
    ("ma so", Label::Any),
    ("ma", Label::Any),
    ("so", Label::Any),
    ("ma tra cuu", Label::Any),
    ("code", Label::Any),
    ("ma qr", Label::Any),
];

/// Words that may stand between a label and its number ("Mã hồ sơ của bạn là …").
const FILLERS: [&str; 12] = ["cua", "ban", "toi", "ong", "ba", "anh", "chi", "la", "so", "is", "your", "no"];

/// Longest label with fillers, in words.
const WORDS: usize = 9;

/// The label a stretch begins with and the glyph after it and after what parts it from the number. No label: `None` and
/// the beginning.
pub(super) fn of(text: &Folded<'_>, from: usize, to: usize) -> (Option<Label>, usize) {
    let mut words = String::new();
    let mut found = (None, skip(text, from, to));
    let mut at = found.1;
    for _ in 0..WORDS {
        let end = text.run(at, 24, char::is_alphabetic).min(to);
        // A word that goes on in digits is already the number.
        if end == at || text.is(end, |c| c.is_ascii_digit()) {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        let word = fold::fold(text.typed(at, end));
        words.push_str(&word);
        let goes_on = found.0.is_some() && found.1 == at && FILLERS.contains(&word.as_str());
        at = skip(text, end, to);
        if let Some((_, label)) = LABELS.iter().find(|(label, _)| *label == words) {
            found = (Some(*label), at);
        } else if goes_on {
            found.1 = at;
        }
    }
    found
}

/// What a name in a payload (`maHoSo`, `so_ho_so`, `dossier-code`) says.
pub(super) fn named(name: &str) -> Option<Label> {
    let text = Folded::new(name);
    let (label, end) = of(&text, 0, text.len());
    label.filter(|_| end == text.len())
}

/// Past everything a number does not begin with.
fn skip(text: &Folded<'_>, from: usize, to: usize) -> usize {
    let part = |c: char| !(alnum(c) || c.is_alphabetic() || matches!(c, '+' | '('));
    (from..to).find(|i| !text.is(*i, part)).unwrap_or(to)
}
