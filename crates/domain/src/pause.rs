//! When the office's clock stood still: while it waited for the sender's answer. Not for how long a step may take.
//!
//! What a newcomer would get wrong: it is read off the steps, never kept beside them, so an answer that arrives late or
//! a step somebody takes meanwhile cannot leave the clock standing for ever.

use crate::status::Status;

/// A stretch of time that does not count against the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// When the sender was asked (ms since 1970).
    pub from_ms: i64,
    /// When the complaint moved on; `None`: it still waits.
    pub to_ms: Option<i64>,
}

impl Pause {
    /// How long it lasted until `now_ms`, in ms; never less than nothing.
    #[must_use]
    pub fn lasted_ms(self, now_ms: i64) -> i64 {
        (self.to_ms.unwrap_or(now_ms) - self.from_ms).max(0)
    }
}

/// The pauses of a complaint whose steps left it in these states at these times (ms since 1970), oldest first. Steps
/// that do not move it, like a hand-over to another officer, neither begin nor end one.
#[must_use]
pub fn pauses(steps: impl IntoIterator<Item = (Status, i64)>) -> Vec<Pause> {
    let mut found: Vec<Pause> = Vec::new();
    let mut since = None;
    for (status, at) in steps {
        match (status, since) {
            (Status::NeedsMore, None) => since = Some(at),
            (Status::NeedsMore, Some(_)) | (_, None) => {}
            (_, Some(from_ms)) => {
                found.push(Pause { from_ms, to_ms: Some(at.max(from_ms)) });
                since = None;
            }
        }
    }
    found.extend(since.map(|from_ms| Pause { from_ms, to_ms: None }));
    found
}

/// How long the clock stood still altogether, in ms.
#[must_use]
pub fn stood_still_ms(pauses: &[Pause], now_ms: i64) -> i64 {
    pauses.iter().map(|p| p.lasted_ms(now_ms)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Status as S;
    use proptest::prelude::*;

    #[test]
    fn the_clock_stands_still_from_the_question_to_the_next_step() {
        assert_eq!(pauses([]), []);
        assert_eq!(pauses([(S::Accepted, 10), (S::InProgress, 20)]), []);
        let answered = pauses([(S::Accepted, 10), (S::NeedsMore, 20), (S::Accepted, 50), (S::Answered, 90)]);
        assert_eq!(answered, [Pause { from_ms: 20, to_ms: Some(50) }]);
        assert_eq!(stood_still_ms(&answered, 1_000), 30);
        let twice = pauses([(S::NeedsMore, 5), (S::Accepted, 7), (S::NeedsMore, 20)]);
        assert_eq!(twice, [Pause { from_ms: 5, to_ms: Some(7) }, Pause { from_ms: 20, to_ms: None }]);
        assert_eq!(stood_still_ms(&twice, 26), 8);
    }

    #[test]
    fn a_step_that_moves_nothing_does_not_start_it_again_and_a_clock_put_back_is_no_debt() {
        let handed_on = pauses([(S::NeedsMore, 5), (S::NeedsMore, 9), (S::Withdrawn, 12)]);
        assert_eq!(handed_on, [Pause { from_ms: 5, to_ms: Some(12) }]);
        let put_back = pauses([(S::NeedsMore, 50), (S::Answered, 40)]);
        assert_eq!(stood_still_ms(&put_back, 60), 0);
        assert_eq!(Pause { from_ms: 50, to_ms: None }.lasted_ms(40), 0);
    }

    proptest! {
        #[test]
        fn pauses_never_overlap_and_only_the_last_may_be_open(
            steps in prop::collection::vec((0usize..11, 0i64..50), 0..40),
        ) {
            let mut at = 0;
            let steps: Vec<(Status, i64)> = steps
                .into_iter()
                .map(|(s, later)| { at += later; (Status::ALL[s], at) })
                .collect();
            let found = pauses(steps.iter().copied());
            for pair in found.windows(2) {
                prop_assert!(pair[0].to_ms.is_some_and(|to| to <= pair[1].from_ms));
            }
            let waits = steps.last().is_some_and(|(s, _)| *s == Status::NeedsMore);
            prop_assert_eq!(found.last().is_some_and(|p| p.to_ms.is_none()), waits);
            prop_assert!(stood_still_ms(&found, at) <= at);
        }
    }
}
