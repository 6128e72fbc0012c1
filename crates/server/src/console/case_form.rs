//! What an officer filled in on the page of a complaint: read from either kind of form, checked, and shown again with
//! everything typed when something is missing. Not for taking the step (see `workflow`).
//!
//! What a newcomer would get wrong: every field of every step is on the page at the same time, because there is no
//! script; only those of the chosen step are looked at.

use super::outside;
use super::page::Fault;
use super::session::Half;
use super::words::{Lang, Words, fill};
use super::{Fields, field};
use crate::db::complaints::ComplaintRow;
use crate::db::{DbError, cases};
use crate::proof::{self, Proof, ProofError};
use crate::state::AppState;
use axum::body::to_bytes;
use axum::extract::multipart::Field;
use axum::extract::{Form, FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use bytes::BytesMut;
use jiff::civil::Date;
use vungsam_domain::wire::Handover;
use vungsam_domain::{Action, ComplaintId, EventId, Reference, Status, fold, limits};

/// Largest form without files, in bytes: the longest answer, percent-encoded, several times.
const FORM_BYTES: usize = 256 * 1024;
/// Largest form with files, in bytes.
pub const UPLOAD_BYTES: usize = 6 * proof::INPUT_BYTES;
/// Longest number another body gives, in characters.
const NUMBER_CHARS: usize = 60;

/// A field and what is wrong with it.
pub type Problem = (String, String);

/// The steps offered, in this order.
pub const OFFERED: [Action; 8] = [
    Action::Accept,
    Action::Start,
    Action::Answer,
    Action::AskMore,
    Action::Assign,
    Action::Transfer,
    Action::MarkDuplicate,
    Action::Refuse,
];

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The chosen step.
    pub action: Option<Action>,
    /// Words for the sender.
    pub text: String,
    /// Who gets it: `o:` and an officer's id, `u:` and a commune's id, `-` for nobody.
    pub to: String,
    /// Id of a body.
    pub agency: String,
    /// A body that is not in the list.
    pub agency_name: String,
    /// Its number.
    pub number: String,
    /// The day it was handed over, as typed.
    pub on: String,
    /// Number of the report it is joined to.
    pub other: String,
    /// Which report with that number.
    pub other_id: String,
    /// Both questions were answered with yes, or with "let me change it".
    pub sure: Option<bool>,
    /// The state that was seen.
    pub expected: Option<Status>,
    /// Id of the step.
    pub event: Option<EventId>,
}

/// A form that arrived.
#[derive(Default)]
pub struct Sent {
    /// Its fields.
    pub fields: Fields,
    /// Its photos, shrunk.
    pub photos: Vec<Proof>,
    /// Why one of them was not taken.
    pub refused: Option<(String, Refusal)>,
    /// Whether there was any file.
    pub had_files: bool,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no picture that can be read, or too large.
    Bad(ProofError),
    /// There are more than five.
    TooMany,
}

/// Reads a form of either kind and checks its token before any file is looked at.
///
/// # Errors
/// [`Fault::Forbidden`] without the token, [`Fault::BadRequest`] when it is not readable.
pub async fn read(state: &AppState, half: &Half, request: Request) -> Result<Sent, Fault> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default().to_owned();
    let mut sent = Sent::default();
    if kind.starts_with("multipart/form-data") {
        let mut form = Multipart::from_request(request, state).await.map_err(|_| Fault::BadRequest)?;
        while let Some(part) = form.next_field().await.map_err(|_| Fault::BadRequest)? {
            let name = part.name().unwrap_or_default().to_owned();
            if part.file_name().is_none() {
                let text = String::from_utf8(whole(part, FORM_BYTES).await?.ok_or(Fault::BadRequest)?.to_vec());
                sent.fields.insert(name, text.map_err(|_| Fault::BadRequest)?);
            } else if half.secret.fits(field(&sent.fields, "csrf")) {
                sent.file(part).await?;
            } else {
                return Err(Fault::Forbidden);
            }
        }
    } else {
        let body = to_bytes(request.into_body(), FORM_BYTES).await.map_err(|_| Fault::BadRequest)?;
        let request = Request::post("/").header(CONTENT_TYPE, kind).body(body.into()).map_err(|_| Fault::BadRequest)?;
        sent.fields = super::form(Form::from_request(request, state).await)?;
    }
    if half.secret.fits(field(&sent.fields, "csrf")) { Ok(sent) } else { Err(Fault::Forbidden) }
}

