//! Answers a question in everyday words with approved procedures and questions: chooses ids, writes nothing. Not for
//! finding as one types, which is [`crate::search`]. How it works and how well: `docs/ASK.md`.
//!
//! What a newcomer would get wrong: "not known" is an answer too. A wrong procedure costs a person a day on the road, so
//! what is not alike enough is refused; and what the pack no longer has is never answered, whatever was learned.

mod concepts;
mod learner;
mod lexical;
pub mod measure;
mod model;
mod pieces;
mod spelling;
#[cfg(test)]
mod tests;
pub mod train;

use crate::content::Pack;
use concepts::Concepts;
use lexical::Phrases;
use model::{Model, Rarity};
use spelling::Vocabulary;
use std::sync::Arc;

/// Name of the class of questions nothing here answers, in `asks.toml`.
pub const NOTHING: &str = "khong-co";
/// At most so many answers.
pub const ANSWERS: usize = 3;

/// What nearness to a phrase of the content adds to what was learned.
const NEARNESS: f32 = 1.0;
/// From this nearness on a procedure that was never learned is answered, whatever speaks for "nothing here".
const NEW: f32 = 0.38;
/// The same for one that was learned, and was perhaps renamed since: only by nearly its own words.
const RENAMED: f32 = 0.7;
/// How much more likely it grows from there on.
const SLOPE: f32 = 20.0;
/// Below this, compared with "nothing here", nothing is answered.
const ENOUGH: f32 = -1.9;
/// Two that are this close (one not seven times as likely) are both shown, and it is asked which was meant.
const CLOSE: f32 = 2.0;
/// From this nearness on the question of the content is named as well.
const SAME_QUESTION: f32 = 0.3;

/// What was learned about an area: its words that mean the same, and what speaks for which procedure. The default knows
/// nothing; then the content's own words answer. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    concepts: Arc<Concepts>,
    model: Arc<Model>,
}

impl Learned {
    /// Reads `concepts.toml` and `weights.bin` of an area's `ask` folder; empty ones are an area that has none.
    ///
    /// # Errors
    /// What is wrong with which of them.
    pub fn parse(concepts: &str, weights: &[u8]) -> Result<Self, String> {
        let concepts = Concepts::parse(concepts).map_err(|e| format!("concepts.toml: {e}"))?;
        let model = if weights.is_empty() { Model::default() } else { Model::unpack(weights)? };
        Ok(Self { concepts: concepts.into(), model: model.into() })
    }
}

/// How asking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The first answers.
    Found,
    /// One of several; ask which was meant.
    Ambiguous,
    /// Nothing here answers: ask an officer.
    Unknown,
}

/// An approved answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Id of a procedure.
    pub procedure: Option<String>,
    /// Id of the question of the content that is most like what was asked, if one is.
    pub question: Option<String>,
    /// The higher the likelier, for comparing within one reply; no probability.
    pub score: f32,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// How it ended.
    pub outcome: Outcome,
    /// Best first, at most [`ANSWERS`]; empty when nothing is known.
    pub answers: Vec<Answer>,
}

/// A question of the content.
#[derive(Debug)]
struct Known {
    id: String,
    procedure: Option<usize>,
}

/// What is known of a question.
struct Scored {
    /// Every procedure's place with its score.
    found: Vec<(f32, usize)>,
    /// Some piece of it was seen before. Else only what is asked often speaks, which is no answer.
    understood: bool,
    /// What speaks for "nothing here".
    against: f32,
    /// How near each question of the content is.
    near: Vec<f32>,
}

/// What answers questions. Memory only; a pure function of the pack and the weights of this version.
#[derive(Debug)]
pub struct Ask {
    learned: Learned,
    /// How rare pieces are in the pack, where nothing was learned.
    unlearned: Option<Rarity>,
    phrases: Phrases,
    vocabulary: Vocabulary,
    /// Ids, and the class of the weights if it has one.
    procedures: Vec<(String, Option<usize>)>,
    questions: Vec<Known>,
}

