//! Measures how the gateway takes a report with one photo of 150,000 bytes: throughput beside a bare server, processor
//! time, bytes on the line, memory, start. One JSON object a line. Started by `cargo xtask bench submit`; judges nothing.
//!
//! What a newcomer would get wrong: both servers are processes of their own on the same disk, in turns, so that a noisy
//! machine is noisy to both; compare within one run.

mod bare;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use bytes::Bytes;
use clap::Parser;
use ed25519_dalek::SigningKey;
use http_body_util::Full;
use hyper::Request;
use rand::{RngCore, rngs::OsRng};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use tests::wire::Wire;
use uuid::Uuid;
use vungsam_domain::wire::{Device, HEADER_DEVICE, HEADER_RECEIPT, HEADER_SIGNATURE, MEDIA_COMPLAINT, MEDIA_DEVICE};
use vungsam_domain::{ComplaintId, Deployment, DeviceId, PhotoRef, Pin, Reference, complaint, sign};

/// Size of the photo.
const PHOTO: usize = 150_000;

#[derive(Parser)]
struct Args {
    /// The gateway's binary.
    #[arg(long)]
    server: Option<PathBuf>,
    /// Reports in each case.
    #[arg(long, default_value_t = 400)]
    reports: usize,
    /// How often each case is run.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Seconds between the load and the reading of memory.
    #[arg(long, default_value_t = 60)]
    rest: u64,
    /// Folder for both servers' data; on the disk to be measured.
    #[arg(long)]
    dir: PathBuf,
    /// Be the bare server, on this port.
    #[arg(long)]
    bare: Option<u16>,
}

/// A server in a process of its own.
struct Server {
    child: Child,
    port: u16,
    ca: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts and waits until it answers; also how long that took.
    async fn start(mut command: Command, port: u16, ca: impl Fn() -> Result<String>) -> Result<(Self, Duration)> {
        let begun = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut server = Self { child, port, ca: String::new() };
        loop {
            ensure!(begun.elapsed() < Duration::from_secs(30), "the server does not answer");
            ensure!(server.child.try_wait()?.is_none(), "the server ended");
            if let Ok(ca) = ca()
                && let Ok(mut wire) = Wire::open(port, &ca).await
                && wire.ask(plain("GET", port, "/readyz", Bytes::new())?).await.is_ok_and(|r| r.status() == 200)
            {
                server.ca = ca;
                return Ok((server, begun.elapsed()));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Processor time so far.
    fn cpu(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields: Vec<&str> = stat.rsplit_once(')').context("stat")?.1.split_whitespace().collect();
        let ticks: u64 = [11, 12].iter().filter_map(|n| fields.get(*n)?.parse::<u64>().ok()).sum();
        Ok(Duration::from_millis(ticks * 10)) // 100 ticks a second on every Linux we run on
    }

    /// Proportional share of memory, in kB.
    fn pss(&self) -> Result<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()))?;
        let line = text.lines().find(|l| l.starts_with("Pss:")).context("Pss")?;
        Ok(line.split_whitespace().nth(1).context("Pss")?.parse()?)
    }

    async fn stop(mut self) -> Result<()> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        tokio::task::spawn_blocking(move || self.child.wait()).await??;
        Ok(())
    }
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn plain(method: &str, port: u16, path: &str, body: Bytes) -> Result<Request<Full<Bytes>>> {
    let uri = format!("https://localhost:{port}{path}");
    Ok(Request::builder().method(method).uri(uri).body(Full::new(body))?)
}

async fn gateway(binary: &Path, data: &Path, port: u16) -> Result<(Server, Duration)> {
    let mut command = Command::new(binary);
    command.args(["serve", "--data"]).arg(data).env("VUNGSAM_LOG", "error");
    command.env("VUNGSAM_LIMITS__PER_DEVICE", "1000000000").env("VUNGSAM_LIMITS__PER_ADDRESS", "1000000000");
    for (flag, port) in [("--listen", port), ("--console", free_port()?), ("--metrics", free_port()?)] {
        command.args([flag, &format!("127.0.0.1:{port}")]);
    }
    let file = data.join("deployment.toml");
    let ca = move || {
        let d = Deployment::parse(&std::fs::read_to_string(&file)?).map_err(anyhow::Error::msg)?;
        d.ca_pem.context("no authority")
    };
    Server::start(command, port, ca).await
}

async fn bare_server(dir: &Path, port: u16) -> Result<(Server, Duration)> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--dir").arg(dir).args(["--bare", &port.to_string()]);
    let file = dir.join("ca.pem");
    Server::start(command, port, move || Ok(std::fs::read_to_string(&file)?)).await
}

