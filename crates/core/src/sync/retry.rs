//! What to do after a request: the one function that reads an error or an answer and says what it means. Not for doing
//! it (`push`, `pull`).
//!
//! What a newcomer would get wrong: only an error that proves that nothing left the phone is "not an attempt", and only
//! our own problem document, never a bare status, may stop a complaint for good.

use crate::views::{LinkTrouble, StuckReason};
use rustls::CertificateError as Cert;
use std::error::Error;
use std::time::{Duration, SystemTime};
use vungsam_domain::wire::{Problem, codes};

/// How long to stay away when an answer says "later" without saying when.
const SOME_TIME: Duration = Duration::from_secs(30);
/// Longest time a number stays closed.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Longest `Retry-After` that is believed.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// What a request met.
#[derive(Debug)]
pub(crate) enum Met<'a> {
    /// No answer, or half of one.
    Error(&'a reqwest::Error),
    /// An answer that is not the one hoped for.
    Answer {
        /// HTTP status.
        status: u16,
        /// `Retry-After`, where it came and could be read.
        retry_after: Option<Duration>,
        /// The problem document, where the answer is one.
        problem: Option<&'a Problem>,
    },
}

/// What that means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryKind {
    /// No connection came about: nothing left the phone.
    Offline,
    /// The certificate is not trusted: nothing left the phone.
    Untrusted,
    /// The certificate is not valid at this phone's date: nothing left the phone.
    WrongDate,
    /// It may have arrived; the answer did not.
    Lost,
    /// Something else answered.
    NotOurs,
    /// The gateway says when to come back.
    Busy(Duration),
    /// Too many wrong PINs or proofs for this number, or too many new ones: no answer about it before then. Says nothing
    /// about the link.
    Closed(Duration),
    /// The gateway could not do it now.
    Later,
    /// The gateway does not know this device (any more).
    Register,
    /// The gateway does not know what this refers to.
    Missing,
    /// The upload stands elsewhere than was thought.
    Offset,
    /// Only the person, or a newer version, can do something.
    Stuck(StuckReason),
}

impl RetryKind {
    /// Whether nothing left the phone, so that it was no attempt.
    pub(crate) fn never_left(self) -> bool {
        matches!(self, Self::Offline | Self::Untrusted | Self::WrongDate)
    }

    /// What it says about the link, for the person.
    pub(crate) fn trouble(self) -> Option<LinkTrouble> {
        match self {
            Self::Offline | Self::Lost => Some(LinkTrouble::Offline),
            Self::Untrusted => Some(LinkTrouble::Untrusted),
            Self::WrongDate => Some(LinkTrouble::WrongDate),
            Self::NotOurs => Some(LinkTrouble::NotOurs),
            Self::Busy(_) | Self::Later => Some(LinkTrouble::Busy),
            Self::Register | Self::Missing | Self::Offset | Self::Closed(_) | Self::Stuck(_) => None,
        }
    }

    /// Whether every request would meet the same now.
    pub(crate) fn holds_for_all(self) -> bool {
        matches!(self, Self::Offline | Self::Untrusted | Self::WrongDate | Self::NotOurs)
    }
}

/// Reads a `Retry-After`: seconds, or a date, which counts from the answer's own `Date` so that this phone's clock does
/// not matter (`now` stands in where there is none). A date that has passed is "now".
pub(crate) fn retry_after(value: &str, date: Option<&str>, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let from = date.and_then(|d| httpdate::parse_http_date(d.trim()).ok()).unwrap_or(now);
    Some(until.duration_since(from).unwrap_or_default())
}

/// Reads what a request met.
pub(crate) fn retry_kind(met: &Met<'_>) -> RetryKind {
    match met {
        Met::Error(e) if e.is_connect() => match certificate(*e) {
            Some(Cert::Expired | Cert::ExpiredContext { .. } | Cert::NotValidYet | Cert::NotValidYetContext { .. }) => {
                RetryKind::WrongDate
            }
            Some(_) => RetryKind::Untrusted,
            None => RetryKind::Offline,
        },
        Met::Error(e) if e.is_builder() => RetryKind::Offline,
        Met::Error(_) => RetryKind::Lost,
        Met::Answer { problem: Some(problem), retry_after, .. }
            if [codes::PIN_CLOSED, codes::PROOF_CLOSED, codes::CODES_CLOSED, codes::QUESTIONS_CLOSED]
                .contains(&problem.code.as_str()) =>
        {
            RetryKind::Closed(retry_after.unwrap_or(A_DAY).min(A_DAY))
        }
        Met::Answer { status: 429 | 503 | 507, retry_after, .. } => {
            RetryKind::Busy(retry_after.unwrap_or(SOME_TIME).min(LONGEST))
        }
        Met::Answer { problem: Some(problem), status, .. } => by_code(&problem.code, *status),
        Met::Answer { status: 500..=599, .. } => RetryKind::Later,
        // Two kinds of answers of a tus server carry no body when they answer HEAD.
        Met::Answer { status: 404 | 410, .. } => RetryKind::Missing,
        Met::Answer { .. } => RetryKind::NotOurs,
    }
}

