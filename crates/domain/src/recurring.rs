//! When something that comes back is next: a market on days of each month, a festival on days of each year. Not for days
//! by the moon or "after the harvest": those stay words, and nobody counts them.
//!
//! What a newcomer would get wrong: today inside a span is that span, not the one after it; a month without the first day
//! has no span at all, and one without the last day ends early.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How often, as a record says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recurrence {
    /// `month` or `year`. Another word is of a newer version: its days are not known here.
    pub every: String,
    /// First day: `1` to `31` of a month, `MM-DD` of a year.
    pub from: String,
    /// Last day, in the same form. Of a year, one before `from` lies in the year after.
    pub to: String,
    /// Year or years it was read of (`2022`): nobody promised the next ones.
    pub as_of: String,
}

impl Recurrence {
    /// What to count by; `None`: this version cannot.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        match self.every.as_str() {
            "month" => {
                let (from, to) = (day(&self.from)?, day(&self.to)?);
                (from <= to).then_some(Rule::Month { from, to })
            }
            "year" => Some(Rule::Year { from: month_day(&self.from)?, to: month_day(&self.to)? }),
            _ => None,
        }
    }
}

fn day(text: &str) -> Option<i8> {
    text.parse().ok().filter(|d| (1..=31).contains(d))
}

fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let pair = (month.parse().ok()?, day.parse().ok()?);
    // A leap year has every day there is.
    let there = month.len() == 2 && day.len() == 2 && Date::new(2024, pair.0, pair.1).is_ok();
    there.then_some(pair)
}

/// What days are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Days of each month, 1 to 31.
    Month {
        /// First.
        from: i8,
        /// Last, not before it.
        to: i8,
    },
    /// Days of each year, (month, day).
    Year {
        /// First.
        from: (i8, i8),
        /// Last; before `from`: in the year after.
        to: (i8, i8),
    },
}

/// Days one after another, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First.
    pub from: Date,
    /// Last.
    pub to: Date,
}

impl Span {
    /// Whether the day is one of them.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }

    /// How many days.
    #[must_use]
    pub fn days(&self) -> i32 {
        self.from.until(self.to).map_or(0, |span| span.get_days()).saturating_add(1)
    }
}

impl Rule {
    /// The next `n` spans that are not over on `today`, in order. Fewer only where the calendar ends.
    #[must_use]
    pub fn next(&self, today: Date, n: usize) -> Vec<Span> {
        // A day that few years have (29 February) is at most eight years off, one that few months have, one month.
        let periods = n.saturating_mul(9).saturating_add(12);
        (0..periods).filter_map(|k| self.span(today, k)).filter(|span| span.to >= today).take(n).collect()
    }

    /// The span that holds a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Span> {
        self.next(day, 1).into_iter().next().filter(|span| span.holds(day))
    }

    /// The span of the `k`th period, counted from the one before `today`'s.
    fn span(&self, today: Date, k: usize) -> Option<Span> {
        let k = i32::try_from(k).ok()?.checked_sub(1)?;
        match *self {
            Self::Month { from, to } => {
                let month = i32::from(today.month()).checked_sub(1)?.checked_add(k)?;
                let year = i16::try_from(i32::from(today.year()).checked_add(month.div_euclid(12))?).ok()?;
                let month = i8::try_from(month.rem_euclid(12).checked_add(1)?).ok()?;
                Some(Span { from: Date::new(year, month, from).ok()?, to: or_last(year, month, to)? })
            }
            Self::Year { from, to } => {
                let year = i16::try_from(i32::from(today.year()).checked_add(k)?).ok()?;
                let end = if to < from { year.checked_add(1)? } else { year };
                Some(Span { from: Date::new(year, from.0, from.1).ok()?, to: or_last(end, to.0, to.1)? })
            }
        }
    }

    /// The same as a rule of RFC 5545, for `count` spans; `None` where its spans are not all alike and have to be listed.
    #[must_use]
    pub fn rrule(&self, first: Span, count: usize) -> Option<String> {
        let spans = self.next(first.from, 9);
        let alike = spans.len() == 9 && spans.iter().all(|span| span.days() == first.days());
        let (freq, by) = match *self {
            Self::Month { from, to } if to <= 28 => ("MONTHLY", format!("BYMONTHDAY={from}")),
            Self::Year { from, .. } if from != (2, 29) => {
                ("YEARLY", format!("BYMONTH={};BYMONTHDAY={}", from.0, from.1))
            }
            _ => return None,
        };
        alike.then(|| format!("FREQ={freq};{by};COUNT={count}"))
    }
}

