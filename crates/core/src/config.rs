//! What a core is opened with, and why opening can fail. Not for settings a person changes.
//!
//! What a newcomer would get wrong: trouble with the vault is not an [`OpenError`]; the app starts and says so.

use crate::env::{Clock, Ids};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use vungsam_domain::Deployment;

/// What a core is opened with.
#[derive(Clone)]
pub struct CoreConfig {
    /// Everything the core writes lies in here. Made when missing.
    pub data_dir: PathBuf,
    /// The area.
    pub deployment: Deployment,
    /// Version of the app, for signed bodies.
    pub app_version: String,
    /// Where keys are kept.
    pub keyring: KeyringKind,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids and randomness.
    pub ids: Arc<dyn Ids>,
    /// How patient sending and fetching are.
    pub sync: SyncPolicy,
    /// A content bundle instead of the one compiled in: another area's, or a test's.
    pub content: Option<Vec<u8>>,
}

/// Where keys are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyringKind {
    /// The keyring of this system.
    System,
    /// As if there were none: the person is asked.
    Off,
}

/// How patient sending and fetching are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncPolicy {
    /// Upper bound of the first wait after a failed attempt.
    pub min_backoff: Duration,
    /// Longest wait.
    pub max_backoff: Duration,
    /// How long the gateway may hold a question for changes (≤ 25 s).
    pub poll_wait: Duration,
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest silence while an answer is expected.
    pub read_timeout: Duration,
    /// How long after the start content is asked about: what the person wrote goes first.
    pub content_after: Duration,
    /// How often content is asked about.
    pub content_every: Duration,
}

impl Default for SyncPolicy {
    fn default() -> Self {
        Self {
            min_backoff: Duration::from_secs(4),
            max_backoff: Duration::from_secs(15 * 60),
            poll_wait: Duration::from_secs(25),
            connect_timeout: Duration::from_secs(20),
            read_timeout: Duration::from_secs(60),
            content_after: Duration::from_secs(10),
            content_every: Duration::from_secs(6 * 60 * 60),
        }
    }
}

/// Why a core could not be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another instance uses this data folder.
    #[error("another instance uses this data folder")]
    InUse,
    /// The folder cannot be made or written.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// The content that ships with the app cannot be read.
    #[error("the content pack cannot be read: {0}")]
    Content(#[from] vungsam_domain::content::bundle::BundleError),
}
