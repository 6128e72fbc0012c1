//! The open vault: the store with the keys that belong to it, and the commands that open it. Not for where keys are
//! kept (`vault/`).
//!
//! What a newcomer would get wrong: a vault whose key is gone or whose file is damaged is never deleted and never
//! overwritten. Damage is mended under the lock (`rescue`), at the start and whenever a read meets it.

use crate::commands::Call;
use crate::core::{Core, Inner, locked};
use crate::env::Clock;
use crate::rescue::{self, Owner};
use crate::store::{self, Store, StoreError};
use crate::vault::{Opening, Secrets, Vault, VaultError, keyring};
use crate::views::*;
use ed25519_dalek::SigningKey;
use rusqlite::{Connection, Transaction};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::broadcast;
use vungsam_domain::wire::Device;
use vungsam_domain::{DeviceId, sign};
use zeroize::Zeroizing;

/// How often one start of the app makes a new vault out of a damaged one. More often, the storage itself is failing, and
/// copies would only fill it.
const MOST_RESCUES: u32 = 3;

/// Whether the vault is open, and what to ask if not.
pub(crate) struct VaultSlot {
    pub(crate) state: VaultState,
    pub(crate) opened: Option<Arc<Opened>>,
}

impl Default for VaultSlot {
    fn default() -> Self {
        Self { state: VaultState::Unreadable, opened: None }
    }
}

/// An open vault.
pub(crate) struct Opened {
    /// `None` only while a damaged file is being rescued, and after a rescue that failed.
    store: Mutex<Option<Store>>,
    dir: PathBuf,
    db_key: Zeroizing<[u8; 32]>,
    clock: Arc<dyn Clock>,
    events: broadcast::Sender<CoreEvent>,
    /// How often the file was found damaged since the start.
    rescues: AtomicU32,
    pub(crate) device: DeviceId,
    pub(crate) key: SigningKey,
    /// The bearer as it is sent: base64url.
    pub(crate) bearer: Zeroizing<String>,
    /// SHA-256 of the bearer, hex.
    pub(crate) bearer_sha256: String,
}

impl Opened {
    fn new(inner: &Inner, secrets: &Secrets) -> store::Result<Self> {
        let config = &inner.config;
        let key = SigningKey::from_bytes(&secrets.device_seed);
        let mut store = rescue::open(&Owner {
            dir: &config.data_dir,
            key: &secrets.db_key,
            public_key: &sign::public_key(&key),
            device: None,
            now_ms: config.clock.now_ms(),
        })?;
        let fresh = DeviceId(config.ids.uuid());
        let device = store.write(|tx| {
            // A start of the app is the moment to try again what a newer version may understand.
            store::outbox::unstick(tx)?;
            store::device::ensure(tx, fresh)
        })?;
        Ok(Self {
            store: Mutex::new(Some(store)),
            dir: config.data_dir.clone(),
            db_key: Zeroizing::new(secrets.db_key),
            clock: Arc::clone(&config.clock),
            events: inner.events(),
            rescues: AtomicU32::new(0),
            device,
            key,
            bearer: Zeroizing::new(sign::b64(&secrets.bearer)),
            bearer_sha256: sign::sha256_hex(&secrets.bearer),
        })
    }

    /// Body of the registration of this phone: the same bytes each time.
    pub(crate) fn device_body(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&Device {
            v: 1,
            id: self.device,
            public_key: sign::public_key(&self.key),
            bearer_sha256: self.bearer_sha256.clone(),
        })
    }

    /// After something was thrown away: nothing of it stays in any file.
    pub(crate) fn scrub(&self) -> store::Result<()> {
        self.with(|store| store.scrub())
    }

    /// Reads.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> store::Result<T>) -> store::Result<T> {
        self.with(|store| store.read(work))
    }

    /// Writes: all of it or nothing, durable when it returns.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> store::Result<T>) -> store::Result<T> {
        self.with(|store| store.write(work))
    }

    /// Damage met here is mended before anybody else asks; this one call still fails.
    fn with<T>(&self, work: impl FnOnce(&mut Store) -> store::Result<T>) -> store::Result<T> {
        let mut slot = locked(&self.store);
        if slot.is_none() {
            // A rescue that failed, for want of room perhaps, is tried again.
            self.mend(&mut slot);
        }
        let done = work(slot.as_mut().ok_or(StoreError::Hopeless)?);
        if let Err(e) = &done
            && rescue::is_damage(e)
        {
            tracing::error!(error = %e, "vault.db");
            self.mend(&mut slot);
        }
        done
    }

    fn mend(&self, slot: &mut Option<Store>) {
        if self.rescues.fetch_add(1, Ordering::Relaxed) >= MOST_RESCUES {
            return;
        }
        // Closed first: nobody holds the file while it is read and moved.
        *slot = None;
        let public_key = sign::public_key(&self.key);
        let (dir, now_ms) = (&self.dir, self.clock.now_ms());
        let owner = Owner { dir, key: &self.db_key, public_key: &public_key, device: Some(self.device), now_ms };
        match rescue::reopen(&owner) {
            Ok(store) => {
                *slot = Some(store);
                // What met the damage got an error: read again. Nobody listening is fine.
                let _ = self.events.send(CoreEvent::Changed { complaint: None });
            }
            Err(e) => tracing::error!(error = %e, "the vault could not be rescued"),
        }
    }
}