/// That day, or the month's last one where the month is shorter.
fn or_last(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok().or_else(|| Date::new(year, month, 1).ok().map(Date::last_of_month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn rule(every: &str, from: &str, to: &str) -> Option<Rule> {
        let [every, from, to] = [every, from, to].map(str::to_owned);
        Recurrence { every, from, to, as_of: "2022".to_owned() }.rule()
    }

    fn spans(rule: Rule, today: Date, n: usize) -> Vec<String> {
        rule.next(today, n).into_iter().map(|s| format!("{}/{}", s.from, s.to)).collect()
    }

    #[test]
    fn a_monthly_market_goes_on_while_it_lasts_and_is_then_next_month_s() {
        let market = rule("month", "1", "3").unwrap();
        assert_eq!(spans(market, date(2026, 11, 22), 2), ["2026-12-01/2026-12-03", "2027-01-01/2027-01-03"]);
        assert_eq!(spans(market, date(2026, 12, 3), 1), ["2026-12-01/2026-12-03"]);
        assert_eq!(spans(market, date(2026, 12, 4), 1), ["2027-01-01/2027-01-03"]);
        assert_eq!(market.on(date(2026, 12, 2)), market.next(date(2026, 12, 2), 1).pop());
        assert_eq!(market.on(date(2026, 12, 4)), None);
    }

    #[test]
    fn a_month_without_the_first_day_has_none_and_one_without_the_last_ends_early() {
        let ends = rule("month", "30", "31").unwrap();
        assert_eq!(
            spans(ends, date(2027, 1, 31), 3),
            ["2027-01-30/2027-01-31", "2027-03-30/2027-03-31", "2027-04-30/2027-04-30"]
        );
        assert_eq!(ends.rrule(ends.next(date(2027, 1, 1), 1)[0], 12), None, "not all alike: they are listed");
        let over = rule("month", "28", "30").unwrap();
        assert_eq!(
            over.rrule(over.next(date(2027, 3, 1), 1)[0], 12),
            None,
            "alike for nine months, and then comes February"
        );
        let ends = rule("month", "31", "31").unwrap();
        assert_eq!(spans(ends, date(2027, 4, 1), 2), ["2027-05-31/2027-05-31", "2027-07-31/2027-07-31"]);
    }

    #[test]
    fn a_yearly_festival_may_last_over_new_year_and_fall_on_a_leap_day() {
        let festival = rule("year", "08-01", "08-03").unwrap();
        assert_eq!(spans(festival, date(2026, 11, 22), 1), ["2027-08-01/2027-08-03"]);
        assert_eq!(spans(festival, date(2026, 8, 3), 1), ["2026-08-01/2026-08-03"]);
        let turn = rule("year", "12-30", "01-02").unwrap();
        assert_eq!(spans(turn, date(2027, 1, 2), 2), ["2026-12-30/2027-01-02", "2027-12-30/2028-01-02"]);
        let leap = rule("year", "02-29", "02-29").unwrap();
        assert_eq!(spans(leap, date(2097, 1, 1), 1), ["2104-02-29/2104-02-29"]);
        assert_eq!(leap.rrule(leap.next(date(2027, 1, 1), 1)[0], 3), None);
        let over = rule("year", "02-27", "03-01").unwrap();
        assert_eq!(over.rrule(over.next(date(2027, 1, 1), 1)[0], 3), None, "a day longer in leap years");
    }

    #[test]
    fn what_nobody_can_count_has_no_rule() {
        for (every, from, to) in [
            ("lunar-month", "1", "3"),
            ("month", "0", "3"),
            ("month", "3", "1"),
            ("month", "1", "32"),
            ("year", "02-30", "03-01"),
            ("year", "8-1", "8-3"),
            ("year", "1", "3"),
            ("", "", ""),
        ] {
            assert_eq!(rule(every, from, to), None, "{every} {from} {to}");
        }
    }

    #[test]
    fn a_rule_for_calendars_says_the_same() {
        let market = rule("month", "1", "3").unwrap();
        let first = market.next(date(2026, 11, 22), 1)[0];
        assert_eq!(market.rrule(first, 12).as_deref(), Some("FREQ=MONTHLY;BYMONTHDAY=1;COUNT=12"));
        let festival = rule("year", "08-01", "08-03").unwrap();
        let first = festival.next(date(2026, 11, 22), 1)[0];
        assert_eq!(festival.rrule(first, 3).as_deref(), Some("FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1;COUNT=3"));
    }

    prop_compose! {
        fn a_day()(year in 1990_i16..2100, month in 1_i8..=12, day in 1_i8..=28, more in 0_i64..3) -> Date {
            date(year, month, day).saturating_add(jiff::Span::new().days(more))
        }
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        let month = (1_i8..=31, 1_i8..=31).prop_map(|(a, b)| Rule::Month { from: a.min(b), to: a.max(b) });
        let md = || (1_i8..=12, 1_i8..=31).prop_filter("a day", |(m, d)| Date::new(2024, *m, *d).is_ok());
        prop_oneof![month, (md(), md()).prop_map(|(from, to)| Rule::Year { from, to })]
    }

    proptest! {
        #[test]
        fn spans_come_in_order_are_not_over_and_leave_none_out(rule in any_rule(), today in a_day()) {
            let found = rule.next(today, 5);
            prop_assert_eq!(found.len(), 5);
            for span in &found {
                prop_assert!(span.to >= today && span.from <= span.to);
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].from < pair[1].from);
            }
            // From the day after the first begins, the second is still there: none is skipped or moved.
            let later = rule.next(found[0].to.tomorrow().unwrap(), 4);
            let kept: Vec<_> = found.iter().filter(|s| s.to > found[0].to).take(3).collect();
            for span in kept {
                prop_assert!(later.contains(span));
            }
        }

        #[test]
        fn a_day_is_on_exactly_when_its_number_says_so(from in 1_i8..=31, len in 0_i8..10, today in a_day()) {
            let to = (from + len).min(31);
            let rule = Rule::Month { from, to };
            prop_assert_eq!(rule.on(today).is_some(), (from..=to).contains(&today.day()));
        }
    }
}