/// The bytes of a part; `None` when there are more than `max`. All of them are read in either case, so that the browser
/// gets its answer.
async fn whole(mut part: Field<'_>, max: usize) -> Result<Option<BytesMut>, Fault> {
    let (mut bytes, mut fits) = (BytesMut::new(), true);
    while let Some(piece) = part.chunk().await.map_err(|_| Fault::BadRequest)? {
        fits = fits && bytes.len() + piece.len() <= max;
        if fits {
            bytes.extend_from_slice(&piece);
        } else {
            bytes.clear();
        }
    }
    Ok(fits.then_some(bytes))
}

impl Sent {
    async fn file(&mut self, part: Field<'_>) -> Result<(), Fault> {
        let name: String = part.file_name().unwrap_or_default().chars().take(60).collect();
        let bytes = whole(part, proof::INPUT_BYTES).await?;
        if bytes.as_ref().is_some_and(|b| b.is_empty()) {
            return Ok(()); // a field for files without any
        }
        self.had_files = true;
        if self.refused.is_some() {
            return Ok(());
        }
        if self.photos.len() >= limits::PHOTOS {
            self.refused = Some((name, Refusal::TooMany));
            return Ok(());
        }
        let taken = match bytes {
            Some(bytes) => proof::take(bytes.freeze()).await,
            None => Err(ProofError::TooLarge),
        };
        match taken {
            Ok(p) if self.photos.iter().any(|o| o.photo.sha256 == p.photo.sha256) => {}
            Ok(p) => self.photos.push(p),
            Err(e) => self.refused = Some((name, Refusal::Bad(e))),
        }
        Ok(())
    }

    /// What is wrong with the photos.
    #[must_use]
    pub fn problem(&self, w: &'static Words) -> Option<Problem> {
        let said = match self.refused.as_ref()? {
            (_, Refusal::TooMany) => w.photos_too_many.to_owned(),
            (name, Refusal::Bad(ProofError::Unreadable)) => fill(w.photo_unreadable, &[name]),
            (name, Refusal::Bad(_)) => fill(w.photo_too_large, &[name]),
        };
        Some(("photos".to_owned(), said))
    }
}