/// A phone with an open connection.
struct Phone {
    wire: Wire,
    port: u16,
    key: SigningKey,
    id: DeviceId,
    bearer: [u8; 32],
}

fn uuid() -> Uuid {
    Uuid::from_u128((u128::from(OsRng.next_u64()) << 64) | u128::from(OsRng.next_u64()))
}

fn jpeg() -> Vec<u8> {
    let mut bytes = vec![0; PHOTO];
    OsRng.fill_bytes(&mut bytes);
    bytes.splice(..4, [0xff, 0xd8, 0xff, 0xe0]);
    bytes
}

impl Phone {
    async fn new(server: &Server) -> Result<Self> {
        let mut secret = [0; 32];
        OsRng.fill_bytes(&mut secret);
        let wire = Wire::open(server.port, &server.ca).await?;
        Ok(Self { wire, port: server.port, key: SigningKey::from_bytes(&secret), id: DeviceId(uuid()), bearer: secret })
    }

    async fn register(&mut self) -> Result<()> {
        let device = Device {
            v: 1,
            id: self.id,
            public_key: sign::public_key(&self.key),
            bearer_sha256: sign::sha256_hex(&self.bearer),
        };
        let body = serde_json::to_vec(&device)?;
        let mut ask = plain("PUT", self.port, &format!("/api/v1/devices/{}", self.id), Bytes::from(body.clone()))?;
        ask.headers_mut().insert("content-type", MEDIA_DEVICE.parse()?);
        ask.headers_mut().insert(HEADER_SIGNATURE, sign::sign(&self.key, &body).parse()?);
        ensure!(self.wire.ask(ask).await?.status() == 201);
        Ok(())
    }

    fn ask(&self, method: &str, path: &str, body: Bytes) -> Result<Request<Full<Bytes>>> {
        let mut ask = plain(method, self.port, path, body)?;
        let headers = ask.headers_mut();
        headers.insert("authorization", format!("Bearer {}", sign::b64(&self.bearer)).parse()?);
        headers.insert(HEADER_DEVICE, self.id.to_string().parse()?);
        Ok(ask)
    }

    /// Words, then the photo in the request that creates its upload.
    async fn report(&mut self) -> Result<()> {
        let photo = jpeg();
        let mut c = complaint::sample(ComplaintId(uuid()), self.id, Reference::draw(&mut OsRng), Pin::draw(&mut OsRng));
        let sha256 = sign::sha256_hex(&photo);
        let bytes = u32::try_from(photo.len())?;
        c.photos = vec![PhotoRef { sha256: sha256.clone(), bytes, width: 1_600, height: 1_200 }];
        let body = serde_json::to_vec(&c)?;
        let mut ask = self.ask("PUT", &format!("/api/v1/complaints/{}", c.id), Bytes::from(body.clone()))?;
        ask.headers_mut().insert("content-type", MEDIA_COMPLAINT.parse()?);
        ask.headers_mut().insert(HEADER_SIGNATURE, sign::sign(&self.key, &body).parse()?);
        ensure!(self.wire.ask(ask).await?.status() == 201);
        let b64 = |t: &str| base64::engine::general_purpose::STANDARD.encode(t);
        let metadata = format!("complaint {},sha256 {}", b64(&c.id.to_string()), b64(&sha256));
        let mut ask = self.ask("POST", "/api/v1/uploads", photo.into())?;
        let headers = ask.headers_mut();
        headers.insert("tus-resumable", "1.0.0".parse()?);
        headers.insert("upload-length", bytes.into());
        headers.insert("upload-metadata", metadata.parse()?);
        headers.insert("content-type", "application/offset+octet-stream".parse()?);
        let answer = self.wire.ask(ask).await?;
        ensure!(answer.status() == 201 && answer.headers().contains_key(HEADER_RECEIPT), "{answer:?}");
        Ok(())
    }

    /// The same bytes to the bare server.
    async fn bare(&mut self) -> Result<()> {
        let c = complaint::sample(ComplaintId(uuid()), self.id, Reference::draw(&mut OsRng), Pin::draw(&mut OsRng));
        let row = plain("PUT", self.port, &format!("/row/{}", c.id), serde_json::to_vec(&c)?.into())?;
        ensure!(self.wire.ask(row).await?.status() == 201);
        let photo = plain("PUT", self.port, &format!("/photo/{}", c.id), jpeg().into())?;
        ensure!(self.wire.ask(photo).await?.status() == 201);
        Ok(())
    }
}

