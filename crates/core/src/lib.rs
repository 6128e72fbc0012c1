//! The phone's engine: encrypted store, drafts, outbox, sync, photos, vault, commands. Not for windows (the shell) and
//! not for anything the gateway does.
//!
//! What a newcomer would get wrong: nothing here waits for the network while a person waits for the screen. Commands
//! read and write SQLite and return; [`Core::run`] sends and fetches on its own.

mod app;
pub mod bindings;
pub mod commands;
pub mod config;
mod core;
pub mod env;
mod lock;
pub mod photo;
mod settings;
#[doc(hidden)]
pub mod testing;
pub mod vault;
pub mod views;

pub use crate::core::Core;
pub use bindings::bindings;
pub use config::{CoreConfig, KeyringKind, OpenError, SyncPolicy};
pub use views::{ApiError, CoreEvent};
