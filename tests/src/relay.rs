//! Somebody in the middle: an HTTPS server the phone trusts, which passes each request on to the gateway, or not, or
//! twice, or spoils the answer, as a script says. For faults that need not understand HTTP, see [`crate::proxy`].
//!
//! What a newcomer would get wrong: the phone trusts the relay's certificate on purpose. These stories are about what
//! an answer proves, so TLS alone must not be what saves the phone.

use crate::authority::{Authority, Dates, client};
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum_server::tls_rustls::{RustlsConfig, from_tcp_rustls};
use std::io;
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its place among all requests, from 0.
    pub n: usize,
    /// `PUT` and so on.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Seen {
    /// `PUT complaints`, `GET receipt`, `POST uploads`, `PATCH uploads`, `GET changes`, …
    #[must_use]
    pub fn what(&self) -> String {
        let path = self.path.split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.trim_start_matches("/api/v1/").split('/').collect();
        let noun = match parts.as_slice() {
            [_, _, noun, ..] => noun,
            [noun, ..] => noun,
            [] => "",
        };
        format!("{} {noun}", self.method)
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Answer {
    /// An answer of one's own.
    #[must_use]
    pub fn new(status: u16, media: &'static str, body: &str) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
        Self { status: StatusCode::from_u16(status).unwrap(), headers, body: Bytes::copy_from_slice(body.as_bytes()) }
    }

    /// With another header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(name, HeaderValue::from_str(value).unwrap());
        self
    }
}

/// What happens to a request.
pub enum Turn {
    /// Passed on.
    Pass,
    /// Answered without asking the gateway.
    Answer(Answer),
    /// Cut before the gateway hears of it.
    LoseRequest,
    /// The gateway does it; its answer is lost.
    LoseAnswer,
    /// The gateway does it; half of its answer arrives.
    HalfAnswer,
    /// Passed on twice at the same moment; one of the answers comes back.
    Twice,
    /// Passed on with a changed body.
    Spoil(Box<dyn FnOnce(Bytes) -> Bytes + Send>),
    /// The gateway's answer, changed.
    Twist(Box<dyn FnOnce(Answer) -> Answer + Send>),
}

type Script = Box<dyn FnMut(&Seen) -> Turn + Send>;

/// The relay. Ends when dropped.
pub struct Relay {
    /// Where the phone connects.
    pub url: String,
    /// What the phone must trust.
    pub ca_pem: String,
    shared: Arc<Shared>,
    task: JoinHandle<io::Result<()>>,
}

struct Shared {
    gateway: Mutex<String>,
    client: reqwest::Client,
    script: Mutex<Script>,
    seen: Mutex<Vec<Seen>>,
    statuses: Mutex<Vec<(String, u16)>>,
}

impl Relay {
    /// In front of a gateway; everything passes.
    pub async fn before(gateway_url: &str, gateway_ca: &str) -> Self {
        let authority = Authority::new();
        let pem = authority.pem.clone();
        Self::with(gateway_url, gateway_ca, authority.server(Dates::Now), pem).await
    }

    /// With a certificate of the caller's.
    pub async fn with(gateway_url: &str, gateway_ca: &str, tls: Arc<rustls::ServerConfig>, ca_pem: String) -> Self {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            gateway: Mutex::new(gateway_url.to_owned()),
            client: client(gateway_ca),
            script: Mutex::new(Box::new(|_| Turn::Pass)),
            seen: Mutex::new(Vec::new()),
            statuses: Mutex::new(Vec::new()),
        });
        let app = axum::Router::new()
            .fallback(handle)
            .layer(DefaultBodyLimit::disable())
            .with_state(Arc::clone(&shared))
            .into_make_service();
        let server = from_tcp_rustls(listener, RustlsConfig::from_config(tls)).unwrap();
        let task = tokio::spawn(async move { server.serve(app).await });
        Self { url, ca_pem, shared, task }
    }

    /// From now on this decides.
    pub fn script(&self, script: impl FnMut(&Seen) -> Turn + Send + 'static) {
        *self.shared.script.lock().unwrap() = Box::new(script);
    }

    /// A script for the n-th request alone (from 0, counted from now); everything else passes.
    pub fn once_at(&self, n: usize, turn: impl FnOnce() -> Turn + Send + 'static) {
        let (first, mut turn) = (self.seen().len(), Some(turn));
        self.script(move |seen| if seen.n == first + n { turn.take().map_or(Turn::Pass, |t| t()) } else { Turn::Pass });
    }

    /// All requests so far.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// How often a request of this kind came, e.g. `PUT complaints`.
    #[must_use]
    pub fn count(&self, what: &str) -> usize {
        self.seen().iter().filter(|s| s.what() == what).count()
    }

    /// What the gateway answered: kind of request and status, in order.
    #[must_use]
    pub fn statuses(&self) -> Vec<(String, u16)> {
        self.shared.statuses.lock().unwrap().clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn handle(
    State(relay): State<Arc<Shared>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let path = uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let (seen, turn) = {
        let mut all = relay.seen.lock().unwrap();
        let seen = Seen { n: all.len(), method, path, headers, body };
        all.push(seen.clone());
        drop(all);
        let turn = (relay.script.lock().unwrap())(&seen);
        (seen, turn)
    };
    match turn {
        Turn::Pass => whole(ask(&relay, &seen).await),
        Turn::Answer(answer) => whole(answer),
        Turn::LoseRequest => cut(),
        Turn::LoseAnswer => {
            ask(&relay, &seen).await;
            cut()
        }
        Turn::HalfAnswer => half(ask(&relay, &seen).await),
        Turn::Twice => whole(tokio::join!(ask(&relay, &seen), ask(&relay, &seen)).1),
        Turn::Spoil(change) => {
            let body = change(seen.body.clone());
            whole(ask(&relay, &Seen { body, ..seen }).await)
        }
        Turn::Twist(change) => whole(change(ask(&relay, &seen).await)),
    }
}

/// Ends the connection without an answer. The server does so when a handler unwinds.
fn cut() -> ! {
    std::panic::resume_unwind(Box::new("cut by the relay"))
}

fn whole(answer: Answer) -> Response<Body> {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

/// Promises everything, sends half, then fails.
fn half(answer: Answer) -> Response<Body> {
    let first = answer.body.slice(..answer.body.len() / 2);
    let pieces = [Ok(first), Err(io::Error::other("cut by the relay"))];
    let mut response = Response::new(Body::from_stream(futures_util::stream::iter(pieces)));
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(answer.body.len()));
    response
}

async fn ask(relay: &Shared, seen: &Seen) -> Answer {
    let gateway = relay.gateway.lock().unwrap().clone();
    let mut headers = seen.headers.clone();
    for own in [header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION] {
        headers.remove(own);
    }
    let request = relay
        .client
        .request(seen.method.clone(), format!("{gateway}{}", seen.path))
        .headers(headers)
        .body(seen.body.clone());
    let Ok(response) = request.send().await else { cut() };
    let (status, mut headers) = (response.status(), response.headers().clone());
    for own in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION, header::DATE] {
        headers.remove(own);
    }
    let Ok(body) = response.bytes().await else { cut() };
    relay.statuses.lock().unwrap().push((seen.what(), status.as_u16()));
    Answer { status, headers, body }
}
