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
