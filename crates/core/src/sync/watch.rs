//! Notices that the network came back, so that what waits goes out at once and not when a pause ends. Not for deciding
//! whether there is a network: a hint makes an earlier try, nothing else.
//!
//! What a newcomer would get wrong: looking costs nothing. A datagram socket that is "connected" sends nothing; the
//! system only says which of the phone's own addresses it would use. So this may look every second, and only while
//! something is wrong.

use crate::commands::Call;
use crate::core::{Core, Inner, locked};
use crate::views::*;
use std::net::{IpAddr, UdpSocket};
use std::time::{Duration, Instant};

/// Time between two looks while the link is down.
const LOOK: Duration = Duration::from_secs(1);
/// Least time between two times that every pause is forgotten because of a hint.
const WAKE_EVERY: Duration = Duration::from_secs(2);
/// Addresses set aside for documentation: nobody has them, and nothing is sent to them.
const NOBODY: [&str; 2] = ["192.0.2.1:9", "[2001:db8::1]:9"];

/// The own addresses the system would send from.
pub(super) type Route = [Option<IpAddr>; 2];

/// Asks the system's routing table.
pub(super) fn route() -> Route {
    NOBODY.map(|to| {
        let socket = UdpSocket::bind(if to.starts_with('[') { "[::]:0" } else { "0.0.0.0:0" }).ok()?;
        socket.connect(to).ok()?;
        Some(socket.local_addr().ok()?.ip())
    })
}

/// Runs until it is dropped: a route that appears or changes while the link is down is a reason to try now.
pub(super) async fn run(inner: &Inner, every: Duration, mut route: impl FnMut() -> Route) {
    let mut before = route();
    loop {
        tokio::time::sleep(every).await;
        if locked(&inner.link).trouble != Some(LinkTrouble::Offline) {
            continue;
        }
        let now = route();
        let better = now != before && now.iter().any(Option::is_some);
        before = now;
        if better {
            tracing::info!("another route: trying now");
            inner.hinted();
        }
    }
}

/// With the system's own routes.
pub(super) async fn run_system(inner: &Inner) {
    run(inner, LOOK, route).await;
}

impl Inner {
    /// Something says that the network is back. Forgets the pauses, but not again and again while hints come in heaps:
    /// then the next try is at most [`WAKE_EVERY`] away.
    pub(super) fn hinted(&self) {
        let wake = {
            let mut link = locked(&self.link);
            let fresh = link.hinted_at.is_none_or(|at| at.elapsed() >= WAKE_EVERY);
            if fresh {
                link.hinted_at = Some(Instant::now());
            } else if let Some(until) = link.not_before_ms {
                let soon = self.now_ms().saturating_add(i64::try_from(WAKE_EVERY.as_millis()).unwrap_or(i64::MAX));
                link.not_before_ms = Some(until.min(soon));
            }
            fresh
        };
        if wake {
            self.wake();
        } else {
            self.push.notify_one();
            self.pull.notify_one();
            self.errands.notify_one();
        }
    }
}

impl Core {
    /// See [`crate::commands`]. Works with a closed vault: what it says is kept in memory.
    pub(crate) fn link_hint(&self, call: Call<'_, LinkHint>) -> Result<Nothing, ApiError> {
        let LinkHint { online, wifi } = call.args;
        let (came_back, changed) = {
            let mut link = locked(&self.inner.link);
            let (was, wifi_was) = (link.online.replace(online), std::mem::replace(&mut link.wifi, wifi));
            (online && (was != Some(true) || wifi_was != wifi), was != Some(online) || wifi_was != wifi)
        };
        if came_back {
            self.inner.hinted();
        }
        if changed {
            self.inner.changed(None);
        }
        Ok(Nothing {})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::{config, open};
    use std::sync::atomic::{AtomicU8, Ordering};

    #[tokio::test]
    async fn a_route_that_appears_while_the_link_is_down_ends_the_pause() {
        let dir = tempfile::tempdir().unwrap();
        let core = open(config(dir.path(), 1));
        let (inner, now) = (&core.inner, core.inner.now_ms());
        let address = AtomicU8::new(0);
        let route = || {
            let last = address.load(Ordering::SeqCst);
            [(last > 0).then(|| IpAddr::from([10, 0, 0, last])), None]
        };
        let down = |trouble| {
            let mut link = locked(&inner.link);
            (link.trouble, link.not_before_ms, link.hinted_at) = (trouble, Some(now + 900_000), None);
        };
        let waits = || locked(&inner.link).not_before_ms.is_some();
        let every = Duration::from_millis(5);
        let story = async {
            down(Some(LinkTrouble::Offline));
            tokio::time::sleep(every * 10).await;
            assert!(waits(), "nothing changed");
            address.store(7, Ordering::SeqCst);
            tokio::time::sleep(every * 10).await;
            assert!(!waits(), "there is a network again");
            down(Some(LinkTrouble::Offline));
            address.store(8, Ordering::SeqCst);
            tokio::time::sleep(every * 10).await;
            assert!(!waits(), "from mobile data to Wi-Fi");
            down(Some(LinkTrouble::Offline));
            address.store(0, Ordering::SeqCst);
            tokio::time::sleep(every * 10).await;
            assert!(waits(), "no network at all is no reason to try");
            down(Some(LinkTrouble::Busy));
            address.store(9, Ordering::SeqCst);
            tokio::time::sleep(every * 10).await;
            assert!(waits(), "a gateway that is busy is not the network");
        };
        tokio::select! { () = run(inner, every, route) => {}, () = story => {} }
    }

    #[test]
    fn looking_at_the_route_sends_nothing_and_answers_at_once() {
        let begun = Instant::now();
        for _ in 0..100 {
            route();
        }
        assert!(begun.elapsed() < Duration::from_secs(1));
    }
}