/// Sends `reports` from `at_once` phones; reports a second and processor time of the server for each, in ms.
async fn load(server: &Server, ours: bool, at_once: usize, reports: usize) -> Result<(f64, f64)> {
    let mut phones = Vec::new();
    for _ in 0..at_once {
        let mut phone = Phone::new(server).await?;
        if ours {
            phone.register().await?;
        }
        phones.push(phone);
    }
    let left = Arc::new(std::sync::atomic::AtomicUsize::new(reports));
    let (cpu, begun) = (server.cpu()?, Instant::now());
    let work = phones.into_iter().map(|mut phone| {
        let left = left.clone();
        tokio::spawn(async move {
            while left.fetch_update(Relaxed, Relaxed, |n| n.checked_sub(1)).is_ok() {
                if ours { phone.report().await? } else { phone.bare().await? }
            }
            anyhow::Ok(())
        })
    });
    for done in futures_util::future::join_all(work).await {
        done??;
    }
    #[allow(clippy::cast_precision_loss)]
    let n = reports as f64;
    let (took, used) = (begun.elapsed(), server.cpu()?.checked_sub(cpu).unwrap_or_default());
    Ok((n / took.as_secs_f64(), used.as_secs_f64() * 1_000.0 / n))
}

fn row(value: Value) {
    #[allow(clippy::print_stdout)]
    {
        println!("{value}");
    }
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

async fn throughput(ours: &Server, bare: &Server, args: &Args) -> Result<()> {
    for at_once in [1, 8] {
        let (mut ratios, mut cpus) = (Vec::new(), Vec::new());
        for round in 1..=args.rounds {
            let (gateway, cpu) = load(ours, true, at_once, args.reports).await?;
            let (plain, bare_cpu) = load(bare, false, at_once, args.reports).await?;
            for (tool, rate, cpu) in [("gateway", gateway, cpu), ("bare", plain, bare_cpu)] {
                row(json!({ "case": "throughput", "tool": tool, "at_once": at_once, "round": round,
                            "reports": args.reports, "reports_per_s": rate, "server_cpu_ms_each": cpu }));
            }
            ratios.push(gateway / plain);
            cpus.push(cpu);
        }
        row(json!({ "case": "throughput_ratio", "at_once": at_once, "median": median(ratios), "wanted_at_least": 0.8,
                    "cpu_ms_each_median": median(cpus), "cpu_wanted_at_most": 2.0 }));
    }
    Ok(())
}

async fn bytes(ours: &Server) -> Result<()> {
    let mut phone = Phone::new(ours).await?;
    phone.register().await?;
    phone.report().await?;
    let read = |p: &Phone| (p.wire.count.up.load(Relaxed), p.wire.count.down.load(Relaxed));
    let before = read(&phone);
    const REPORTS: u64 = 10;
    for _ in 0..REPORTS {
        phone.report().await?;
    }
    // What the connection still says on its own belongs to it.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let after = read(&phone);
    let photo = u64::try_from(PHOTO)?;
    row(json!({ "case": "bytes", "tool": "gateway", "reports": REPORTS, "photo": PHOTO,
                "up_beyond_photo": (after.0 - before.0) / REPORTS - photo, "up_wanted_at_most": 1_600,
                "down": (after.1 - before.1) / REPORTS, "down_wanted_at_most": 1_100 }));
    Ok(())
}

async fn measure(args: &Args) -> Result<()> {
    let binary = args.server.as_deref().context("--server is missing")?;
    let (data, beside) = (args.dir.join("gateway"), args.dir.join("bare"));
    std::fs::create_dir_all(&beside)?;
    let (ours, first) = gateway(binary, &data, free_port()?).await?;
    let (bare, _) = bare_server(&beside, free_port()?).await?;
    row(json!({ "case": "memory", "when": "after start", "pss_kb": ours.pss()? }));
    bytes(&ours).await?;
    throughput(&ours, &bare, args).await?;
    row(json!({ "case": "memory", "when": "after the load", "pss_kb": ours.pss()? }));
    tokio::time::sleep(Duration::from_secs(args.rest)).await;
    row(
        json!({ "case": "memory", "when": "idle", "rested_s": args.rest, "pss_kb": ours.pss()?, "wanted_kb_at_most": 25_000 }),
    );
    ours.stop().await?;
    let mut again = Vec::new();
    for _ in 0..5 {
        let (server, took) = gateway(binary, &data, free_port()?).await?;
        again.push(took.as_secs_f64() * 1_000.0);
        server.stop().await?;
    }
    row(json!({ "case": "start", "first_ms": first.as_secs_f64() * 1_000.0, "again_ms_median": median(again),
                "wanted_ms_at_most": 150 }));
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    match args.bare {
        Some(port) => bare::serve(args.dir, port).await,
        None => measure(&args).await,
    }
}
