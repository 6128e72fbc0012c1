//! The keyring of the system, behind a trait small enough to be faked in tests. Not for deciding what its answers mean.
//!
//! What a newcomer would get wrong: a keyring may panic (Android without a context), hang (a prompt nobody sees) or be
//! gone tomorrow. So each question runs on a thread of its own with a limit, and every outcome is a typed value.

use crate::config::KeyringKind;
use keyring_core::api::CredentialStore;
use keyring_core::{Entry, Error};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use zeroize::Zeroizing;

/// Name of this app in the keyring.
const SERVICE: &str = "vungsam";
/// How long a question may take. A prompt that is answered later is seen at the next try.
const PATIENCE: Duration = Duration::from_secs(20);

/// The store behind a kind.
#[must_use]
pub fn keyring(kind: KeyringKind) -> Box<dyn KeyStore> {
    match kind {
        KeyringKind::System => Box::new(SystemKeyring),
        KeyringKind::Off => Box::new(NoKeyring),
    }
}

/// What a keyring answers instead of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// There is no keyring.
    #[error("no keyring")]
    Absent,
    /// There is one, but it is locked, or still waits for the person.
    #[error("the keyring is locked")]
    Locked,
    /// It would not, whatever the reason.
    #[error("the keyring refused")]
    Refused,
    /// It works, and has no such entry.
    #[error("no such entry")]
    NotFound,
}

/// A place that keeps short secrets by name.
pub trait KeyStore: Send + Sync {
    /// The value under `name`.
    ///
    /// # Errors
    /// [`KeyStoreError`].
    fn get(&self, name: &str) -> Result<Zeroizing<String>, KeyStoreError>;

    /// Stores `value` under `name`.
    ///
    /// # Errors
    /// [`KeyStoreError`], never [`KeyStoreError::NotFound`].
    fn set(&self, name: &str, value: &str) -> Result<(), KeyStoreError>;
}

/// No keyring at all.
struct NoKeyring;

impl KeyStore for NoKeyring {
    fn get(&self, _name: &str) -> Result<Zeroizing<String>, KeyStoreError> {
        Err(KeyStoreError::Absent)
    }

    fn set(&self, _name: &str, _value: &str) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Absent)
    }
}

/// The keyring of the system. Asked anew each time: it may appear, be unlocked or vanish while the app runs.
pub struct SystemKeyring;

impl KeyStore for SystemKeyring {
    fn get(&self, name: &str) -> Result<Zeroizing<String>, KeyStoreError> {
        ask(name, |entry| {
            let bytes = Zeroizing::new(entry.get_secret().map_err(|e| kind(&e))?);
            let text = std::str::from_utf8(&bytes).map_err(|_| KeyStoreError::Refused)?;
            Ok(Zeroizing::new(text.to_owned()))
        })
    }

    fn set(&self, name: &str, value: &str) -> Result<(), KeyStoreError> {
        let value = Zeroizing::new(value.to_owned());
        ask(name, move |entry| entry.set_secret(value.as_bytes()).map_err(|e| kind(&e)))
    }
}

/// Runs one question on its own thread: a panic there is a refusal, a hang is "locked".
fn ask<T: Send + 'static>(
    name: &str,
    question: impl FnOnce(&Entry) -> Result<T, KeyStoreError> + Send + 'static,
) -> Result<T, KeyStoreError> {
    let (answer, answers) = mpsc::sync_channel(1);
    let name = name.to_owned();
    let run = move || {
        // A store that cannot even be made (no bus, no context, a panic) is no keyring.
        let store = std::panic::catch_unwind(system_store).ok().flatten().ok_or(KeyStoreError::Absent);
        let outcome =
            store.and_then(|s| s.build(SERVICE, &name, None).map_err(|e| kind(&e))).and_then(|e| question(&e));
        // Nobody waits any more: the outcome is seen at the next try.
        let _late = answer.send(outcome);
    };
    if std::thread::Builder::new().name("keyring".to_owned()).spawn(run).is_err() {
        return Err(KeyStoreError::Refused);
    }
    match answers.recv_timeout(PATIENCE) {
        Ok(outcome) => outcome,
        Err(mpsc::RecvTimeoutError::Timeout) => Err(KeyStoreError::Locked),
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(KeyStoreError::Refused),
    }
}

fn kind(e: &Error) -> KeyStoreError {
    match e {
        Error::NoEntry => KeyStoreError::NotFound,
        Error::NoDefaultStore => KeyStoreError::Absent,
        Error::NoStorageAccess(why) => no_access(why.as_ref()),
        _ => KeyStoreError::Refused,
    }
}

/// Secret Service says "no access" for a locked item, but also for a dismissed prompt and for a daemon that has no
/// keyring to unlock: those will not change by waiting.
#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
fn no_access(why: &(dyn std::error::Error + Send + Sync + 'static)) -> KeyStoreError {
    match why.downcast_ref::<secret_service::Error>() {
        Some(secret_service::Error::Locked) => KeyStoreError::Locked,
        _ => KeyStoreError::Refused,
    }
}

#[cfg(not(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android")))))]
fn no_access(_why: &(dyn std::error::Error + Send + Sync + 'static)) -> KeyStoreError {
    KeyStoreError::Locked
}

#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
fn system_store() -> Option<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new().ok()?;
    Some(store)
}

#[cfg(any(target_os = "macos", target_os = "ios"))]
fn system_store() -> Option<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new().ok()?;
    Some(store)
}

#[cfg(target_os = "windows")]
fn system_store() -> Option<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = windows_native_keyring_store::Store::new().ok()?;
    Some(store)
}

/// Panics without an Android context (before `setup`, or in a process without an activity); the caller catches it.
#[cfg(target_os = "android")]
fn system_store() -> Option<Arc<CredentialStore>> {
    let store: Arc<CredentialStore> = android_native_keyring_store::Store::new().ok()?;
    Some(store)
}

#[cfg(not(any(unix, target_os = "windows")))]
fn system_store() -> Option<Arc<CredentialStore>> {
    None
}
