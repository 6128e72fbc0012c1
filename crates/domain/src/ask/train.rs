//! Learns the weights from labelled questions, always the same from the same texts. Not for run time.
//!
//! What a newcomer would get wrong: how well it does is never read from the questions it learned from, nor from their
//! author's others: [`cross_validate`].

use super::concepts::Concepts;
use super::learner::Learner;
use super::lexical;
use super::measure::{Labelled, Rates};
use super::model::{Model, Rarity};
use super::pieces::{Pieces, pieces, words};
use super::{Ask, Learned, NOTHING};
use crate::content::Pack;
use crate::fold::fold;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What a text of the content counts beside one that somebody asked.
const WRITTEN: f32 = 0.7;
/// Pieces that fewer texts have are not learned.
const SEEN: u32 = 2;

/// What the weights are learned from.
#[derive(Debug, Clone)]
pub struct Texts {
    /// `concepts.toml`.
    pub concepts: String,
    /// `asks.toml`: by id of a procedure (or `khong-co`) what people say.
    pub asks: String,
    /// `asked.jsonl`: questions with their answers, by several authors.
    pub asked: String,
}

/// A text to learn from.
#[derive(Debug)]
pub(super) struct Example {
    pieces: Pieces,
    words: Vec<String>,
    /// Classes it is.
    pub yes: Vec<usize>,
    /// Other classes it may be.
    pub maybe: Vec<usize>,
    /// How much it counts.
    pub counts: f32,
}

/// What the texts and the cutting into pieces come to; kept with the weights. The content is left out: it changes, and
/// what changed is found by its words until the weights are learned anew.
fn digest(texts: &Texts, concepts: &Concepts) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in [&texts.concepts, &texts.asks, &texts.asked] {
        digest.update(Sha256::digest(part));
    }
    for (number, much) in pieces(&words("Mất giấy khai sinh cháu bé, xin lại ở đâu?", concepts), concepts) {
        digest.update(number.to_le_bytes());
        digest.update(much.to_le_bytes());
    }
    digest.finalize().into()
}

/// Whether these weights were learned from these texts, cut as they are now.
///
/// # Errors
/// What is wrong with the texts or the weights.
pub fn learned_from(weights: &[u8], texts: &Texts) -> Result<bool, String> {
    Ok(Model::unpack(weights)?.digest == digest(texts, &Concepts::parse(&texts.concepts)?))
}

/// All texts to learn from, and the classes.
struct School {
    classes: Vec<String>,
    given: Vec<Example>,
    asked: Vec<Example>,
    labelled: Vec<Labelled>,
    digest: [u8; 32],
}

fn school(texts: &Texts, pack: &Pack) -> Result<School, String> {
    let concepts = Concepts::parse(&texts.concepts)?;
    let labelled = Labelled::set(&texts.asked).map_err(|e| e.to_string())?;
    let asks: BTreeMap<String, Vec<String>> = toml::from_str(&texts.asks).map_err(|e| e.to_string())?;
    let mut classes: Vec<String> = pack.procedures.iter().map(|p| p.id.clone()).collect();
    classes.sort();
    classes.push(String::new());
    let at: HashMap<&str, usize> = classes.iter().enumerate().map(|(i, c)| (c.as_str(), i)).collect();
    // The same words under several procedures are one text that is all of them.
    let mut given: BTreeMap<String, (&str, BTreeSet<usize>, f32)> = BTreeMap::new();
    for (procedure, _, text) in lexical::texts(pack) {
        let id = procedure.and_then(|p| pack.procedures.get(p as usize)).map(|p| p.id.as_str());
        if let Some(class) = id.and_then(|id| at.get(id)) {
            given.entry(fold(text)).or_insert((text, BTreeSet::new(), WRITTEN)).1.insert(*class);
        }
    }
    for (id, list) in &asks {
        let name = if id == NOTHING { "" } else { id };
        let class = *at.get(name).ok_or_else(|| format!("asks.toml: no procedure {id:?}"))?;
        for text in list {
            given.entry(fold(text)).or_insert((text, BTreeSet::new(), 1.0)).1.insert(class);
        }
    }
    let cut = |text: &str| pieces(&words(text, &concepts), &concepts);
    let bare = |text: &str| words(text, &concepts).into_iter().map(|w| w.bare).collect();
    let example = |(text, yes, counts): &(&str, BTreeSet<usize>, f32)| Example {
        pieces: cut(text),
        words: bare(text),
        yes: yes.iter().copied().collect(),
        maybe: Vec::new(),
        counts: *counts,
    };
    let given = given.values().map(example).collect();
    let asked = labelled.iter().map(|l| {
        let ids: Vec<usize> = l.ids.iter().filter_map(|id| at.get(id.as_str())).copied().collect();
        let yes = ids.first().copied().unwrap_or(classes.len() - 1);
        Example {
            pieces: cut(&l.q),
            words: if l.style == "typos" { Vec::new() } else { bare(&l.q) },
            yes: vec![yes],
            maybe: ids.into_iter().skip(1).collect(),
            counts: 1.0,
        }
    });
    let asked = asked.collect();
    let digest = digest(texts, &concepts);
    Ok(School { asked, given, labelled, digest, classes })
}

