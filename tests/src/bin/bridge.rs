//! The real core behind HTTP, so that Chromium can drive the real screens: commands, events, pictures, and the built
//! screens themselves. Not part of the app: the app has no listener.
//!
//! What a newcomer would get wrong: whoever reaches this port is the person on the phone, so it listens on loopback
//! only. It ends when its standard input closes, so that a test that dies takes it along.

use anyhow::{Context, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use clap::{Parser, ValueEnum};
use futures_util::stream::{self, Stream};
use serde_json::{Map, Value, json};
use std::convert::Infallible;
use std::io::Read;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError;
use tower_http::services::{ServeDir, ServeFile};
use vungsam_core::commands::dispatch;
use vungsam_core::env::{SystemClock, SystemIds};
use vungsam_core::views::{ApiError, CoreEvent, error_codes};
use vungsam_core::{Core, CoreConfig, KeyringKind, SyncPolicy};
use vungsam_domain::deployment::Deployment;

/// Larger than any picture the core takes, so that refusing one is the core's own doing.
const BODY_LIMIT: usize = 80 << 20;

#[derive(Parser)]
#[command(about = "The real core behind HTTP on loopback, for tests in a browser")]
struct Args {
    /// Folder for everything the core keeps.
    #[arg(long)]
    data: PathBuf,
    /// Deployment file.
    #[arg(long)]
    deployment: PathBuf,
    /// Where to listen; port 0 takes a free one. The address is printed.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// Whether to ask the system's keyring.
    #[arg(long, value_enum, default_value = "off")]
    keyring: Keyring,
    /// Answers the question of a first start without a keyring: a key file.
    #[arg(long)]
    key_file: bool,
    /// The built screens.
    #[arg(long, default_value = "ui/build")]
    ui: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Keyring {
    Off,
    System,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if !args.listen.ip().is_loopback() {
        bail!("{} is not a loopback address", args.listen);
    }
    let text = std::fs::read_to_string(&args.deployment).with_context(|| args.deployment.display().to_string())?;
    let core = Core::open(CoreConfig {
        data_dir: args.data,
        deployment: Deployment::parse(&text).map_err(anyhow::Error::msg)?,
        app_version: env!("CARGO_PKG_VERSION").to_owned(),
        keyring: match args.keyring {
            Keyring::Off => KeyringKind::Off,
            Keyring::System => KeyringKind::System,
        },
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        sync: SyncPolicy::default(),
        content: None,
    })?;
    if args.key_file {
        let choosing = Arc::clone(&core);
        tokio::task::spawn_blocking(move || choose_key_file(&choosing)).await??;
    }
    tokio::spawn(Arc::clone(&core).run());

    let screens = ServeDir::new(&args.ui).fallback(ServeFile::new(args.ui.join("index.html")));
    let app = Router::new()
        .route("/invoke/{name}", post(invoke))
        .route("/events", get(events))
        .route("/photo/{sha256}", get(photo))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(core)
        .fallback_service(screens);
    let listener = tokio::net::TcpListener::bind(args.listen).await?;
    println!("http://{}", listener.local_addr()?);
    // Not a graceful shutdown: an open event stream would hold it up for ever.
    tokio::select! {
        served = axum::serve(listener, app) => served?,
        () = told_to_stop() => {}
    }
    Ok(())
}

fn choose_key_file(core: &Core) -> anyhow::Result<()> {
    let state = dispatch(core, "app_state", json!({}), None)?;
    if state.get("vault") == Some(&json!("needs_choice")) {
        dispatch(core, "vault_choose", json!({ "way": "key_file" }), None)?;
    }
    Ok(())
}

async fn told_to_stop() {
    let (closed, input_closed) = tokio::sync::oneshot::channel::<()>();
    // A thread of its own: the process must be able to end while the read still waits.
    std::thread::spawn(move || {
        let mut sink = [0; 64];
        while std::io::stdin().read(&mut sink).is_ok_and(|n| n > 0) {}
        drop(closed);
    });
    #[cfg(unix)]
    let signalled = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut term) => {
                term.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let signalled = std::future::pending::<()>();
    tokio::select! { _ = input_closed => {}, () = signalled => {} }
}

/// `POST /invoke/{name}`: JSON arguments as the body, or a raw body with the arguments in `x-args`, as in the shell.
async fn invoke(State(core): State<Arc<Core>>, Path(name): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let raw = headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == b"application/octet-stream");
    let in_header = headers.get("x-args").map(|value| value.as_bytes().to_vec());
    let work = tokio::task::spawn_blocking(move || {
        if raw {
            let args: Vec<u8> = percent_encoding::percent_decode(in_header.as_deref().unwrap_or(b"{}")).collect();
            dispatch(&core, &name, arguments(&args)?, Some(&body))
        } else {
            dispatch(&core, &name, arguments(&body)?, None)
        }
    });
    match work.await.unwrap_or_else(|_| Err(ApiError::new(error_codes::INTERNAL))) {
        Ok(value) => Json(value).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, Json(error)).into_response(),
    }
}

fn arguments(bytes: &[u8]) -> Result<Value, ApiError> {
    if bytes.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(bytes).map_err(|_| ApiError::new(error_codes::ARGUMENTS))
}

/// `GET /events`: what the core tells without being asked.
async fn events(State(core): State<Arc<Core>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = stream::unfold(core.subscribe(), async |mut events| {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(RecvError::Lagged(_)) => CoreEvent::Changed { complaint: None },
            Err(RecvError::Closed) => return None,
        };
        let event = Event::default().json_data(&event).unwrap_or_default();
        Some((Ok(event), events))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

#[derive(serde::Deserialize)]
struct Size {
    thumb: Option<String>,
}

/// `GET /photo/{sha256}?thumb=1`: the JPEG.
async fn photo(State(core): State<Arc<Core>>, Path(sha256): Path<String>, Query(size): Query<Size>) -> Response {
    let thumb = size.thumb.is_some_and(|thumb| thumb == "1");
    match tokio::task::spawn_blocking(move || core.photo(&sha256, thumb)).await {
        Ok(Some(jpeg)) => ([(header::CONTENT_TYPE, "image/jpeg")], jpeg).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
