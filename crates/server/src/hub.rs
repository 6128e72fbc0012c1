//! Wakes the long-polls of a device when this node wrote something for it. Not a queue: it carries no data.
//!
//! What a newcomer would get wrong: another node's writes wake nobody here, so a long-poll also looks again by itself
//! every few seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::Notify;
use vungsam_domain::DeviceId;

/// Who waits for what.
#[derive(Debug, Default)]
pub struct Hub {
    waiting: Mutex<HashMap<DeviceId, Weak<Notify>>>,
}

impl Hub {
    /// Something to wait on. Take it (and `enable` its future) before looking for changes, so that none falls between.
    #[must_use]
    pub fn watch(&self, device: DeviceId) -> Arc<Notify> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, w| w.strong_count() > 0);
        if let Some(there) = waiting.get(&device).and_then(Weak::upgrade) {
            return there;
        }
        let fresh = Arc::new(Notify::new());
        waiting.insert(device, Arc::downgrade(&fresh));
        fresh
    }

    /// Wakes whoever waits for this device.
    pub fn wake(&self, device: DeviceId) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(notify) = waiting.get(&device).and_then(Weak::upgrade) {
            notify.notify_waiters();
        }
    }
}
