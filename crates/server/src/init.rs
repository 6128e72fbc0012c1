//! Makes a data folder ready: keys, certificate, database, and `deployment.toml` for the app. Not for serving.
//!
//! What a newcomer would get wrong: it may run at every start and by two processes at once; whatever is there stays.

use crate::config::Settings;
use crate::content::{self, ContentError};
use crate::db::{Db, DbError};
use crate::env::{Clock, Ids};
use crate::keys::{KeyError, Keys, write_private};
use crate::tls::{self, Certificates, TlsError};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use vungsam_domain::Deployment;
use vungsam_domain::deployment::ReceiptKey;

/// What the area says of itself; the gateway adds its own address and keys.
const BASE: &str = include_str!("../../../assets/deployment.toml");

/// Why the folder is not ready.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The folder cannot be used.
    #[error("data folder: {0}")]
    Io(#[from] std::io::Error),
    /// Keys.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// Database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Public content.
    #[error("content: {0}")]
    Content(#[from] ContentError),
    /// The base `deployment.toml` of this build is not good.
    #[error("deployment.toml: {0}")]
    Deployment(String),
}

/// A data folder that is ready.
pub struct Ready {
    /// The gateway's keys.
    pub keys: Keys,
    /// The listener's certificate.
    pub certificates: Certificates,
}

/// Makes what is missing.
///
/// # Errors
/// [`InitError`].
pub fn prepare(settings: &Settings, clock: &dyn Clock, ids: &dyn Ids) -> Result<Ready, InitError> {
    let data = &settings.data;
    for dir in [data.clone(), data.join("keys"), data.join("tls")] {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    }
    let lock = std::fs::File::create(data.join("init.lock"))?;
    lock.lock()?; // released when the file is closed
    let keys = Keys::open(&data.join("keys"), ids)?;
    let certificates = tls::open(&data.join("tls"), &settings.tls, clock.now_ms())?;
    Ok(Ready { keys, certificates })
}

/// Opens the database of this configuration.
///
/// # Errors
/// When it cannot be reached or brought to the newest schema.
pub async fn open_db(settings: &Settings) -> Result<Db, DbError> {
    // Two processes may meet an empty folder at the same moment (a first start and `officer add`), and SQLite's
    // migrations know no lock of their own.
    let file = std::fs::File::create(settings.data.join("init.lock")).map_err(sqlx::Error::Io)?;
    let _lock = tokio::task::spawn_blocking(move || file.lock().map(|()| file))
        .await
        .map_err(std::io::Error::other)
        .flatten()
        .map_err(sqlx::Error::Io)?;
    Db::open(settings.database_url().reveal(), settings.database.connections).await
}

/// Loads the content of this build (or the pack the configuration names) if it was not loaded before, and reads what
/// stands now.
///
/// # Errors
/// When the pack is not one or the database fails.
pub async fn load_content(settings: &Settings, db: &Db, clock: &dyn Clock, ids: &dyn Ids) -> Result<(), ContentError> {
    let named = match &settings.content.pack {
        Some(file) => Some(std::fs::read(file)?),
        None => None,
    };
    let pack = named.as_deref().unwrap_or(content::SHIPPED);
    if let Some(done) = content::load::load(db, pack, &content::epoch(ids), clock.now_ms(), false).await? {
        tracing::info!(written = done.written, clashes = done.clashes, "content loaded");
    }
    Ok(content::refresh(db).await?)
}

/// What phones need to know of this gateway.
///
/// # Errors
/// When the base file of this build is not good.
pub fn deployment(settings: &Settings, ready: &Ready, api_port: u16) -> Result<Deployment, InitError> {
    let mut d = Deployment::parse(BASE).map_err(InitError::Deployment)?;
    d.gateway_url = settings.phones.url.clone().unwrap_or_else(|| format!("https://127.0.0.1:{api_port}"));
    d.ca_pem.clone_from(&ready.certificates.ca_pem);
    d.receipt_keys = vec![ReceiptKey { kid: ready.keys.kid.clone(), public_key: ready.keys.receipt_public() }];
    d.recovery_key = Some(ready.keys.recovery_public());
    Ok(d)
}

/// Writes `deployment.toml` for a demo or test build of the app.
///
/// # Errors
/// When the disk does not let it.
pub fn write_deployment(data: &Path, deployment: &Deployment) -> Result<(), InitError> {
    let text = toml::to_string_pretty(deployment).map_err(|e| InitError::Deployment(e.to_string()))?;
    Ok(write_private(&data.join("deployment.toml"), text.as_bytes())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::{SystemClock, SystemIds};

    #[test]
    fn a_second_start_keeps_keys_and_authority_and_the_app_can_read_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let settings = Settings::in_folder(&dir.path().join("new"));
        let first = deployment(&settings, &prepare(&settings, &SystemClock, &SystemIds).unwrap(), 8443).unwrap();
        let again = deployment(&settings, &prepare(&settings, &SystemClock, &SystemIds).unwrap(), 8443).unwrap();
        assert_eq!(first, again);
        write_deployment(&settings.data, &first).unwrap();
        let text = std::fs::read_to_string(settings.data.join("deployment.toml")).unwrap();
        assert_eq!(Deployment::parse(&text).unwrap(), first);
    }
}
