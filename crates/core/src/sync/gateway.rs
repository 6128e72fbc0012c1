//! The requests a phone makes, and what counts as an answer to them. Not for when to make them.
//!
//! What a newcomer would get wrong: a 200 is nothing by itself. An answer is ours only with our media type (or, for
//! uploads, the protocol's header), in a size we can expect; everything else goes through [`retry_kind`].

use super::Tally;
use super::retry::{Met, RetryKind, retry_after, retry_kind};
use crate::core::Inner;
use crate::env::Clock;
use crate::opened::Opened;
use bytes::BytesMut;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, LOCATION, RANGE, RETRY_AFTER};
use reqwest::{Client, Method, Request, RequestBuilder, Response, Url};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, UNIX_EPOCH};
use tokio::sync::Mutex;
use vungsam_domain::sign;
use vungsam_domain::wire::{self, Problem, SealedReceipt, Track, Tracked, Unanswered, UnansweredAck, Watch, WatchAck};
use vungsam_domain::{ComplaintId, DeviceId, MessageId, WatchId};

/// Largest answer that is read, in bytes.
const LARGEST: usize = 8 * 1024 * 1024;
/// Slowest link on which an upload is not given up, in bytes a second.
const SLOWEST: u64 = 500;

/// Longest the whole content may take.
const PATIENCE_FULL: Duration = Duration::from_secs(30 * 60);

/// What of the content this phone holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Since {
    /// The bundle of this name, as it came with the app.
    Pack(String),
    /// All up to here.
    Cursor(String),
}

/// What there is of content.
pub(crate) enum ContentAnswer {
    /// Nothing new.
    Nothing,
    /// A page of changes.
    Page(Vec<u8>),
    /// All of it must be read, there.
    Refill(String),
}

/// Where and as whom requests are made.
pub(crate) struct Gateway {
    client: Client,
    base: Url,
    device: DeviceId,
    /// `Bearer …`, marked as sensitive.
    authorization: reqwest::header::HeaderValue,
    patience: Duration,
    clock: Arc<dyn Clock>,
    tally: Arc<Tally>,
    /// There is a connection, as far as is known.
    connected: AtomicBool,
    /// Held by the request that opens it, so that the loops share one instead of opening one each.
    opening: Mutex<()>,
}

/// How long the others wait for whoever opens the connection.
const OPENING: Duration = Duration::from_secs(5);

/// A good answer.
pub(crate) struct Answer {
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Where an upload stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    /// Where it lives; absent when it was asked for there.
    pub(crate) location: Option<String>,
    /// Bytes the gateway has.
    pub(crate) offset: u64,
    /// The receipt of a finished upload.
    pub(crate) receipt: Option<SealedReceipt>,
}

impl Gateway {
    pub(crate) fn new(client: Client, inner: &Inner, opened: &Opened) -> Option<Self> {
        let config = &inner.config;
        let mut authorization = reqwest::header::HeaderValue::try_from(format!("Bearer {}", *opened.bearer)).ok()?;
        authorization.set_sensitive(true);
        Some(Self {
            client,
            base: Url::parse(&config.deployment.gateway_url).ok()?,
            device: opened.device,
            authorization,
            patience: config.sync.read_timeout,
            clock: Arc::clone(&config.clock),
            tally: Arc::clone(&inner.tally),
            connected: AtomicBool::new(false),
            opening: Mutex::new(()),
        })
    }

    /// Tells the gateway who we are. Any number of times.
    pub(crate) async fn register(&self, opened: &Opened) -> Result<wire::DeviceAck, RetryKind> {
        let body = opened.device_body().map_err(|_| RetryKind::Later)?;
        let request = self
            .request(Method::PUT, &format!("/api/v1/devices/{}", self.device))?
            .header(CONTENT_TYPE, wire::MEDIA_DEVICE)
            .header(wire::HEADER_SIGNATURE, sign::sign(&opened.key, &body))
            .body(body);
        let ack: wire::DeviceAck = self.ask(request, wire::MEDIA_DEVICE).await?.json()?;
        if ack.id == self.device { Ok(ack) } else { Err(RetryKind::NotOurs) }
    }

    /// Sends the exact bytes of a complaint.
    pub(crate) async fn put_complaint(
        &self,
        id: ComplaintId,
        body: Vec<u8>,
        signature: &str,
    ) -> Result<SealedReceipt, RetryKind> {
        let request = self
            .request(Method::PUT, &format!("/api/v1/complaints/{id}"))?
            .header(CONTENT_TYPE, wire::MEDIA_COMPLAINT)
            .header(wire::HEADER_SIGNATURE, signature)
            .body(body);
        self.ask(request, wire::MEDIA_RECEIPT).await?.json()
    }

