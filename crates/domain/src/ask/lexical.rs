//! Finds procedures by the words of the content itself. Not learned: what came with the last feed counts at once.
//!
//! What a newcomer would get wrong: a phrase is compared whole. A question that has every word of a short tag and ten
//! others is little like it.

use super::concepts::Concepts;
use super::model::Rarity;
use super::pieces::{pieces, words};
use crate::content::Pack;
use std::collections::{BTreeMap, HashMap};

/// A phrase a procedure is known by.
#[derive(Debug)]
struct Phrase {
    /// Place in the list of procedures; `None`: a question about no procedure.
    procedure: Option<u32>,
    /// Place in the list of questions.
    question: Option<u32>,
}

/// All phrases.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    phrases: Vec<Phrase>,
    /// By piece: phrase, how much of it.
    postings: HashMap<u32, Vec<(u32, f32)>>,
}

/// How alike a question and the nearest phrase are, 0 to 1.
#[derive(Debug)]
pub(super) struct Near {
    /// For every procedure of the pack.
    pub procedures: Vec<f32>,
    /// For every question of the pack.
    pub questions: Vec<f32>,
}

/// Texts of a pack a procedure or question is known by, with their places in the pack.
pub(super) fn texts(pack: &Pack) -> Vec<(Option<u32>, Option<u32>, &str)> {
    let at: HashMap<&str, u32> = pack.procedures.iter().map(|p| p.id.as_str()).zip(0..).collect();
    let mut all = Vec::new();
    for (at, p) in (0..).zip(&pack.procedures) {
        let texts = [&p.title.vi, &p.title.en].into_iter().chain(&p.tags).chain(&p.official_name);
        all.extend(texts.map(|t| (Some(at), None, t.as_str())));
        all.extend([&p.summary.vi, &p.summary.en].map(|t| (Some(at), None, t.as_str())));
    }
    for (place, q) in (0..).zip(&pack.questions) {
        let procedure = q.procedure.as_ref().and_then(|p| at.get(p.as_str())).copied();
        // What was asked about a procedure that is gone is gone with it.
        if q.procedure.is_some() && procedure.is_none() {
            continue;
        }
        let texts = [&q.title.vi, &q.title.en].into_iter().chain(&q.variants).chain(&q.tags);
        all.extend(texts.map(|t| (procedure, Some(place), t.as_str())));
    }
    all
}

/// How rare pieces are among the phrases of a pack.
pub(super) fn rarity(pack: &Pack, concepts: &Concepts) -> Rarity {
    let texts = texts(pack);
    let mut have: BTreeMap<u32, u32> = BTreeMap::new();
    for (number, _) in texts.iter().flat_map(|(_, _, text)| pieces(&words(text, concepts), concepts)) {
        *have.entry(number).or_default() += 1;
    }
    let all = u32::try_from(texts.len()).unwrap_or(u32::MAX);
    Rarity::new(&have.into_iter().map(|(number, n)| (number, Rarity::byte(all + 1, n))).collect::<Vec<_>>())
}

impl Phrases {
    /// Reads the phrases of a pack.
    pub fn of(pack: &Pack, concepts: &Concepts, rarity: &Rarity) -> Self {
        let mut all = Self::default();
        for (number, (procedure, question, text)) in (0..).zip(texts(pack)) {
            all.phrases.push(Phrase { procedure, question });
            for (piece, _, much) in rarity.weigh(&pieces(&words(text, concepts), concepts)) {
                all.postings.entry(piece).or_default().push((number, much));
            }
        }
        all
    }

    /// How near a question's weighed pieces are.
    pub fn near(&self, weighed: &[(u32, Option<u32>, f32)], pack: (usize, usize)) -> Near {
        let mut sums = vec![0.0_f32; self.phrases.len()];
        for (piece, _, much) in weighed {
            for (phrase, there) in self.postings.get(piece).into_iter().flatten() {
                if let Some(sum) = sums.get_mut(*phrase as usize) {
                    *sum += much * there;
                }
            }
        }
        let mut near = Near { procedures: vec![0.0; pack.0], questions: vec![0.0; pack.1] };
        for (phrase, sum) in self.phrases.iter().zip(sums) {
            let procedure = phrase.procedure.and_then(|p| near.procedures.get_mut(p as usize));
            let question = phrase.question.and_then(|q| near.questions.get_mut(q as usize));
            for best in procedure.into_iter().chain(question) {
                *best = best.max(sum);
            }
        }
        near
    }
}
