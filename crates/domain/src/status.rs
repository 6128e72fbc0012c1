//! The states of a complaint and who may move it: one table. Not for sentences (the screens own those) and not for
//! legal clocks.
//!
//! What a newcomer would get wrong: "received by the gateway" is [`Status::New`]. The legal word *tiếp nhận* belongs
//! to [`Status::Accepted`] alone, and "answered" is not "fixed".

use serde::{Deserialize, Serialize};

/// Where a complaint stands. Ids are those of `feedback.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    /// The gateway has it; nobody has looked yet.
    #[serde(rename = "moi")]
    New,
    /// The office took it on.
    #[serde(rename = "da-tiep-nhan")]
    Accepted,
    /// The office asks the sender for more; its clock stands still.
    #[serde(rename = "can-bo-sung")]
    NeedsMore,
    /// Handed to another body.
    #[serde(rename = "da-chuyen")]
    Transferred,
    /// Work has begun.
    #[serde(rename = "dang-xu-ly")]
    InProgress,
    /// The office answered.
    #[serde(rename = "da-xu-ly")]
    Answered,
    /// Not taken on, with the reason and the right place.
    #[serde(rename = "khong-tiep-nhan")]
    Refused,
    /// Joined to another complaint about the same thing.
    #[serde(rename = "trung")]
    Duplicate,
    /// The sender was not satisfied and it is open again.
    #[serde(rename = "mo-lai")]
    Reopened,
    /// The sender says it is done.
    #[serde(rename = "da-xac-nhan")]
    Confirmed,
    /// The sender took it back.
    #[serde(rename = "da-rut")]
    Withdrawn,
}

/// Who may act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Actor {
    /// The person who sent the complaint.
    Citizen,
    /// An officer of the unit that holds it.
    Officer,
}

/// What somebody does to a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Action {
    /// Take it on.
    Accept,
    /// Turn it down; needs a reason.
    Refuse,
    /// Ask the sender for more; needs a text.
    AskMore,
    /// Hand it to another body.
    Transfer,
    /// Begin the work.
    Start,
    /// Answer; needs a text.
    Answer,
    /// Join it to another one.
    MarkDuplicate,
    /// The sender adds what was asked for.
    AddMore,
    /// The sender says it is done.
    Confirm,
    /// The sender says it is not done.
    Reopen,
    /// The sender takes it back.
    Withdraw,
    /// The sender adds something nobody asked for; the state stays.
    Remark,
    /// Another officer or commune holds it from now on; the state stays.
    Assign,
}

use Action as A;
use Status as S;

/// Every allowed step that moves a complaint: (from, action, to). [`Action::Remark`] and [`Action::Assign`] move none.
pub const TRANSITIONS: &[(Status, Action, Status)] = &[
    (S::New, A::Accept, S::Accepted),
    (S::New, A::Refuse, S::Refused),
    (S::New, A::AskMore, S::NeedsMore),
    (S::New, A::Transfer, S::Transferred),
    (S::New, A::MarkDuplicate, S::Duplicate),
    (S::New, A::Withdraw, S::Withdrawn),
    (S::Accepted, A::Start, S::InProgress),
    (S::Accepted, A::Answer, S::Answered),
    (S::Accepted, A::AskMore, S::NeedsMore),
    (S::Accepted, A::Transfer, S::Transferred),
    (S::Accepted, A::Refuse, S::Refused),
    (S::Accepted, A::MarkDuplicate, S::Duplicate),
    (S::Accepted, A::Withdraw, S::Withdrawn),
    (S::NeedsMore, A::AddMore, S::Accepted),
    (S::NeedsMore, A::Answer, S::Answered),
    (S::NeedsMore, A::Refuse, S::Refused),
    (S::NeedsMore, A::Withdraw, S::Withdrawn),
    (S::Transferred, A::Start, S::InProgress),
    (S::Transferred, A::Answer, S::Answered),
    (S::Transferred, A::Withdraw, S::Withdrawn),
    (S::InProgress, A::Answer, S::Answered),
    (S::InProgress, A::AskMore, S::NeedsMore),
    (S::InProgress, A::Transfer, S::Transferred),
    (S::InProgress, A::Withdraw, S::Withdrawn),
    (S::Answered, A::Confirm, S::Confirmed),
    (S::Answered, A::Reopen, S::Reopened),
    (S::Reopened, A::Accept, S::Accepted),
    (S::Reopened, A::AskMore, S::NeedsMore),
    (S::Reopened, A::Transfer, S::Transferred),
    (S::Reopened, A::Refuse, S::Refused),
    (S::Reopened, A::Withdraw, S::Withdrawn),
    (S::Refused, A::Reopen, S::Reopened),
    (S::Duplicate, A::Reopen, S::Reopened),
    (S::Confirmed, A::Reopen, S::Reopened),
];

impl Status {
    /// All states, in the order a complaint usually meets them.
    pub const ALL: [Self; 11] = [
        S::New,
        S::Accepted,
        S::NeedsMore,
        S::Transferred,
        S::InProgress,
        S::Answered,
        S::Refused,
        S::Duplicate,
        S::Reopened,
        S::Confirmed,
        S::Withdrawn,
    ];

