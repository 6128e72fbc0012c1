//! A server that does the same durable steps as the gateway and nothing else: a row; a file with fsync, rename and fsync
//! of its folder; a row. The measure of what the disk and the transport cost here. Not a way to do it.
//!
//! What a newcomer would get wrong: it checks nothing and trusts everybody, and each row is its own synced commit.

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::routing::put;
use rusqlite::Connection;
use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use vungsam_server::tls;

struct Bare {
    dir: PathBuf,
    db: Mutex<Connection>,
}

impl Bare {
    fn row(&self, id: &str, body: &[u8]) -> Result<()> {
        let db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        db.execute("INSERT INTO rows (id, body) VALUES (?1, ?2)", (id, body))?;
        Ok(())
    }

    fn photo(&self, id: &str, jpeg: &[u8]) -> Result<()> {
        let (partial, whole) = (self.dir.join(format!("{id}.part")), self.dir.join(format!("{id}.jpg")));
        let mut file = File::create(&partial)?;
        file.write_all(jpeg)?;
        file.sync_all()?;
        std::fs::rename(partial, whole)?;
        File::open(&self.dir)?.sync_all()?;
        self.row(&format!("photo {id}"), &[])
    }
}

async fn off(bare: Arc<Bare>, work: impl FnOnce(&Bare) -> Result<()> + Send + 'static) -> StatusCode {
    match tokio::task::spawn_blocking(move || work(&bare)).await {
        Ok(Ok(())) => StatusCode::CREATED,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Serves on `port` until killed; `deployment.toml` beside it holds the certificate's authority.
pub async fn serve(dir: PathBuf, port: u16) -> Result<()> {
    let now = vungsam_server::env::Clock::now_ms(&vungsam_server::env::SystemClock);
    let made = tls::open(&dir, &vungsam_server::config::Tls::default(), now)?;
    std::fs::write(dir.join("ca.pem"), made.ca_pem.context("no authority of its own")?)?;
    let db = Connection::open(dir.join("bare.db"))?;
    db.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE IF NOT EXISTS rows (id TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL) STRICT;",
    )?;
    let state = Arc::new(Bare { dir, db: Mutex::new(db) });
    let row = async |State(s): State<Arc<Bare>>, Path(id): Path<String>, body: Bytes| {
        off(s, move |b| b.row(&id, &body)).await
    };
    let photo = async |State(s): State<Arc<Bare>>, Path(id): Path<String>, body: Bytes| {
        off(s, move |b| b.photo(&id, &body)).await
    };
    let app = Router::new()
        .route("/row/{id}", put(row))
        .route("/photo/{id}", put(photo))
        .route("/readyz", axum::routing::get(async || "ok"))
        .layer(DefaultBodyLimit::disable())
        .with_state(state);
    let listener = std::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port)))?;
    listener.set_nonblocking(true)?;
    let config = axum_server::tls_rustls::RustlsConfig::from_config(made.config);
    axum_server::from_tcp_rustls(listener, config)?.serve(app.into_make_service()).await?;
    Ok(())
}
