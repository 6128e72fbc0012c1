//! Learns the weights from labelled questions, always the same from the same texts. Not for run time.
//!
//! What a newcomer would get wrong: only `+ - * /` and roots are used, in a fixed order, because `exp` gives other last
//! digits on other machines. And how well it does is never read from the questions it learned from: [`cross_validate`].

use super::concepts::Concepts;
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

/// How dear an error is while learning; higher learns the texts by heart.
pub const COST: f32 = 2.0;
/// Rounds over all texts.
const ROUNDS: usize = 15;
/// How far apart texts that follow each other lie, round by round.
const STEPS: [usize; 5] = [1, 7, 11, 13, 17];
/// Parts of a cross-validation.
const FOLDS: usize = 8;
/// Questions that share more than this of their runs of letters are one question asked twice.
const ALIKE: f32 = 0.5;
/// Pieces that fewer texts have are not learned.
const SEEN: u32 = 2;

/// What the weights are learned from.
#[derive(Debug)]
pub struct Texts {
    /// `concepts.toml`.
    pub concepts: String,
    /// `asks.toml`: by id of a procedure (or `khong-co`) what people say.
    pub asks: String,
    /// `tune.jsonl`.
    pub tune: String,
}

/// A text to learn from.
#[derive(Debug)]
struct Example {
    pieces: Pieces,
    words: Vec<String>,
    /// Classes it is.
    yes: Vec<usize>,
    /// Classes it may be: neither taught.
    maybe: Vec<usize>,
    /// How dear an error with it is.
    cost: f32,
}

/// What the texts and the cutting into pieces come to; kept with the weights. The content is left out: it changes, and
/// what changed is found by its words until the weights are learned anew.
fn digest(texts: &Texts, concepts: &Concepts) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in [&texts.concepts, &texts.asks, &texts.tune] {
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
    tune: Vec<Example>,
    labelled: Vec<Labelled>,
    digest: [u8; 32],
}

fn school(texts: &Texts, pack: &Pack) -> Result<School, String> {
    let concepts = Concepts::parse(&texts.concepts)?;
    let labelled = Labelled::set(&texts.tune).map_err(|e| e.to_string())?;
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
            given.entry(fold(text)).or_insert((text, BTreeSet::new(), 0.7)).1.insert(*class);
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
    let example = |(text, yes, cost): &(&str, BTreeSet<usize>, f32)| Example {
        pieces: cut(text),
        words: bare(text),
        yes: yes.iter().copied().collect(),
        maybe: Vec::new(),
        cost: *cost,
    };
    let given = given.values().map(example).collect();
    let tune = labelled.iter().map(|l| {
        let ids: Vec<usize> = l.ids.iter().filter_map(|id| at.get(id.as_str())).copied().collect();
        let yes = ids.first().copied().unwrap_or(classes.len() - 1);
        Example {
            pieces: cut(&l.q),
            words: if l.style == "typos" { Vec::new() } else { bare(&l.q) },
            yes: vec![yes],
            maybe: ids.into_iter().skip(1).collect(),
            cost: 1.0,
        }
    });
    let tune = tune.collect();
    let digest = digest(texts, &concepts);
    Ok(School { tune, given, labelled, digest, classes })
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
        let learned: Vec<(Vec<f32>, f32)> =
            (0..self.classes.len()).map(|class| one_against_all(class, examples, &weighed, pieces.len())).collect();
        let mut model = Model::new(self.classes.clone(), pieces, &learned);
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

/// A text while one class is learned: yes or no, how far it may be wrong, its pieces, how much it pulls.
type Taught<'a> = (f32, f32, &'a [(usize, f32)], f32);

