//! Multinomial logistic regression, by steps of falling length (AdaGrad). Not for what it is learned from.
//!
//! What a newcomer would get wrong: only `+ - * /` and roots are used, in a fixed order, because `exp` of the standard
//! library gives other last digits on other machines, and the weights are compared byte by byte.

use super::train::Example;

/// Times every text is gone through.
const ROUNDS: u16 = 10;
/// How far a weight moves at first, for a piece of length 1; a tenth of it in the end.
const STEP: f32 = 0.3;
/// What being one of the other allowed answers is worth beside being the best.
const ALLOWED: f32 = 0.5;
/// A class that is wrong by less than this is left alone.
const LITTLE: f32 = 1e-3;

/// Weights while they are learned.
pub(super) struct Learner {
    classes: usize,
    /// By piece, then by class.
    weights: Vec<f32>,
    /// How far each was moved so far, squared.
    moved: Vec<f32>,
    bias: Vec<f32>,
    bias_moved: Vec<f32>,
}

/// Numbers that look like chance and are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % n
    }
}

impl Learner {
    pub fn new(classes: usize, pieces: usize) -> Self {
        let moved = |n: usize| vec![1e-4_f32; n];
        let (weights, bias) = (vec![0.0; pieces * classes], vec![0.0; classes]);
        Self { classes, moved: moved(weights.len()), weights, bias_moved: moved(classes), bias }
    }

    /// Goes through the texts, given with their weighed pieces. Returns the weights, by piece, then by class, and what each
    /// class has from the start.
    pub fn learn(mut self, examples: &[&Example], weighed: &[Vec<(usize, f32)>]) -> (Vec<f32>, Vec<f32>) {
        let mut texts: Vec<_> = examples.iter().zip(weighed).collect();
        let mut dice = Dice(12_345);
        for round in 0..ROUNDS {
            for at in (1..texts.len()).rev() {
                texts.swap(at, dice.below(at + 1));
            }
            let step = STEP * (1.0 - 0.9 * f32::from(round) / f32::from(ROUNDS));
            for (example, pieces) in &texts {
                let wrong = self.wrong(example, pieces);
                self.mend(&wrong, pieces, step);
            }
        }
        (self.weights, self.bias)
    }

    /// How much too likely (negative: too unlikely) each class is held for a text.
    fn wrong(&self, example: &Example, pieces: &[(usize, f32)]) -> Vec<(usize, f32)> {
        let mut held = self.bias.clone();
        for (at, much) in pieces {
            let row = self.weights.get(at * self.classes..(at + 1) * self.classes).unwrap_or_default();
            for (sum, weight) in held.iter_mut().zip(row) {
                *sum += weight * much;
            }
        }
        let most = held.iter().copied().fold(f32::MIN, f32::max);
        held.iter_mut().for_each(|h| *h = exp(*h - most));
        let all: f32 = held.iter().sum();
        held.iter_mut().for_each(|h| *h /= all);
        let share = |class: &usize| held.get(*class).copied().unwrap_or_default();
        let good = example.yes.iter().map(share).sum::<f32>() + ALLOWED * example.maybe.iter().map(share).sum::<f32>();
        let good = good.max(1e-6);
        let wrong = held.iter().enumerate().map(|(class, held)| {
            let right = if example.yes.contains(&class) {
                1.0
            } else if example.maybe.contains(&class) {
                ALLOWED
            } else {
                0.0
            };
            (class, (held - right * held / good) * example.counts)
        });
        wrong.filter(|(_, much)| much.abs() > LITTLE).collect()
    }

    fn mend(&mut self, wrong: &[(usize, f32)], pieces: &[(usize, f32)], step: f32) {
        for (class, much) in wrong {
            if let (Some(bias), Some(moved)) = (self.bias.get_mut(*class), self.bias_moved.get_mut(*class)) {
                *moved += much * much;
                *bias -= 0.3 * step * much / moved.sqrt();
            }
        }
        for (at, there) in pieces {
            for (class, much) in wrong {
                let (place, much) = (at * self.classes + class, much * there);
                if let (Some(weight), Some(moved)) = (self.weights.get_mut(place), self.moved.get_mut(place)) {
                    *moved += much * much;
                    *weight -= step * much / moved.sqrt();
                }
            }
        }
    }
}

/// e to the power of `x`, which is not above 0: a series and six squares.
fn exp(x: f32) -> f32 {
    if x < -16.0 {
        return 0.0;
    }
    let y = x / 64.0;
    let mut e = 1.0 + y * (1.0 + y * (0.5 + y / 6.0));
    for _ in 0..6 {
        e *= e;
    }
    e
}
