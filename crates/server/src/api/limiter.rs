//! How often somebody may ask: a bucket for each device and kind of request, a looser one for each address. In the
//! memory of this node; not a defence against a flood of packets.
//!
//! What a newcomer would get wrong: a bucket is asked once, before a request begins. A body that is already coming in
//! is never cut, however slow its network.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Buckets of one kind of key.
#[derive(Debug)]
pub struct Limiter<K> {
    per_minute: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at_ms: i64,
}

/// Buckets kept before full ones are dropped.
const KEEP: usize = 20_000;

impl<K: Eq + Hash> Limiter<K> {
    /// So many requests a minute, all of them at once if need be.
    #[must_use]
    pub fn new(per_minute: u32) -> Self {
        Self { per_minute: f64::from(per_minute.max(1)), buckets: Mutex::default() }
    }

    /// Takes one request from the bucket.
    ///
    /// # Errors
    /// Seconds until there is one again.
    pub fn take(&self, key: K, now_ms: i64) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let (full, rate) = (self.per_minute, self.per_minute / 60_000.0);
        // Times differ by minutes: far below where f64 loses a millisecond.
        #[allow(clippy::cast_precision_loss)]
        let now_tokens = |b: &Bucket| (b.tokens + (now_ms - b.at_ms).max(0) as f64 * rate).min(full);
        if buckets.len() > KEEP {
            buckets.retain(|_, b| now_tokens(b) < full);
        }
        let bucket = buckets.entry(key).or_insert(Bucket { tokens: full, at_ms: now_ms });
        let tokens = now_tokens(bucket);
        let granted = tokens >= 1.0;
        *bucket = Bucket { tokens: if granted { tokens - 1.0 } else { tokens }, at_ms: now_ms };
        if granted {
            return Ok(());
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at least 1, at most 60
        let seconds = ((1.0 - tokens) / rate / 1_000.0).ceil().clamp(1.0, 60.0) as u64;
        Err(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_says_when_to_come_back_and_fills_again() {
        let limiter = Limiter::new(6);
        for _ in 0..6 {
            assert_eq!(limiter.take("a", 0), Ok(()));
        }
        assert_eq!(limiter.take("a", 0), Err(10));
        assert_eq!(limiter.take("b", 0), Ok(()));
        assert_eq!(limiter.take("a", 9_000), Err(1));
        assert_eq!(limiter.take("a", 10_000), Ok(()));
        assert_eq!(limiter.take("a", 5_000), Err(10), "a clock that goes back gives nothing away");
    }
}
