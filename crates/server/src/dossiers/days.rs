//! Days as offices write them. Not for working days (`domain::calendar`).
//!
//! What a newcomer would get wrong: the day comes first, always. `01/13/2026` is no date here; it is not taken for the
//! 13th of January.

use jiff::civil::{Date, DateTime, Time};

/// Years that can stand in a dossier.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// A day as it is stored: with the time where it is known and not midnight.
#[must_use]
pub fn iso(date: Date, time: Option<Time>) -> String {
    match time.filter(|t| (t.hour(), t.minute()) != (0, 0)) {
        Some(t) => format!("{date}T{:02}:{:02}", t.hour(), t.minute()),
        None => date.to_string(),
    }
}

/// Reads `dd/mm/yyyy`, `d-m-yy`, `yyyy-mm-dd`, `yyyymmdd`, "ngày 5 tháng 1 năm 2026", each with a time before or after
/// it. `None`: no day of any calendar, or not one of this century.
#[must_use]
pub fn read(text: &str) -> Option<String> {
    let text = text.trim().to_lowercase();
    let zone = text.strip_suffix("+07:00").unwrap_or(&text);
    let mut numbers: Vec<(String, char)> = Vec::new();
    let mut before = ' ';
    for c in zone.chars() {
        if c.is_ascii_digit() {
            match numbers.last_mut().filter(|_| before.is_ascii_digit()) {
                Some((n, _)) => n.push(c),
                None => numbers.push((c.to_string(), ' ')),
            }
        } else if let Some((_, after)) = numbers.last_mut()
            && (*after == ' ' || c == ':')
        {
            *after = c;
        }
        before = c;
    }
    let allowed = |c: char| c.is_ascii_digit() || " /-.:,tgiờhngàyháămâ'’".contains(c);
    if !zone.chars().all(allowed) || numbers.len() > 7 {
        return None;
    }
    let (date, time) = split(&numbers)?;
    let time = match time.as_slice() {
        [] => None,
        [h] => Some(Time::new(h.parse().ok()?, 0, 0, 0).ok()?),
        [h, m, ..] => Some(Time::new(h.parse().ok()?, m.parse().ok()?, 0, 0).ok()?),
    };
    Some(iso(date, time))
}

/// Which of the numbers are the date; the others are the time.
fn split(numbers: &[(String, char)]) -> Option<(Date, Vec<&str>)> {
    let texts: Vec<&str> = numbers.iter().map(|(n, _)| n.as_str()).collect();
    if let [whole, time @ ..] = texts.as_slice()
        && whole.len() == 8
    {
        let part = |from: usize, to: usize| whole.get(from..to);
        return Some((date(part(0, 4)?, part(4, 6)?, part(6, 8)?)?, time.to_vec()));
    }
    // A time first: "08:30 05/01/2026", "8 giờ 30 ngày 5/1/2026".
    let hour_first = numbers.first().is_some_and(|(_, after)| matches!(after, ':' | 'h' | 'g'));
    let at = if hour_first { texts.len().checked_sub(3)? } else { 0 };
    let found = match texts.get(at..at + 3)? {
        [y, m, d] if y.len() == 4 => date(y, m, d)?,
        [d, m, y] if y.len() == 4 => date(y, m, d)?,
        [d, m, y] if y.len() == 2 => date(&format!("20{y}"), m, d)?,
        _ => return None,
    };
    let time: Vec<&str> =
        texts.iter().enumerate().filter(|(n, _)| !(at..at + 3).contains(n)).map(|(_, t)| *t).collect();
    (time.len() <= 4).then_some((found, time))
}

fn date(y: &str, m: &str, d: &str) -> Option<Date> {
    if m.len() > 2 || d.len() > 2 {
        return None;
    }
    let year: i16 = y.parse().ok().filter(|y| YEARS.contains(y))?;
    Date::new(year, m.parse().ok()?, d.parse().ok()?).ok()
}

/// Reads a spreadsheet's count of days. `None`: not in this century.
#[must_use]
pub fn serial(n: f64, old: bool) -> Option<String> {
    let n = if old { n + 1462.0 } else { n };
    // 2000-01-01 to 2100-12-31.
    if !(36_526.0..=73_415.999).contains(&n) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation)] // both are small: see above
    let minutes = (n * 1440.0).round() as i64;
    let start = DateTime::constant(1899, 12, 30, 0, 0, 0, 0);
    let at = start.checked_add(jiff::SignedDuration::from_mins(minutes)).ok()?;
    Some(iso(at.date(), Some(at.time())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_offices_write_them() {
        for (text, day) in [
            ("05/01/2026", "2026-01-05"),
            ("5/1/26", "2026-01-05"),
            ("5-1-2026", "2026-01-05"),
            ("05.01.2026", "2026-01-05"),
            ("2026-01-05", "2026-01-05"),
            ("2026/01/05", "2026-01-05"),
            ("20260105", "2026-01-05"),
            ("05/01/2026 08:30", "2026-01-05T08:30"),
            ("05/01/2026 08:30:59", "2026-01-05T08:30"),
            ("05/01/2026 00:00:00", "2026-01-05"),
            ("08:30 05/01/2026", "2026-01-05T08:30"),
            ("08:30:00 05/01/2026", "2026-01-05T08:30"),
            ("8 giờ 30 ngày 5/1/2026", "2026-01-05T08:30"),
            ("8h30, 05/01/2026", "2026-01-05T08:30"),
            ("ngày 05 tháng 01 năm 2026", "2026-01-05"),
            ("2026-01-05T08:30:00", "2026-01-05T08:30"),
            ("2026-01-05T08:30:00+07:00", "2026-01-05T08:30"),
            ("29/02/2028", "2028-02-29"),
        ] {
            assert_eq!(read(text).as_deref(), Some(day), "{text}");
        }
    }

    #[test]
    fn what_no_calendar_has_is_not_guessed() {
        for text in [
            "30/02/2026",
            "29/02/2026",
            "01/13/2026",
            "32/01/2026",
            "00/01/2026",
            "05/01/1899",
            "05/01/202",
            "5/1",
            "mai",
            "",
            "05/01/2026 25:00",
            "05/01/2026 12:75",
            "2026-01-05T08:30:00Z",
            "1/2/3/4/5/6/7/8/9",
            "05/01/20266",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_spreadsheets_count_of_days_is_a_day() {
        assert_eq!(serial(46_027.0, false).as_deref(), Some("2026-01-05"));
        assert_eq!(serial(46_027.354_166_666_66, false).as_deref(), Some("2026-01-05T08:30"));
        assert_eq!(serial(46_027.0 - 1462.0, true).as_deref(), Some("2026-01-05"));
        for n in [0.0, -1.0, 60.0, 1e9, f64::NAN, f64::INFINITY] {
            assert_eq!(serial(n, false), None, "{n}");
        }
    }
}
