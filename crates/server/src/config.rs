//! The gateway's configuration, one struct a concern. Order: defaults < file < environment < flags. Not for content and
//! not for `deployment.toml`, which is about what phones know.
//!
//! What a newcomer would get wrong: values are never written back. `vungsam-server config` prints the effective ones
//! with secrets masked.

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize, Serializer};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use zeroize::Zeroize;

/// A text that is never printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("********")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str("********")
    }
}

/// The effective configuration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The only folder that is written to.
    pub data: PathBuf,
    /// Where requests come in.
    pub listen: Listen,
    /// Which database.
    pub database: Database,
    /// Which certificate.
    pub tls: Tls,
    /// Sizes of waits and counts.
    pub limits: Limits,
    /// The officers' console.
    pub console: ConsoleSettings,
    /// What phones are told.
    pub phones: Phones,
    /// Public content.
    pub content: ContentSettings,
}

/// Addresses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Listen {
    /// The citizens' API, HTTPS.
    pub api: SocketAddr,
    /// The officers' console, plain HTTP: loopback only, a reverse proxy stands before it.
    pub console: SocketAddr,
    /// Figures for the operator, plain HTTP.
    pub metrics: SocketAddr,
}

impl Default for Listen {
    fn default() -> Self {
        let local = |port| SocketAddr::from(([127, 0, 0, 1], port));
        Self { api: local(8443), console: local(8480), metrics: local(8490) }
    }
}

/// Which database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Database {
    /// `postgres://…`; none is a SQLite file in the data folder. Secret: it may hold a password.
    pub url: Option<Secret>,
    /// Connections for reading (SQLite) or for everything (PostgreSQL).
    pub connections: u32,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: None, connections: 8 }
    }
}

/// Which certificate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// Certificate chain, PEM. Without it a development authority in the data folder signs one.
    pub cert: Option<PathBuf>,
    /// Its key, PEM.
    pub key: Option<PathBuf>,
    /// Names the development certificate is for, beside `localhost` and `127.0.0.1`.
    pub names: Vec<String>,
}

/// Waits (ms unless said otherwise) and counts. Sizes are the contract's (`domain::limits`), not configuration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Requests a minute of one device and kind.
    pub per_device: u32,
    /// Requests a minute of one address: loose, many phones share one behind a carrier's translation.
    pub per_address: u32,
    /// Look-ups by number and PIN a minute of one address.
    pub track_per_address: u32,
    /// Longest an ordinary request may take.
    pub request_ms: u64,
    /// Longest pause between two pieces of an upload.
    pub body_idle_ms: u64,
    /// Longest long-poll a phone may ask for.
    pub poll_ms: u64,
    /// How often a long-poll looks by itself.
    pub poll_look_ms: u64,
    /// Longest wait for running requests when stopping.
    pub stop_ms: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_device: 240,
            per_address: 6_000,
            track_per_address: 120,
            request_ms: 30_000,
            body_idle_ms: 60_000,
            poll_ms: 25_000,
            poll_look_ms: 3_000,
            stop_ms: 15_000,
        }
    }
}

/// The officers' console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ConsoleSettings {
    /// Unused sessions end after this many minutes.
    pub idle_minutes: i64,
    /// Every session ends after this many hours.
    pub session_hours: i64,
    /// Wrong passwords until a login is locked.
    pub attempts: i64,
    /// How long it is locked, in minutes.
    pub lock_minutes: i64,
    /// Send the cookie only over HTTPS (set it when a proxy with a certificate stands before the console).
    pub secure_cookie: bool,
    /// Names under which such a proxy asks for the console; every other `Host` but this machine's own is refused.
    pub names: Vec<String>,
}

impl Default for ConsoleSettings {
    fn default() -> Self {
        Self {
            idle_minutes: 480,
            session_hours: 24,
            attempts: 5,
            lock_minutes: 15,
            secure_cookie: false,
            names: Vec::new(),
        }
    }
}

/// What phones are told.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Phones {
    /// `https://…` phones reach the gateway under; none is `https://127.0.0.1:<port>`.
    pub url: Option<String>,
    /// Oldest app version that is recommended.
    pub min_version: Option<String>,
}

/// Public content.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ContentSettings {
    /// Pack (a bundle) to load at the start in place of the one compiled in.
    pub pack: Option<PathBuf>,
}

