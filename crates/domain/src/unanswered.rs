//! What may be sent of a question nobody here could answer: a few words, and nothing that names a person. Not for
//! answering (`ask`) and not for sending or counting.
//!
//! What a newcomer would get wrong: both sides ask the same function. The phone, so that the person can take a number
//! out; the gateway, so that none is stored whoever sends it. Names are not recognised: the person is asked to look.

use crate::complaint::FieldError;
use crate::dossier::code::{self, Kind};
use crate::fold;
use crate::limits;
use crate::wire::Unanswered;
use serde::{Deserialize, Serialize};

/// From so many digits on a number is somebody's: an old identity card has nine, a number of a report ten.
const DIGITS: usize = 9;

/// What a piece of text gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Gives {
    /// A citizen's number.
    Citizen,
    /// A phone.
    Phone,
    /// A dossier's code.
    Dossier,
    /// An address of a page: it may carry a code.
    Link,
    /// An address of mail.
    Mail,
    /// Another long number.
    Number,
}

/// A piece of text that must be taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Personal {
    /// What it is.
    pub gives: Gives,
    /// As it was written.
    pub raw: String,
}

/// Everything in a text that names or leads to a person, each once.
#[must_use]
pub fn personal(text: &str) -> Vec<Personal> {
    let mut all: Vec<Personal> = Vec::new();
    let mut add = |gives, raw: &str| {
        let raw = raw.trim();
        let within = |p: &Personal| p.raw.contains(raw) || raw.contains(&p.raw);
        if !raw.is_empty() && !all.iter().any(within) {
            all.push(Personal { gives, raw: raw.to_owned() });
        }
    };
    for reading in code::find_all(text) {
        let gives = match reading.kind {
            Kind::CitizenId => Gives::Citizen,
            Kind::Phone => Gives::Phone,
            Kind::Dossier => Gives::Dossier,
            Kind::Url => Gives::Link,
            Kind::ProcedureCode | Kind::Reference | Kind::Garbage => continue,
        };
        add(gives, &reading.raw);
    }
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')) {
            add(Gives::Mail, word);
        }
    }
    for number in numbers(text) {
        add(Gives::Number, &number);
    }
    all
}

/// Long numbers, also in groups. Money (`150.000.000.000`) is nobody's.
fn numbers(text: &str) -> Vec<String> {
    let (mut all, mut now) = (Vec::new(), String::new());
    for c in text.chars().chain([';']) {
        let joins = matches!(c, ' ' | '.' | '-') && now.ends_with(|c: char| c.is_numeric());
        if c.is_numeric() || joins {
            now.push(c);
            continue;
        }
        let number = now.trim_end_matches([' ', '.', '-']).to_owned();
        now.clear();
        let money = number.contains('.')
            && number.split('.').enumerate().all(|(n, g)| g.chars().all(char::is_numeric) && (n == 0 || g.len() == 3));
        if number.chars().filter(|c| c.is_numeric()).count() >= DIGITS && !money {
            all.push(number);
        }
    }
    all
}

/// What two people who ask the same have in common: the key it is counted under.
#[must_use]
pub fn key(text: &str) -> String {
    fold::fold(text)
}

/// What is wrong with it; nothing: it may be sent and counted.
#[must_use]
pub fn check(u: &Unanswered) -> Vec<FieldError> {
    let mut problems = Vec::new();
    if u.v != 1 {
        problems.push(FieldError::new("v", "unknown"));
    }
    if !matches!(u.lang.as_str(), "vi" | "en") {
        problems.push(FieldError::new("lang", "unknown"));
    }
    let id =
        |text: &str| (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if u.unit.as_deref().is_some_and(|unit| !id(unit)) {
        problems.push(FieldError::new("unit", "malformed"));
    }
    problems.extend(check_text(&u.text));
    problems
}

/// The same for the words alone.
#[must_use]
pub fn check_text(text: &str) -> Option<FieldError> {
    let code = if key(text).is_empty() {
        "required"
    } else if text.chars().count() > limits::QUESTION_CHARS {
        "too_long"
    } else if fold::clean(text) != text || text.contains('\n') {
        "malformed"
    } else if !personal(text).is_empty() {
        "personal"
    } else {
        return None;
    };
    Some(FieldError::new("text", code))
}

/// What is sent of a typed text: one line, NFC, single spaces.
#[must_use]
pub fn line(typed: &str) -> String {
    // Spaces first: `clean` would drop a tab between two words.
    fold::clean(&typed.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UnansweredId;
    use uuid::Uuid;

    fn asked(text: &str) -> Unanswered {
        Unanswered { v: 1, id: UnansweredId(Uuid::nil()), text: text.into(), lang: "vi".into(), unit: None }
    }

    #[test]
    fn what_names_a_person_is_found_and_named() {
        for (text, gives, raw) in [
            ("goi cho chi Hoa 0905 389 330 duoc khong", Gives::Phone, "0905 389 330"),
            ("can cuoc 049188001234 mat roi", Gives::Citizen, "049188001234"),
            ("CMND 201 234 567 het han", Gives::Number, "201 234 567"),
            ("so phan anh 482-735-1060 o dau", Gives::Number, "482-735-1060"),
            ("ho so 000.00.19.H47-260105-0001 sao roi", Gives::Dossier, "000.00.19.H47-260105-0001"),
            ("viet cho hoa.nguyen@vi.du.vn nhe", Gives::Mail, "hoa.nguyen@vi.du.vn"),
            ("xem https://vi.du/tra?ma=1 sao khong ra", Gives::Link, "https://vi.du/tra?ma=1"),
        ] {
            let found = personal(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].gives, found[0].raw.as_str()), (gives, raw), "{text}");
            assert_eq!(check(&asked(text)), [FieldError::new("text", "personal")], "{text}");
        }
    }

    #[test]
    fn days_money_laws_and_hotlines_are_no_persons_numbers() {
        for text in [
            "đám cưới ngày 15/11/2026 thì đăng ký khi nào",
            "vay 150.000.000 đồng có được không",
            "Nghị định 118/2025/NĐ-CP nói gì",
            "thủ tục 1.001193 làm ở đâu",
            "gọi 1022 không ai nghe",
            "nhà có 12 người, 3 trẻ em",
        ] {
            assert_eq!(personal(text), [], "{text}");
            assert_eq!(check(&asked(text)), [], "{text}");
        }
    }

    #[test]
    fn only_a_line_of_words_goes_on() {
        for (text, code) in [("", "required"), (" ?! ", "required"), ("a\nb", "malformed"), (" hỏi", "malformed")] {
            assert_eq!(check_text(text).map(|e| e.code), Some(code.to_owned()), "{text:?}");
        }
        assert_eq!(check_text(&"ặ".repeat(300)), None);
        assert_eq!(check_text(&"ặ".repeat(301)).map(|e| e.code), Some("too_long".to_owned()));
        assert_eq!(line("  nuôi \n ong\tở đâu "), "nuôi ong ở đâu");
        assert_eq!(key("Nuôi ONG ở đâu?"), key("nuoi ong o dau"));
        let wrong = Unanswered { v: 2, lang: "fr".into(), unit: Some("../x".into()), ..asked("nuôi ong") };
        let fields: Vec<String> = check(&wrong).into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["v", "lang", "unit"]);
    }
}
