//! A dossier (hồ sơ): its code, the steps known of it, who must act, and its clock. Not for storing or asking.
//!
//! What a newcomer would get wrong: nothing here is the truth. A step is what somebody said, with who and when; the
//! step that counts is chosen anew each time, and a code is never corrected.

pub mod clock;
pub mod code;
pub mod steps;
#[cfg(test)]
mod testing;

pub use clock::{Clock, ClockState, clock};
pub use code::{Kind, Reading};
pub use steps::{Group, Said, SeenSource, Source, SourceKind, Step};
