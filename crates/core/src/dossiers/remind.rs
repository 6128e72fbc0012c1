//! Reminders, and telling the person what an office said. Not for what a notification reads like: that is the screens'.
//!
//! What a newcomer would get wrong: a reminder is remembered by what it was about, so a day that moves reminds again and
//! a restart does not. In quiet hours nothing is told; it is told when they end.

use super::view::{self, Now};
use crate::core::{Inner, locked};
use crate::store::{self, dossiers as table};
use crate::views::*;
use rusqlite::Transaction;
use std::collections::BTreeSet;
use std::time::Duration;
use vungsam_domain::DossierId;
use vungsam_domain::dossier::{ClockState, Group};

/// How often it is looked whether something is to be told.
const LOOK: Duration = Duration::from_secs(10 * 60);
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Days between two reminders that it is the person's turn.
const TURN_DAYS: i64 = 3;
/// How often that is said.
const TURNS: i64 = 5;
/// Working days between two reminders that a dossier is late.
const LATE_EVERY: u32 = 5;

/// Runs until it is dropped.
pub(crate) async fn run(inner: &Inner) {
    loop {
        if let Ok(opened) = inner.opened() {
            // A few rows of a file that is open anyway.
            match opened.write(|tx| due(inner, tx)) {
                Ok(news) => {
                    for event in news {
                        inner.tell(event);
                    }
                }
                Err(e) => tracing::error!(error = %e, "reminders"),
            }
        }
        let _ = tokio::time::timeout(LOOK, inner.reminders.notified()).await;
    }
}

/// Whether nothing is to be told at this hour.
pub(crate) fn quiet(settings: &Settings, hour: u8) -> bool {
    let (from, to) = (settings.quiet_from, settings.quiet_to);
    if from <= to { (from..to).contains(&hour) } else { hour >= from || hour < to }
}

/// What is to be told now, noted as told.
pub(super) fn due(inner: &Inner, tx: &Transaction<'_>) -> store::Result<Vec<CoreEvent>> {
    let settings = locked(&inner.settings).clone();
    let now = Now::of(inner, tx)?;
    if quiet(&settings, now.hour) {
        return Ok(Vec::new());
    }
    let mut events = Vec::new();
    for kept in table::all(tx)? {
        let card = view::card(&now, tx, &kept)?;
        let mut reminded = kept.reminded.clone();
        let reminder = if settings.reminders { reminder(&now, &card, &mut reminded) } else { None };
        let told = card.current.clone().filter(|_| kept.tell).map(|step| DossierNews::Step { step });
        if !kept.tell && reminded == kept.reminded {
            continue;
        }
        table::set_reminded(tx, kept.id, &reminded)?;
        // One at a time: what an office said goes first, and says more.
        if let Some(news) = told.or(reminder) {
            events.push(notify(kept.id, &settings, &card, news));
        }
    }
    Ok(events)
}

fn notify(dossier: DossierId, settings: &Settings, card: &DossierCard, news: DossierNews) -> CoreEvent {
    let english = settings.lang.as_deref() == Some("en");
    let title = card.title.as_ref().map(|t| if english { t.en.clone() } else { t.vi.clone() });
    let name = if card.name.is_empty() { title.unwrap_or_default() } else { card.name.clone() };
    CoreEvent::NotifyDossier { dossier, name, news }
}

/// The reminder that is due, if it was not given; adds it to those given.
fn reminder(now: &Now, card: &DossierCard, reminded: &mut BTreeSet<String>) -> Option<DossierNews> {
    let due_on = card.clock.due_on.clone().unwrap_or_default();
    let (key, news) = match (card.group, card.clock.state) {
        (Group::You | Group::Fetch, _) => {
            let step = card.current.clone()?;
            let days = now.ms.saturating_sub(step.noted_at_ms).div_euclid(DAY_MS);
            let turn = (days.saturating_sub(1)).div_euclid(TURN_DAYS);
            if days < 1 || turn >= TURNS {
                return None;
            }
            (format!("turn:{}:{turn}", step.noted_at_ms), DossierNews::YourTurn { step })
        }
        (Group::Office, ClockState::Running { left: 0 }) => (format!("today:{due_on}"), DossierNews::DueToday),
        (Group::Office, ClockState::Running { left: 1 }) => {
            (format!("soon:{due_on}"), DossierNews::DueSoon { on: due_on })
        }
        (Group::Office, ClockState::Late { by }) if !card.clock.computed => {
            (format!("late:{due_on}:{}", by.saturating_sub(1) / LATE_EVERY), DossierNews::Late { by })
        }
        _ => return None,
    };
    reminded.insert(key).then_some(news)
}
