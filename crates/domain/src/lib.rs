//! The words and rules that phone and gateway share: complaints, statuses, references, text folding, content
//! records, the reading of a text before it is sent, wire types. Not for I/O, async, SQL or any framework.
//!
//! What a newcomer would get wrong: a time in here is a number that somebody else read from a clock, and a random
//! number is drawn from a generator somebody else passed in. Nothing in this crate asks the machine for either.

pub mod ask;
pub mod calendar;
pub mod complaint;
pub mod content;
pub mod deployment;
pub mod dossier;
pub mod fold;
pub mod geo;
pub mod ics;
pub mod ids;
pub mod limits;
pub mod message;
pub mod package;
pub mod pause;
pub mod recurring;
pub mod reference;
pub mod search;
pub mod sign;
pub mod status;
pub mod triage;
pub mod unanswered;
pub mod wire;

pub use complaint::{Complaint, Consent, Contact, FieldError, PhotoRef, Position, Spot};
pub use content::{Agency, Category, Elsewhere, Hotline, Pack, Unit, Village};
pub use deployment::Deployment;
pub use ids::{ChecklistId, ComplaintId, DeviceId, DossierId, EventId, MessageId, UnansweredId, WatchId};
pub use message::Message;
pub use reference::{Pin, Reference};
pub use status::{Action, Actor, Status};
