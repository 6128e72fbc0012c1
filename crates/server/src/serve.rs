//! Runs the gateway on listeners somebody else opened. Not for reading configuration or flags.
//!
//! What a newcomer would get wrong: when `shutdown` resolves, long-polls end at once, running requests may finish, and
//! only then is the database closed.

use crate::api::limiter::Limiter;
use crate::api::metrics::Metrics;
use crate::blobs::{BlobError, Blobs};
use crate::config::Settings;
use crate::content::feed::Feed;
use crate::db::{DbError, sweep};
use crate::env::{Clock, Ids, SystemClock, SystemIds};
use crate::hub::Hub;
use crate::init::{self, InitError};
use crate::state::{AppState, Shared};
use crate::{api, console, content, dossiers};
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsConfig, from_tcp_rustls};
use hyper_util::rt::TokioTimer;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use vungsam_domain::Deployment;

/// Where requests come in.
#[derive(Debug)]
pub struct Listeners {
    /// The citizens' API (HTTPS).
    pub api: TcpListener,
    /// The officers' console (plain HTTP, loopback).
    pub console: TcpListener,
    /// Figures for the operator (plain HTTP).
    pub metrics: TcpListener,
}

impl Listeners {
    /// Opens the configured addresses.
    ///
    /// # Errors
    /// When an address is taken.
    pub async fn bind(settings: &Settings) -> std::io::Result<Self> {
        let l = &settings.listen;
        Ok(Self {
            api: TcpListener::bind(l.api).await?,
            console: TcpListener::bind(l.console).await?,
            metrics: TcpListener::bind(l.metrics).await?,
        })
    }

    /// Free ports on loopback, for tests.
    ///
    /// # Errors
    /// When there are none.
    pub async fn free() -> std::io::Result<Self> {
        let any = || TcpListener::bind(("127.0.0.1", 0));
        Ok(Self { api: any().await?, console: any().await?, metrics: any().await? })
    }
}

/// Why the gateway ended.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// It was not ready.
    #[error(transparent)]
    Init(#[from] InitError),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Photo storage.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A listener.
    #[error("listener: {0}")]
    Io(#[from] std::io::Error),
}

/// Runs with the machine's clock and random numbers until `shutdown` resolves.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(
    settings: Settings,
    listeners: Listeners,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), ServeError> {
    serve_with(settings, listeners, shutdown, (Arc::new(SystemClock), Arc::new(SystemIds))).await
}

/// Runs with a clock and random numbers of the caller's.
///
/// # Errors
/// [`ServeError`].
pub async fn serve_with(
    settings: Settings,
    listeners: Listeners,
    shutdown: impl Future<Output = ()> + Send,
    (clock, ids): (Arc<dyn Clock>, Arc<dyn Ids>),
) -> Result<(), ServeError> {
    let port = listeners.api.local_addr()?.port();
    let (state, tls) = open(settings, (clock, ids), port).await?;
    run(state, listeners, tls, shutdown).await
}

/// Everything a gateway needs before it listens.
pub(crate) async fn open(
    settings: Settings,
    (clock, ids): (Arc<dyn Clock>, Arc<dyn Ids>),
    port: u16,
) -> Result<(AppState, RustlsConfig), ServeError> {
    let (state, tls, deployment) = assemble_for(settings, (clock, ids), port).await?;
    init::write_deployment(&state.settings.data, &deployment)?;
    Ok((state, tls))
}

/// Everything but the file for phones, which only who listens may write. For commands that work on the data.
pub(crate) async fn assemble(
    settings: Settings,
    env: (Arc<dyn Clock>, Arc<dyn Ids>),
) -> Result<(AppState, RustlsConfig), ServeError> {
    let port = settings.listen.api.port();
    let (state, tls, _) = assemble_for(settings, env, port).await?;
    Ok((state, tls))
}

