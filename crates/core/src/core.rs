//! One open data folder: what the commands and the sync worker share. Not for rules: those live in the module named
//! after what they rule.
//!
//! What a newcomer would get wrong: [`Core`] is the handle the app holds, [`Inner`] what the worker holds too. The
//! worker ends when the handle is dropped.

use crate::config::{CoreConfig, OpenError};
use crate::content::{Library, Shelf};
use crate::dossiers::remind;
use crate::lock::{self, FolderLock};
use crate::opened::{Opened, VaultSlot};
use crate::settings;
use crate::sync::{self, Bell, LinkState, Tally};
use crate::views::{ApiError, CoreEvent, Settings, error_codes};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, broadcast, watch};
use vungsam_domain::ComplaintId;

/// One open data folder.
pub struct Core {
    pub(crate) inner: Arc<Inner>,
}

/// What commands and worker share.
pub(crate) struct Inner {
    pub(crate) config: CoreConfig,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) vault: Mutex<VaultSlot>,
    /// What is known of the link right now; the rest is in table `link`.
    pub(crate) link: Mutex<LinkState>,
    /// Something to send, or a reason to try now.
    pub(crate) push: Bell,
    /// Something to ask about, or a reason to ask now.
    pub(crate) pull: Notify,
    /// What went over the link and is not written down yet.
    pub(crate) tally: Arc<Tally>,
    /// Something small to do besides, or a reason to do it now.
    pub(crate) errands: Notify,
    /// Something about a dossier changed: a reason to look for reminders.
    pub(crate) reminders: Notify,
    /// A reason to ask about content now.
    pub(crate) reading: Notify,
    events: broadcast::Sender<CoreEvent>,
    closed: watch::Sender<bool>,
    _lock: FolderLock,
}

/// Locks, also after a panic elsewhere: what is guarded is consistent between statements.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the data folder where it is missing: for this user of the machine alone.
fn make_folder(path: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl Core {
    /// Opens the data folder. Trouble with the vault is not an error: see `app_state`.
    ///
    /// # Errors
    /// [`OpenError`] when the folder cannot be used at all, or another instance holds it.
    pub fn open(config: CoreConfig) -> Result<Arc<Self>, OpenError> {
        make_folder(&config.data_dir)?;
        let lock = lock::take(&config.data_dir)?.ok_or(OpenError::InUse)?;
        let shelf = Arc::new(Shelf::open(&config.data_dir, &config.deployment, config.content.as_deref())?);
        let inner = Arc::new(Inner {
            shelf,
            settings: Mutex::new(settings::read(&config.data_dir)),
            vault: Mutex::new(VaultSlot::default()),
            link: Mutex::new(LinkState::default()),
            push: Bell::default(),
            tally: Arc::new(Tally::default()),
            pull: Notify::new(),
            errands: Notify::new(),
            reminders: Notify::new(),
            reading: Notify::new(),
            events: broadcast::channel(256).0,
            closed: watch::channel(false).0,
            _lock: lock,
            config,
        });
        inner.vault_find();
        Ok(Arc::new(Self { inner }))
    }

    /// The sync worker: sends what waits, fetches what is new. Ends when the core is dropped or closed.
    pub async fn run(self: Arc<Self>) {
        let inner = Arc::clone(&self.inner);
        // The worker must not keep alive what ends it.
        drop(self);
        let mut closed = inner.closed.subscribe();
        tokio::select! {
            _ = closed.wait_for(|closed| *closed) => {}
            ((), ()) = async { tokio::join!(sync::run(Arc::clone(&inner)), remind::run(&inner)) } => {}
        }
    }

    /// Ends the worker. Everything stored is safe at any time, also without this.
    pub fn close(&self) {
        self.inner.closed.send_replace(true);
    }

    /// What happens from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<CoreEvent> {
        self.inner.events.subscribe()
    }

    /// A photo's JPEG bytes, or its thumbnail's.
    #[must_use]
    pub fn photo(&self, sha256: &str, thumb: bool) -> Option<Vec<u8>> {
        let opened = self.inner.opened().ok()?;
        opened.read(|c| crate::store::photos::bytes(c, sha256, thumb)).ok().flatten()
    }

    /// The app came to the front, the network came back, or the person asked: try now.
    pub fn wake(&self) {
        self.inner.wake();
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.close();
    }
}

impl Inner {
    pub(crate) fn now_ms(&self) -> i64 {
        self.config.clock.now_ms()
    }

    /// The public content as it is now. It may be another after the next sync: ask once a command.
    pub(crate) fn library(&self) -> Arc<Library> {
        self.shelf.library()
    }

    /// The open vault.
    ///
    /// # Errors
    /// `vault` while it is closed.
    pub(crate) fn opened(&self) -> Result<Arc<Opened>, ApiError> {
        locked(&self.vault).opened.clone().ok_or_else(|| ApiError::new(error_codes::VAULT))
    }

    /// Where news goes.
    pub(crate) fn events(&self) -> broadcast::Sender<CoreEvent> {
        self.events.clone()
    }

    pub(crate) fn changed(&self, complaint: Option<ComplaintId>) {
        self.tell(CoreEvent::Changed { complaint });
    }

    pub(crate) fn tell(&self, event: CoreEvent) {
        // Nobody listening is fine.
        let _ = self.events.send(event);
    }
}
