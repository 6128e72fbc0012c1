//! Learns the weights from the tuning half, always the same from the same texts. Not for run time.
//!
//! What a newcomer would get wrong: only `+ - * /` and roots are used, in a fixed order, because `exp` gives other last
//! digits on other machines. And how well it does is never read from the texts it learned from: see [`cross_validate`].

use super::Kind;
use super::learned::{BUCKETS, Features, Model, Rarity, Scores, Weights};
use super::measure::{Labelled, Rates};

/// How dear an error is while learning; higher learns the texts by heart.
const COST: f32 = 3.0;
/// Rounds over all texts.
const ROUNDS: usize = 40;
/// Parts of a cross-validation.
const FOLDS: usize = 10;
/// This many neighbours stay in one part, because texts that follow each other are often variants of one.
const TOGETHER: usize = 5;

/// The lexicon was made while looking at the first this many texts of `tune.jsonl`.
pub const LEXICON_SAW: usize = 910;

/// A text to learn from.
struct Example {
    kind: Kind,
    pieces: Features,
}

fn examples(set: &[Labelled]) -> Vec<Example> {
    set.iter().map(|t| Example { kind: t.kind, pieces: super::pieces(&t.text) }).collect()
}

/// The weights, as `weights.bin` has them.
#[must_use]
pub fn train(set: &[Labelled]) -> Vec<u8> {
    let examples = examples(set);
    model(&examples.iter().collect::<Vec<_>>()).bytes()
}

/// The rates of a set when every text is read with weights learned without it and its neighbours. The lexicon was made
/// on most of these texts, so of those the rates flatter; `from` (counted from 0) begins the ones it has never seen.
#[must_use]
pub fn cross_validate(set: &[Labelled], from: usize) -> Rates {
    let readings = set.iter().zip(folds(set)).skip(from);
    Rates::count(
        readings
            .map(|(text, scores)| (text.kind, super::weigh(&super::cues(&text.text, &text.lang), Some(scores)).kind)),
    )
}

/// For every text how it reads to weights learned without it and its neighbours.
fn folds(set: &[Labelled]) -> Vec<Scores> {
    let examples = examples(set);
    let part = |at: usize| at / TOGETHER % FOLDS;
    let models: Vec<Model> = (0..FOLDS)
        .map(|fold| {
            let others = examples.iter().enumerate().filter(|(at, _)| part(*at) != fold).map(|(_, e)| e);
            model(&others.collect::<Vec<_>>())
        })
        .collect();
    let scored = examples.iter().enumerate().map(|(at, e)| models.get(part(at)).map(|m| m.scores(&e.pieces)));
    scored.map(Option::unwrap_or_default).collect()
}

fn model(examples: &[&Example]) -> Model {
    let rarity = Rarity::of(examples.iter().map(|e| &e.pieces));
    let weighed: Vec<(Kind, Features)> = examples.iter().map(|e| (e.kind, rarity.weigh(&e.pieces))).collect();
    let kinds = Kind::ALL.iter().map(|kind| one_against_all(*kind, &weighed)).collect();
    Model::new(rarity, kinds)
}

/// A linear support vector machine with squared loss, by descent in the dual, one text after the other.
fn one_against_all(kind: Kind, examples: &[(Kind, Features)]) -> Weights {
    let mut weights = vec![0.0_f32; BUCKETS];
    let mut bias = 0.0_f32;
    let mut alphas = vec![0.0_f32; examples.len()];
    for _ in 0..ROUNDS {
        for ((is, features), alpha) in examples.iter().zip(&mut alphas) {
            let yes = if *is == kind { 1.0 } else { -1.0 };
            let slack = 0.5 / COST;
            let score = features.iter().map(|(at, much)| weights.get(*at).map_or(0.0, |w| w * much));
            let score = score.sum::<f32>() + bias;
            // Features have length 1, and 1 for the bias.
            let next = (*alpha - (yes * score - 1.0 + slack * *alpha) / (2.0 + slack)).max(0.0);
            let step = (next - *alpha) * yes;
            *alpha = next;
            if step == 0.0 {
                continue;
            }
            bias += step;
            for (at, much) in features {
                if let Some(weight) = weights.get_mut(*at) {
                    *weight += step * much;
                }
            }
        }
    }
    Weights::rounded(&weights, bias)
}