fn by_code(code: &str, status: u16) -> RetryKind {
    match code {
        codes::INVALID => RetryKind::Stuck(StuckReason::Invalid),
        codes::ID_CONFLICT => RetryKind::Stuck(StuckReason::IdConflict),
        codes::TOO_LARGE => RetryKind::Stuck(StuckReason::TooLarge),
        codes::UNAUTHORIZED | codes::BAD_SIGNATURE => RetryKind::Stuck(StuckReason::Refused),
        codes::UNKNOWN_DEVICE => RetryKind::Register,
        codes::NOT_FOUND => RetryKind::Missing,
        codes::OFFSET_CONFLICT | codes::HASH_MISMATCH => RetryKind::Offset,
        codes::TOO_MANY | codes::UNAVAILABLE => RetryKind::Busy(SOME_TIME),
        codes::INTERNAL => RetryKind::Later,
        _ if status >= 500 => RetryKind::Later,
        _ => RetryKind::Stuck(StuckReason::NotUnderstood),
    }
}

/// The certificate error at the bottom of a failed connection.
fn certificate<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Cert> {
    let mut next = Some(error);
    while let Some(e) = next {
        if let Some(rustls::Error::InvalidCertificate(cert)) = e.downcast_ref::<rustls::Error>() {
            return Some(cert);
        }
        // An I/O error hides what it wraps from `source`.
        let inner = e.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        next = match inner {
            Some(inner) => Some(inner),
            None => e.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, code: Option<&str>) -> RetryKind {
        let problem = code.map(|code| Problem {
            kind: "about:blank".to_owned(),
            title: String::new(),
            status,
            code: code.to_owned(),
            errors: Vec::new(),
        });
        retry_kind(&Met::Answer { status, retry_after: None, problem: problem.as_ref() })
    }

    #[test]
    fn a_bare_status_never_stops_a_complaint_for_good() {
        for status in 200..600 {
            assert!(!matches!(answer(status, None), RetryKind::Stuck(_)), "{status}");
        }
    }

    #[test]
    fn our_own_words_are_understood() {
        assert_eq!(answer(409, Some(codes::ID_CONFLICT)), RetryKind::Stuck(StuckReason::IdConflict));
        assert_eq!(answer(401, Some(codes::UNKNOWN_DEVICE)), RetryKind::Register);
        assert_eq!(answer(422, Some("a code of a later year")), RetryKind::Stuck(StuckReason::NotUnderstood));
        assert_eq!(answer(500, Some("a code of a later year")), RetryKind::Later);
        assert_eq!(answer(302, None), RetryKind::NotOurs);
    }

    #[rstest::rstest]
    #[case("120", None, Some(120))]
    #[case(" 7 ", None, Some(7))]
    #[case("Fri, 01 Jan 2027 00:10:00 GMT", Some("Fri, 01 Jan 2027 00:00:00 GMT"), Some(600))]
    #[case("Fri, 01 Jan 2027 00:10:00 GMT", None, Some(300))]
    #[case("Fri, 01 Jan 2027 00:00:00 GMT", Some("Fri, 01 Jan 2027 00:10:00 GMT"), Some(0))]
    #[case("soon", None, None)]
    fn retry_after_is_read_as_seconds_and_as_a_date(
        #[case] value: &str,
        #[case] date: Option<&str>,
        #[case] seconds: Option<u64>,
    ) {
        let now = httpdate::parse_http_date("Fri, 01 Jan 2027 00:05:00 GMT").unwrap();
        assert_eq!(retry_after(value, date, now), seconds.map(Duration::from_secs));
    }

    #[test]
    fn a_gateway_cannot_send_a_phone_away_for_ever() {
        let far = Some(Duration::from_secs(u64::MAX / 2));
        let kind = retry_kind(&Met::Answer { status: 503, retry_after: far, problem: None });
        assert_eq!(kind, RetryKind::Busy(LONGEST));
    }
}
