//! One HTTP/2 connection over TLS that counts the bytes of its frames. Not the phone's client.
//!
//! What a newcomer would get wrong: what is counted lies inside TLS, so it is frames and nothing of the records.

use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::{Context as Cx, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Bytes of frames, up and down.
#[derive(Debug, Default)]
pub struct Counted {
    /// Sent.
    pub up: AtomicU64,
    /// Received.
    pub down: AtomicU64,
}

struct Counting<S> {
    inner: S,
    count: Arc<Counted>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Counting<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Cx<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let polled = Pin::new(&mut self.inner).poll_read(cx, buf);
        self.count.down.fetch_add(u64::try_from(buf.filled().len() - before).unwrap_or(0), Relaxed);
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counting<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Cx<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.inner).poll_write(cx, buf);
        if let Poll::Ready(Ok(n)) = &polled {
            self.count.up.fetch_add(u64::try_from(*n).unwrap_or(0), Relaxed);
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Cx<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Cx<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

/// An open connection.
pub struct Wire {
    send: SendRequest<Full<Bytes>>,
    /// What went over it.
    pub count: Arc<Counted>,
}

impl Wire {
    /// Connects and shakes hands.
    pub async fn open(port: u16, ca_pem: &str) -> Result<Self> {
        let mut roots = rustls::RootCertStore::empty();
        for cert in CertificateDer::pem_slice_iter(ca_pem.as_bytes()) {
            roots.add(cert?)?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec()];
        let tcp = TcpStream::connect(("127.0.0.1", port)).await?;
        tcp.set_nodelay(true)?;
        let name = ServerName::try_from("localhost")?;
        let tls = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, tcp).await?;
        let count = Arc::new(Counted::default());
        let io = TokioIo::new(Counting { inner: tls, count: count.clone() });
        let (send, connection) = handshake(TokioExecutor::new(), io).await?;
        tokio::spawn(connection);
        Ok(Self { send, count })
    }

    /// Sends and reads the head of the answer.
    pub async fn begin(&mut self, request: Request<Full<Bytes>>) -> Result<Response<hyper::body::Incoming>> {
        self.send.ready().await?;
        Ok(self.send.send_request(request).await?)
    }

    /// Sends and reads the whole answer.
    pub async fn ask(&mut self, request: Request<Full<Bytes>>) -> Result<Response<Bytes>> {
        let response = self.begin(request).await?;
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.context("the answer broke off")?.to_bytes();
        Ok(Response::from_parts(parts, bytes))
    }
}
