//! What every handler gets: settings, database, keys, clock. Not for anything that belongs to one request.
//!
//! What a newcomer would get wrong: it is one `Arc`; cloning it is cheap and nothing in it may block.

use crate::api::limiter::Limiter;
use crate::api::metrics::Metrics;
use crate::blobs::Blobs;
use crate::config::Settings;
use crate::content::feed::Feed;
use crate::db::Db;
use crate::env::{Clock, Ids};
use crate::hub::Hub;
use crate::keys::Keys;
use crate::workflow::Desk;
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use vungsam_domain::DeviceId;

/// Shared by all handlers.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

/// The fields of [`AppState`].
pub struct Shared {
    /// The effective configuration.
    pub settings: Settings,
    /// The database.
    pub db: Db,
    /// Finished photos.
    pub blobs: Blobs,
    /// Receipt key, session secret.
    pub keys: Keys,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids and randomness.
    pub ids: Arc<dyn Ids>,
    /// Wakes long-polls.
    pub hub: Hub,
    /// Name of this feed's numbering.
    pub epoch: String,
    /// Pages of public content that were made.
    pub content: Feed,
    /// Requests of a device, by kind.
    pub per_device: Limiter<(DeviceId, String)>,
    /// Requests of an address.
    pub per_address: Limiter<IpAddr>,
    /// Look-ups by number and PIN of an address.
    pub track_per_address: Limiter<IpAddr>,
    /// Figures for the operator.
    pub metrics: Metrics,
    /// Cancelled when the gateway begins to stop: long-polls end at once.
    pub stopping: CancellationToken,
    /// Work that outlives its connection (bytes that arrived before a cut); waited for at the end.
    pub tasks: TaskTracker,
}

impl AppState {
    /// Wraps it.
    #[must_use]
    pub fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// What a step in the workflow needs.
    #[must_use]
    pub fn desk(&self) -> Desk<'_> {
        Desk { db: &self.db, clock: &*self.clock, ids: &*self.ids, hub: &self.hub }
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }
}

impl Deref for AppState {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}
