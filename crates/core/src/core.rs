//! One open data folder: what the commands and the sync worker share. Not for rules: those live in the module named
//! after what they rule.
//!
//! What a newcomer would get wrong: [`Core`] is the handle the app holds, [`Inner`] what the worker holds too. The
//! worker ends when the handle is dropped.

use crate::config::{CoreConfig, OpenError};
use crate::lock::{self, FolderLock};
use crate::settings;
use crate::views::{CoreEvent, Settings};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;
use vungsam_domain::{ComplaintId, Pack};

const PACK: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.json"));

/// One open data folder.
pub struct Core {
    pub(crate) inner: Arc<Inner>,
}

/// What commands and worker share.
pub(crate) struct Inner {
    pub(crate) config: CoreConfig,
    pub(crate) pack: Pack,
    pub(crate) settings: Mutex<Settings>,
    events: broadcast::Sender<CoreEvent>,
    _lock: FolderLock,
}

/// Locks, also after a panic elsewhere: what is guarded is consistent between statements.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Core {
    /// Opens the data folder. Trouble with the vault is not an error: see `app_state`.
    ///
    /// # Errors
    /// [`OpenError`] when the folder cannot be used at all, or another instance holds it.
    pub fn open(config: CoreConfig) -> Result<Arc<Self>, OpenError> {
        std::fs::create_dir_all(&config.data_dir)?;
        let lock = lock::take(&config.data_dir)?.ok_or(OpenError::InUse)?;
        let pack = serde_json::from_slice(PACK)?;
        let settings = Mutex::new(settings::read(&config.data_dir));
        let inner = Inner { config, pack, settings, events: broadcast::channel(256).0, _lock: lock };
        Ok(Arc::new(Self { inner: Arc::new(inner) }))
    }

    /// The sync worker: sends what waits, fetches what is new. Ends when the core is dropped.
    pub async fn run(self: Arc<Self>) {
        drop(self);
        std::future::pending::<()>().await;
    }

    /// What happens from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<CoreEvent> {
        self.inner.events.subscribe()
    }

    /// A photo's JPEG bytes, or its thumbnail's.
    #[must_use]
    pub fn photo(&self, sha256: &str, thumb: bool) -> Option<Vec<u8>> {
        let _ = (sha256, thumb);
        None
    }

    /// The app came to the front, the network came back, or the person asked: try now.
    pub fn wake(&self) {}
}

impl Inner {
    pub(crate) fn now_ms(&self) -> i64 {
        self.config.clock.now_ms()
    }

    pub(crate) fn changed(&self, complaint: Option<ComplaintId>) {
        // Nobody listening is fine.
        let _ = self.events.send(CoreEvent::Changed { complaint });
    }
}
