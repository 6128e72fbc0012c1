//! The number and the PIN a person keeps: ten digits (the last is a Damm check digit) and four digits.
//! Not an identity: two complaints may carry the same number, so look-up is always number + PIN.
//!
//! What a newcomer would get wrong: the number is made by the phone, offline, at *Save*, and never changes after.

use rand::RngCore;
use serde::{Deserialize, Deserializer, Serialize};

/// Quasigroup of order 10 with an empty diagonal (H. M. Damm, 2004): finds every single wrong digit and every swap
/// of neighbours.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: impl Iterator<Item = u8>) -> u8 {
    digits
        .fold(0, |row, digit| DAMM.get(usize::from(row)).and_then(|r| r.get(usize::from(digit))).copied().unwrap_or(0))
}

/// Ten digits, stored without separators, shown 3-3-4.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(as = "String"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(transparent)]
pub struct Reference(String);

/// Why a typed number is not a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// Not ten digits (after separators were dropped), or the first is 0.
    #[error("a reference has ten digits and does not start with 0")]
    Shape,
    /// Ten digits, but one is wrong or two are swapped.
    #[error("the check digit does not fit")]
    Check,
}

impl Reference {
    /// Draws nine digits (the first 1-9) and adds the check digit.
    pub fn draw(rng: &mut dyn RngCore) -> Self {
        let first = below(rng, 9) + 1;
        let mut digits = vec![first];
        digits.extend((0..8).map(|_| below(rng, 10)));
        let check = damm(digits.iter().copied());
        digits.push(check);
        Self(digits.into_iter().map(|d| char::from(b'0' + d)).collect())
    }

    /// Reads what a person typed or said: spaces, dashes and dots are ignored.
    ///
    /// # Errors
    /// [`ReferenceError`] when it is not ten digits or the check digit does not fit.
    pub fn parse(typed: &str) -> Result<Self, ReferenceError> {
        let digits: String = typed.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '\u{a0}' | '\u{2011}')).collect();
        if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) || digits.starts_with('0') {
            return Err(ReferenceError::Shape);
        }
        if damm(digits.bytes().map(|b| b - b'0')) != 0 {
            return Err(ReferenceError::Check);
        }
        Ok(Self(digits))
    }

    /// The ten digits without separators.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, c) in self.0.chars().enumerate() {
            if i == 3 || i == 6 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        Self::parse(&s).map_err(serde::de::Error::custom)
    }
}

/// Four random digits; with the reference they show a complaint's timeline on another phone. Never logged.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(as = "String"))]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
#[serde(transparent)]
pub struct Pin(String);

impl Pin {
    /// Draws four digits.
    pub fn draw(rng: &mut dyn RngCore) -> Self {
        Self((0..4).map(|_| char::from(b'0' + below(rng, 10))).collect())
    }

    /// Reads four digits; `None` for anything else.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let t = typed.trim();
        (t.len() == 4 && t.bytes().all(|b| b.is_ascii_digit())).then(|| Self(t.to_owned()))
    }

    /// The four digits. Only for the slip and for hashing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(****)")
    }
}

impl<'de> Deserialize<'de> for Pin {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = String::deserialize(d)?;
        Self::parse(&s).ok_or_else(|| serde::de::Error::custom("a PIN has four digits"))
    }
}

/// A digit below `n` without modulo bias (`n` ≤ 10).
fn below(rng: &mut dyn RngCore, n: u8) -> u8 {
    let limit = 250 - 250 % u32::from(n);
    loop {
        let byte = rng.next_u32() & 0xff;
        if byte < limit {
            return u8::try_from(byte % u32::from(n)).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::{SeedableRng, rngs::StdRng};

    proptest! {
        #[test]
        fn every_single_wrong_digit_is_found(seed: u64, at in 0usize..10, other in b'0'..=b'9') {
            let good = Reference::draw(&mut StdRng::seed_from_u64(seed)).0;
            let mut bad = good.clone().into_bytes();
            prop_assume!(bad[at] != other);
            bad[at] = other;
            prop_assert!(Reference::parse(std::str::from_utf8(&bad).unwrap()).is_err());
        }

        #[test]
        fn every_swap_of_neighbours_is_found(seed: u64, at in 0usize..9) {
            let good = Reference::draw(&mut StdRng::seed_from_u64(seed)).0;
            let mut bad = good.clone().into_bytes();
            prop_assume!(bad[at] != bad[at + 1]);
            bad.swap(at, at + 1);
            prop_assert!(Reference::parse(std::str::from_utf8(&bad).unwrap()).is_err());
        }

        #[test]
        fn what_is_shown_reads_back(seed: u64) {
            let r = Reference::draw(&mut StdRng::seed_from_u64(seed));
            prop_assert_eq!(Reference::parse(&r.to_string()).unwrap(), r);
        }

        #[test]
        fn any_text_is_read_without_panic(s in ".{0,40}") {
            let _ = Reference::parse(&s);
            let _ = Pin::parse(&s);
        }
    }

    #[test]
    fn a_pin_is_not_printed_by_debug() {
        let pin = Pin::draw(&mut StdRng::seed_from_u64(7));
        assert!(!format!("{pin:?}").contains(pin.reveal()));
    }
}
