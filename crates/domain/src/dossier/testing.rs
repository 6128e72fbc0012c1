//! Steps for the tests of this folder. Not for other crates' tests.
//!
//! What a newcomer would get wrong: the same source and trust throughout, unless a test says otherwise.

use super::{Source, SourceKind, Step};

pub(super) fn office() -> Source {
    Source { kind: SourceKind::OfficeFile, name: "Một cửa xã".to_owned(), trust: 50 }
}

pub(super) fn step(status: Option<u8>, on: &str, noted_at_ms: i64) -> Step {
    Step {
        status,
        raw: None,
        said: None,
        on: on.to_owned(),
        noted_at_ms,
        source: office(),
        supplement: None,
        due_on: None,
    }
}
