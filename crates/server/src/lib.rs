//! The gateway phones sync to: citizens' API, public pages, officers' console, storage. Never the phone's engine.
//!
//! What a newcomer would get wrong: the phone makes every id and repeats every request until it holds a signed
//! receipt, so every write here is idempotent and a repeat is the normal case.

pub mod api;
pub mod blobs;
pub mod cli;
pub mod config;
pub mod console;
pub mod content;
pub mod db;
pub mod dossiers;
pub mod env;
pub mod hub;
pub mod init;
pub mod keys;
pub mod password;
pub mod proof;
pub mod public;
pub mod recover;
pub mod serve;
pub mod state;
#[doc(hidden)]
pub mod testing;
pub mod tls;
pub mod workflow;

pub use config::Settings;
pub use serve::{Listeners, serve, serve_with};