/// Why a configuration is not one.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file, variable or flag does not fit.
    #[error(transparent)]
    Figment(#[from] Box<figment::Error>),
    /// The values do not fit together.
    #[error("{0}")]
    Invalid(&'static str),
}

impl Settings {
    /// Reads `file` (when given, else `config.toml` in the data folder if there is one), the environment (`VUNGSAM_`,
    /// levels split by two underscores, e.g. `VUNGSAM_LISTEN__API`) and then `flags`, a nested map.
    ///
    /// # Errors
    /// What does not fit, and where it came from.
    pub fn read(data: &Path, file: Option<&Path>, flags: &serde_json::Value) -> Result<Self, ConfigError> {
        if file.is_some_and(|named| !named.is_file()) {
            return Err(ConfigError::Invalid("the configuration file is not there"));
        }
        // `file_exact` insists on the file; a fresh data folder has none.
        let file = file.map_or_else(|| Toml::file(data.join("config.toml")), Toml::file_exact);
        let settings: Self = Figment::new()
            .merge(file)
            .merge(Env::prefixed("VUNGSAM_").filter(|k| k.as_str().contains("__")).split("__"))
            .merge(Serialized::defaults(flags))
            .merge(Serialized::default("data", data))
            .extract()
            .map_err(Box::new)?;
        settings.check()?;
        Ok(settings)
    }

    /// Defaults over a data folder, for tests.
    #[must_use]
    pub fn in_folder(data: &Path) -> Self {
        Self { data: data.to_owned(), ..Self::default() }
    }

    fn check(&self) -> Result<(), ConfigError> {
        if !self.listen.console.ip().is_loopback() {
            return Err(ConfigError::Invalid("the console is plain HTTP and listens on a loopback address only"));
        }
        if self.tls.cert.is_some() != self.tls.key.is_some() {
            return Err(ConfigError::Invalid("tls.cert and tls.key come together"));
        }
        if self.phones.url.as_deref().is_some_and(|u| !u.starts_with("https://")) {
            return Err(ConfigError::Invalid("phones.url must start with https://"));
        }
        Ok(())
    }

    /// Address of the database.
    #[must_use]
    pub fn database_url(&self) -> Secret {
        self.database.url.clone().unwrap_or_else(|| Secret::new(crate::db::Db::sqlite_url(&self.data)))
    }

    /// The effective configuration as TOML, secrets masked.
    ///
    /// # Errors
    /// When it cannot be written as TOML (it always can).
    pub fn shown(&self) -> Result<String, toml::ser::Error> {
        toml::to_string_pretty(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_file_and_secrets_are_masked() {
        let dir = tempfile::tempdir().unwrap();
        let text = "[listen]\napi = \"127.0.0.1:1\"\nmetrics = \"127.0.0.1:2\"\n[database]\nurl = \"postgres://u:canary@h/d\"\n";
        std::fs::write(dir.path().join("config.toml"), text).unwrap();
        let flags = serde_json::json!({ "listen": { "api": "127.0.0.1:3" } });
        let s = Settings::read(dir.path(), None, &flags).unwrap();
        assert_eq!((s.listen.api.port(), s.listen.metrics.port(), s.listen.console.port()), (3, 2, 8480));
        assert!(!s.shown().unwrap().contains("canary"));
        assert!(!format!("{s:?}").contains("canary"));
        assert_eq!(s.database_url().reveal(), "postgres://u:canary@h/d");
    }

    #[test]
    fn a_fresh_data_folder_needs_no_configuration_file() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Settings::read(dir.path(), None, &serde_json::json!({})).is_ok());
        let named = dir.path().join("not-there.toml");
        assert!(Settings::read(dir.path(), Some(&named), &serde_json::json!({})).is_err());
    }

    #[test]
    fn a_misspelt_name_or_a_public_console_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        for bad in
            [r#"{"listen":{"appi":"127.0.0.1:1"}}"#, r#"{"listen":{"console":"0.0.0.0:1"}}"#, r#"{"tls":{"cert":"x"}}"#]
        {
            let flags = serde_json::from_str(bad).unwrap();
            assert!(Settings::read(dir.path(), None, &flags).is_err(), "{bad}");
        }
    }
}
