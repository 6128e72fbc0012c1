//! What the sender of a complaint says afterwards: answers, adds, confirms, reopens, withdraws. Written, signed and kept
//! like a complaint. Not for what an officer does (see `server::workflow`).
//!
//! What a newcomer would get wrong: a message is never refused because of where the complaint stands by the time it
//! arrives. If its step is not possible any more, it is kept as a remark: see [`Message::effect`].

use crate::complaint::{FieldError, PhotoRef};
use crate::ids::{ComplaintId, DeviceId, MessageId};
use crate::status::{Action, Actor, Status};
use crate::{fold, limits};
use serde::{Deserialize, Serialize};

/// The body of `PUT /api/v1/complaints/{id}/messages/{mid}`, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Version of this shape: 1.
    pub v: u32,
    /// Same as in the path.
    pub id: MessageId,
    /// The complaint it is about; same as in the path.
    pub complaint: ComplaintId,
    /// The device that signs: the one that sent the complaint.
    pub device: DeviceId,
    /// One of the sender's: `add_more`, `remark`, `confirm`, `reopen`, `withdraw`.
    pub action: Action,
    /// In the person's words (NFC, ≤ 1,000 characters). May be empty for `confirm` and `withdraw`.
    pub text: String,
    /// In the order the person put them.
    pub photos: Vec<PhotoRef>,
    /// When it was saved, by the phone's clock (ms since 1970); claimed.
    pub saved_at_ms: i64,
    /// Language of the form: `vi` or `en`.
    pub lang: String,
    /// Version of the app that wrote it.
    pub app_version: String,
}

impl Message {
    /// What is wrong with it; empty when it may be sent.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        if self.v != 1 {
            found.push(FieldError::new("v", "unknown"));
        }
        if self.action.actor() != Actor::Citizen {
            found.push(FieldError::new("action", "unknown"));
        }
        crate::complaint::check_text(&mut found, "text", &self.text, limits::TEXT_CHARS);
        let says_nothing = fold::clean(&self.text).is_empty() && self.photos.is_empty();
        if says_nothing && self.action.needs_text() {
            found.push(FieldError::new("text", "required"));
        }
        crate::complaint::check_photos(&mut found, &self.photos);
        found
    }

    /// The step it takes on a complaint that stands at `status` and was reopened `reopened` times before: what is
    /// recorded, and the state after it.
    #[must_use]
    pub fn effect(&self, status: Status, reopened: usize) -> (Action, Status) {
        let spent = self.action == Action::Reopen && reopened >= limits::REOPENINGS;
        match status.after(self.action).filter(|_| !spent) {
            Some(to) => (self.action, to),
            None => (Action::Remark, status),
        }
    }
}

/// A sample for tests and snapshots on both sides.
#[must_use]
pub fn sample(id: MessageId, complaint: ComplaintId, device: DeviceId) -> Message {
    Message {
        v: 1,
        id,
        complaint,
        device,
        action: Action::AddMore,
        text: "Đá nằm ở khúc cua sau cầu treo.".to_owned(),
        photos: Vec::new(),
        saved_at_ms: 1_795_392_000_000,
        lang: "vi".to_owned(),
        app_version: "0.1.0".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn good() -> Message {
        sample(MessageId(Uuid::from_u128(3)), ComplaintId(Uuid::from_u128(1)), DeviceId(Uuid::from_u128(2)))
    }

    #[test]
    fn a_message_needs_words_or_a_photo_unless_the_step_says_it_all() {
        assert_eq!(good().problems(), []);
        for (action, wanted) in [
            (Action::AddMore, true),
            (Action::Remark, true),
            (Action::Reopen, true),
            (Action::Confirm, false),
            (Action::Withdraw, false),
        ] {
            let empty = Message { action, text: " \n".to_owned(), ..good() };
            assert_eq!(!empty.problems().is_empty(), wanted, "{action:?}");
        }
    }

    #[test]
    fn an_officers_step_is_not_the_senders_to_take() {
        let found = Message { action: Action::Answer, ..good() }.problems();
        assert_eq!(found, [FieldError::new("action", "unknown")]);
    }

    #[test]
    fn a_message_that_comes_too_late_is_a_remark_and_never_lost() {
        let says = |action| Message { action, ..good() };
        assert_eq!(says(Action::AddMore).effect(Status::NeedsMore, 0), (Action::AddMore, Status::Accepted));
        assert_eq!(says(Action::AddMore).effect(Status::Answered, 0), (Action::Remark, Status::Answered));
        assert_eq!(says(Action::Withdraw).effect(Status::Withdrawn, 0), (Action::Remark, Status::Withdrawn));
        assert_eq!(says(Action::Reopen).effect(Status::Answered, 0), (Action::Reopen, Status::Reopened));
        let often = limits::REOPENINGS;
        assert_eq!(says(Action::Reopen).effect(Status::Answered, often), (Action::Remark, Status::Answered));
    }

    #[test]
    fn version_1_is_written_like_this() {
        insta::assert_json_snapshot!(good());
    }
}
