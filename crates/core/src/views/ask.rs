//! What the screens see of asking: answers, and questions that wait to be counted. Not for search.
//!
//! What a newcomer would get wrong: an answer holds records of content and nothing else. No word of it was made here.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use vungsam_domain::UnansweredId;
use vungsam_domain::content::{Channel, Duration, Fee, Meta, Procedure, Question, Text};
use vungsam_domain::unanswered::Personal;

/// Arguments of `ask`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AskQuestion {
    /// In everyday words, with or without accents.
    pub q: String,
    /// `vi` or `en`: what the app speaks. Both languages are read whatever it is.
    pub lang: String,
}

/// Answer of `ask`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Asked {
    /// How it ended.
    pub outcome: AskOutcome,
    /// Best first, at most three; none when nothing is known.
    pub answers: Vec<AskAnswer>,
}

/// How asking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AskOutcome {
    /// The first answers.
    Found,
    /// Several are equally likely: ask which was meant.
    Ambiguous,
    /// Nothing here answers: ask an officer.
    Unknown,
}

/// One answer: a question of the content, a procedure, or both.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AskAnswer {
    /// The approved question and answer, where one is alike.
    pub question: Option<Question>,
    /// The procedure.
    pub procedure: Option<AskProcedure>,
}

/// What an answer shows of a procedure: never a figure without whether its source has it, and its date.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AskProcedure {
    /// Its id.
    pub id: String,
    /// As people say it.
    pub title: Text,
    /// What it is for.
    pub summary: Text,
    /// Id of its field.
    pub field: String,
    /// Where to hand it in.
    pub place: String,
    /// Ways of handing it in; `None`: not known.
    pub channels: Option<Vec<Channel>>,
    /// How long it takes.
    pub time: Duration,
    /// What it costs.
    pub fee: Fee,
    /// Who says so.
    pub meta: Meta,
}

impl From<&Procedure> for AskProcedure {
    fn from(p: &Procedure) -> Self {
        Self {
            id: p.id.clone(),
            title: p.title.clone(),
            summary: p.summary.clone(),
            field: p.field.clone(),
            place: p.place.clone(),
            channels: p.channels.clone(),
            time: p.time.clone(),
            fee: p.fee.clone(),
            meta: p.meta.clone(),
        }
    }
}

/// Arguments of `unanswered_add`. Calling it is the consent: the screen says before what is sent and who sees it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnansweredAdd {
    /// The words, as the person left them.
    pub text: String,
    /// `vi` or `en`.
    pub lang: String,
}

/// Answer of `unanswered_add`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnansweredAdded {
    /// What was saved; `None` while something must be taken out first.
    pub saved: Option<UnansweredCard>,
    /// What must be taken out.
    pub personal: Vec<Personal>,
}

/// Arguments that name a question that waits.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ByUnanswered {
    /// Its id.
    pub id: UnansweredId,
}

/// The questions that wait.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UnansweredWaiting {
    /// Oldest first.
    pub cards: Vec<UnansweredCard>,
}

/// A question that waits to be counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UnansweredCard {
    /// Its id.
    pub id: UnansweredId,
    /// The words that go.
    pub text: String,
    /// When it was saved (ms since 1970, this phone's clock).
    pub said_at_ms: i64,
    /// Whether it may have arrived already: taking it back then only takes it off this phone.
    pub tried: bool,
    /// Whether the gateway does not take these words.
    pub refused: bool,
}
