//! Whole-system stories, one binary so that it links once. Each file is a kind of trouble; each test is a sentence.
//!
//! What a newcomer would get wrong: a story ends with `nothing_lost_nothing_twice` or `all_arrived`, which look at the
//! gateway's own database and storage, not at what the phone believes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod answers;
mod area;
mod asking;
mod content;
mod conversation;
mod cuts;
mod dossiers;
mod foreign;
mod journey;
mod keyring;
mod kills;
mod local;
mod manners;
mod rescued;
mod walks;
mod world;
