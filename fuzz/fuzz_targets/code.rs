//! Any bytes as a typed or scanned code. How to run it: docs/DOSSIERS.md. Not for the words around codes: the table of
//! `dossier::code` has them.
//!
//! What a newcomer would get wrong: a finding is kept as a line in the table tests, where everybody's tests run it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vungsam_domain::dossier::code::{Kind, find_all, key, read};

fuzz_target!(|bytes: &[u8]| {
    let raw = String::from_utf8_lossy(bytes);
    let reading = read(&raw);
    assert_eq!(reading.raw, raw);
    for found in find_all(&raw).iter().chain([&reading]) {
        let Some(code) = found.code() else { continue };
        assert_eq!(key(&key(code)), key(code));
        assert_eq!(key(&code.replace('-', "\u{2013}")), key(code));
        let digits: String = key(code);
        assert!(!(digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit())), "{code:?} is a citizen's number");
        let json = raw.trim_start().starts_with(['{', '[']);
        assert!(found.kind == Kind::Url || json || raw.contains(code), "{code:?} was never typed");
    }
});
