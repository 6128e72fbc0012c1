//! Sends what waits and fetches what is new. Not for what the screens ask: they read the store.
//!
//! What a newcomer would get wrong: nothing here is the truth about a complaint; only what is stored is.

use crate::core::{Inner, locked};
use crate::views::LinkTrouble;
use std::sync::Arc;
use vungsam_domain::ComplaintId;

/// What is known of the link right now. Lost with the process, on purpose.
#[derive(Debug, Default)]
pub(crate) struct LinkState {
    pub(crate) trouble: Option<LinkTrouble>,
    pub(crate) not_before_ms: Option<i64>,
    pub(crate) last_ok_ms: Option<i64>,
    pub(crate) sending: Option<ComplaintId>,
}

pub(crate) async fn run(inner: Arc<Inner>) {
    let _ = inner;
    std::future::pending::<()>().await;
}

impl Inner {
    pub(crate) fn wake(&self) {
        locked(&self.link).not_before_ms = None;
        self.push.notify_one();
        self.pull.notify_one();
    }
}