/// A linear support vector machine with squared loss, by descent in the dual, one text after the other.
fn one_against_all(class: usize, examples: &[&Example], weighed: &[Vec<(usize, f32)>], n: usize) -> (Vec<f32>, f32) {
    let mut weights = vec![0.0_f32; n];
    let mut bias = 0.0_f32;
    let mut texts: Vec<Taught<'_>> = Vec::new();
    for (e, features) in examples.iter().zip(weighed) {
        if !e.maybe.contains(&class) {
            let (yes, dear) = if e.yes.contains(&class) { (1.0, 4.0) } else { (-1.0, 1.0) };
            texts.push((yes, 0.5 / (COST * e.cost * dear), features, 0.0));
        }
    }
    for round in 0..ROUNDS {
        // Every round in another order, so that no text is always the last.
        let step = STEPS.get(round % STEPS.len()).copied().unwrap_or(1);
        let len = texts.len();
        let step = if len.is_multiple_of(step) { 1 } else { step };
        for i in 0..len {
            let Some((yes, slack, features, alpha)) = texts.get_mut(i * step % len) else { continue };
            let sum: f32 = features.iter().map(|(at, much)| weights.get(*at).map_or(0.0, |w| w * much)).sum();
            let square: f32 = 1.0 + features.iter().map(|(_, m)| m * m).sum::<f32>();
            let next = (*alpha - (*yes * (sum + bias) - 1.0 + *slack * *alpha) / (square + *slack)).max(0.0);
            let change = (next - *alpha) * *yes;
            *alpha = next;
            if change == 0.0 {
                continue;
            }
            bias += change;
            for (at, much) in *features {
                if let Some(weight) = weights.get_mut(*at) {
                    *weight += change * much;
                }
            }
        }
    }
    (weights, bias)
}

/// The weights, as `weights.bin` has them.
///
/// # Errors
/// What is wrong with the texts.
pub fn train(texts: &Texts, pack: &Pack) -> Result<Vec<u8>, String> {
    let school = school(texts, pack)?;
    let model = school.model(&school.given.iter().chain(&school.tune).collect::<Vec<_>>());
    zstd::bulk::compress(&model.bytes(), 19).map_err(|e| e.to_string())
}

/// How the tuning questions are answered when the weights were learned without them and all that are like them: with
/// `alone`, without any tuning question.
///
/// # Errors
/// What is wrong with the texts.
pub fn cross_validate(texts: &Texts, pack: &Pack, alone: bool) -> Result<Rates, String> {
    let school = school(texts, pack)?;
    let part = groups(&school.tune);
    let concepts: Arc<Concepts> = Concepts::parse(&texts.concepts)?.into();
    let mut rates = Rates::default();
    for fold in 0..(if alone { 1 } else { FOLDS }) {
        let others = school.tune.iter().zip(&part).filter(|(_, p)| !alone && *p % FOLDS != fold).map(|(e, _)| e);
        let model = school.model(&school.given.iter().chain(others).collect::<Vec<_>>());
        let ask = Ask::build(pack, &Learned { concepts: concepts.clone(), model: model.into() });
        let left = school.labelled.iter().zip(&part).filter(|(_, p)| alone || *p % FOLDS == fold);
        rates.add(&ask, left.map(|(l, _)| l));
    }
    Ok(rates)
}

/// The number of the group each text is in: those much alike are in one.
fn groups(examples: &[Example]) -> Vec<usize> {
    let mut group: Vec<usize> = (0..examples.len()).collect();
    let sets: Vec<BTreeSet<u32>> = examples.iter().map(|e| e.pieces.iter().map(|(n, _)| *n).collect()).collect();
    for (i, a) in sets.iter().enumerate() {
        for (j, b) in sets.iter().enumerate().take(i) {
            #[allow(clippy::cast_precision_loss)]
            let (both, any) = (a.intersection(b).count() as f32, a.union(b).count() as f32);
            if both > ALIKE * any {
                let (from, to) = (group.get(i).copied(), group.get(j).copied());
                group.iter_mut().filter(|g| Some(**g) == from).for_each(|g| *g = to.unwrap_or_default());
            }
        }
    }
    group
}
