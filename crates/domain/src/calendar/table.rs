//! One year as bits: which of its days are worked. Not for terms that cross years: that is [`super::Calendar`].
//!
//! What a newcomer would get wrong: a day is counted from 0 here (1 January), a rank from 1 (the first working day).

use crate::content::{Text, Year};
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// Bits of a word.
const WORD: u32 = 64;

/// The working days of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// 1 January.
    first: Date,
    /// Bit n: day n is worked.
    worked: [u64; 6],
    /// How many.
    total: u32,
    provisional: bool,
    /// Days off and weekends worked.
    names: BTreeMap<Date, Text>,
}

impl Table {
    /// `None` when the record's id is no year. Days that are not of this year are left out (the content's check refuses
    /// them before).
    pub(super) fn new(year: &Year) -> Option<Self> {
        let first = Date::new(year.id.parse().ok()?, 1, 1).ok()?;
        let of_year = |(day, name): (&String, &Text)| {
            let day: Date = day.parse().ok()?;
            (day.year() == first.year()).then(|| (day, name.clone()))
        };
        let off: BTreeMap<Date, Text> = year.off.iter().filter_map(of_year).collect();
        let extra: BTreeMap<Date, Text> = year.worked.iter().filter_map(of_year).collect();
        let mut table = Self { first, worked: [0; 6], total: 0, provisional: year.provisional, names: BTreeMap::new() };
        for day in first.series(jiff::ToSpan::days(1)).take_while(|d| d.year() == first.year()) {
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            if extra.contains_key(&day) || !(weekend || off.contains_key(&day)) {
                let (word, bit) = place(table.index(day));
                if let Some(word) = table.worked.get_mut(word) {
                    *word |= 1 << bit;
                }
                table.total += 1;
            }
        }
        table.names = off;
        table.names.extend(extra);
        Some(table)
    }

    pub(super) fn year(&self) -> i16 {
        self.first.year()
    }

    pub(super) fn provisional(&self) -> bool {
        self.provisional
    }

    /// How many working days the year has.
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// The name of a day off, or what a weekend is worked for.
    pub(super) fn name(&self, day: Date) -> Option<&Text> {
        self.names.get(&day)
    }

    /// Whether `day`, which must be of this year, is worked.
    pub(super) fn works(&self, day: Date) -> bool {
        let (word, bit) = place(self.index(day));
        self.worked.get(word).is_some_and(|w| w >> bit & 1 == 1)
    }

    /// Working days up to and with `day`, which must be of this year.
    pub(super) fn rank(&self, day: Date) -> u32 {
        let (last, bit) = place(self.index(day));
        let whole: u32 = self.worked.iter().take(last).map(|w| w.count_ones()).sum();
        let part = self.worked.get(last).map_or(0, |w| (w << (WORD - 1 - bit)).count_ones());
        whole + part
    }

    /// The `rank`-th working day, 1 to [`Self::total`].
    pub(super) fn select(&self, rank: u32) -> Option<Date> {
        let mut left = rank.checked_sub(1)?;
        for (at, word) in (0_i32..).zip(self.worked) {
            if left < word.count_ones() {
                let mut word = word;
                for _ in 0..left {
                    word &= word - 1;
                }
                let index = at * i32::try_from(WORD).ok()? + i32::try_from(word.trailing_zeros()).ok()?;
                return self.first.checked_add(jiff::ToSpan::days(index)).ok();
            }
            left -= word.count_ones();
        }
        None
    }

    fn index(&self, day: Date) -> u32 {
        u32::try_from(day.day_of_year() - 1).unwrap_or(0)
    }
}

/// Word and bit of a day.
fn place(index: u32) -> (usize, u32) {
    (usize::try_from(index / WORD).unwrap_or(0), index % WORD)
}
