//! How the link is doing, for both loops: when the next request may go out, and how long to wait after which trouble.
//! Not for the plan of a single entry: that is in the outbox.
//!
//! What a newcomer would get wrong: waiting because there is no network is forgotten as soon as somebody calls `wake`;
//! waiting because the gateway asked for it is not, and outlives a restart.

use super::retry::RetryKind;
use super::{Session, errands};
use crate::config::SyncPolicy;
use crate::core::{Inner, locked};
use crate::store::{self, link, outbox};
use crate::views::LinkTrouble;
use rand::{Rng, RngCore};
use std::time::{Duration, Instant};
use vungsam_domain::ComplaintId;

/// How often "it works" is written down, at most (ms).
const LAST_OK_EVERY_MS: i64 = 60_000;

/// What is known of the link right now. Lost with the process, on purpose.
#[derive(Debug, Default)]
pub(crate) struct LinkState {
    /// What the last request met.
    pub(crate) trouble: Option<LinkTrouble>,
    /// No request before this.
    pub(crate) not_before_ms: Option<i64>,
    /// Failures in a row, for the backoff.
    pub(crate) streak: u32,
    /// Last good answer.
    pub(crate) last_ok_ms: Option<i64>,
    /// What is being sent: words, a photo.
    sending: [Option<ComplaintId>; 2],
    /// What the platform last said about the network.
    pub(super) online: Option<bool>,
    /// Whether that is Wi-Fi or cable; `None`: not known, which counts as "no".
    pub(super) wifi: Option<bool>,
    /// When a hint last made us forget the pauses.
    pub(super) hinted_at: Option<Instant>,
}

impl LinkState {
    /// Whether something of this complaint is being sent right now.
    pub(crate) fn is_sending(&self, complaint: ComplaintId) -> bool {
        self.sending.contains(&Some(complaint))
    }
}

/// The two things that can be on their way at once: a photo never holds up the words of the next report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Words,
    Photos,
}

impl Slot {
    /// Notes what is on its way; returns what was.
    pub(super) fn put(self, link: &mut LinkState, complaint: Option<ComplaintId>) -> Option<ComplaintId> {
        let [words, photos] = &mut link.sending;
        std::mem::replace(if self == Self::Words { words } else { photos }, complaint)
    }
}

/// Exponential with full jitter: anything between nothing and `min · 2^(failures - 1)`, at most `max`.
pub(super) fn backoff(policy: &SyncPolicy, failures: u32, rng: &mut dyn RngCore) -> Duration {
    let doubled = policy.min_backoff.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1).min(30)));
    doubled.min(policy.max_backoff).mul_f64(rng.gen_range(0.0..=1.0))
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl Inner {
    /// Whether photos may go over the link there is now, unless the person said so for one of them.
    pub(crate) fn photos_may_go(&self) -> bool {
        !locked(&self.settings).photos_wifi_only || locked(&self.link).wifi == Some(true)
    }

    /// The app came to the front, the network came back, or the person asked: try now.
    pub(crate) fn wake(&self) {
        {
            let mut link = locked(&self.link);
            link.not_before_ms = None;
            link.streak = 0;
        }
        if let Ok(opened) = self.opened()
            && let Err(e) = opened.write(|tx| {
                outbox::hurry(tx)?;
                errands::hurry(tx, self.now_ms())
            })
        {
            tracing::warn!(error = %e, "wake");
        }
        self.push.notify_one();
        self.pull.notify_one();
        self.errands.notify_one();
        self.reading.notify_one();
    }
}

impl Session {
    /// How long no request may go out; `None`: go.
    pub(super) async fn gate(&self) -> store::Result<Option<Duration>> {
        let stored = self.read(link::get).await?;
        let (now, policy) = (self.inner.now_ms(), &self.inner.config.sync);
        // A time further ahead than anything we would set was written by a clock that has since been set back.
        let believable = |until: Option<i64>, most: Duration| until.filter(|u| *u > now && *u - now <= millis(most));
        let asked = believable(stored.retry_after_until_ms, Duration::from_secs(60 * 60));
        let backing_off = believable(locked(&self.inner.link).not_before_ms, policy.max_backoff);
        Ok(asked.max(backing_off).map(|until| Duration::from_millis(u64::try_from(until - now).unwrap_or(0))))
    }

    /// The gateway answered.
    pub(super) async fn link_ok(&self, server_time_ms: Option<i64>) -> store::Result<()> {
        let now = self.inner.now_ms();
        let was = {
            let mut link = locked(&self.inner.link);
            link.streak = 0;
            link.not_before_ms = None;
            link.last_ok_ms = Some(now);
            link.trouble.take()
        };
        if was.is_some() {
            self.inner.changed(None);
            // What one loop found out is good news for the other.
            self.inner.push.notify_one();
            self.inner.pull.notify_one();
            self.inner.errands.notify_one();
        }
        let offset = server_time_ms.map(|server| server - now);
        self.write(move |tx| {
            let mut stored = link::get(tx)?;
            let fresh = stored.last_ok_ms.is_none_or(|last| (now - last).abs() >= LAST_OK_EVERY_MS);
            let moved = offset.is_some_and(|o| stored.clock_offset_ms.is_none_or(|s| (s - o).abs() > 2_000));
            if fresh || moved || stored.retry_after_until_ms.is_some() {
                stored.last_ok_ms = Some(now);
                stored.clock_offset_ms = offset.or(stored.clock_offset_ms);
                // An answer that was on its way before the gateway asked for a pause does not end the pause.
                stored.retry_after_until_ms = stored.retry_after_until_ms.filter(|until| *until > now);
                link::put(tx, stored)?;
            }
            Ok(())
        })
        .await
    }

    /// A request did not work: notes what that means for all requests. `alone` is false when nothing else can be done
    /// before it works.
    pub(super) async fn link_met(&self, kind: RetryKind, alone: bool) -> store::Result<()> {
        let now = self.inner.now_ms();
        if let Some(trouble) = kind.trouble() {
            let mut rng = self.inner.config.ids.rng();
            let mut link = locked(&self.inner.link);
            let changed = link.trouble.replace(trouble) != Some(trouble);
            // Both loops meet the same cut: it counts once.
            if (kind.holds_for_all() || !alone) && link.not_before_ms.is_none_or(|until| until <= now) {
                link.streak = link.streak.saturating_add(1);
                let pause = backoff(&self.inner.config.sync, link.streak, &mut *rng);
                link.not_before_ms = Some(now.saturating_add(millis(pause)));
            }
            drop(link);
            if changed {
                self.inner.changed(None);
            }
        }
        match kind {
            RetryKind::Busy(after) => {
                let until = now.saturating_add(millis(after));
                self.write(move |tx| {
                    let mut stored = link::get(tx)?;
                    stored.retry_after_until_ms = stored.retry_after_until_ms.max(Some(until));
                    link::put(tx, stored)
                })
                .await
            }
            RetryKind::Register => self.write(|tx| store::device::set_registered(tx, false)).await,
            _ => Ok(()),
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
        fn a_backoff_stays_within_its_bounds(failures: u32, seed: u64) {
            let policy = SyncPolicy::default();
            let pause = backoff(&policy, failures, &mut StdRng::seed_from_u64(seed));
            prop_assert!(pause <= policy.max_backoff);
            if failures <= 1 {
                prop_assert!(pause <= policy.min_backoff);
            }
        }
    }
}