    /// Sends the exact bytes of a message.
    pub(crate) async fn put_message(
        &self,
        id: ComplaintId,
        message: MessageId,
        body: Vec<u8>,
        signature: &str,
    ) -> Result<SealedReceipt, RetryKind> {
        let request = self
            .request(Method::PUT, &format!("/api/v1/complaints/{id}/messages/{message}"))?
            .header(CONTENT_TYPE, wire::MEDIA_MESSAGE)
            .header(wire::HEADER_SIGNATURE, signature)
            .body(body);
        self.ask(request, wire::MEDIA_RECEIPT).await?.json()
    }

    /// Asks for a receipt again: of a complaint, or of a message about it.
    pub(crate) async fn receipt(
        &self,
        id: ComplaintId,
        message: Option<MessageId>,
    ) -> Result<SealedReceipt, RetryKind> {
        let of = message.map(|m| format!("/messages/{m}")).unwrap_or_default();
        let request = self.request(Method::GET, &format!("/api/v1/complaints/{id}{of}/receipt"))?;
        self.ask(request, wire::MEDIA_RECEIPT).await?.json()
    }

    /// Hands in a package of another phone.
    pub(crate) async fn put_package(&self, id: ComplaintId, file: Vec<u8>) -> Result<SealedReceipt, RetryKind> {
        let patience = self.patience + Duration::from_secs(u64::try_from(file.len()).unwrap_or(0) / SLOWEST);
        let request = self
            .request(Method::PUT, &format!("/api/v1/packages/{id}"))?
            .header(CONTENT_TYPE, wire::MEDIA_PACKAGE)
            .timeout(patience)
            .body(file);
        self.ask(request, wire::MEDIA_RECEIPT).await?.json()
    }

    /// Looks a complaint up by number and PIN: without saying who asks.
    pub(crate) async fn track(&self, track: &Track) -> Result<Tracked, RetryKind> {
        let url = self.base.join("/api/v1/track").map_err(|_| RetryKind::NotOurs)?;
        let body = serde_json::to_vec(track).map_err(|_| RetryKind::Later)?;
        let request = self.client.post(url).timeout(self.patience).header(CONTENT_TYPE, wire::MEDIA_TRACK).body(body);
        self.ask(request, wire::MEDIA_TRACK).await?.json()
    }

    /// Asks to watch a dossier's code.
    pub(crate) async fn put_watch(&self, watch: &Watch) -> Result<WatchAck, RetryKind> {
        let body = serde_json::to_vec(watch).map_err(|_| RetryKind::Later)?;
        let request = self
            .request(Method::PUT, &format!("/api/v1/devices/{}/watches/{}", self.device, watch.id))?
            .header(CONTENT_TYPE, wire::MEDIA_WATCH)
            .body(body);
        let ack: WatchAck = self.ask(request, wire::MEDIA_WATCH).await?.json()?;
        if ack.id == watch.id { Ok(ack) } else { Err(RetryKind::NotOurs) }
    }

    /// Has a question counted.
    pub(crate) async fn put_unanswered(&self, question: &Unanswered) -> Result<UnansweredAck, RetryKind> {
        let body = serde_json::to_vec(question).map_err(|_| RetryKind::Later)?;
        let request = self
            .request(Method::PUT, &format!("/api/v1/unanswered/{}", question.id))?
            .header(CONTENT_TYPE, wire::MEDIA_UNANSWERED)
            .body(body);
        let ack: UnansweredAck = self.ask(request, wire::MEDIA_UNANSWERED).await?.json()?;
        if ack.id == question.id { Ok(ack) } else { Err(RetryKind::NotOurs) }
    }

    /// Takes a watch back.
    pub(crate) async fn delete_watch(&self, id: WatchId) -> Result<(), RetryKind> {
        let path = format!("/api/v1/devices/{}/watches/{id}", self.device);
        self.send(self.request(Method::DELETE, &path)?).await.map(drop)
    }

    /// Fetches a photo an officer put with a step.
    pub(crate) async fn event_photo(&self, id: ComplaintId, sha256: &str, bytes: u32) -> Result<Vec<u8>, RetryKind> {
        let request = self
            .request(Method::GET, &format!("/api/v1/complaints/{id}/photos/{sha256}"))?
            .timeout(self.patience + Duration::from_secs(u64::from(bytes) / SLOWEST));
        let answer = self.send(request).await?;
        // Only the bytes count: another hash is another picture, whoever sent it.
        if sign::sha256_hex(&answer.body) == sha256 { Ok(answer.body) } else { Err(RetryKind::NotOurs) }
    }

