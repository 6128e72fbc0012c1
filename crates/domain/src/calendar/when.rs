//! Reads a day and time as programs write them, as Vietnam's clock. Not for what people type.
//!
//! What a newcomer would get wrong: with an offset it is a moment, and its day here may be another one. Without a time
//! it is the beginning of the day, which is before any cut-off.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

/// Minutes that Vietnam is ahead of UTC; there is no summer time.
const AHEAD: i64 = 7 * 60;

/// `2026-11-20`, `2026-11-20T15:00`, `2026-11-20 15:00:00.5`, `2026-11-20T08:00:00Z`, `…+07:00`. `None` for anything
/// else.
#[must_use]
pub fn vietnam(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let date: Date = text.get(..10)?.parse().ok()?;
    let rest = text.get(10..)?;
    if rest.is_empty() {
        return Some(date.into());
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let end = rest.find(['Z', 'z', '+', '-', '\u{2212}']).unwrap_or(rest.len());
    let (time, offset) = (rest.get(..end)?.trim_end(), rest.get(end..)?);
    // Only two figures each: nothing is guessed of "8:5".
    let figures = |at: usize| time.get(at..at + 2).is_some_and(|f| f.bytes().all(|b| b.is_ascii_digit()));
    if !figures(0) || time.get(2..3) != Some(":") || !figures(3) {
        return None;
    }
    let local = date.to_datetime(time.parse::<Time>().ok()?);
    if offset.is_empty() {
        return Some(local);
    }
    local.checked_add((AHEAD - minutes(offset)?).minutes()).ok()
}

/// `Z`, `+07:00`, `-0330`, `+07`.
fn minutes(offset: &str) -> Option<i64> {
    if offset.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, rest) = match offset.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, offset.strip_prefix(['-', '\u{2212}'])?),
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    let fits = matches!((rest.len(), digits.len()), (2, 2) | (4, 4) | (5, 4));
    if !fits || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits.get(2..).filter(|m| !m.is_empty()).map_or(Some(0), |m| m.parse().ok())?;
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("2026-11-20", "2026-11-20T00:00:00")]
    #[case(" 2026-11-20\n", "2026-11-20T00:00:00")]
    #[case("2026-11-20T15:00", "2026-11-20T15:00:00")]
    #[case("2026-11-20 15:00:01", "2026-11-20T15:00:01")]
    #[case("2026-11-20T15:00:00.000001", "2026-11-20T15:00:00.000001")]
    #[case("2026-11-20T15:00:00+07:00", "2026-11-20T15:00:00")]
    #[case("2026-11-20T08:00Z", "2026-11-20T15:00:00")]
    #[case("2026-11-20T08:00:01z", "2026-11-20T15:00:01")]
    #[case("2026-11-20T17:00:00Z", "2026-11-21T00:00:00")]
    #[case("2026-11-20 20:30:00+0900", "2026-11-20T18:30:00")]
    #[case("2026-11-20T22:30:00-05", "2026-11-21T10:30:00")]
    #[case("2026-12-31T23:59:59.999999999-12:00", "2027-01-01T18:59:59.999999999")]
    fn a_moment_is_read_as_vietnams_clock(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(vietnam(text), Some(expected.parse().unwrap()));
    }

    #[rstest]
    #[case("")]
    #[case("2026-02-30")]
    #[case("2026-13-01")]
    #[case("20/11/2026")]
    #[case("2026-11-2")]
    #[case("2026-11-20T")]
    #[case("2026-11-20T24:00")]
    #[case("2026-11-20T8:05")]
    #[case("2026-11-20T15")]
    #[case("2026-11-20T15:00+25:00")]
    #[case("2026-11-20T15:00+7")]
    #[case("2026-11-20T15:00 Asia/Saigon")]
    #[case("2026-11-20x")]
    #[case("ngày 20/11")]
    fn anything_else_is_none(#[case] text: &str) {
        assert_eq!(vietnam(text), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in ".{0,40}", day in "[-+0-9T:. Z]{0,40}") {
            let _ = (vietnam(&text), vietnam(&day), vietnam(&format!("9999-12-31T23:59{text}")));
        }
    }
}
