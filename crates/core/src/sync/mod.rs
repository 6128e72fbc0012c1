//! Sends what waits and fetches what is new: words, photos, questions for changes and errands in a loop each, over one
//! connection, so that neither a question that hangs nor a slow photo delays the words of a complaint. Not for what the
//! screens ask: they read the store.
//!
//! What a newcomer would get wrong: nothing here is the truth about a complaint; only what is stored is. Whatever is
//! lost with the process (a request in flight, a backoff of the link) is made again at the next start.

mod content;
#[cfg(test)]
mod content_tests;
mod errands;
#[cfg(test)]
mod errands_tests;
#[cfg(test)]
mod fake;
mod gateway;
mod link;
mod meter;
#[cfg(test)]
mod outbox_tests;
mod pull;
mod push;
mod receipt;
#[cfg(test)]
mod replies_tests;
mod retry;
#[cfg(test)]
mod tests;
mod unanswered;
#[cfg(test)]
mod unanswered_tests;
mod watch;
mod watches;
#[cfg(test)]
mod watches_tests;

pub(crate) use link::LinkState;
pub(crate) use meter::Tally;

use crate::core::{Inner, locked};
use crate::http;
use crate::opened::Opened;
use crate::store::{self, StoreError};
use gateway::Gateway;
use link::Slot;
use retry::RetryKind;
use rusqlite::{Connection, Transaction};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use vungsam_domain::ComplaintId;

/// Wakes what sends: one knock reaches the words and the photos.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    words: Notify,
    photos: Notify,
}

impl Bell {
    /// There is something to send, or a reason to try now. Remembered until it is heard.
    pub(crate) fn notify_one(&self) {
        self.words.notify_one();
        self.photos.notify_one();
    }
}

/// How long to leave a store alone that refused.
const STORE_PAUSE: Duration = Duration::from_secs(5);

/// An open vault with a way to the gateway.
struct Session {
    inner: Arc<Inner>,
    opened: Arc<Opened>,
    gateway: Gateway,
    /// One registration at a time.
    registering: Mutex<()>,
}

/// Runs until it is dropped.
pub(crate) async fn run(inner: Arc<Inner>) {
    let Some(session) = session(inner).await else {
        return std::future::pending().await;
    };
    tokio::join!(
        push::run(&session, Slot::Words),
        push::run(&session, Slot::Photos),
        pull::run(&session),
        errands::run(&session),
        content::run(&session),
        watch::run_system(&session.inner),
    );
}

/// Waits until the vault is open; `None` when this build knows no gateway.
async fn session(inner: Arc<Inner>) -> Option<Session> {
    let (config, deployment) = (&inner.config, &inner.config.deployment);
    if deployment.gateway_url.is_empty() {
        return None;
    }
    let (clock, tally) = (Arc::clone(&config.clock), Arc::clone(&inner.tally));
    let client = http::client(deployment.ca_pem.as_deref(), &config.app_version, &config.sync, clock, move || {
        tally.connection();
    });
    let client = match client {
        Ok(client) => client,
        Err(e) => {
            tracing::error!(error = %e, "no client");
            return None;
        }
    };
    let opened = loop {
        match inner.opened() {
            Ok(opened) => break opened,
            Err(_) => inner.push.words.notified().await,
        }
    };
    let gateway = Gateway::new(client, &inner, &opened)?;
    Some(Session { inner, opened, gateway, registering: Mutex::new(()) })
}

impl Session {
    /// Reads, off the threads that wait for the network.
    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> store::Result<T> + Send + 'static,
    ) -> store::Result<T> {
        let opened = Arc::clone(&self.opened);
        flat(tokio::task::spawn_blocking(move || opened.read(work)).await)
    }

    /// Writes, off the threads that wait for the network.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> store::Result<T> + Send + 'static,
    ) -> store::Result<T> {
        // Not `inner`: it holds the lock on the folder, and a write may outlive the worker by a moment.
        let (opened, tally) = (Arc::clone(&self.opened), Arc::clone(&self.inner.tally));
        let month = meter::month(self.inner.now_ms());
        let write = move || {
            let counted = tally.take();
            let written = opened.write(|tx| {
                meter::note(tx, &month, counted)?;
                work(tx)
            });
            written.inspect_err(|_| tally.give_back(counted))
        };
        flat(tokio::task::spawn_blocking(write).await)
    }

    /// Makes sure the gateway knows this device.
    async fn register(&self) -> store::Result<Result<(), RetryKind>> {
        let _one = self.registering.lock().await;
        if self.read(store::device::registered).await? {
            return Ok(Ok(()));
        }
        match self.gateway.register(&self.opened).await {
            Ok(ack) => {
                self.write(|tx| store::device::set_registered(tx, true)).await?;
                self.link_ok(Some(ack.server_time_ms)).await?;
                Ok(Ok(()))
            }
            Err(kind) => Ok(Err(kind)),
        }
    }

    fn sending(&self, slot: Slot, complaint: Option<ComplaintId>) {
        let before = slot.put(&mut locked(&self.inner.link), complaint);
        for id in [before, complaint].into_iter().flatten() {
            self.inner.changed(Some(id));
        }
    }
}

fn flat<T>(joined: Result<store::Result<T>, tokio::task::JoinError>) -> store::Result<T> {
    joined.unwrap_or_else(|e| {
        tracing::error!(error = %e, "store task");
        Err(StoreError::Task)
    })
}

/// Waits until it is time or somebody knocks.
async fn wait(pause: Option<Duration>, knock: &tokio::sync::Notify) {
    match pause {
        Some(pause) => {
            let _ = tokio::time::timeout(pause, knock.notified()).await;
        }
        None => knock.notified().await,
    }
}
