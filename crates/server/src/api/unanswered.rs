//! `PUT /api/v1/unanswered/{id}`: counts a question no phone could answer. Not for answering it.
//!
//! What a newcomer would get wrong: the device is asked who it is only so that one cannot send thousands. It is not stored
//! with the words, and neither words nor id go to the log.

use super::auth::Caller;
use super::input::{Id, json, media_type, whole};
use super::problem::Fault;
use super::reply;
use crate::content;
use crate::db::unanswered::{self, NewQuestion, Put};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use vungsam_domain::unanswered as rules;
use vungsam_domain::wire::{MEDIA_UNANSWERED, Problem, Unanswered, UnansweredAck};
use vungsam_domain::{FieldError, UnansweredId};

/// Largest body, in bytes: 300 characters of three bytes, and the rest.
const LIMIT: usize = 1024 + 512;
const DAY_MS: i64 = 86_400_000;

/// Counts a question, once for its id. What is stored says nothing about who sent it.
#[utoipa::path(put, path = "/api/v1/unanswered/{id}", operation_id = "putUnanswered", tag = "unanswered",
    params(("id" = UnansweredId, Path, description = "Random UUID made by the phone")),
    request_body(content = Unanswered, content_type = "application/vnd.vungsam.unanswered+json"),
    responses((status = 200, description = "Counted, now or before", body = UnansweredAck, content_type = "application/vnd.vungsam.unanswered+json"),
              (status = 413, description = "`too_large`: over 1.5 KiB", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "`invalid`: too long, or it holds a number of a person or dossier (`text`: `personal`)", body = Problem, content_type = "application/problem+json"),
              (status = 429, description = "`questions_closed`: twenty of this device today; `too_many_requests`", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn put(
    State(state): State<AppState>,
    Id(id): Id<UnansweredId>,
    Caller(device): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    media_type(&headers, MEDIA_UNANSWERED)?;
    let asked: Unanswered = json(&whole(&state, body, LIMIT).await?)?;
    let mut problems = rules::check(&asked);
    if asked.id != id {
        problems.push(FieldError::new("id", "malformed"));
    }
    if !problems.is_empty() {
        return Err(Fault::invalid(problems));
    }
    let now = state.now_ms();
    let new = NewQuestion {
        id,
        device: &state.keys.device_of_day(device.id, now.div_euclid(DAY_MS)),
        folded: &rules::key(&asked.text),
        shown: &asked.text,
        lang: &asked.lang,
        unit: content::route(asked.unit.as_deref()).unwrap_or_default(),
    };
    match unanswered::put(&state.db, new, now).await? {
        Put::Counted => state.metrics.count("questions_counted"),
        Put::Same => {}
        Put::Closed => {
            state.metrics.count("questions_closed");
            let tomorrow = (DAY_MS - now.rem_euclid(DAY_MS)).div_euclid(1_000) + 1;
            return Err(Fault::questions_closed(u64::try_from(tomorrow).unwrap_or(1)));
        }
    }
    reply::json(StatusCode::OK, MEDIA_UNANSWERED, &UnansweredAck { id, server_time_ms: now })
}
