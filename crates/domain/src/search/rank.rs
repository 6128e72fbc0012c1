//! Scores things against a reading of a query. Not for reading the query, nor for names of communes (`units`).
//!
//! What a newcomer would get wrong: the postings only choose some dozens of candidates; what decides is how well one
//! short phrase of a thing (its title, a tag, a question about it) covers the query and is covered by it.

use super::index::{Class, Packed};
use super::query::Reading;

/// Things looked at closely, a reading.
const CANDIDATES: usize = 56;

/// A thing with its points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub doc: u32,
    /// For the order.
    pub score: f32,
    /// How much of what was typed it answers, 0 to 1.
    pub evidence: f32,
    /// Every word that says something is in its title, tags or questions.
    pub full: bool,
    /// The former name that fits best.
    pub via: Option<u16>,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    points: f32,
    body: f32,
    here: f32,
    here_body: f32,
    slot: u16,
}

/// The best things of a reading, not in order.
pub(super) fn rank(packed: &Packed, reading: &Reading, wanted: impl Fn(u32) -> bool) -> Vec<Scored> {
    let mut sums = vec![Sum::default(); packed.docs.len()];
    for (i, slot) in reading.slots.iter().enumerate() {
        let mark = u16::try_from(i + 1).unwrap_or(u16::MAX);
        for term in slot.ranges().flatten() {
            let fits = slot.fits(packed, term) * slot.weight;
            for posting in packed.postings(term) {
                let Some(sum) = sums.get_mut((posting >> 3) as usize) else { continue };
                if sum.slot != mark {
                    (sum.slot, sum.here, sum.here_body) = (mark, 0.0, 0.0);
                }
                let points = fits * Class::of(*posting).worth();
                if points > sum.here {
                    sum.points += points - sum.here;
                    sum.here = points;
                }
                if fits > sum.here_body {
                    sum.body += fits - sum.here_body;
                    sum.here_body = fits;
                }
            }
        }
    }
    let mut found: Vec<(u32, f32, f32)> = (0..)
        .zip(&sums)
        .filter(|(doc, sum)| sum.points > 0.0 && wanted(*doc))
        .map(|(doc, sum)| (doc, sum.points, sum.body))
        .collect();
    if found.len() > CANDIDATES {
        found.select_nth_unstable_by(CANDIDATES, |a, b| b.1.total_cmp(&a.1));
        found.truncate(CANDIDATES);
    }
    let all: f32 = reading.slots.iter().map(|s| s.weight).sum::<f32>().max(f32::MIN_POSITIVE);
    found.into_iter().map(|(doc, _, body)| close(packed, reading, all, doc, body / all)).collect()
}

/// Looks at one thing's phrases.
fn close(packed: &Packed, reading: &Reading, all: f32, doc: u32, body: f32) -> Scored {
    let slots = &reading.slots;
    let said = slots.iter().filter(|s| !s.weak).count();
    let (mut best, mut evidence, mut via) = (0.0f32, 0.0f32, None);
    let mut strong = vec![0.0f32; slots.len()];
    let mut places: Vec<Option<usize>> = vec![None; slots.len()];
    for phrase in packed.phrases(doc) {
        let worth = phrase.class.worth();
        let (mut sum, mut covered, mut length) = (0.0, 0.0, 0.0);
        places.fill(None);
        let mut fit = [0.0f32; 32];
        for (at, term) in phrase.terms.iter().enumerate() {
            let rare = packed.rare(*term);
            length += rare;
            let mut most = 0.0f32;
            for ((slot, fit), place) in slots.iter().zip(&mut fit).zip(&mut places) {
                let fits = slot.fits(packed, *term);
                most = most.max(fits);
                if fits > *fit {
                    (*fit, *place) = (fits, Some(at));
                }
            }
            covered += rare * most;
        }
        for ((slot, fit), strong) in slots.iter().zip(fit).zip(&mut strong) {
            sum += slot.weight * fit;
            *strong = strong.max(fit * worth);
        }
        if sum <= 0.0 {
            continue;
        }
        let fitted = sum / all;
        let beside = places.windows(2).filter(|p| matches!(p, [Some(a), Some(b)] if *b == a + 1)).count() as f32;
        let beside = (beside / slots.len().saturating_sub(1).max(1) as f32).min(1.0);
        let beside = if said <= 1 { covered / length } else { beside };
        let points = worth * fitted * (0.6 + 0.25 * covered / length + 0.15 * beside);
        evidence = evidence.max(fitted * (0.7 + 0.3 * beside.max(covered / length)));
        if points > best {
            (best, via) = (points, phrase.via);
        }
    }
    let union = slots.iter().zip(&strong).map(|(s, fit)| s.weight * fit).sum::<f32>() / all;
    let full = slots.iter().zip(&strong).all(|(s, fit)| s.weak || *fit > 0.3);
    let score = 0.55 * best + 0.3 * union + 0.12 * body + prior(packed, doc);
    let evidence = evidence.max(0.62 * union).max(0.55 * body);
    Scored { doc, score: score * reading.worth, evidence: evidence * reading.worth, full, via }
}

/// Among things that fit alike: what is complete, what is asked for most.
fn prior(packed: &Packed, doc: u32) -> f32 {
    let Some(d) = packed.docs.get(doc as usize) else { return 0.0 };
    0.022 - 0.0015 * f32::from(d.kind) - 0.03 * f32::from(d.later.min(2)) + if d.verified { 0.002 } else { 0.0 }
}
