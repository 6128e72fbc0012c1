//! What an officer does to a complaint: one transaction from the check to the citizen's change feed. Not for screens.
//!
//! What a newcomer would get wrong: the complaint's row is locked first, so two officers who act at the same moment
//! are put in order and the second one's step is judged by the state the first one left.
//!
//! A complaint without a commune is everybody's; an officer of exactly one commune who accepts it takes it there.

use crate::db::events::By;
use crate::db::officers::Officer;
use crate::db::{Db, DbError, changes, complaints, events};
use crate::env::{Clock, Ids};
use crate::hub::Hub;
use vungsam_domain::wire::{Event, Speaker};
use vungsam_domain::{Action, Actor, ComplaintId, EventId, Status, fold, limits};

/// Why a step was not taken; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// Not there, or not this officer's.
    #[error("no such complaint for this officer")]
    NotFound,
    /// The complaint stands where this step makes no sense (any more).
    #[error("not allowed from {0:?}")]
    NotAllowed(Status),
    /// This step needs a sentence.
    #[error("a text is needed")]
    TextRequired,
    /// Longer than [`limits::ANSWER_CHARS`].
    #[error("the text is too long")]
    TextTooLong,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What a step needs of its surroundings.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Where it is written.
    pub db: &'a Db,
    /// When.
    pub clock: &'a dyn Clock,
    /// Its id.
    pub ids: &'a dyn Ids,
    /// Who is told.
    pub hub: &'a Hub,
}

/// What an officer wants to do.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// What.
    pub action: Action,
    /// What they write to the citizen.
    pub text: Option<&'a str>,
    /// The state they saw; in any other, nothing is done.
    pub expected: Option<Status>,
    /// Id of the event, so that the same form sent twice is one step; `None` takes a fresh one.
    pub event: Option<EventId>,
}

impl Desk<'_> {
    /// Takes a step for an officer, whatever state they saw.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn act(
        &self,
        officer: &Officer,
        complaint: ComplaintId,
        action: Action,
        text: Option<&str>,
    ) -> Result<Event, ActError> {
        self.step(officer, complaint, Step { action, text, expected: None, event: None }).await
    }

    /// Takes a step for an officer. A step whose event is there already is answered with that event.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn step(&self, officer: &Officer, complaint: ComplaintId, step: Step<'_>) -> Result<Event, ActError> {
        let action = step.action;
        let text = step.text.map(fold::clean).filter(|t| !t.is_empty());
        if action.needs_text() && text.is_none() {
            return Err(ActError::TextRequired);
        }
        if text.as_ref().is_some_and(|t| t.chars().count() > limits::ANSWER_CHARS) {
            return Err(ActError::TextTooLong);
        }
        let mut tx = self.db.begin().await?;
        let held = complaints::lock(&mut tx, complaint, &officer.id).await?.ok_or(ActError::NotFound)?;
        let mut id = step.event;
        if let Some(given) = step.event
            && let Some((of, event)) = events::find(&mut tx, given).await?
        {
            if of == complaint {
                return Ok(event);
            }
            id = None; // somebody else's: the step is judged by itself
        }
        let to = Some(action)
            .filter(|a| a.actor() == Actor::Officer && step.expected.is_none_or(|e| e == held.status))
            .and_then(|a| held.status.after(a))
            .ok_or(ActError::NotAllowed(held.status))?;
        let only = match officer.units.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        let unit =
            if action == Action::Accept { held.unit.clone().or_else(|| only.clone()) } else { held.unit.clone() };
        let event = Event {
            id: id.unwrap_or_else(|| EventId(self.ids.uuid())),
            action,
            status: to,
            at_ms: self.clock.now_ms(),
            by: Speaker { name: officer.name.clone(), unit: held.unit.or(only) },
            text,
            message: None,
            photos: Vec::new(),
            handover: None,
        };
        events::insert(&mut tx, complaint, By::Officer(&officer.id), &event, false).await?;
        complaints::set_status(&mut tx, complaint, to, unit.as_deref(), event.at_ms).await?;
        changes::push_event(&mut tx, held.device, complaint, &event).await?;
        tx.commit().await.map_err(DbError::from)?;
        self.hub.wake(held.device);
        Ok(event)
    }
}
