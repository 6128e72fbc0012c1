//! What the screens see of reports followed by number and PIN. Not for those of this phone.
//!
//! What a newcomer would get wrong: two reports may carry the same number and PIN, so a card holds a list.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use vungsam_domain::Reference;
use vungsam_domain::wire::TrackedReport;

/// A complaint sent from another phone, followed by number and PIN.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TrackedCard {
    /// The number.
    pub reference: Reference,
    /// The number as shown, 3-3-4.
    pub reference_shown: String,
    /// When it was added here (ms since 1970).
    pub added_at_ms: i64,
    /// What the last look-up found.
    pub state: TrackState,
    /// Newest first; empty until found.
    pub reports: Vec<TrackedReport>,
    /// When the gateway was last asked with success (ms since 1970, this phone's clock).
    pub checked_at_ms: Option<i64>,
    /// Something happened that the person has not seen.
    pub unread: bool,
}

/// What a look-up by number and PIN found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrackState {
    /// Not asked yet: waits for a link.
    Waiting,
    /// Found.
    Found,
    /// No complaint with this number and PIN has reached the gateway (yet).
    NotFound,
    /// Too many wrong PINs for this number today: asked again tomorrow.
    Closed,
}

/// Arguments of `track_add`.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TrackAdd {
    /// As typed.
    pub reference: String,
    /// As typed.
    pub pin: String,
}

/// Arguments that are just a number.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ByReference {
    /// Which.
    pub reference: Reference,
}
