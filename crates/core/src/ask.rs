//! Commands of asking: answers out of the approved content, and having a question counted that nobody could answer. Not
//! for choosing the answer (`vungsam_domain::ask`) nor for sending (`sync::unanswered`).
//!
//! What a newcomer would get wrong: what is asked is stored nowhere, not even in a log. Only a question the person sends
//! off is, and only until the gateway has it.

use crate::commands::Call;
use crate::core::{Core, locked};
use crate::store::unanswered as table;
use crate::views::*;
use vungsam_domain::ask::Outcome;
use vungsam_domain::unanswered as rules;
use vungsam_domain::wire::Unanswered;
use vungsam_domain::{FieldError, UnansweredId, limits};

/// What is so much less likely than the best (twenty times) is not shown beside it: a birth is no moment for a death.
const FAR: f32 = 3.0;

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn ask(&self, call: Call<'_, AskQuestion>) -> Result<Asked, ApiError> {
        let library = self.inner.library();
        let pack = &library.pack;
        // As much as a question may have; the screen says so before.
        let q: String = call.args.q.chars().take(limits::QUESTION_CHARS).collect();
        let found = library.ask().answer(&q, &call.args.lang);
        let least = found.answers.first().map_or(0.0, |best| best.score - FAR);
        let answers = found.answers.into_iter().filter(|a| a.score >= least).map(|a| {
            let procedure = a.procedure.and_then(|id| pack.procedures.iter().find(|p| p.id == id));
            let question = a.question.and_then(|id| pack.questions.iter().find(|q| q.id == id));
            AskAnswer { question: question.cloned(), procedure: procedure.map(AskProcedure::from) }
        });
        let answers: Vec<AskAnswer> = answers.filter(|a| a.question.is_some() || a.procedure.is_some()).collect();
        let outcome = match found.outcome {
            _ if answers.is_empty() => AskOutcome::Unknown,
            Outcome::Ambiguous if answers.len() > 1 => AskOutcome::Ambiguous,
            Outcome::Found | Outcome::Ambiguous => AskOutcome::Found,
            Outcome::Unknown => AskOutcome::Unknown,
        };
        Ok(Asked { outcome, answers })
    }

    /// See [`crate::commands`].
    pub(crate) fn unanswered_add(&self, call: Call<'_, UnansweredAdd>) -> Result<UnansweredAdded, ApiError> {
        let text = rules::line(&call.args.text);
        let personal = rules::personal(&text);
        if !personal.is_empty() {
            return Ok(UnansweredAdded { saved: None, personal });
        }
        let mut random = [0; 16];
        self.inner.config.ids.rng().fill_bytes(&mut random);
        let new = Unanswered {
            v: 1,
            // Random through and through: a UUIDv7 would tell the gateway the moment.
            id: UnansweredId(uuid::Builder::from_random_bytes(random).into_uuid()),
            text,
            lang: call.args.lang,
            unit: locked(&self.inner.settings).unit.clone(),
        };
        let problems: Vec<FieldError> = rules::check(&new);
        if !problems.is_empty() {
            return Err(ApiError { errors: problems, ..ApiError::new(error_codes::INVALID) });
        }
        let now = self.inner.now_ms();
        let saved = self.inner.opened()?.write(|tx| {
            // Said twice by somebody who was not sure: counted once.
            if let Some(waits) = table::same(tx, &rules::key(&new.text))? {
                return Ok(waits);
            }
            table::insert(tx, &new, now)?;
            let Unanswered { id, text, .. } = new.clone();
            Ok(UnansweredCard { id, text, said_at_ms: now, tried: false, refused: false })
        })?;
        self.inner.errands.notify_one();
        self.inner.changed(None);
        Ok(UnansweredAdded { saved: Some(saved), personal })
    }

    /// See [`crate::commands`].
    pub(crate) fn unanswered(&self, _: Call<'_, Nothing>) -> Result<UnansweredWaiting, ApiError> {
        Ok(UnansweredWaiting { cards: self.inner.opened()?.read(table::all)? })
    }

    /// See [`crate::commands`].
    pub(crate) fn unanswered_discard(&self, call: Call<'_, ByUnanswered>) -> Result<UnansweredWaiting, ApiError> {
        let opened = self.inner.opened()?;
        opened.write(|tx| table::remove(tx, call.args.id))?;
        opened.scrub()?;
        self.inner.changed(None);
        Ok(UnansweredWaiting { cards: opened.read(table::all)? })
    }
}
