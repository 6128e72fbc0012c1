//! Office files: reading, staging, applying, on both databases, with bad files of every kind. Not for the console's pages
//! (see `tests/console`).
//!
//! What a newcomer would get wrong: every file here is made by the test that reads it; every person in it is invented.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::disallowed_methods)]

mod bad_files;
mod killed;
mod made;
mod orders;
mod readers;