    /// Begins an upload, or finds the one that was begun.
    pub(crate) async fn upload_create(&self, id: ComplaintId, sha256: &str, bytes: u64) -> Result<Upload, RetryKind> {
        let value = |text: &str| {
            use base64::{Engine, engine::general_purpose::STANDARD};
            STANDARD.encode(text)
        };
        let metadata = format!("complaint {},sha256 {}", value(&id.to_string()), value(sha256));
        let request = self
            .request(Method::POST, "/api/v1/uploads")?
            .header("upload-length", bytes)
            .header("upload-metadata", metadata);
        self.tus(request).await
    }

    /// Asks where an upload stands.
    pub(crate) async fn upload_head(&self, location: &str) -> Result<Upload, RetryKind> {
        let request = self.request(Method::HEAD, location)?;
        self.tus(request).await
    }

    /// Sends all that is missing in one request.
    pub(crate) async fn upload_patch(&self, location: &str, offset: u64, rest: Vec<u8>) -> Result<Upload, RetryKind> {
        let patience = self.patience + Duration::from_secs(u64::try_from(rest.len()).unwrap_or(0) / SLOWEST);
        let request = self
            .request(Method::PATCH, location)?
            .header("upload-offset", offset)
            .header(CONTENT_TYPE, "application/offset+octet-stream")
            .timeout(patience)
            .body(rest);
        self.tus(request).await
    }

    /// Asks for changes; the gateway may take up to `wait` to answer.
    pub(crate) async fn changes(&self, cursor: Option<&str>, wait: Duration) -> Result<Answer, RetryKind> {
        let mut path = format!("/api/v1/devices/{}/changes?wait={}", self.device, wait.as_secs());
        if let Some(cursor) = cursor {
            path.push_str("&cursor=");
            path.extend(reqwest::Url::parse_with_params("https://x/", [("", cursor)]).ok().and_then(|u| {
                // The cursor is opaque: whatever is in it travels as one value.
                u.query().map(|q| q.trim_start_matches('=').to_owned())
            }));
        }
        let request = self.request(Method::GET, &path)?.timeout(self.patience + wait);
        self.ask(request, wire::MEDIA_CHANGES).await
    }

    /// Asks for content: without saying who asks.
    pub(crate) async fn content(&self, since: &Since, plain: bool) -> Result<ContentAnswer, RetryKind> {
        let mut url = self.base.join("/api/v1/content").map_err(|_| RetryKind::NotOurs)?;
        match since {
            Since::Pack(name) => url.query_pairs_mut().append_pair("pack", name),
            Since::Cursor(cursor) => url.query_pairs_mut().append_pair("since", cursor),
        };
        if plain {
            url.query_pairs_mut().append_pair("plain", "1");
        }
        let request = self.client.get(url).timeout(self.patience);
        let response = self.go(request.build().map_err(|e| retry_kind(&Met::Error(&e)))?, 0).await?;
        match response.status().as_u16() {
            204 => Ok(ContentAnswer::Nothing),
            303 => {
                let to = response.headers().get(LOCATION).and_then(|v| v.to_str().ok());
                to.map(|to| ContentAnswer::Refill(to.to_owned())).ok_or(RetryKind::NotOurs)
            }
            _ => {
                let answer = self.answer(response).await?;
                let ours = is_media(&answer.headers, wire::MEDIA_CONTENT_PAGE);
                if ours { Ok(ContentAnswer::Page(answer.body)) } else { Err(RetryKind::NotOurs) }
            }
        }
    }

    /// Goes on reading the whole content at `path` after the `have` bytes there are, and hands each piece to `take`.
    /// Whether it is all there.
    pub(crate) async fn content_full(
        &self,
        path: &str,
        have: u64,
        mut take: impl FnMut(&[u8], bool) -> std::io::Result<()>,
    ) -> Result<(), RetryKind> {
        let url = self.base.join(path).map_err(|_| RetryKind::NotOurs)?;
        if url.origin() != self.base.origin() {
            return Err(RetryKind::NotOurs);
        }
        let mut request = self.client.get(url).timeout(self.patience + PATIENCE_FULL);
        if have > 0 {
            request = request.header(RANGE, format!("bytes={have}-"));
        }
        let mut response = self.go(request.build().map_err(|e| retry_kind(&Met::Error(&e)))?, 0).await?;
        // 416: all of it was there already, or it is another body now; its hash decides.
        let again = match response.status().as_u16() {
            200 => true,
            206 => false,
            416 => return Ok(()),
            _ => return self.answer(response).await.and(Err(RetryKind::NotOurs)),
        };
        let mut first = again;
        loop {
            let piece = response.chunk().await.map_err(|e| {
                self.connected.store(false, Ordering::Relaxed);
                retry_kind(&Met::Error(&e))
            })?;
            let Some(piece) = piece else { return Ok(()) };
            self.tally.answer(u64::try_from(piece.len()).unwrap_or(0));
            take(&piece, std::mem::take(&mut first)).map_err(|_| RetryKind::Later)?;
        }
    }

