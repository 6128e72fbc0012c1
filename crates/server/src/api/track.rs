//! `POST /api/v1/track`: where a complaint stands, for whoever has its number and PIN. Not for photos, and not for who sent it.
//!
//! What a newcomer would get wrong: a wrong PIN and a number nobody drew are the same answer, and once a number is closed
//! for the day, the right PIN is refused as well.

use super::input::{json, media_type, whole};
use super::problem::Fault;
use super::{layers, reply};
use crate::db::complaints::ComplaintRow;
use crate::db::track::{self, Found};
use crate::db::{complaints, events};
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use std::net::SocketAddr;
use vungsam_domain::EventId;
use vungsam_domain::wire::{Event, MEDIA_TRACK, Problem, Track, Tracked, TrackedReport, codes};

/// Largest body, in bytes.
const LIMIT: usize = 1024;
const DAY_MS: i64 = 86_400_000;

/// Looks a complaint up by what is printed on its slip.
#[utoipa::path(post, path = "/api/v1/track", operation_id = "track", tag = "track",
    request_body(content = Track, content_type = "application/vnd.vungsam.track+json"),
    responses((status = 200, description = "Every complaint with this number and PIN", body = Tracked, content_type = "application/vnd.vungsam.track+json"),
              (status = 404, description = "`not_found`: no such number, or another PIN", body = Problem, content_type = "application/problem+json"),
              (status = 422, description = "`invalid`: not a number and a PIN", body = Problem, content_type = "application/problem+json"),
              (status = 429, description = "`pin_closed`: five wrong PINs today; `too_many_requests`", body = Problem, content_type = "application/problem+json")))]
pub async fn post(
    State(state): State<AppState>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Fault> {
    media_type(&headers, MEDIA_TRACK)?;
    let asked: Track = json(&whole(&state, body, LIMIT).await?)?;
    reply::json(StatusCode::OK, MEDIA_TRACK, &look(&state, &asked, from).await?.tracked)
}

/// What number and PIN show.
pub struct Seen {
    /// The answer.
    pub tracked: Tracked,
    /// Steps of officers that have photos. The photos themselves are for the sender's phone only.
    pub pictured: Vec<EventId>,
}

/// What number and PIN show; also for the public page.
///
/// # Errors
/// `not_found`, `pin_closed`, `too_many_requests`, database faults.
pub async fn look(state: &AppState, asked: &Track, from: SocketAddr) -> Result<Seen, Fault> {
    let now = state.now_ms();
    state.track_per_address.take(layers::network(from.ip()), now).map_err(Fault::too_many)?;
    match track::look(&state.db, &asked.reference, &asked.pin, now.div_euclid(DAY_MS)).await? {
        Found::Nothing => {
            state.metrics.count("wrong_pins");
            Err(Fault::not_found())
        }
        Found::Closed => {
            let left = (DAY_MS - now.rem_euclid(DAY_MS)).div_euclid(1_000) + 1;
            Err(Fault::pin_closed(u64::try_from(left).unwrap_or(1)))
        }
        Found::Reports(rows) => {
            let (mut reports, mut pictured) = (Vec::with_capacity(rows.len()), Vec::new());
            for row in rows {
                reports.push(report(state, row, &mut pictured).await?);
            }
            let tracked = Tracked { reference: asked.reference.clone(), reports, server_time_ms: now };
            Ok(Seen { tracked, pictured })
        }
    }
}

/// An older version tells how its case went on. One that was set apart shows only where it stands and what the office
/// wrote: its words are nobody's business, also for somebody who saw the slip.
async fn report(state: &AppState, row: ComplaintRow, pictured: &mut Vec<EventId>) -> Result<TrackedReport, Fault> {
    let newest = complaints::newest(&state.db, &row).await?.unwrap_or_else(|| row.clone());
    let mut events: Vec<Event> = Vec::new();
    for version in complaints::versions(&state.db, newest.id).await? {
        events.extend(events::of_complaint(&state.db, version.id).await?);
    }
    events.sort_by_key(|e| e.at_ms);
    let apart = newest.kind.is_some() || row.kind.is_some();
    for e in &mut events {
        let senders = e.message.take().is_some();
        if senders && apart {
            e.text = None;
        }
        if !e.photos.is_empty() && !senders {
            pictured.push(e.id);
        }
        e.photos.clear();
    }
    let text = row.complaint().filter(|_| !apart).map(|c| c.text).unwrap_or_default();
    Ok(TrackedReport {
        id: row.id,
        category: row.category,
        unit: newest.unit,
        text,
        received_at_ms: row.received_at,
        status: newest.status,
        status_at_ms: newest.status_at,
        events,
    })
}

/// Whether a fault is the day's end for this number.
#[must_use]
pub fn is_closed(fault: &Fault) -> bool {
    fault.code() == codes::PIN_CLOSED
}