impl Ask {
    /// Reads the pack once, some 80 ms on a desktop: when somebody first asks, and after a feed changed the content.
    #[must_use]
    pub fn build(pack: &Pack, learned: &Learned) -> Self {
        let Learned { concepts, model } = learned;
        let unlearned = model.classes.is_empty().then(|| lexical::rarity(pack, concepts));
        let phrases = Phrases::of(pack, concepts, unlearned.as_ref().unwrap_or(&model.rarity));
        let own = lexical::texts(pack).into_iter().flat_map(|(_, _, text)| pieces::words(text, concepts));
        let own: Vec<String> = own.map(|w| w.bare).collect();
        let vocabulary = Vocabulary::new(model.words.iter().chain(&own).map(String::as_str));
        let class = |id: &str| model.classes.iter().position(|c| c == id);
        let procedures: Vec<_> = pack.procedures.iter().map(|p| (p.id.clone(), class(&p.id))).collect();
        let place = |id: &String| pack.procedures.iter().position(|p| p.id == *id);
        let known =
            pack.questions.iter().map(|q| Known { id: q.id.clone(), procedure: q.procedure.as_ref().and_then(place) });
        Self { questions: known.collect(), learned: learned.clone(), unlearned, phrases, vocabulary, procedures }
    }

    /// Answers a question. `lang` (`vi` or `en`) is what the app speaks; both languages are read whatever it is.
    #[must_use]
    pub fn answer(&self, question: &str, _lang: &str) -> Answered {
        let Scored { mut found, understood, against, near } = self.scored(question);
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = found.first().map_or(f32::MIN, |f| f.0);
        if !understood || best - against < ENOUGH {
            return Answered { outcome: Outcome::Unknown, answers: Vec::new() };
        }
        let close = found.iter().filter(|f| f.0 > best - CLOSE).count();
        let outcome = if close > 1 { Outcome::Ambiguous } else { Outcome::Found };
        let answers = found.iter().take(ANSWERS).map(|(score, place)| {
            let about = |k: &&(usize, &Known)| k.1.procedure == Some(*place);
            let nearness = |at: usize| near.get(at).copied().unwrap_or_default();
            let like = self.questions.iter().enumerate().filter(|k| about(&k)).map(|(at, k)| (nearness(at), k));
            let like = like.filter(|(near, _)| *near > SAME_QUESTION).reduce(|a, b| if b.0 > a.0 { b } else { a });
            let procedure = self.procedures.get(*place).map(|p| p.0.clone());
            Answer { procedure, question: like.map(|(_, k)| k.id.clone()), score: *score }
        });
        Answered { outcome, answers: answers.collect() }
    }

    fn scored(&self, question: &str) -> Scored {
        let Learned { concepts, model } = &self.learned;
        let words = self.vocabulary.fix(pieces::words(question, concepts));
        let pieces = pieces::pieces(&words, concepts);
        let weighed = self.unlearned.as_ref().unwrap_or(&model.rarity).weigh(&pieces);
        let learned = model.scores(&weighed);
        let near = self.phrases.near(&weighed, (self.procedures.len(), self.questions.len()));
        let nothing = model.classes.iter().position(String::is_empty).and_then(|c| learned.get(c));
        let against = nothing.copied().unwrap_or_default();
        let by_words = |near: f32, from: f32| SLOPE * (near - from) + ENOUGH + against;
        let score = |(place, ((_, class), near)): (usize, (&(String, Option<usize>), &f32))| {
            let score = match class.and_then(|c| learned.get(c)) {
                Some(learned) => (learned + NEARNESS * near).max(by_words(*near, RENAMED)),
                None => by_words(*near, NEW),
            };
            (score, place)
        };
        let found = self.procedures.iter().zip(&near.procedures).enumerate().map(score).collect();
        let understood =
            weighed.iter().any(|(_, at, _)| at.is_some()) || near.procedures.iter().any(|near| *near > 0.0);
        Scored { found, understood, against, near: near.questions }
    }
}
