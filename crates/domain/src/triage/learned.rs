//! What was learned from `testdata/tune.jsonl`: weights for pieces of a text, added to the points of the lexicon. Not for
//! learning them, which is [`super::train`], and not for anything a person reads.
//!
//! What a newcomer would get wrong: `weights.bin` is not edited. Add texts, run `cargo run -p vungsam-domain --bin triage
//! -- --train`, commit both; a test compares. And a change of [`pieces`] makes every weight wrong, so that test fails too.

use super::Kind;
use super::concepts::Concepts;
use super::words::Word;

/// Pieces share this many weights a kind; which one is a hash.
pub(super) const BUCKETS: usize = 32_768;
/// First bytes of the file.
const MAGIC: &[u8; 4] = b"VST2";
/// Magic, two numbers a kind.
const HEAD: usize = 4 + Kind::ALL.len() * 8;
/// Whole numbers a unit of rarity.
const RARITY: f32 = 16.0;

/// One number for each of [`Kind::ALL`], in that order.
pub(super) type Scores = [f32; Kind::ALL.len()];

/// A bucket and how much of the text is in it; by bucket.
pub(super) type Features = Vec<(usize, f32)>;

/// The weights of one kind.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Weights {
    pub bias: f32,
    pub scale: f32,
    pub weights: Vec<i8>,
}

/// All weights, and how rare each bucket is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Model {
    rarity: Rarity,
    kinds: Vec<Weights>,
}

/// For every bucket: the fewer texts have a piece in it, the more it says. From 1 up, in 16ths.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rarity(Vec<u8>);

impl Rarity {
    /// Counts in how many texts each bucket is.
    pub fn of<'a>(texts: impl Iterator<Item = &'a Features>) -> Self {
        let mut have = vec![0_u32; BUCKETS];
        let mut all = 1_u32;
        for text in texts {
            all += 1;
            for (at, _) in text {
                if let Some(n) = have.get_mut(*at) {
                    *n += 1;
                }
            }
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most 16 * 23
        let byte = |n: u32| (RARITY * (1.0 + 0.693 * log2(all, n + 1))).round().min(255.0) as u8;
        Self(have.into_iter().map(byte).collect())
    }

    /// Pieces by their rarity, of length 1 taken together.
    pub fn weigh(&self, pieces: &Features) -> Features {
        let rare = |at: usize| f32::from(self.0.get(at).copied().unwrap_or_default()) / RARITY;
        let weighed: Features = pieces.iter().map(|(at, much)| (*at, much * rare(*at))).collect();
        let length = weighed.iter().map(|(_, much)| much * much).sum::<f32>().sqrt();
        weighed.into_iter().map(|(at, much)| (at, much / length)).collect()
    }
}

/// How often `of` must be halved to be `n`, by straight lines between whole numbers: the same on every machine.
fn log2(of: u32, n: u32) -> f32 {
    #[allow(clippy::cast_precision_loss)]
    let mut left = of as f32 / n as f32;
    let mut halved = 0.0;
    while left >= 2.0 {
        left /= 2.0;
        halved += 1.0;
    }
    halved + (left - 1.0)
}

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
    pub fn new(rarity: Rarity, kinds: Vec<Weights>) -> Self {
        Self { rarity, kinds }
    }

    /// How much a text of these pieces reads like each kind: about 1 for a clear yes, -1 for a clear no.
    pub fn scores(&self, pieces: &Features) -> Scores {
        let features = self.rarity.weigh(pieces);
        let mut scores = Scores::default();
        for (score, weights) in scores.iter_mut().zip(&self.kinds) {
            *score = weights.score(&features);
        }
        scores
    }

    /// As it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.kinds.iter().flat_map(|w| [w.bias, w.scale]).flat_map(f32::to_le_bytes));
        bytes.extend(self.kinds.iter().flat_map(|w| &w.weights).flat_map(|w| w.to_le_bytes()));
        bytes.extend(&self.rarity.0);
        bytes
    }

    /// Reads what [`Self::bytes`] wrote.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let body = bytes.get(HEAD..).filter(|b| bytes.starts_with(MAGIC) && b.len() == BUCKETS * (Kind::ALL.len() + 1));
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
        let rarity = body.get(BUCKETS * Kind::ALL.len()..).unwrap_or_default().to_vec();
        if sets.iter().all(|w| w.bias.is_finite() && w.scale.is_finite() && w.weights.iter().any(|w| *w != 0)) {
            Ok(Self { rarity: Rarity(rarity), kinds: sets })
        } else {
            Err("weights.bin: the weights of a kind are empty or no numbers".to_owned())
        }
    }
}

/// Cuts the words of a text into pieces and counts them by bucket. A text without a word has none.
pub(super) fn pieces(words: &[Word], concepts: &Concepts) -> Features {
    let mut buckets = vec![0.0_f32; BUCKETS];
    // Words and pairs of them, as read without marks, then as typed where marks were typed.
    let bare: Vec<&str> = words.iter().map(|w| w.bare.as_str()).collect();
    let typed: Vec<&str> = words.iter().map(|w| w.key.as_str()).collect();
    pairs(&bare, b'w', &mut buckets);
    if typed != bare {
        pairs(&typed, b'k', &mut buckets);
    }
    let found = concepts.find(words);
    for (group, names, much) in [(b'g', found.alone, 1.0), (b'p', found.pairs, 0.5), (b'r', found.runs, 0.5)] {
        for name in names {
            put(group, &name, much, &mut buckets);
        }
    }
    if !bare.is_empty() {
        let padded: Vec<char> = format!(" {} ", bare.join(" ")).chars().collect();
        for length in SPANS {
            for span in padded.windows(length) {
                put(b'c', &span.iter().collect::<String>(), SPAN_WEIGHT, &mut buckets);
            }
        }
    }
    buckets.into_iter().enumerate().filter(|(_, much)| *much != 0.0).collect()
}

/// Lengths of the runs of letters.
const SPANS: std::ops::RangeInclusive<usize> = 3..=3;
/// What a run of letters counts beside a word.
const SPAN_WEIGHT: f32 = 0.25;

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