impl Inner {
    fn vault_of(&self) -> Vault {
        let config = &self.config;
        Vault::new(&config.data_dir, keyring(config.keyring), config.deployment.recovery_key.as_deref())
    }

    /// Looks for the keys and opens the store with them, or notes what to ask.
    pub(crate) fn vault_find(&self) {
        match self.vault_of().open(&mut *self.config.ids.rng()) {
            Ok(Opening::Open(secrets)) => self.vault_open(&secrets),
            Ok(Opening::Closed(state)) => self.vault_set(state, None),
            Err(e) => {
                tracing::error!(error = %e, "vault");
                self.vault_set(VaultState::Unreadable, None);
            }
        }
    }

    fn vault_open(&self, secrets: &Secrets) {
        match Opened::new(self, secrets) {
            Ok(opened) => self.vault_set(VaultState::Ready, Some(Arc::new(opened))),
            Err(e) => {
                tracing::error!(error = %e, "vault.db");
                self.vault_set(VaultState::Unreadable, None);
            }
        }
    }

    fn vault_set(&self, state: VaultState, opened: Option<Arc<Opened>>) {
        *locked(&self.vault) = VaultSlot { state, opened };
        self.changed(None);
        self.push.notify_one();
        self.pull.notify_one();
        self.errands.notify_one();
    }

    pub(crate) fn vault_state(&self) -> VaultState {
        locked(&self.vault).state
    }
}

impl Core {
    fn vault_result(&self, secrets: Result<Secrets, VaultError>) -> Result<AppState, ApiError> {
        self.inner.vault_open(&secrets.map_err(|e| ApiError::new(e.code()))?);
        self.app_state(Call { args: Nothing {}, body: None })
    }

    /// See [`crate::commands`].
    pub(crate) fn vault_choose(&self, call: Call<'_, VaultChoice>) -> Result<AppState, ApiError> {
        self.only_in(&[VaultState::NeedsChoice, VaultState::KeyringLockedFirst])?;
        self.vault_result(self.inner.vault_of().choose(&call.args, &mut *self.inner.config.ids.rng()))
    }

    /// See [`crate::commands`].
    pub(crate) fn vault_unlock(&self, call: Call<'_, Unlock>) -> Result<AppState, ApiError> {
        self.only_in(&[VaultState::NeedsPassphrase])?;
        let passphrase = Zeroizing::new(call.args.passphrase);
        self.vault_result(self.inner.vault_of().unlock(&passphrase, &mut *self.inner.config.ids.rng()))
    }

    /// See [`crate::commands`].
    pub(crate) fn vault_retry(&self, _: Call<'_, Nothing>) -> Result<AppState, ApiError> {
        if self.inner.vault_state() != VaultState::Ready {
            self.inner.vault_find();
        }
        self.app_state(Call { args: Nothing {}, body: None })
    }

    /// See [`crate::commands`].
    pub(crate) fn vault_start_new(&self, _: Call<'_, Nothing>) -> Result<AppState, ApiError> {
        self.only_in(&[VaultState::KeyLost, VaultState::Unreadable])?;
        self.inner.vault_of().set_aside().map_err(|e| ApiError::new(e.code()))?;
        self.inner.vault_find();
        self.app_state(Call { args: Nothing {}, body: None })
    }

    /// See [`crate::commands`].
    pub(crate) fn rescue_seen(&self, _: Call<'_, Nothing>) -> Result<AppState, ApiError> {
        self.inner.opened()?.write(store::rescue::seen)?;
        self.inner.changed(None);
        self.app_state(Call { args: Nothing {}, body: None })
    }

    fn only_in(&self, states: &[VaultState]) -> Result<(), ApiError> {
        if states.contains(&self.inner.vault_state()) { Ok(()) } else { Err(ApiError::new(error_codes::VAULT)) }
    }
}
