//! Counts what goes over the link, for a person who pays by the megabyte. Not exact: the HTTP library gives no view of
//! its sockets, so bodies are counted to the byte, and headers, framing and handshakes by fixed figures measured once.
//!
//! What a newcomer would get wrong: the figures come from a story that compares this meter with the bytes a proxy saw
//! (`what_the_meter_says_is_what_the_road_carried`); when the protocol changes, that story says so.

use crate::core::Inner;
use crate::store::{self, meter};
use crate::views::Meter;
use rusqlite::{Connection, Transaction};
use std::sync::atomic::{AtomicU64, Ordering};

/// A TLS 1.3 handshake with the HTTP/2 preface: sent, received.
const CONNECTION: (u64, u64) = (700, 1_800);
/// Headers and framing of one request and its answer.
const REQUEST: (u64, u64) = (190, 160);
/// Hours the area's day is ahead of UTC: a month begins at midnight in Việt Nam.
const HOURS_AHEAD: i64 = 7;

/// Counted, and not yet written down.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    sent: AtomicU64,
    received: AtomicU64,
}

impl Tally {
    /// A connection is begun.
    pub(crate) fn connection(&self) {
        self.add(CONNECTION.0, CONNECTION.1);
    }

    /// A request with so large a body goes out.
    pub(super) fn request(&self, body: u64) {
        self.add(REQUEST.0.saturating_add(body), REQUEST.1);
    }

    /// So much of an answer's body came.
    pub(super) fn answer(&self, body: u64) {
        self.add(0, body);
    }

    fn add(&self, sent: u64, received: u64) {
        self.sent.fetch_add(sent, Ordering::Relaxed);
        self.received.fetch_add(received, Ordering::Relaxed);
    }

    fn now(&self) -> (u64, u64) {
        (self.sent.load(Ordering::Relaxed), self.received.load(Ordering::Relaxed))
    }

    /// Takes what was counted so far, to be written down. Taken once: two writers never note the same bytes.
    pub(super) fn take(&self) -> (u64, u64) {
        (self.sent.swap(0, Ordering::Relaxed), self.received.swap(0, Ordering::Relaxed))
    }

    /// It could not be written down: counts it again.
    pub(super) fn give_back(&self, (sent, received): (u64, u64)) {
        self.add(sent, received);
    }
}

/// Writes down what was taken, in a transaction that writes anyway.
pub(super) fn note(tx: &Transaction<'_>, month: &str, (sent, received): (u64, u64)) -> store::Result<()> {
    if (sent, received) == (0, 0) {
        return Ok(());
    }
    let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    meter::add(tx, month, signed(sent), signed(received))
}

/// The month a moment lies in, `YYYY-MM`.
pub(crate) fn month(at_ms: i64) -> String {
    let days = at_ms.saturating_add(HOURS_AHEAD * 3_600_000).div_euclid(86_400_000);
    // Days since 1 March of year 0, in cycles of 400 years: the leap day is then the last of a year.
    let shifted = days.saturating_add(719_468);
    let (cycle, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let month = if march < 10 { march + 3 } else { march - 9 };
    format!("{:04}-{month:02}", year + cycle * 400 + i64::from(month <= 2))
}

impl Inner {
    /// This month so far; also with a closed vault.
    pub(crate) fn meter_view(&self, conn: Option<&Connection>) -> Meter {
        let month = month(self.now_ms());
        let (sent, received) = conn.and_then(|c| meter::of(c, &month).ok()).unwrap_or_default();
        let (more_sent, more_received) = self.tally.now();
        Meter { month, sent: sent.saturating_add(more_sent), received: received.saturating_add(more_received) }
    }
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn a_month_begins_at_midnight_in_the_area() {
        for (ms, expected) in [
            (1_795_392_000_000, "2026-11"),
            (1_796_057_999_999, "2026-11"),
            (1_796_058_000_000, "2026-12"),
            (951_782_400_000, "2000-02"),
            (0, "1970-01"),
            (-86_400_000, "1969-12"),
        ] {
            assert_eq!(month(ms), expected, "{ms}");
        }
    }
}
