//! Times, ages and text as an officer reads them, in Vietnam's time (UTC+7, no summer time). Not for legal clocks.
//!
//! What a newcomer would get wrong: the age shown counts from the gateway's receipt, never from the phone's clock.

use super::words::{Lang, count, fill};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The civil time in Vietnam; the start of 1970 for a number no calendar has.
fn local(ms: i64) -> DateTime {
    tz::offset(7).to_datetime(Timestamp::from_millisecond(ms).unwrap_or_default())
}

/// "08:40".
#[must_use]
pub fn time(ms: i64) -> String {
    local(ms).strftime("%H:%M").to_string()
}

/// The day in Vietnam.
#[must_use]
pub fn day(ms: i64) -> Date {
    local(ms).date()
}

/// "23/11/2026" or "23 Nov 2026".
#[must_use]
pub fn civil(day: Date, lang: Lang) -> String {
    let pattern = match lang {
        Lang::Vi => "%d/%m/%Y",
        Lang::En => "%-d %b %Y",
    };
    day.strftime(pattern).to_string()
}

/// The day of a time, as [`civil`].
#[must_use]
pub fn date(ms: i64, lang: Lang) -> String {
    civil(day(ms), lang)
}

/// "23/11, 08:40"; with the year when it is not this one.
#[must_use]
pub fn short_moment(ms: i64, now: i64, lang: Lang) -> String {
    if local(ms).year() != local(now).year() {
        return moment(ms, lang);
    }
    let pattern = match lang {
        Lang::Vi => "%d/%m, %H:%M",
        Lang::En => "%-d %b, %H:%M",
    };
    local(ms).strftime(pattern).to_string()
}

/// "23/11/2026, 08:40".
#[must_use]
pub fn moment(ms: i64, lang: Lang) -> String {
    format!("{}, {}", date(ms, lang), time(ms))
}

/// "thứ Hai 23/11/2026, 08:40".
#[must_use]
pub fn full_moment(ms: i64, lang: Lang) -> String {
    let w = lang.words();
    let day = usize::try_from(local(ms).weekday().to_monday_zero_offset()).unwrap_or_default();
    let weekday = w.weekdays.get(day).copied().unwrap_or_default();
    format!("{}, {}", fill(w.dated, &[weekday, &date(ms, lang)]), time(ms))
}

/// When the phone says it was saved and when the gateway had it; the date once when it is the same.
#[must_use]
pub fn saved_received(saved: i64, received: i64, lang: Lang) -> String {
    let saved = if local(saved).date() == local(received).date() { time(saved) } else { moment(saved, lang) };
    fill(lang.words().saved_received, &[&saved, &full_moment(received, lang)])
}

/// "40 phút", "3 ngày".
#[must_use]
pub fn age(ms: i64, lang: Lang) -> String {
    let w = lang.words();
    let n = |unit: i64| u64::try_from(ms / unit).unwrap_or_default();
    match ms {
        ..MINUTE => w.just_now.to_owned(),
        MINUTE..HOUR => count(n(MINUTE), w.minute_one, w.minute_many),
        HOUR..DAY => count(n(HOUR), w.hour_one, w.hour_many),
        _ => count(n(DAY), w.day_one, w.day_many),
    }
}

/// The lines of a text, empty ones left out.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
}

/// The first line or sentence of a text as a title of at most `max` characters, cut between words.
#[must_use]
pub fn headline(text: &str, max: usize) -> String {
    let line = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
    let sentence = line.split_once(". ").map_or(line, |(first, _)| first).trim_end_matches('.');
    if sentence.chars().count() <= max {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(max).collect();
    let kept = cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept);
    format!("{}…", kept.trim_end_matches([',', ';', ':', '-', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-23T08:40 in Vietnam, a Monday.
    const NOW: i64 = 1_795_398_000_000;

    #[test]
    fn times_are_vietnams() {
        assert_eq!(full_moment(NOW, Lang::Vi), "thứ\u{a0}Hai 23/11/2026, 08:40");
        assert_eq!(full_moment(NOW, Lang::En), "Monday, 23 Nov 2026, 08:40");
        assert_eq!(moment(i64::MAX, Lang::Vi), "01/01/1970, 07:00");
        assert_eq!(short_moment(NOW - DAY, NOW, Lang::Vi), "22/11, 08:40");
        assert_eq!(short_moment(NOW - 400 * DAY, NOW, Lang::En), "19 Oct 2025, 08:40");
    }

    #[test]
    fn two_times_of_one_day_name_it_once() {
        let said = saved_received(NOW - 9 * MINUTE, NOW, Lang::Vi);
        assert_eq!(said, "người dân lưu 08:31, hệ thống nhận thứ\u{a0}Hai 23/11/2026, 08:40");
        assert!(saved_received(NOW - DAY, NOW, Lang::Vi).contains("22/11/2026, 08:40"));
    }

    #[test]
    fn an_age_is_one_number_and_one_unit() {
        for (ms, vi, en) in [
            (-5, "vừa xong", "just now"),
            (59_999, "vừa xong", "just now"),
            (40 * MINUTE, "40\u{a0}phút", "40\u{a0}minutes"),
            (HOUR, "1\u{a0}giờ", "1\u{a0}hour"),
            (3 * DAY + HOUR, "3\u{a0}ngày", "3\u{a0}days"),
        ] {
            assert_eq!((age(ms, Lang::Vi).as_str(), age(ms, Lang::En).as_str()), (vi, en));
        }
    }

    #[test]
    fn a_headline_is_the_first_sentence_or_a_cut_between_words() {
        assert_eq!(headline("\n Đá lăn chắn đường. Xe không qua.\nHai", 60), "Đá lăn chắn đường");
        assert_eq!(headline("Nước suối dâng rất nhanh từ đêm qua", 20), "Nước suối dâng rất…");
        assert_eq!(headline(&"x".repeat(99), 10), format!("{}…", "x".repeat(10)));
        assert_eq!(headline(" \n", 10), "");
    }
}
