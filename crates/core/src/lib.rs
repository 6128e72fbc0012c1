//! The phone's engine: encrypted store, drafts, outbox, sync, photos, vault, commands. Not for windows (the shell) and
//! not for anything the gateway does.
//!
//! What a newcomer would get wrong: nothing here waits for the network while a person waits for the screen. Commands
//! read and write SQLite and return; [`Core::run`] sends and fetches on its own.

mod app;
mod ask;
pub mod bindings;
mod checklists;
pub mod commands;
mod complaints;
pub mod config;
mod content;
mod core;
mod days;
mod dossiers;
mod drafts;
pub mod env;
mod http;
mod library;
mod lock;
mod opened;
mod outbox;
mod overdue;
mod packages;
pub mod photo;
mod replies;
mod rescue;
mod settings;
mod store;
#[cfg(test)]
mod stories;
mod submit;
mod sync;
#[doc(hidden)]
pub mod testing;
mod tracked;
pub mod vault;
pub mod views;

pub use crate::core::Core;
pub use bindings::bindings;
pub use config::{CoreConfig, KeyringKind, OpenError, SyncPolicy};
pub use views::{ApiError, CoreEvent};
pub use vungsam_domain::Deployment;
