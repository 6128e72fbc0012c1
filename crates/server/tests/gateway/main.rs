//! The gateway from outside: its store on both engines, its API over TLS, its commands.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::too_many_lines
)]

mod catalogue;
mod commands;
mod content;
mod content_store;
mod dossiers;
mod feed;
mod full;
mod garbage;
mod harness;
mod journey;
mod kills;
mod limits;
mod logs;
mod messages;
mod packages;
mod replay;
mod stop;
mod store;
mod store_messages;
mod track;
mod unanswered;
mod uploads;
mod watches;