    /// Where `action` leads from here; `None` when it is not allowed.
    #[must_use]
    pub fn after(self, action: Action) -> Option<Self> {
        match action {
            A::Remark => return (self != S::Withdrawn).then_some(self),
            A::Assign => return (!self.is_final()).then_some(self),
            _ => {}
        }
        TRANSITIONS.iter().find(|(from, a, _)| *from == self && *a == action).map(|(_, _, to)| *to)
    }

    /// What `actor` may do from here to move it on.
    pub fn actions(self, actor: Actor) -> impl Iterator<Item = Action> {
        TRANSITIONS.iter().filter(move |(from, a, _)| *from == self && a.actor() == actor).map(|(_, a, _)| *a)
    }

    /// Whether nothing more is expected from anybody.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, S::Refused | S::Duplicate | S::Confirmed | S::Withdrawn)
    }

    /// Where a complaint stands after an officer set it apart as something that is no report (a denunciation, a crime, …):
    /// refused, from any state, because a person must be protected however late it is noticed; but taken back stays
    /// taken back.
    #[must_use]
    pub fn set_apart(self) -> Self {
        if self == S::Withdrawn { self } else { S::Refused }
    }

    /// The id on the wire and in the databases, e.g. `da-tiep-nhan`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            S::New => "moi",
            S::Accepted => "da-tiep-nhan",
            S::NeedsMore => "can-bo-sung",
            S::Transferred => "da-chuyen",
            S::InProgress => "dang-xu-ly",
            S::Answered => "da-xu-ly",
            S::Refused => "khong-tiep-nhan",
            S::Duplicate => "trung",
            S::Reopened => "mo-lai",
            S::Confirmed => "da-xac-nhan",
            S::Withdrawn => "da-rut",
        }
    }

    /// The status with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.id() == id)
    }
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 13] = [
        A::Accept,
        A::Refuse,
        A::AskMore,
        A::Transfer,
        A::Start,
        A::Answer,
        A::MarkDuplicate,
        A::AddMore,
        A::Confirm,
        A::Reopen,
        A::Withdraw,
        A::Remark,
        A::Assign,
    ];

    /// Who may do it.
    #[must_use]
    pub fn actor(self) -> Actor {
        match self {
            A::AddMore | A::Confirm | A::Reopen | A::Withdraw | A::Remark => Actor::Citizen,
            _ => Actor::Officer,
        }
    }

    /// Whether it makes no sense without a sentence to the other side.
    #[must_use]
    pub fn needs_text(self) -> bool {
        matches!(self, A::Refuse | A::AskMore | A::Answer | A::AddMore | A::Remark | A::Reopen)
    }

    /// The id on the wire and in the databases, e.g. `ask_more`.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            A::Accept => "accept",
            A::Refuse => "refuse",
            A::AskMore => "ask_more",
            A::Transfer => "transfer",
            A::Start => "start",
            A::Answer => "answer",
            A::MarkDuplicate => "mark_duplicate",
            A::AddMore => "add_more",
            A::Confirm => "confirm",
            A::Reopen => "reopen",
            A::Withdraw => "withdraw",
            A::Remark => "remark",
            A::Assign => "assign",
        }
    }

    /// The action with this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.id() == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn every_state_is_reached_from_new() {
        let mut seen = HashSet::from([Status::New]);
        let mut todo = vec![Status::New];
        while let Some(s) = todo.pop() {
            for a in Action::ALL {
                if let Some(next) = s.after(a).filter(|n| !seen.contains(n)) {
                    seen.insert(next);
                    todo.push(next);
                }
            }
        }
        assert_eq!(seen.len(), Status::ALL.len());
    }

    #[test]
    fn what_is_set_apart_is_refused_and_what_was_taken_back_stays_so() {
        for s in Status::ALL {
            assert!(s.set_apart().is_final());
            assert_eq!(s.set_apart() == Status::Withdrawn, s == Status::Withdrawn);
        }
    }

    #[test]
    fn one_step_has_one_outcome() {
        let pairs: HashSet<_> = TRANSITIONS.iter().map(|(f, a, _)| (*f, *a)).collect();
        assert_eq!(pairs.len(), TRANSITIONS.len());
    }

    #[test]
    fn ids_are_what_serde_writes() {
        for s in Status::ALL {
            assert_eq!(serde_json::to_string(&s).unwrap(), format!("\"{}\"", s.id()));
            assert_eq!(Status::from_id(s.id()), Some(s));
        }
        for a in Action::ALL {
            assert_eq!(serde_json::to_string(&a).unwrap(), format!("\"{}\"", a.id()));
            assert_eq!(Action::from_id(a.id()), Some(a));
        }
    }

    proptest! {
        #[test]
        fn a_final_state_is_left_only_by_reopening(s in 0usize..11, a in 0usize..13) {
            let (s, a) = (Status::ALL[s], Action::ALL[a]);
            if s.is_final() && s.after(a).is_some_and(|to| to != s) {
                prop_assert_eq!(a, Action::Reopen);
            }
        }

        #[test]
        fn no_walk_leaves_the_table_or_gets_stuck_unfinished(walk in prop::collection::vec(0usize..13, 0..60)) {
            let mut s = Status::New;
            for i in walk {
                if let Some(next) = s.after(Action::ALL[i]) {
                    s = next;
                }
                prop_assert!(s.is_final() || TRANSITIONS.iter().any(|(f, _, _)| *f == s));
            }
        }
    }
}