async fn assemble_for(
    settings: Settings,
    (clock, ids): (Arc<dyn Clock>, Arc<dyn Ids>),
    port: u16,
) -> Result<(AppState, RustlsConfig, Deployment), ServeError> {
    let ready = init::prepare(&settings, &*clock, &*ids)?;
    let deployment = init::deployment(&settings, &ready, port)?;
    let tls = RustlsConfig::from_config(ready.certificates.config.clone());
    let db = init::open_db(&settings).await?;
    let epoch = db.value_or("feed_epoch", &ids.uuid().simple().to_string()).await?;
    init::load_content(&settings, &db, &*clock, &*ids).await.map_err(InitError::from)?;
    let state = AppState::new(Shared {
        per_device: Limiter::new(settings.limits.per_device),
        per_address: Limiter::new(settings.limits.per_address),
        track_per_address: Limiter::new(settings.limits.track_per_address),
        metrics: Metrics::default(),
        blobs: Blobs::local(&settings.data)?,
        settings,
        db,
        keys: ready.keys,
        clock,
        ids,
        hub: Hub::default(),
        content: Feed::default(),
        epoch,
        stopping: CancellationToken::new(),
        tasks: TaskTracker::new(),
    });
    Ok((state, tls, deployment))
}

/// How often what is too old is forgotten.
const SWEEP: Duration = Duration::from_secs(6 * 3_600);

/// Now and every few hours, until the gateway stops.
async fn sweep(state: &AppState) {
    let mut often = tokio::time::interval(SWEEP);
    loop {
        tokio::select! {
            _ = often.tick() => {},
            () = state.stopping.cancelled() => return,
        }
        match sweep::sweep(&state.db, state.now_ms()).await {
            Ok(gone) if gone == sweep::Swept::default() => {}
            Ok(gone) => tracing::info!(?gone, "swept"),
            // The next round tries again; nobody waits for it.
            Err(e) => tracing::warn!(error = %e, "could not sweep"),
        }
        match dossiers::apply::resume(state).await {
            Ok(_) | Err(dossiers::ImportError::Interrupted) => {}
            Err(e) => tracing::warn!(error = %e, "an import of dossiers could not go on"),
        }
    }
}

async fn run(
    state: AppState,
    listeners: Listeners,
    tls: RustlsConfig,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), ServeError> {
    let wait = Duration::from_millis(state.settings.limits.stop_ms);
    let l = &listeners;
    let (api_at, console_at, metrics_at) = (l.api.local_addr()?, l.console.local_addr()?, l.metrics.local_addr()?);
    tracing::info!(api = %api_at, console = %console_at, metrics = %metrics_at, "listening");
    let (api_handle, console_handle, metrics_handle) = (Handle::new(), Handle::new(), Handle::new());
    let mut api = from_tcp_rustls(listeners.api.into_std()?, tls)?;
    // A connection that sends no request, and a phone that left without a word, do not stay.
    api.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(30));
    api.http_builder().http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30));
    // The question whether it is still there waits behind what is on its way: 64 KiB of content on 2G take half a minute.
    api.http_builder().http2().keep_alive_timeout(Duration::from_secs(90));
    // No more of a photo is on its way at once than this: on a slow link the words of the next report would wait
    // behind whatever lies in buffers.
    api.http_builder().http2().initial_stream_window_size(64 * 1024);
    let api = api
        .handle(api_handle.clone())
        .serve(api::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>());
    let console = axum_server::from_tcp(listeners.console.into_std()?)?
        .handle(console_handle.clone())
        .serve(console::router(state.clone()).into_make_service_with_connect_info::<SocketAddr>());
    let metrics = axum_server::from_tcp(listeners.metrics.into_std()?)?
        .handle(metrics_handle.clone())
        .serve(api::metrics_router(state.clone()).into_make_service());
    let sweep = async {
        sweep(&state).await;
        Ok(())
    };
    state.tasks.spawn(content::follow(state.clone()));
    let stop = async {
        shutdown.await;
        state.stopping.cancel();
        api_handle.graceful_shutdown(Some(wait));
        console_handle.graceful_shutdown(Some(wait));
        metrics_handle.graceful_shutdown(Some(wait));
        Ok(())
    };
    let ended = tokio::try_join!(api, console, metrics, sweep, stop);
    state.tasks.close();
    let _ = tokio::time::timeout(wait, state.tasks.wait()).await;
    state.db.close().await;
    tracing::info!("stopped");
    ended?;
    Ok(())
}
