//! Giving a complaint to an officer or to another commune. Not for handing it to another body: that is a transfer, a
//! step of the table.
//!
//! What a newcomer would get wrong: who works on it is the office's own matter and is told to nobody; which commune is
//! responsible is told to the sender, and the complaint leaves the old commune's queue at the same moment.

use super::{ActError, Desk, Hold, Step, only, said};
use crate::db::events::By;
use crate::db::officers::{self, Officer};
use crate::db::{cases, changes, events};
use vungsam_domain::wire::{Event, Speaker};
use vungsam_domain::{Action, ComplaintId};

/// Who gets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To<'a> {
    /// An officer of a commune it may belong to, by id.
    Officer(&'a str),
    /// Nobody in particular.
    Nobody,
    /// A commune, by id. The caller knows that there is one.
    Unit(&'a str),
}

impl Desk<'_> {
    /// Gives a complaint to somebody. `step` says what was seen, under which id, and the words for the sender (kept among
    /// officers unless the commune changes). A step whose event is there already is answered with that event.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn give(
        &self,
        officer: &Officer,
        complaint: ComplaintId,
        to: To<'_>,
        step: Step<'_>,
    ) -> Result<Event, ActError> {
        let text = said(step.text, false)?;
        let mut tx = self.db.begin().await?;
        let (held, id) = match self.hold(&mut tx, officer, complaint, step.event).await? {
            Hold::Free(held, id) => (held, id),
            Hold::Done(event) => return Ok(event),
        };
        let status = held
            .status
            .after(Action::Assign)
            .filter(|_| step.expected.is_none_or(|e| e == held.status))
            .ok_or(ActError::NotAllowed(held.status))?;
        let told = matches!(to, To::Unit(_));
        let (unit, assignee) = match to {
            To::Unit(unit) if held.unit.as_deref() == Some(unit) => return Err(ActError::Target),
            To::Unit(unit) => (Some(unit.to_owned()), None),
            To::Nobody => (held.unit.clone(), None),
            To::Officer(who) => {
                let colleague = officers::by_id(self.db, who).await?.filter(|o| o.active).ok_or(ActError::Target)?;
                if held.unit.as_ref().is_some_and(|u| !colleague.units.contains(u)) {
                    return Err(ActError::Target);
                }
                (held.unit.clone(), Some(colleague))
            }
        };
        let event = Event {
            id,
            action: Action::Assign,
            status,
            at_ms: self.clock.now_ms(),
            by: Speaker { name: officer.name.clone(), unit: unit.clone().or_else(|| only(officer)) },
            // Among officers the step says to whom; what was written goes nowhere else.
            text: if told { text } else { assignee.as_ref().map(|a| a.name.clone()) },
            message: None,
            photos: Vec::new(),
            handover: None,
        };
        events::insert(&mut tx, complaint, By::Officer(&officer.id), &event, !told).await?;
        cases::give(&mut tx, complaint, assignee.as_ref().map(|a| a.id.as_str())).await?;
        if told {
            cases::move_to(&mut tx, complaint, unit.as_deref()).await?;
            changes::push_event(&mut tx, held.device, complaint, &event).await?;
        }
        tx.commit().await?;
        if told {
            self.hub.wake(held.device);
        }
        Ok(event)
    }
}
