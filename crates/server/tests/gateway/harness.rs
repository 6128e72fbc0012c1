//! A real gateway on free ports with TLS, and a phone that speaks to it.

use ed25519_dalek::SigningKey;
use reqwest::{Certificate, Client, Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use vungsam_domain::wire::{
    ChangePage, Device, HEADER_DEVICE, HEADER_RECEIPT, HEADER_SIGNATURE, MEDIA_COMPLAINT, MEDIA_DEVICE, MEDIA_PROBLEM,
    Problem, Receipt, SealedReceipt,
};
use vungsam_domain::{Complaint, ComplaintId, Deployment, DeviceId, PhotoRef, Pin, Reference, complaint, sign};
use vungsam_server::db::Db;
use vungsam_server::db::officers::{self, NewOfficer, Officer};
use vungsam_server::env::{Ids, SystemClock, SystemIds};
use vungsam_server::hub::Hub;
use vungsam_server::workflow::Desk;
use vungsam_server::{Listeners, Settings, serve};

pub fn uuid() -> uuid::Uuid {
    SystemIds.uuid()
}

pub fn complaint_of(device: DeviceId) -> Complaint {
    let mut rng = rand::rngs::OsRng;
    complaint::sample(ComplaintId(uuid()), device, Reference::draw(&mut rng), Pin::draw(&mut rng))
}

/// Bytes that begin like a JPEG, different for each seed, large enough for several chunks.
pub fn jpeg(seed: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    bytes.extend((0..200_000_u32).map(|i| seed.wrapping_add((i.wrapping_mul(2_654_435_761) >> 24) as u8)));
    bytes
}

pub fn photo_ref(bytes: &[u8]) -> PhotoRef {
    PhotoRef { sha256: sign::sha256_hex(bytes), bytes: u32::try_from(bytes.len()).unwrap(), width: 40, height: 30 }
}

pub struct Gateway {
    pub settings: Settings,
    pub metrics: SocketAddr,
    pub deployment: Deployment,
    stop: Option<oneshot::Sender<()>>,
    pub served: JoinHandle<Result<(), vungsam_server::serve::ServeError>>,
    dir: Option<tempfile::TempDir>,
}

impl Gateway {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut settings = Settings::in_folder(dir.path());
        change(&mut settings);
        Self { dir: Some(dir), ..Self::on(settings).await }
    }

    /// On a data folder that may be there already.
    pub async fn on(settings: Settings) -> Self {
        let listeners = Listeners::free().await.unwrap();
        let at = |l: &tokio::net::TcpListener| l.local_addr().unwrap();
        let metrics = at(&listeners.metrics);
        let (stop, stopped) = oneshot::channel::<()>();
        let _ = std::fs::remove_file(settings.data.join("deployment.toml"));
        let served = tokio::spawn(serve(settings.clone(), listeners, async {
            let _ = stopped.await;
        }));
        let file = settings.data.join("deployment.toml");
        while !file.exists() {
            assert!(!served.is_finished(), "{:?}", served.await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let deployment = Deployment::parse(&std::fs::read_to_string(file).unwrap()).unwrap();
        Self { settings, metrics, deployment, stop: Some(stop), served, dir: None }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.deployment.gateway_url)
    }

    pub fn client(&self) -> Client {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let ca = Certificate::from_pem(self.deployment.ca_pem.as_ref().unwrap().as_bytes()).unwrap();
        Client::builder().tls_certs_only([ca]).timeout(Duration::from_secs(60)).build().unwrap()
    }

    /// A gateway that runs in another process.
    pub fn elsewhere(settings: Settings, deployment: Deployment) -> Self {
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let served = tokio::spawn(async { Ok(()) });
        Self { settings, metrics: nowhere, deployment, stop: None, served, dir: None }
    }

    pub fn client_http1(&self) -> Client {
        let ca = Certificate::from_pem(self.deployment.ca_pem.as_ref().unwrap().as_bytes()).unwrap();
        Client::builder().http1_only().tls_certs_only([ca]).timeout(Duration::from_secs(60)).build().unwrap()
    }

    /// A phone that finds this gateway after a restart.
    pub fn again(&self, phone: &Phone) -> Phone {
        let base = self.deployment.gateway_url.clone();
        Phone { http: self.client(), base, deployment: self.deployment.clone(), ..phone.clone() }
    }

    pub async fn phone(&self) -> Phone {
        let phone = self.stranger();
        assert_eq!(phone.register().await.status(), 201);
        phone
    }

    pub fn stranger(&self) -> Phone {
        Phone {
            http: self.client(),
            base: self.deployment.gateway_url.clone(),
            deployment: self.deployment.clone(),
            id: DeviceId(uuid()),
            key: SigningKey::from_bytes(&SystemIds.secret()),
            bearer: SystemIds.secret(),
        }
    }

    /// The database, opened beside the gateway as a second process would.
    pub async fn db(&self) -> Db {
        Db::open(self.settings.database_url().reveal(), 2).await.unwrap()
    }

    /// An officer and what they do, through a second process's eyes (no wake-up reaches this node).
    pub async fn officer(&self, db: &Db, units: &[&str]) -> Officer {
        let units: Vec<String> = units.iter().map(|u| (*u).to_owned()).collect();
        let id = uuid().to_string();
        let new = NewOfficer { id: &id, login: &id, name: "Nguyễn Thị Hoa", password_hash: "-", units: &units };
        assert!(officers::add(db, &new, 1).await.unwrap());
        officers::by_id(db, &id).await.unwrap().unwrap()
    }

    pub fn stop_soon(&mut self) {
        let _ = self.stop.take().unwrap().send(());
    }

    pub async fn stop(mut self) -> Option<tempfile::TempDir> {
        self.stop_soon();
        self.served.await.unwrap().unwrap();
        self.dir
    }
}

pub fn desk<'a>(db: &'a Db, hub: &'a Hub) -> Desk<'a> {
    Desk { db, clock: &SystemClock, ids: &SystemIds, hub }
}

#[derive(Clone)]
pub struct Phone {
    pub http: Client,
    base: String,
    deployment: Deployment,
    pub id: DeviceId,
    pub key: SigningKey,
    pub bearer: [u8; 32],
}

impl Phone {
    pub fn device(&self) -> Device {
        Device {
            v: 1,
            id: self.id,
            public_key: sign::public_key(&self.key),
            bearer_sha256: sign::sha256_hex(&self.bearer),
        }
    }

    pub async fn register(&self) -> Response {
        self.put_device(&self.device()).await
    }

    pub async fn put_device(&self, device: &Device) -> Response {
        self.device_put(device).send().await.unwrap()
    }

    pub fn device_request(&self) -> RequestBuilder {
        self.device_put(&self.device())
    }

    fn device_put(&self, device: &Device) -> RequestBuilder {
        let body = serde_json::to_vec(device).unwrap();
        self.http
            .put(format!("{}/api/v1/devices/{}", self.base, self.id))
            .header("content-type", MEDIA_DEVICE)
            .header(HEADER_SIGNATURE, sign::sign(&self.key, &body))
            .body(body)
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        self.http.request(method, url).bearer_auth(sign::b64(&self.bearer)).header(HEADER_DEVICE, self.id.to_string())
    }

    pub fn put_bytes(&self, id: ComplaintId, body: Vec<u8>) -> RequestBuilder {
        self.ask(Method::PUT, &format!("/api/v1/complaints/{id}"))
            .header("content-type", MEDIA_COMPLAINT)
            .header(HEADER_SIGNATURE, sign::sign(&self.key, &body))
            .body(body)
    }

    pub async fn put(&self, c: &Complaint) -> Response {
        self.put_bytes(c.id, serde_json::to_vec(c).unwrap()).send().await.unwrap()
    }

    /// Sends a complaint that announces these photos.
    pub async fn report(&self, photos: &[Vec<u8>]) -> Complaint {
        let mut c = complaint_of(self.id);
        c.photos = photos.iter().map(|p| photo_ref(p)).collect();
        assert_eq!(self.put(&c).await.status(), 201);
        c
    }

    pub fn create(&self, c: &Complaint, photo: &PhotoRef) -> RequestBuilder {
        use base64::Engine;
        let b64 = |t: &str| base64::engine::general_purpose::STANDARD.encode(t);
        let metadata = format!("complaint {},sha256 {}", b64(&c.id.to_string()), b64(&photo.sha256));
        self.ask(Method::POST, "/api/v1/uploads")
            .header("tus-resumable", "1.0.0")
            .header("upload-length", photo.bytes)
            .header("upload-metadata", metadata)
    }

    pub fn patch(&self, location: &str, offset: usize, bytes: Vec<u8>) -> RequestBuilder {
        self.ask(Method::PATCH, location)
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", offset)
            .header("content-type", "application/offset+octet-stream")
            .body(bytes)
    }

    pub async fn offset(&self, location: &str) -> usize {
        let r = self.ask(Method::HEAD, location).header("tus-resumable", "1.0.0").send().await.unwrap();
        assert_eq!(r.status(), 200);
        number(&r, "upload-offset")
    }

    pub fn open(&self, sealed: &SealedReceipt) -> Receipt {
        sealed.open(self.deployment.keys()).unwrap()
    }

    pub fn receipt_of(&self, r: &Response) -> Option<Receipt> {
        let text = r.headers().get(HEADER_RECEIPT)?.to_str().unwrap();
        Some(self.open(&serde_json::from_slice(&sign::unb64(text).unwrap()).unwrap()))
    }

    pub async fn receipt(&self, id: ComplaintId) -> Receipt {
        let r = self.ask(Method::GET, &format!("/api/v1/complaints/{id}/receipt")).send().await.unwrap();
        assert_eq!(r.status(), 200);
        self.open(&json(r).await)
    }

    pub async fn changes(&self, cursor: &str, wait: u32) -> ChangePage {
        let path = format!("/api/v1/devices/{}/changes?cursor={cursor}&wait={wait}", self.id);
        json(self.ask(Method::GET, &path).send().await.unwrap()).await
    }
}

pub fn text<'a>(r: &'a Response, name: &str) -> &'a str {
    r.headers().get(name).unwrap_or_else(|| panic!("no {name}: {r:?}")).to_str().unwrap()
}

pub fn number(r: &Response, name: &str) -> usize {
    text(r, name).parse().unwrap()
}

pub async fn json<T: DeserializeOwned>(r: Response) -> T {
    let status = r.status();
    let bytes = r.bytes().await.unwrap();
    serde_json::from_slice(&bytes).unwrap_or_else(|e| panic!("{status} {e}: {}", String::from_utf8_lossy(&bytes)))
}

/// The problem in an answer, after checking that it is one.
pub async fn problem(r: Response) -> Problem {
    assert_eq!(text(&r, "content-type"), MEDIA_PROBLEM, "{r:?}");
    let status = r.status().as_u16();
    let p: Problem = json(r).await;
    assert_eq!((p.status, p.kind.as_str()), (status, "about:blank"));
    p
}
