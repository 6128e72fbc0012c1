//! Setting apart what should never have come as a report, and undoing that. Not for who may see it (see `db::apart`).
//!
//! What a newcomer would get wrong: the complaint is not deleted and its sender is told where to go; what ends is that
//! the office at large can read it. So it is possible from every state, whatever the table says about refusing.

use super::{ActError, Desk, Hold, Step, only, said};
use crate::db::events::By;
use crate::db::officers::Officer;
use crate::db::{DbError, apart, changes, complaints, events};
use vungsam_domain::wire::{Event, Speaker};
use vungsam_domain::{Action, ComplaintId, EventId, Status};

impl Desk<'_> {
    /// Sets a complaint and all its older versions apart as `kind` and tells the sender where to go instead.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn set_apart(
        &self,
        officer: &Officer,
        complaint: ComplaintId,
        kind: &str,
        step: Step<'_>,
    ) -> Result<Event, ActError> {
        let text = said(step.text, true)?;
        let mut tx = self.db.begin().await?;
        let (held, id) = match self.hold(&mut tx, officer, complaint, step.event).await? {
            Hold::Free(held, id) => (held, id),
            Hold::Done(event) => return Ok(event),
        };
        if step.expected.is_some_and(|e| e != held.status) {
            return Err(ActError::NotAllowed(held.status));
        }
        let unit = held.unit.clone().or_else(|| only(officer));
        let event = Event {
            id,
            action: Action::Refuse,
            status: held.status.set_apart(),
            at_ms: self.clock.now_ms(),
            by: Speaker { name: officer.name.clone(), unit: unit.clone() },
            text,
            message: None,
            photos: Vec::new(),
            handover: None,
        };
        events::insert(&mut tx, complaint, By::Officer(&officer.id), &event, false).await?;
        complaints::set_status(&mut tx, complaint, event.status, unit.as_deref(), event.at_ms).await?;
        apart::mark(&mut tx, complaint, Some(kind)).await?;
        self.note(&mut tx, complaint, officer, "set").await?;
        changes::push_event(&mut tx, held.device, complaint, &event).await?;
        tx.commit().await?;
        self.hub.wake(held.device);
        Ok(event)
    }

    /// A leader takes the mark away: it was a report after all, and the office takes it on.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn undo_apart(
        &self,
        leader: &Officer,
        complaint: ComplaintId,
        text: Option<&str>,
    ) -> Result<(), ActError> {
        let text = said(text, false)?;
        let mut tx = self.db.begin().await?;
        let held = apart::lock(&mut tx, complaint, &leader.id).await?.ok_or(ActError::NotFound)?;
        apart::mark(&mut tx, complaint, None).await?;
        self.note(&mut tx, complaint, leader, "undo").await?;
        if held.status != Status::Withdrawn {
            let event = Event {
                id: EventId(self.ids.uuid()),
                action: Action::Accept,
                status: Status::Accepted,
                at_ms: self.clock.now_ms(),
                by: Speaker { name: leader.name.clone(), unit: held.unit.clone().or_else(|| only(leader)) },
                text,
                message: None,
                photos: Vec::new(),
                handover: None,
            };
            events::insert(&mut tx, complaint, By::Officer(&leader.id), &event, false).await?;
            complaints::set_status(&mut tx, complaint, event.status, held.unit.as_deref(), event.at_ms).await?;
            changes::push_event(&mut tx, held.device, complaint, &event).await?;
        }
        tx.commit().await?;
        self.hub.wake(held.device);
        Ok(())
    }

    /// Writes down that a leader looked at something set apart: `read` or `photo`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn looked(&self, leader: &Officer, complaint: ComplaintId, what: &str) -> Result<(), DbError> {
        let mut tx = self.db.begin().await?;
        self.note(&mut tx, complaint, leader, what).await?;
        tx.commit().await
    }

    async fn note(
        &self,
        tx: &mut crate::db::Tx,
        complaint: ComplaintId,
        officer: &Officer,
        what: &str,
    ) -> Result<(), DbError> {
        let id = self.ids.uuid().to_string();
        apart::note(tx, &id, complaint, &officer.id, self.clock.now_ms(), what).await
    }
}