impl School {
    fn model(&self, examples: &[&Example]) -> Model {
        let mut have: BTreeMap<u32, u32> = BTreeMap::new();
        for (number, _) in examples.iter().flat_map(|e| &e.pieces) {
            *have.entry(*number).or_default() += 1;
        }
        have.retain(|_, n| *n >= SEEN);
        let all = u32::try_from(examples.len()).unwrap_or(u32::MAX);
        let pieces: Vec<(u32, u8)> = have.into_iter().map(|(number, n)| (number, Rarity::byte(all + 1, n))).collect();
        let rarity = Rarity::new(&pieces);
        let weigh = |e: &&Example| {
            let weighed = rarity.weigh(&e.pieces);
            weighed.into_iter().filter_map(|(_, at, much)| Some((at? as usize, much))).collect::<Vec<_>>()
        };
        let weighed: Vec<Vec<(usize, f32)>> = examples.iter().map(weigh).collect();
        let (weights, bias) = Learner::new(self.classes.len(), pieces.len()).learn(examples, &weighed);
        let mut model = Model::new(self.classes.clone(), pieces, &weights, bias);
        (model.words, model.digest) = (words_of(examples), self.digest);
        model
    }
}

/// Words in at least two texts, the oftest first.
fn words_of(examples: &[&Example]) -> Vec<String> {
    let mut have: BTreeMap<&str, u32> = BTreeMap::new();
    for word in examples.iter().flat_map(|e| &e.words).filter(|w| w.is_ascii()) {
        *have.entry(word).or_default() += 1;
    }
    let mut often: Vec<(u32, &str)> = have.into_iter().filter(|(_, n)| *n > 1).map(|(w, n)| (n, w)).collect();
    often.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    often.into_iter().map(|(_, w)| w.to_owned()).collect()
}

/// The weights, as `weights.bin` has them.
///
/// # Errors
/// What is wrong with the texts.
pub fn train(texts: &Texts, pack: &Pack) -> Result<Vec<u8>, String> {
    let school = school(texts, pack)?;
    let model = school.model(&school.given.iter().chain(&school.asked).collect::<Vec<_>>());
    zstd::bulk::compress(&model.bytes(), 19).map_err(|e| e.to_string())
}

/// How the questions of each author are answered when the weights were learned without any of that author's; `without_asks`:
/// without `asks.toml` too, whose author read what the first author's questions missed.
///
/// # Errors
/// What is wrong with the texts.
pub fn cross_validate(texts: &Texts, pack: &Pack, without_asks: bool) -> Result<Vec<(String, Rates)>, String> {
    let texts = if without_asks { &Texts { asks: String::new(), ..texts.clone() } } else { texts };
    let school = school(texts, pack)?;
    let concepts: Arc<Concepts> = Concepts::parse(&texts.concepts)?.into();
    let authors: BTreeSet<&str> = school.labelled.iter().map(|l| l.by.as_str()).collect();
    let rates = authors.into_iter().map(|author| {
        let others = school.asked.iter().zip(&school.labelled).filter(|(_, l)| l.by != author).map(|(e, _)| e);
        let model = school.model(&school.given.iter().chain(others).collect::<Vec<_>>());
        let ask = Ask::build(pack, &Learned { concepts: concepts.clone(), model: model.into() });
        let mut rates = Rates::default();
        rates.add(&ask, school.labelled.iter().filter(|l| l.by == author));
        (author.to_owned(), rates)
    });
    Ok(rates.collect())
}
