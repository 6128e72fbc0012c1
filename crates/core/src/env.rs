//! The world outside the program: the clock, fresh ids and randomness, passed in so that tests control them. Not for
//! timers (tokio's) and not for files.
//!
//! What a newcomer would get wrong: this is the only place in the crate that may ask the machine for the time or for
//! a random number. Everything else takes a [`Clock`] or an [`Ids`].

use rand::RngCore;
use uuid::Uuid;

/// Reads the time.
pub trait Clock: Send + Sync + 'static {
    /// Milliseconds since 1970 by this phone's clock. May jump in both directions.
    fn now_ms(&self) -> i64;
}

/// Makes ids and random numbers.
pub trait Ids: Send + Sync + 'static {
    /// A fresh UUIDv7.
    fn uuid(&self) -> Uuid;
    /// A generator fit for keys.
    fn rng(&self) -> Box<dyn RngCore + Send>;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one home of the machine's clock")]
    fn now_ms(&self) -> i64 {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }
}

/// The machine's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    #[allow(clippy::disallowed_methods, reason = "the one home of fresh ids")]
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn rng(&self) -> Box<dyn RngCore + Send> {
        Box::new(rand::rngs::OsRng)
    }
}
