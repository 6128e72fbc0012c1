//! What was learned from questions: for every piece how much it speaks for each procedure, and for "nothing here". Not for
//! learning it, which is [`super::train`].
//!
//! What a newcomer would get wrong: procedures are named by id in here, and the content changes at run time. An id that
//! the pack no longer has is ignored; one that the weights never saw has no learned score and is found by its words.

use super::pieces::Pieces;
use std::collections::HashMap;

/// First bytes, before compression.
const MAGIC: &[u8; 4] = b"VSA1";
/// Whole numbers a unit of rarity.
const RARITY: f32 = 16.0;
/// Weights are whole numbers up to this.
pub(super) const LEVELS: f32 = 12.0;
/// No weights are longer than this when unpacked.
const LONGEST: usize = 16_000_000;

/// How rare every known piece is: the rarer, the more it says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Rarity {
    /// Pieces by number, with the place of their weights and their rarity in 16ths.
    known: HashMap<u32, (u32, u8)>,
    /// Of a piece nobody has seen.
    unknown: f32,
}

impl Rarity {
    /// Numbers in order, and their rarities.
    pub fn new(pieces: &[(u32, u8)]) -> Self {
        let known: HashMap<_, _> = (0..).zip(pieces).map(|(at, (number, rare))| (*number, (at, *rare))).collect();
        let most = pieces.iter().map(|(_, rare)| *rare).max().unwrap_or_default();
        Self { known, unknown: f32::from(most) / RARITY * UNSEEN }
    }

    /// Rarity as it is stored, of a piece that `n` of `all` texts have. By straight lines: the same on every machine.
    pub fn byte(all: u32, n: u32) -> u8 {
        #[allow(clippy::cast_precision_loss)]
        let mut left = all as f32 / n as f32;
        let mut halved = 0.0;
        while left >= 2.0 {
            left /= 2.0;
            halved += 1.0;
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most 16 * 23
        let byte = (RARITY * (0.3 + 0.693 * (halved + left - 1.0))).round().min(255.0) as u8;
        byte
    }

    /// Place of the weights (`None`: never seen) and how much of the question each piece is; of length 1 together.
    pub fn weigh(&self, pieces: &Pieces) -> Vec<(u32, Option<u32>, f32)> {
        let weigh = |(number, much): &(u32, f32)| match self.known.get(number) {
            Some((at, rare)) => (*number, Some(*at), much * f32::from(*rare) / RARITY),
            None => (*number, None, much * self.unknown),
        };
        let mut all: Vec<_> = pieces.iter().map(weigh).collect();
        let length = all.iter().map(|(_, _, m)| m * m).sum::<f32>().sqrt();
        if length > 0.0 {
            all.iter_mut().for_each(|(_, _, m)| *m /= length);
        }
        all
    }
}

/// What a piece nobody has seen counts beside the rarest known.
const UNSEEN: f32 = 0.6;

/// All that was learned.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Model {
    pub rarity: Rarity,
    /// Ids of procedures; the empty one is "nothing here".
    pub classes: Vec<String>,
    bias: Vec<f32>,
    scale: Vec<f32>,
    pieces: Vec<(u32, u8)>,
    /// By piece, then by class.
    weights: Vec<i8>,
    /// Known words, the oftest first.
    pub words: Vec<String>,
    /// What it was learned from.
    pub digest: [u8; 32],
}

impl Model {
    /// Rounds the weights, given by piece, then by class.
    pub fn new(classes: Vec<String>, pieces: Vec<(u32, u8)>, learned: &[f32], bias: Vec<f32>) -> Self {
        let n = classes.len().max(1);
        let mut scale = vec![f32::MIN_POSITIVE; n];
        for row in learned.chunks(n) {
            scale.iter_mut().zip(row).for_each(|(most, weight)| *most = most.max(weight.abs()));
        }
        scale.iter_mut().for_each(|most| *most /= LEVELS);
        let round = |row: &[f32]| {
            #[allow(clippy::cast_possible_truncation)] // within ±12 by the unit
            let round = row.iter().zip(&scale).map(|(weight, unit)| (weight / unit).round() as i8);
            round.collect::<Vec<_>>()
        };
        let weights = learned.chunks(n).flat_map(round).collect();
        Self { rarity: Rarity::new(&pieces), classes, bias, scale, pieces, weights, ..Self::default() }
    }

