//! A clock and ids that a test controls. Not for the app: nothing there uses this module.
//!
//! What a newcomer would get wrong: a [`TestClock`] does not move timers of the runtime, only what [`Clock`] says.

use crate::env::{Clock, Ids};
use rand::{RngCore, SeedableRng, rngs::StdRng};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// A clock that stands still until it is told to move.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Stands at `now_ms`.
    #[must_use]
    pub fn at(now_ms: i64) -> Self {
        Self(AtomicI64::new(now_ms))
    }

    /// Moves by `ms`, also backwards.
    pub fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Ids and randomness from a seed: the same seed gives the same run.
#[derive(Debug)]
pub struct TestIds(Mutex<StdRng>);

impl TestIds {
    /// Starts from `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    fn next(&self) -> u64 {
        self.0.lock().map_or(0, |mut rng| rng.next_u64())
    }
}

impl Ids for TestIds {
    fn uuid(&self) -> Uuid {
        let random = u128::from(self.next()) << 64 | u128::from(self.next());
        uuid::Builder::from_unix_timestamp_millis(0, &random.to_be_bytes().first_chunk().copied().unwrap_or_default())
            .into_uuid()
    }

    fn rng(&self) -> Box<dyn RngCore + Send> {
        Box::new(StdRng::seed_from_u64(self.next()))
    }
}
