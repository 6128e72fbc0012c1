//! Figures for the operator, in Prometheus' text format, on a listener of their own. Not for anything about a person:
//! labels are routes and statuses, never ids.
//!
//! What a newcomer would get wrong: a label's values must be few, so an unknown path counts under `-`.

use crate::state::AppState;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the time buckets, in ms.
const BOUNDS: [u64; 8] = [5, 20, 50, 100, 250, 1_000, 5_000, 30_000];

/// Counted since the process began.
#[derive(Debug, Default)]
pub struct Metrics(Mutex<Figures>);

#[derive(Debug, Default)]
struct Figures {
    requests: BTreeMap<(String, String, u16), u64>,
    times: BTreeMap<String, Times>,
    events: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Default, Clone)]
struct Times {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    sum_ms: u64,
}

impl Metrics {
    /// Counts an answered request.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let mut f = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *f.requests.entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
        let times = f.times.entry(route.to_owned()).or_default();
        times.count += 1;
        times.sum_ms = times.sum_ms.saturating_add(ms);
        for (bucket, _) in times.buckets.iter_mut().zip(BOUNDS).filter(|(_, bound)| ms <= *bound) {
            *bucket += 1;
        }
    }

    /// Counts something that happened.
    pub fn count(&self, what: &'static str) {
        self.add(what, 1);
    }

    /// Counts several at once.
    pub fn add(&self, what: &'static str, n: u64) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).events.entry(what).or_default() += n;
    }

    fn text(&self) -> String {
        let f = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::from("# TYPE vungsam_requests_total counter\n");
        for ((method, route, status), n) in &f.requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let _ = writeln!(out, "vungsam_requests_total{{{labels}}} {n}");
        }
        out.push_str("# TYPE vungsam_request_milliseconds histogram\n");
        for (route, t) in &f.times {
            for (n, bound) in t.buckets.iter().zip(BOUNDS) {
                let _ = writeln!(out, "vungsam_request_milliseconds_bucket{{route=\"{route}\",le=\"{bound}\"}} {n}");
            }
            let _ = writeln!(out, "vungsam_request_milliseconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {}", t.count);
            let _ = writeln!(out, "vungsam_request_milliseconds_sum{{route=\"{route}\"}} {}", t.sum_ms);
            let _ = writeln!(out, "vungsam_request_milliseconds_count{{route=\"{route}\"}} {}", t.count);
        }
        for (what, n) in &f.events {
            let _ = writeln!(out, "# TYPE vungsam_{what}_total counter\nvungsam_{what}_total {n}");
        }
        out
    }
}

/// The figures.
pub async fn get(State(state): State<AppState>) -> Response {
    let text = state.metrics.text();
    std::future::ready(([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()).await
}
