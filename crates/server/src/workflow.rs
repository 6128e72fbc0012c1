//! What an officer does to a complaint: one transaction from the check to the citizen's change feed. Not for screens.
//!
//! What a newcomer would get wrong: the complaint's row is locked first, so two officers who act at the same moment
//! are put in order and the second one's step is judged by the state the first one left.
//!
//! A complaint without a commune is everybody's; an officer of exactly one commune who accepts it takes it there.

mod apart;
mod give;

pub use give::To;

use crate::db::complaints::Locked;
use crate::db::events::By;
use crate::db::officers::Officer;
use crate::db::{Db, DbError, Tx, cases, changes, complaints, events};
use crate::env::{Clock, Ids};
use crate::hub::Hub;
use vungsam_domain::wire::{Event, Handover, Speaker};
use vungsam_domain::{Action, Actor, ComplaintId, EventId, PhotoRef, Status, fold, limits};

/// Why a step was not taken; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// Not there, or not this officer's.
    #[error("no such complaint for this officer")]
    NotFound,
    /// The complaint stands where this step makes no sense (any more).
    #[error("not allowed from {0:?}")]
    NotAllowed(Status),
    /// Its sender has sent a newer version: steps are taken on that one.
    #[error("a newer version took its place")]
    Replaced,
    /// The other complaint, officer or commune is not there, or is this one itself.
    #[error("whom or what it names is not there")]
    Target,
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
    /// Photos put with it; their files are stored already.
    pub photos: &'a [PhotoRef],
    /// Where a transfer goes.
    pub handover: Option<&'a Handover>,
    /// What a duplicate is joined to.
    pub duplicate_of: Option<ComplaintId>,
}

impl<'a> Step<'a> {
    /// Just this.
    #[must_use]
    pub fn new(action: Action, text: Option<&'a str>) -> Self {
        Self { action, text, expected: None, event: None, photos: &[], handover: None, duplicate_of: None }
    }
}

/// What is written to the citizen, cleaned.
fn said(text: Option<&str>, needed: bool) -> Result<Option<String>, ActError> {
    let text = text.map(fold::clean).filter(|t| !t.is_empty());
    match &text {
        None if needed => Err(ActError::TextRequired),
        Some(t) if t.chars().count() > limits::ANSWER_CHARS => Err(ActError::TextTooLong),
        _ => Ok(text),
    }
}

/// The commune of an officer who has exactly one.
fn only(officer: &Officer) -> Option<String> {
    match officer.units.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
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
        self.step(officer, complaint, Step::new(action, text)).await
    }

    /// Takes a step for an officer. A step whose event is there already is answered with that event.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn step(&self, officer: &Officer, complaint: ComplaintId, step: Step<'_>) -> Result<Event, ActError> {
        let action = step.action;
        let text = said(step.text, action.needs_text())?;
        if (action == Action::Transfer) != step.handover.is_some()
            || (action == Action::MarkDuplicate) != step.duplicate_of.is_some()
        {
            return Err(ActError::Target);
        }
        if let Some(other) = step.duplicate_of
            && (other == complaint || complaints::for_officer(self.db, other, &officer.id).await?.is_none())
        {
            return Err(ActError::Target);
        }
        let mut tx = self.db.begin().await?;
        let (held, id) = match self.hold(&mut tx, officer, complaint, step.event).await? {
            Hold::Free(held, id) => (held, id),
            Hold::Done(event) => return Ok(event),
        };
        let to = Some(action)
            .filter(|a| a.actor() == Actor::Officer && *a != Action::Assign)
            .filter(|_| step.expected.is_none_or(|e| e == held.status))
            .and_then(|a| held.status.after(a))
            .ok_or(ActError::NotAllowed(held.status))?;
        let only = only(officer);
        let unit =
            if action == Action::Accept { held.unit.clone().or_else(|| only.clone()) } else { held.unit.clone() };
        let event = Event {
            id,
            action,
            status: to,
            at_ms: self.clock.now_ms(),
            by: Speaker { name: officer.name.clone(), unit: held.unit.or(only) },
            text,
            message: None,
            photos: step.photos.to_vec(),
            handover: step.handover.cloned(),
        };
        events::insert(&mut tx, complaint, By::Officer(&officer.id), &event, false).await?;
        complaints::set_status(&mut tx, complaint, to, unit.as_deref(), event.at_ms).await?;
        if let Some(other) = step.duplicate_of {
            cases::join(&mut tx, complaint, other).await?;
        }
        changes::push_event(&mut tx, held.device, complaint, &event).await?;
        tx.commit().await?;
        self.hub.wake(held.device);
        Ok(event)
    }

    /// Locks a complaint for a step with this id.
    async fn hold(
        &self,
        tx: &mut Tx,
        officer: &Officer,
        complaint: ComplaintId,
        event: Option<EventId>,
    ) -> Result<Hold, ActError> {
        let held = complaints::lock(tx, complaint, &officer.id).await?.ok_or(ActError::NotFound)?;
        let fresh = || EventId(self.ids.uuid());
        let id = match event {
            None => fresh(),
            Some(given) => match events::find(tx, given).await? {
                None => given,
                Some((of, event)) if of == complaint => return Ok(Hold::Done(event)),
                Some(_) => fresh(), // somebody else's: the step is judged by itself
            },
        };
        if held.replaced_by.is_some() { Err(ActError::Replaced) } else { Ok(Hold::Free(held, id)) }
    }
}

/// What locking a complaint for a step found.
enum Hold {
    /// The step was taken before.
    Done(Event),
    /// It may be taken under this id.
    Free(Locked, EventId),
}