impl Typed {
    /// From a form's fields.
    #[must_use]
    pub fn read(fields: &Fields) -> Self {
        let line = |name: &str, max: usize| fold::clean(field(fields, name)).chars().take(max).collect::<String>();
        Self {
            action: Action::from_id(field(fields, "action")).filter(|a| OFFERED.contains(a)),
            text: fold::clean(field(fields, "text")),
            to: line("to", 80),
            agency: line("agency", 80),
            agency_name: line("agency_name", limits::NAME_CHARS),
            number: line("number", NUMBER_CHARS),
            on: line("on", 20),
            other: line("other", 20),
            other_id: line("other_id", 40),
            sure: match field(fields, "sure") {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            expected: Status::from_id(field(fields, "expected")),
            event: field(fields, "event").parse().ok(),
        }
    }
}

/// What a checked form asks for.
pub enum Plan {
    /// A step of the table.
    Step {
        /// Where a transfer goes.
        handover: Option<Handover>,
        /// The reports it may be joined to; none unless it is to be joined.
        others: Vec<ComplaintRow>,
    },
    /// It goes to an officer (id), or to nobody.
    Officer(Option<String>),
    /// It goes to a commune (id).
    Unit(String),
}

/// The day somebody typed or chose: `2026-11-23` or `23/11/2026`.
fn day(typed: &str) -> Option<Date> {
    typed.parse().ok().or_else(|| Date::strptime("%d/%m/%Y", typed).ok())
}

fn handover(typed: &Typed, now: i64, w: &'static Words) -> Result<Handover, Vec<Problem>> {
    let mut found = Vec::new();
    let mut wrong = |field: &str, said: &str| found.push((field.to_owned(), said.to_owned()));
    let listed = outside::agency(&typed.agency, Lang::Vi);
    if listed.is_none() && typed.agency_name.is_empty() {
        wrong(if outside::agencies("", Lang::Vi).is_empty() { "agency_name" } else { "agency" }, w.agency_required);
    }
    let on = day(&typed.on);
    match on {
        None => wrong("on", w.day_unreadable),
        Some(on) if on > super::format::day(now) => wrong("on", w.day_to_come),
        Some(_) => {}
    }
    match on.filter(|_| found.is_empty()) {
        Some(on) => Ok(Handover {
            agency: listed.as_ref().map(|_| typed.agency.clone()),
            name: listed.unwrap_or_else(|| typed.agency_name.clone()),
            number: typed.number.clone(),
            on: on.to_string(),
        }),
        None => Err(found),
    }
}

/// Checks what the chosen step needs beside its words; words are judged with the step.
///
/// # Errors
/// The outer one when the database fails; the inner one says what is to be mended.
pub async fn check(
    state: &AppState,
    half: &Half,
    id: ComplaintId,
    action: Action,
    typed: &Typed,
    w: &'static Words,
) -> Result<Result<Plan, Vec<Problem>>, DbError> {
    let wrong = |field: &str, said: &str| Ok(Err(vec![(field.to_owned(), said.to_owned())]));
    match action {
        Action::Assign => match typed.to.split_once(':') {
            Some(("o", officer)) => Ok(Ok(Plan::Officer(Some(officer.to_owned())))),
            Some(("u", unit)) if crate::content::pack().units.iter().any(|u| u.id == unit) => {
                Ok(Ok(Plan::Unit(unit.to_owned())))
            }
            _ if typed.to == "-" => Ok(Ok(Plan::Officer(None))),
            _ => wrong("to", w.to_required),
        },
        Action::Transfer => {
            Ok(handover(typed, state.now_ms(), w).map(|h| Plan::Step { handover: Some(h), others: Vec::new() }))
        }
        Action::MarkDuplicate => {
            let Ok(number) = Reference::parse(&typed.other) else { return wrong("other", w.other_unreadable) };
            let mut others = cases::with_number(&state.db, &half.officer.id, number.as_str()).await?;
            others.retain(|o| o.id != id && o.replaced_by.is_none());
            if others.is_empty() {
                return wrong("other", w.other_missing);
            }
            others.retain(|o| o.status != Status::Duplicate);
            if others.is_empty() {
                return wrong("other", w.other_joined);
            }
            Ok(Ok(Plan::Step { handover: None, others }))
        }
        _ => Ok(Ok(Plan::Step { handover: None, others: Vec::new() })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_browsers_send_it_and_as_people_write_it() {
        let wanted: Date = "2026-11-23".parse().unwrap();
        assert_eq!(day("2026-11-23"), Some(wanted));
        assert_eq!(day("23/11/2026"), Some(wanted));
        for bad in ["", "31/02/2026", "hôm qua", "2026-13-01", "11/23/2026"] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_form_full_of_nonsense_asks_for_nothing() {
        let fields = Fields::from([
            ("action".to_owned(), "withdraw".to_owned()),
            ("sure".to_owned(), "1".to_owned()),
            ("number".to_owned(), "x".repeat(500)),
        ]);
        let typed = Typed::read(&fields);
        assert_eq!((typed.action, typed.sure, typed.number.len()), (None, None, NUMBER_CHARS));
    }
}
