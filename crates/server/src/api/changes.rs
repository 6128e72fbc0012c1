//! `GET /api/v1/devices/{id}/changes`: what happened to this device's complaints. Long-poll with `wait`.
//!
//! What a newcomer would get wrong: the wait begins before the look, so a change that falls between the two is not
//! slept through; and no reader's position is kept here.

use super::auth::Caller;
use super::input::Id;
use super::problem::Fault;
use super::reply;
use crate::db::{changes, devices};
use crate::state::AppState;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::pin::pin;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use vungsam_domain::DeviceId;
use vungsam_domain::wire::{ChangePage, MEDIA_CHANGES, Problem};

/// Most changes in a page.
const PAGE: usize = 100;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Ask {
    /// Where the last page ended; none is the beginning.
    #[serde(default)]
    cursor: String,
    /// Longest wait for something new, in seconds.
    #[serde(default)]
    wait: u64,
}

/// The next page of the device's feed.
#[utoipa::path(get, path = "/api/v1/devices/{id}/changes", operation_id = "getChanges", tag = "changes",
    params(("id" = DeviceId, Path), ("cursor" = Option<String>, Query, description = "Opaque; where the last page ended"),
           ("wait" = Option<u64>, Query, description = "Seconds to wait for something new, at most 25")),
    responses((status = 200, description = "A page, perhaps empty", body = ChangePage, content_type = "application/vnd.vungsam.changes+json"),
              (status = 404, description = "`not_found`: another device's feed", body = Problem, content_type = "application/problem+json")),
    security(("device" = [])))]
pub async fn get(
    State(state): State<AppState>,
    Id(id): Id<DeviceId>,
    Caller(device): Caller,
    ask: Result<Query<Ask>, QueryRejection>,
) -> Result<Response, Fault> {
    let Query(ask) = ask.map_err(|_| Fault::malformed("cursor is a text, wait a number of seconds."))?;
    if id != device.id {
        return Err(Fault::not_found());
    }
    let (from, reset) = if ask.cursor.is_empty() {
        (0, false)
    } else {
        position(&ask.cursor, &state.epoch, devices::feed_n(&state.db, id).await?).map_or((0, true), |n| (n, false))
    };
    let limits = &state.settings.limits;
    let wait = Duration::from_secs(ask.wait).min(Duration::from_millis(limits.poll_ms));
    let deadline = Instant::now() + if reset { Duration::ZERO } else { wait };
    let notify = state.hub.watch(id);
    loop {
        let mut woken = pin!(notify.notified());
        woken.as_mut().enable();
        let page = look(&state, id, from, reset).await?;
        let over = Instant::now() >= deadline || state.stopping.is_cancelled();
        if over || !page.changes.is_empty() {
            return reply::json(StatusCode::OK, MEDIA_CHANGES, &page);
        }
        let again = deadline.min(Instant::now() + Duration::from_millis(limits.poll_look_ms));
        tokio::select! {
            _ = timeout_at(again, woken) => {},
            () = state.stopping.cancelled() => {},
        }
    }
}

async fn look(state: &AppState, id: DeviceId, from: i64, reset: bool) -> Result<ChangePage, Fault> {
    let mut found = changes::after(&state.db, id, from, i64::try_from(PAGE + 1).unwrap_or(i64::MAX)).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let n = found.last().map_or(from, |c| c.n);
    let cursor = format!("{}.{n}", state.epoch);
    Ok(ChangePage { device: id, changes: found, cursor, more, reset, server_time_ms: state.now_ms() })
}

/// The number in a cursor of this epoch; `None` when the cursor is not ours or lies past the feed's end (the database
/// is an older copy).
fn position(cursor: &str, epoch: &str, feed_n: i64) -> Option<i64> {
    let (of, n) = cursor.rsplit_once('.')?;
    let n: i64 = n.parse().ok()?;
    (of == epoch && (0..=feed_n).contains(&n)).then_some(n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_another_epoch_or_past_the_end_is_unknown() {
        assert_eq!(position("e.3", "e", 5), Some(3));
        for strange in ["f.3", "e.6", "e.-1", "e.", "3", "", "e.3.3", "e.99999999999999999999"] {
            assert_eq!(position(strange, "e", 5), None, "{strange}");
        }
    }
}
