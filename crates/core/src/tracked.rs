//! Commands on complaints of other phones, followed by number and PIN. Not for asking the gateway (`sync::errands`).
//!
//! What a newcomer would get wrong: adding never asks. It is stored at once, also without a network, and looked up when
//! there is a link.

use crate::commands::Call;
use crate::core::Core;
use crate::store::tracked;
use crate::views::*;
use vungsam_domain::{Pin, Reference};

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn track_add(&self, call: Call<'_, TrackAdd>) -> Result<TrackedCard, ApiError> {
        let reference = Reference::parse(&call.args.reference).map_err(|_| ApiError::new(error_codes::REFERENCE))?;
        let pin = Pin::parse(&call.args.pin).ok_or_else(|| ApiError::new(error_codes::PIN))?;
        let now = self.inner.now_ms();
        let card = self.inner.opened()?.write(|tx| {
            tracked::put(tx, &reference, &pin, now)?;
            tracked::get(tx, &reference)
        })?;
        self.inner.changed(None);
        self.inner.errands.notify_one();
        Ok(card)
    }

    /// See [`crate::commands`].
    pub(crate) fn tracked(&self, call: Call<'_, ByReference>) -> Result<TrackedCard, ApiError> {
        Ok(self.inner.opened()?.read(|c| tracked::get(c, &call.args.reference))?)
    }

    /// See [`crate::commands`].
    pub(crate) fn tracked_seen(&self, call: Call<'_, ByReference>) -> Result<Nothing, ApiError> {
        if self.inner.opened()?.write(|tx| tracked::seen(tx, &call.args.reference))? {
            self.inner.changed(None);
        }
        Ok(Nothing {})
    }

    /// See [`crate::commands`].
    pub(crate) fn track_remove(&self, call: Call<'_, ByReference>) -> Result<Nothing, ApiError> {
        self.inner.opened()?.write(|tx| tracked::delete(tx, &call.args.reference))?;
        self.inner.changed(None);
        Ok(Nothing {})
    }
}
