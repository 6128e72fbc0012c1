//! Certificates for impostors and relays, and an HTTPS client for the tests themselves. Not the gateway's own authority.
//!
//! What a newcomer would get wrong: the authority is trusted by the phone in these stories, so a refusal is about the
//! certificate's dates or signer and nothing else.

use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use rcgen::{KeyUsagePurpose, date_time_ymd};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use std::sync::Arc;
use vungsam_core::env::{Clock, SystemClock};

/// A certificate authority.
pub struct Authority {
    params: CertificateParams,
    key: KeyPair,
    /// For the phone's `deployment.ca_pem`.
    pub pem: String,
}

/// When a certificate is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// Now.
    Now,
    /// From half a day ago for another half day.
    Today,
    /// It ended in 2021.
    Past,
    /// It begins in 2090.
    Future,
}

impl Authority {
    /// A new one.
    #[must_use]
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "authority of a test");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        (params.not_before, params.not_after) = (date_time_ymd(2019, 1, 1), date_time_ymd(2120, 1, 1));
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { params, key, pem }
    }

    /// A server's side for 127.0.0.1, signed by this authority.
    #[must_use]
    pub fn server(&self, dates: Dates) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned(), "localhost".to_owned()]).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let now = time::OffsetDateTime::from_unix_timestamp(SystemClock.now_ms() / 1_000).unwrap();
        let year = |year| date_time_ymd(year, 1, 1);
        (params.not_before, params.not_after) = match dates {
            Dates::Now => (year(2020), year(2110)),
            Dates::Today => (now - time::Duration::hours(12), now + time::Duration::hours(12)),
            Dates::Past => (year(2020), year(2021)),
            Dates::Future => (year(2090), year(2110)),
        };
        let cert = params.signed_by(&key, &Issuer::from_params(&self.params, &self.key)).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Arc::new(config)
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

/// An HTTPS client that trusts exactly this authority.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "the phone's client factory is what is being tested; this is not it")]
pub fn client(ca_pem: &str) -> reqwest::Client {
    let mut roots = RootCertStore::empty();
    roots.add(rustls::pki_types::CertificateDer::from_pem_slice(ca_pem.as_bytes()).unwrap()).unwrap();
    let tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}
