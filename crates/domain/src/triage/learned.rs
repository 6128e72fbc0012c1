//! What was learned from `testdata/tune.jsonl`: weights for pieces of words, added to the points of the lexicon. Not for
//! learning them, which is [`super::train`], and not for anything a person reads.
//!
//! What a newcomer would get wrong: `weights.bin` is not edited. Add texts, run `cargo run -p vungsam-domain --bin triage -- --train`, commit both;
//! a test compares. And a change of [`features`] makes every weight wrong, so that test fails then too.

use super::Kind;
use super::words;
use crate::fold::fold;

/// Pieces share this many weights a kind; which one is a hash.
pub(super) const BUCKETS: usize = 4096;
/// First bytes of the file.
const MAGIC: &[u8; 4] = b"VST1";
/// Magic, two numbers a kind.
const HEAD: usize = 4 + Kind::ALL.len() * 8;

/// One number for each of [`Kind::ALL`], in that order.
pub(super) type Scores = [f32; Kind::ALL.len()];

/// A bucket and how much of the text is in it; by bucket, of length 1 taken together.
pub(super) type Features = Vec<(usize, f32)>;

/// The weights of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    pub bias: f32,
    pub scale: f32,
    pub weights: Vec<i8>,
}

/// All weights.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model(Vec<Weights>);

impl Weights {
    /// Makes whole numbers of them, the largest 127.
    pub fn rounded(weights: &[f32], bias: f32) -> Self {
        let largest = weights.iter().fold(f32::MIN_POSITIVE, |most, w| most.max(w.abs()));
        let scale = largest / 127.0;
        #[allow(clippy::cast_possible_truncation)] // within ±127 by the scale
        let weights = weights.iter().map(|w| (w / scale).round() as i8).collect();
        Self { bias, scale, weights }
    }

    fn score(&self, features: &Features) -> f32 {
        let parts = features.iter().map(|(at, much)| self.weights.get(*at).map_or(0.0, |w| f32::from(*w) * much));
        parts.sum::<f32>() * self.scale + self.bias
    }
}

impl Model {
    /// One set of weights for each of [`Kind::ALL`].
    pub fn new(weights: Vec<Weights>) -> Self {
        Self(weights)
    }

    /// How much a text reads like each kind: about 1 for a clear yes, -1 for a clear no.
    pub fn scores(&self, features: &Features) -> Scores {
        let mut scores = Scores::default();
        for (score, weights) in scores.iter_mut().zip(&self.0) {
            *score = weights.score(features);
        }
        scores
    }

    /// As it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.0.iter().flat_map(|w| [w.bias, w.scale]).flat_map(f32::to_le_bytes));
        bytes.extend(self.0.iter().flat_map(|w| &w.weights).flat_map(|w| w.to_le_bytes()));
        bytes
    }

    /// Reads what [`Self::bytes`] wrote.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let body = bytes.get(HEAD..).filter(|b| bytes.starts_with(MAGIC) && b.len() == BUCKETS * Kind::ALL.len());
        let (Some(body), Some(head)) = (body, bytes.get(MAGIC.len()..HEAD)) else {
            return Err(format!("weights.bin: {} bytes that are no weights of this version", bytes.len()));
        };
        let (pairs, _) = head.as_chunks::<8>();
        let number = |four: &[u8]| four.try_into().map(f32::from_le_bytes).unwrap_or(f32::NAN);
        let sets = pairs.iter().zip(body.chunks_exact(BUCKETS)).map(|(pair, weights)| {
            let (bias, scale) = pair.split_at(4);
            let weights = weights.iter().map(|b| i8::from_le_bytes([*b])).collect();
            Weights { bias: number(bias), scale: number(scale), weights }
        });
        let sets: Vec<_> = sets.collect();
        if sets.iter().all(|w| w.bias.is_finite() && w.scale.is_finite() && w.weights.iter().any(|w| *w != 0)) {
            Ok(Self(sets))
        } else {
            Err("weights.bin: the weights of a kind are empty or no numbers".to_owned())
        }
    }
}

/// Cuts a text into pieces and counts them by bucket. A text without a word has none.
pub(super) fn features(text: &str) -> Features {
    let mut buckets = vec![0.0_f32; BUCKETS];
    let bare = fold(text);
    let typed = typed_words(text);
    // Words and pairs of them, as read without marks, then as typed where marks were typed.
    pairs(&bare.split(' ').filter(|w| !w.is_empty()).collect::<Vec<_>>(), b'w', &mut buckets);
    if typed.iter().any(|w| !w.is_ascii()) || typed.join(" ") != bare {
        pairs(&typed.iter().map(String::as_str).collect::<Vec<_>>(), b'k', &mut buckets);
    }
    if !bare.is_empty() {
        let padded: Vec<char> = format!(" {bare} ").chars().collect();
        for length in SPANS {
            for span in padded.windows(length) {
                put(b'c', &span.iter().collect::<String>(), SPAN_WEIGHT, &mut buckets);
            }
        }
    }
    let length = buckets.iter().map(|b| b * b).sum::<f32>().sqrt();
    let filled = buckets.into_iter().enumerate().filter(|(_, much)| *much != 0.0);
    filled.map(|(at, much)| (at, much / length)).collect()
}

/// Lengths of the runs of letters.
const SPANS: std::ops::RangeInclusive<usize> = 3..=5;
/// What a run of letters counts beside a word.
const SPAN_WEIGHT: f32 = 0.25;

fn typed_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c))
        .filter(|w| !w.is_empty())
        .map(words::key)
        .collect()
}

fn pairs(words: &[&str], group: u8, buckets: &mut [f32]) {
    for word in words {
        put(group, word, 1.0, buckets);
    }
    for pair in words.windows(2) {
        put(group, &pair.join(" "), 1.0, buckets);
    }
}

/// FNV-1a; one bit of it is the sign, so that what shares a bucket by chance cancels out rather than adds up.
fn put(group: u8, piece: &str, much: f32, buckets: &mut [f32]) {
    let hash = std::iter::once(group)
        .chain(piece.bytes())
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let hash = hash ^ (hash >> 29);
    #[allow(clippy::cast_possible_truncation)] // only the low bits are wanted
    let at = (hash >> 1) as usize % BUCKETS;
    if let Some(bucket) = buckets.get_mut(at) {
        *bucket += if hash & 1 == 0 { much } else { -much };
    }
}
