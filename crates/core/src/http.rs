//! The one place that makes an HTTPS client. Not for requests (`sync::gateway`).
//!
//! What a newcomer would get wrong: the TLS configuration is handed to reqwest ready-made. Left to itself, reqwest
//! builds a platform verifier that panics on Android. No other code may build a client; clippy refuses it.

use crate::config::SyncPolicy;
use crate::env::Clock;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::time_provider::TimeProvider;
use std::sync::Arc;
use std::time::Duration;
use tower::util::MapRequestLayer;

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// The deployment's certificate authority is not readable.
    #[error("the certificate authority of the deployment is not readable")]
    Authority,
    /// TLS could not be set up.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
    /// The client could not be built.
    #[error("client: {0}")]
    Client(#[from] reqwest::Error),
}

/// What TLS takes for the present: the clock everything else here uses, so that "not valid yet" means what the phone
/// shows.
struct PhoneTime(Arc<dyn Clock>);

impl std::fmt::Debug for PhoneTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PhoneTime")
    }
}

impl TimeProvider for PhoneTime {
    fn current_time(&self) -> Option<UnixTime> {
        let ms = u64::try_from(self.0.now_ms()).unwrap_or(0);
        Some(UnixTime::since_unix_epoch(Duration::from_millis(ms)))
    }
}

/// A client that speaks HTTPS only, trusts the public roots and the deployment's own authority, follows no redirect
/// and repeats nothing by itself: whether something may have reached the gateway is for the outbox to know.
/// `on_connect` is called for each connection that is begun.
///
/// # Errors
/// [`HttpError`].
#[allow(clippy::disallowed_methods, reason = "the one client factory")]
pub(crate) fn client(
    ca_pem: Option<&str>,
    version: &str,
    policy: &SyncPolicy,
    clock: Arc<dyn Clock>,
    on_connect: impl Fn() + Clone + Send + Sync + 'static,
) -> Result<reqwest::Client, HttpError> {
    let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    if let Some(pem) = ca_pem {
        for cert in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            roots.add(cert.map_err(|_| HttpError::Authority)?).map_err(|_| HttpError::Authority)?;
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut tls = rustls::ClientConfig::builder_with_details(provider, Arc::new(PhoneTime(clock)))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .https_only(true)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .user_agent(format!("vungsam/{version}"))
        .connect_timeout(policy.connect_timeout)
        .connector_layer(MapRequestLayer::new(move |request| {
            on_connect();
            request
        }))
        // A carrier drops a silent connection without a word; while a question for changes hangs, this notices.
        .http2_keep_alive_interval(Duration::from_secs(20))
        .http2_keep_alive_timeout(Duration::from_secs(20))
        .build()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::SystemClock;

    #[tokio::test]
    async fn plain_http_is_refused_before_anything_is_sent() {
        let client = client(None, "0", &SyncPolicy::default(), Arc::new(SystemClock), || {}).unwrap();
        assert!(client.get("http://127.0.0.1:9/").send().await.unwrap_err().is_builder());
    }

    #[test]
    fn a_damaged_authority_is_an_error_not_a_client_that_trusts_less() {
        let pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert!(matches!(
            client(Some(pem), "0", &SyncPolicy::default(), Arc::new(SystemClock), || {}),
            Err(HttpError::Authority)
        ));
    }
}
