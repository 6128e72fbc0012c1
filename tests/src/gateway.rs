//! A real gateway in this process, on free ports with a data folder of its own, and what is in its database. Not for
//! pretending: what these functions read is what an operator would find.
//!
//! What a newcomer would get wrong: a gateway that is started again on the same folder gets new ports; phones reach it
//! through a [`crate::proxy::Road`] that is led there.

use sqlx::Row;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use vungsam_domain::{Action, Complaint, ComplaintId, Deployment};
use vungsam_server::blobs::Blobs;
use vungsam_server::db::Db;
use vungsam_server::db::officers::{self, NewOfficer, Officer};
use vungsam_server::env::{Clock, Ids, SystemClock, SystemIds};
use vungsam_server::hub::Hub;
use vungsam_server::serve::ServeError;
use vungsam_server::workflow::{ActError, Desk};
use vungsam_server::{Listeners, Settings, init, password, serve};

/// A running gateway.
pub struct Gateway {
    /// What it runs with.
    pub settings: Settings,
    /// What it tells phones.
    pub deployment: Deployment,
    /// Citizens' API.
    pub api: SocketAddr,
    /// Officers' console.
    pub console: SocketAddr,
    /// Its database, through connections of the test's own.
    pub db: Db,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<Result<(), ServeError>>,
}

/// A complaint as the gateway holds it.
#[derive(Debug, Clone)]
pub struct Held {
    /// The exact bytes.
    pub body: Vec<u8>,
    /// Read.
    pub complaint: Complaint,
    /// Its commune there.
    pub unit: Option<String>,
    /// SHA-256 of each photo's bytes in storage, in the order of the complaint; `None` is not there (yet).
    pub photos: Vec<Option<String>>,
}

/// A gateway's settings for a test: quick to look, unlikely to refuse.
#[must_use]
pub fn settings(data: &Path) -> Settings {
    let mut settings = Settings::in_folder(data);
    settings.limits.poll_look_ms = 100;
    settings.limits.poll_ms = 2_000;
    settings.limits.stop_ms = 2_000;
    settings.limits.per_device = 100_000;
    settings.limits.per_address = 100_000;
    settings
}

impl Gateway {
    /// On this data folder, with SQLite.
    pub async fn start(data: &Path) -> Self {
        Self::start_with(settings(data)).await
    }

    /// With settings of the caller's. What gateway and phone log is shown when `RUST_LOG` says so.
    pub async fn start_with(settings: Settings) -> Self {
        if let Ok(filter) = std::env::var("RUST_LOG") {
            let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
        }
        let listeners = Listeners::free().await.unwrap();
        let (api, console) = (listeners.api.local_addr().unwrap(), listeners.console.local_addr().unwrap());
        let ready = init::prepare(&settings, &SystemClock, &SystemIds).unwrap();
        let deployment = init::deployment(&settings, &ready, api.port()).unwrap();
        // `serve` writes it too, but in its own time; a phone may be started at once.
        init::write_deployment(&settings.data, &deployment).unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let running = settings.clone();
        let task = tokio::spawn(async move {
            let ended = serve(running, listeners, async {
                let _ = stopped.await;
            })
            .await;
            if let Err(e) = &ended {
                eprintln!("THE GATEWAY ENDED: {e} {e:?}");
            }
            ended
        });
        let db = init::open_db(&settings).await.unwrap();
        Self { settings, deployment, api, console, db, stop: Some(stop), task }
    }

    /// Stops in good order.
    pub async fn stop(mut self) -> Settings {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        (&mut self.task).await.unwrap().unwrap();
        self.db.close().await;
        self.settings.clone()
    }

    /// Every complaint it holds.
    pub async fn held(&self) -> Vec<Held> {
        let rows = sqlx::query("SELECT body, unit FROM complaints ORDER BY received_at, id")
            .fetch_all(self.db.read())
            .await
            .unwrap();
        let blobs = Blobs::local(&self.settings.data).unwrap();
        let mut held = Vec::new();
        for row in rows {
            let body: Vec<u8> = row.try_get(0).unwrap();
            let complaint: Complaint = serde_json::from_slice(&body).unwrap();
            let mut photos = Vec::new();
            for photo in &complaint.photos {
                let bytes = blobs.get(complaint.id, &photo.sha256).await.unwrap();
                photos.push(bytes.map(|b| vungsam_domain::sign::sha256_hex(&b)));
            }
            held.push(Held { body, complaint, unit: row.try_get(1).unwrap(), photos });
        }
        held
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &'static str) -> i64 {
        let sql = match table {
            "devices" => "SELECT COUNT(*) FROM devices",
            "upload_parts" => "SELECT COUNT(*) FROM upload_parts",
            "events" => "SELECT COUNT(*) FROM events",
            "watches" => "SELECT COUNT(*) FROM watches",
            "unanswered" => "SELECT COUNT(*) FROM unanswered",
            "unanswered_seen" => "SELECT COUNT(*) FROM unanswered_seen",
            other => panic!("no query for {other}"),
        };
        sqlx::query_scalar(sql).fetch_one(self.db.read()).await.unwrap()
    }

    /// An officer for these communes who never signs in.
    pub async fn officer(&self, login: &str, units: &[&str]) -> Officer {
        self.add_officer(login, units, "none").await
    }

    /// An officer for these communes, as `officer add` makes one; their one-time password.
    pub async fn hire(&self, login: &str, units: &[&str]) -> String {
        let one_time = password::one_time(&SystemIds);
        let hash = password::hash(one_time.clone(), &SystemIds).await.unwrap();
        self.add_officer(login, units, &hash).await;
        one_time
    }

    async fn add_officer(&self, login: &str, units: &[&str], password_hash: &str) -> Officer {
        let id = SystemIds.uuid().to_string();
        let units: Vec<String> = units.iter().map(|u| (*u).to_owned()).collect();
        let name = format!("Cán bộ {login}");
        let new = NewOfficer { id: &id, login, name: &name, password_hash, units: &units };
        assert!(officers::add(&self.db, &new, SystemClock.now_ms()).await.unwrap());
        officers::by_id(&self.db, &id).await.unwrap().unwrap()
    }

    /// An officer acts, through the same workflow the console calls.
    pub async fn act(
        &self,
        officer: &Officer,
        complaint: ComplaintId,
        action: Action,
        text: Option<&str>,
    ) -> Result<(), ActError> {
        let hub = Hub::default();
        let desk = Desk { db: &self.db, clock: &SystemClock, ids: &SystemIds, hub: &hub };
        desk.act(officer, complaint, action, text).await.map(|_| ())
    }

    /// Its data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.settings.data.clone()
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.task.abort();
    }
}
