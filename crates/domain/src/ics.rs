//! A file for other calendars (RFC 5545): whole days, with or without a rule to repeat. Not for what is in it, nor when.
//!
//! What a newcomer would get wrong: the last day is written as the day after it; a line is at most 75 *bytes*, and no
//! letter may be cut in two; an entry keeps its `uid` for ever, or it stands there twice after the next import.

use crate::recurring::Span;
use jiff::Timestamp;
use std::fmt::Write;

/// Longest line, bytes without its end.
const LONGEST: usize = 75;

/// One entry: whole days.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name among all calendars; the same at every export.
    pub uid: String,
    /// Its title.
    pub summary: String,
    /// What to know about it; may have several lines.
    pub description: String,
    /// Where; may be empty.
    pub location: String,
    /// Its days.
    pub span: Span,
    /// How it repeats (`FREQ=…`).
    pub rrule: Option<String>,
}

/// The file. `product`: who wrote it. `stamp`: when.
#[must_use]
pub fn file(product: &str, stamp: Timestamp, entries: &[Entry]) -> String {
    let mut out = String::new();
    let stamp = stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    for text in ["BEGIN:VCALENDAR", "VERSION:2.0"] {
        line(&mut out, text);
    }
    line(&mut out, &format!("PRODID:{}", escaped(product)));
    line(&mut out, "CALSCALE:GREGORIAN");
    for entry in entries {
        // Beyond the calendar's last day there is none after it; nothing lies there.
        let Ok(after) = entry.span.to.tomorrow() else { continue };
        line(&mut out, "BEGIN:VEVENT");
        line(&mut out, &format!("UID:{}", escaped(&entry.uid)));
        line(&mut out, &format!("DTSTAMP:{stamp}"));
        line(&mut out, &format!("DTSTART;VALUE=DATE:{}", entry.span.from.strftime("%Y%m%d")));
        line(&mut out, &format!("DTEND;VALUE=DATE:{}", after.strftime("%Y%m%d")));
        if let Some(rule) = &entry.rrule {
            line(&mut out, &format!("RRULE:{rule}"));
        }
        line(&mut out, &format!("SUMMARY:{}", escaped(&entry.summary)));
        for (name, text) in [("DESCRIPTION", &entry.description), ("LOCATION", &entry.location)] {
            if !text.is_empty() {
                line(&mut out, &format!("{name}:{}", escaped(text)));
            }
        }
        // Nobody is busy because there is a market.
        line(&mut out, "TRANSP:TRANSPARENT");
        line(&mut out, "END:VEVENT");
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// A value of type TEXT.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                let _ = write!(out, "\\{c}");
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, folded.
fn line(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn entry(summary: &str, description: &str) -> Entry {
        Entry {
            uid: "cho-phien@vi-du".to_owned(),
            summary: summary.to_owned(),
            description: description.to_owned(),
            location: String::new(),
            span: Span { from: date(2026, 12, 30), to: date(2027, 1, 1) },
            rrule: Some("FREQ=MONTHLY;BYMONTHDAY=30;COUNT=2".to_owned()),
        }
    }

    /// Lines put together again, as RFC 5545 section 3.1 says.
    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split("\r\n").filter(|l| !l.is_empty()).map(str::to_owned).collect()
    }

    fn value(file: &str, name: &str) -> String {
        let line = unfolded(file).into_iter().find_map(|l| l.strip_prefix(&format!("{name}:")).map(str::to_owned));
        let (mut out, mut quoted) = (String::new(), false);
        for c in line.unwrap_or_default().chars() {
            match (quoted, c) {
                (false, '\\') => quoted = true,
                (true, 'n') => {
                    out.push('\n');
                    quoted = false;
                }
                (_, c) => {
                    out.push(c);
                    quoted = false;
                }
            }
        }
        out
    }

    #[test]
    fn an_entry_has_what_the_standard_asks_for() {
        let text = file("-//vi du//1.0//VI", Timestamp::from_second(1_795_000_000).unwrap(), &[entry("Chợ", "")]);
        assert_eq!(
            unfolded(&text),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//vi du//1.0//VI",
                "CALSCALE:GREGORIAN",
                "BEGIN:VEVENT",
                "UID:cho-phien@vi-du",
                "DTSTAMP:20261118T110640Z",
                "DTSTART;VALUE=DATE:20261230",
                "DTEND;VALUE=DATE:20270102",
                "RRULE:FREQ=MONTHLY;BYMONTHDAY=30;COUNT=2",
                "SUMMARY:Chợ",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
        assert!(text.ends_with("END:VCALENDAR\r\n"));
    }

    #[test]
    fn what_parts_values_is_marked_as_text() {
        let text = file("p", Timestamp::UNIX_EPOCH, &[entry("Chợ, hội; a\\b", "")]);
        assert!(text.contains("SUMMARY:Chợ\\, hội\\; a\\\\b\r\n"), "{text}");
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_no_line_is_longer_than_75_bytes(
            summary in "[a-zA-ZàảãạăắằẵặâấếệưứựđĐỄ😀;,\\\\: \n]{0,200}", description in "\\PC{0,300}"
        ) {
            let text = file("p", Timestamp::UNIX_EPOCH, &[entry(&summary, &description)]);
            prop_assert_eq!(value(&text, "SUMMARY"), summary);
            prop_assert_eq!(value(&text, "DESCRIPTION"), description);
            prop_assert!(text.split("\r\n").all(|l| l.len() <= LONGEST));
            prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        }
    }
}