    /// How much weighed pieces speak for each class: one more than another is e times as likely.
    pub fn scores(&self, weighed: &[(u32, Option<u32>, f32)]) -> Vec<f32> {
        let mut sums = vec![0.0_f32; self.classes.len()];
        for (at, much) in weighed.iter().filter_map(|(_, at, much)| Some(((*at)? as usize, much))) {
            let row = self.weights.get(at * sums.len()..(at + 1) * sums.len()).unwrap_or_default();
            for (sum, w) in sums.iter_mut().zip(row) {
                *sum += f32::from(*w) * much;
            }
        }
        sums.iter().zip(&self.scale).zip(&self.bias).map(|((sum, scale), bias)| sum * scale + bias).collect()
    }

    /// As it is stored, not yet compressed.
    pub fn bytes(&self) -> Vec<u8> {
        let mut all = MAGIC.to_vec();
        all.extend(self.digest);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
        all.extend(count(self.classes.len()));
        all.extend(count(self.pieces.len()));
        all.extend(count(self.words.len()));
        for class in self.classes.iter().chain(&self.words) {
            all.extend(class.bytes().chain([b'\n']));
        }
        all.extend(self.bias.iter().chain(&self.scale).flat_map(|f| f.to_le_bytes()));
        // Numbers as steps from the one before: the high bytes are then mostly nothing.
        let mut last = 0;
        let mut steps = Vec::new();
        for (number, _) in &self.pieces {
            steps.push((number - last).to_le_bytes());
            last = *number;
        }
        for byte in 0..4 {
            all.extend(steps.iter().filter_map(|s| s.get(byte)));
        }
        all.extend(self.pieces.iter().map(|(_, rare)| rare));
        for class in 0..self.classes.len() {
            let column = self.weights.iter().skip(class).step_by(self.classes.len());
            all.extend(column.flat_map(|w| w.to_le_bytes()));
        }
        all
    }

    /// Reads what [`Self::bytes`] wrote.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        Self::read(&mut { bytes }).ok_or_else(|| "weights.bin holds no weights of this version".to_owned())
    }

    fn read(rest: &mut &[u8]) -> Option<Self> {
        if take(rest, 4)? != MAGIC {
            return None;
        }
        let digest = take(rest, 32)?.try_into().ok()?;
        let mut count = || Some(u32::from_le_bytes(take(rest, 4)?.try_into().ok()?) as usize);
        let (classes, pieces, words) = (count()?, count()?, count()?);
        let names = (0..classes.checked_add(words)?).map(|_| {
            let end = rest.iter().position(|b| *b == b'\n')?;
            let name = String::from_utf8(take(rest, end)?.to_vec()).ok()?;
            take(rest, 1)?;
            Some(name)
        });
        let mut names: Vec<String> = names.collect::<Option<_>>()?;
        let words = names.split_off(classes);
        let floats = take(rest, classes.checked_mul(8)?)?;
        let floats: Vec<f32> = floats.as_chunks::<4>().0.iter().map(|f| f32::from_le_bytes(*f)).collect();
        let (bias, scale) = floats.split_at(classes);
        let mut numbers = vec![0_u32; pieces];
        for byte in 0..4 {
            for (number, b) in numbers.iter_mut().zip(take(rest, pieces)?) {
                *number |= u32::from(*b) << (8 * byte);
            }
        }
        let mut last = 0_u32;
        for number in &mut numbers {
            last = last.checked_add(*number)?;
            *number = last;
        }
        let known: Vec<(u32, u8)> = numbers.into_iter().zip(take(rest, pieces)?.iter().copied()).collect();
        let columns = take(rest, classes.checked_mul(pieces)?)?;
        let mut weights = vec![0_i8; columns.len()];
        for (class, column) in columns.chunks_exact(pieces.max(1)).enumerate() {
            for (place, w) in weights.iter_mut().skip(class).step_by(classes).zip(column) {
                *place = i8::from_le_bytes([*w]);
            }
        }
        let good = rest.is_empty() && floats.iter().all(|f| f.is_finite());
        let (bias, scale) = (bias.to_vec(), scale.to_vec());
        let rarity = Rarity::new(&known);
        good.then_some(Self { rarity, classes: names, bias, scale, pieces: known, weights, words, digest })
    }

    /// Unpacks and reads `weights.bin`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn unpack(file: &[u8]) -> Result<Self, String> {
        Self::parse(&zstd::bulk::decompress(file, LONGEST).map_err(|e| format!("weights.bin: {e}"))?)
    }
}

fn take<'a>(rest: &mut &'a [u8], n: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(n)?;
    *rest = left;
    Some(taken)
}