    /// A request to our own gateway. An address elsewhere gets no credentials: it gets no request.
    fn request(&self, method: Method, path: &str) -> Result<RequestBuilder, RetryKind> {
        let url = self.base.join(path).map_err(|_| RetryKind::NotOurs)?;
        if url.origin() != self.base.origin() {
            return Err(RetryKind::NotOurs);
        }
        Ok(self
            .client
            .request(method, url)
            .header(AUTHORIZATION, self.authorization.clone())
            .header(wire::HEADER_DEVICE, self.device.to_string())
            .timeout(self.patience))
    }

    async fn ask(&self, request: RequestBuilder, media: &str) -> Result<Answer, RetryKind> {
        let answer = self.send(request).await?;
        if is_media(&answer.headers, media) { Ok(answer) } else { Err(RetryKind::NotOurs) }
    }

    async fn tus(&self, request: RequestBuilder) -> Result<Upload, RetryKind> {
        let answer = self.send(request.header("tus-resumable", "1.0.0")).await?;
        let text = |name: &str| answer.headers.get(name).and_then(|v| v.to_str().ok());
        if text("tus-resumable") != Some("1.0.0") {
            return Err(RetryKind::NotOurs);
        }
        let offset = text("upload-offset").and_then(|v| v.parse().ok()).ok_or(RetryKind::NotOurs)?;
        let receipt =
            text(wire::HEADER_RECEIPT).and_then(sign::unb64).and_then(|json| serde_json::from_slice(&json).ok());
        Ok(Upload { location: text(LOCATION.as_str()).map(str::to_owned), offset, receipt })
    }

    /// Sends and reads to the end. Every way this can fail is named by [`retry_kind`].
    async fn send(&self, request: RequestBuilder) -> Result<Answer, RetryKind> {
        let request = request.build().map_err(|e| retry_kind(&Met::Error(&e)))?;
        let length = request.body().and_then(|b| b.as_bytes()).map_or(0, <[u8]>::len);
        let response = self.go(request, length).await?;
        self.answer(response).await
    }

    /// Reads an answer to the end.
    async fn answer(&self, response: Response) -> Result<Answer, RetryKind> {
        let status = response.status();
        let headers = response.headers().clone();
        let body = read(response).await.inspect_err(|_| self.connected.store(false, Ordering::Relaxed))?;
        self.tally.answer(u64::try_from(body.len()).unwrap_or(0));
        if status.is_success() {
            return Ok(Answer { headers, body });
        }
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok());
        let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(self.clock.now_ms()).unwrap_or(0));
        let retry_after = text(RETRY_AFTER).and_then(|v| retry_after(v, text(DATE), now));
        let problem: Option<Problem> =
            is_media(&headers, wire::MEDIA_PROBLEM).then(|| serde_json::from_slice(&body).ok()).flatten();
        let kind = retry_kind(&Met::Answer { status: status.as_u16(), retry_after, problem: problem.as_ref() });
        tracing::info!(status = status.as_u16(), code = problem.as_ref().map(|p| p.code.as_str()), ?kind, "answer");
        Err(kind)
    }
}

impl Gateway {
    /// Whether there is a connection, as far as is known.
    pub(super) fn is_connected(&self) -> bool {
        self.connected.load(Ordering::Relaxed)
    }

    /// Sends. While there is no connection one request opens it and the others wait a little, so that they share it.
    async fn go(&self, request: Request, length: usize) -> Result<Response, RetryKind> {
        let opener = if self.connected.load(Ordering::Relaxed) {
            None
        } else {
            tokio::time::timeout(OPENING, self.opening.lock()).await.ok()
        };
        self.tally.request(u64::try_from(length).unwrap_or(0));
        let response = self.client.execute(request).await;
        self.connected.store(response.is_ok(), Ordering::Relaxed);
        drop(opener);
        response.map_err(|e| retry_kind(&Met::Error(&e)))
    }
}

impl Answer {
    /// Reads the body. Our media type around something unreadable is not ours.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, RetryKind> {
        serde_json::from_slice(&self.body).map_err(|_| RetryKind::NotOurs)
    }
}

async fn read(mut response: Response) -> Result<Vec<u8>, RetryKind> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|e| retry_kind(&Met::Error(&e)))? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST {
            return Err(RetryKind::NotOurs);
        }
    }
    Ok(body.into())
}

fn is_media(headers: &HeaderMap, media: &str) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media)
}
