//! A bad road: a TCP proxy on loopback that cuts, stalls or swallows. It sees only encrypted bytes. For faults that need
//! to know what a request says, see [`crate::relay`].
//!
//! What a newcomer would get wrong: limits count bytes of one connection, the handshake included; [`Road::totals`] tells
//! how many a whole journey takes, and a story then cuts at every one of them.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What happens to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Everything passes.
    Pass,
    /// Refused at once.
    Drop,
    /// Cut after so many bytes from the phone, hard: what the gateway had not read yet is thrown away.
    CutUp(u64),
    /// After so many bytes from the phone nothing more gets through; cut half a second later. What was on its way
    /// arrives, as when a phone walks out of coverage.
    FadeUp(u64),
    /// Cut after so many bytes to the phone.
    CutDown(u64),
    /// After so many bytes to the phone, no more reach it, while all it sends still arrives; cut after a while. The
    /// gateway has done the work, the phone never hears of it.
    LoseAnswers(u64),
    /// Accepts and says nothing.
    BlackHole,
    /// Each piece waits so long.
    Slow(Duration),
}

/// The road. Ends when dropped.
pub struct Road {
    /// Where the phone connects.
    pub addr: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    to: Mutex<SocketAddr>,
    fates: Mutex<Fates>,
    up: AtomicU64,
    down: AtomicU64,
    connections: AtomicUsize,
}

struct Fates {
    /// For the next connections, in order.
    next: Vec<Fate>,
    /// For all after them.
    then: Fate,
}

impl Road {
    /// To this gateway; everything passes.
    pub async fn to(gateway: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let addr = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            to: Mutex::new(gateway),
            fates: Mutex::new(Fates { next: Vec::new(), then: Fate::Pass }),
            up: AtomicU64::new(0),
            down: AtomicU64::new(0),
            connections: AtomicUsize::new(0),
        });
        let road = Arc::clone(&shared);
        let task = tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                road.connections.fetch_add(1, Ordering::SeqCst);
                let fate = {
                    let mut fates = road.fates.lock().unwrap();
                    if fates.next.is_empty() { fates.then } else { fates.next.remove(0) }
                };
                tokio::spawn(carry(phone, fate, Arc::clone(&road)));
            }
        });
        Self { addr, shared, task }
    }

    /// The address as a phone knows it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://{}", self.addr)
    }

    /// The next connections, in order, and all after them.
    pub fn set(&self, next: &[Fate], then: Fate) {
        *self.shared.fates.lock().unwrap() = Fates { next: next.to_vec(), then };
    }

    /// The gateway came up somewhere else.
    pub fn lead_to(&self, gateway: SocketAddr) {
        *self.shared.to.lock().unwrap() = gateway;
    }

    /// Bytes carried so far: from the phone, to the phone.
    #[must_use]
    pub fn totals(&self) -> (u64, u64) {
        (self.shared.up.load(Ordering::SeqCst), self.shared.down.load(Ordering::SeqCst))
    }

    /// Connections so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

impl Drop for Road {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(phone: TcpStream, fate: Fate, road: Arc<Shared>) {
    match fate {
        Fate::Drop => return,
        Fate::BlackHole => {
            tokio::time::sleep(Duration::from_secs(3600)).await;
            return;
        }
        _ => {}
    }
    let to = *road.to.lock().unwrap();
    let Ok(gateway) = TcpStream::connect(to).await else { return };
    let _ = (phone.set_nodelay(true), gateway.set_nodelay(true));
    let (phone_in, phone_out) = phone.into_split();
    let (gateway_in, gateway_out) = gateway.into_split();
    let slow = if let Fate::Slow(d) = fate { d } else { Duration::ZERO };
    let up_limit = if let Fate::CutUp(n) | Fate::FadeUp(n) = fate { n } else { u64::MAX };
    let down_limit = match fate {
        Fate::CutDown(n) | Fate::LoseAnswers(n) => n,
        _ => u64::MAX,
    };
    let up = async {
        let (_from, _to) = pump(phone_in, gateway_out, up_limit, slow, &road.up).await;
        if matches!(fate, Fate::FadeUp(_)) {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    };
    let down = async {
        let (_from, _to) = pump(gateway_in, phone_out, down_limit, slow, &road.down).await;
        if matches!(fate, Fate::LoseAnswers(_)) {
            // What is on its way up still arrives and is worked on.
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    };
    // Whichever side ends, both ends of the connection are closed: a cut, not a half-close.
    tokio::select! { () = up => {}, () = down => {} }
}

/// Carries until the limit or the end of either side; gives both back, so that the caller decides when they close.
async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    limit: u64,
    slow: Duration,
    counted: &AtomicU64,
) -> (OwnedReadHalf, OwnedWriteHalf) {
    let (mut left, mut buf) = (limit, vec![0; 16 * 1024]);
    while left > 0 {
        let most = buf.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let n = match from.read(&mut buf[..most]).await {
            Ok(n) if n > 0 => n,
            _ => break,
        };
        if !slow.is_zero() {
            tokio::time::sleep(slow).await;
        }
        if to.write_all(&buf[..n]).await.is_err() {
            break;
        }
        counted.fetch_add(n as u64, Ordering::SeqCst);
        left -= n as u64;
    }
    (from, to)
}
