//! Certificates: from files, or signed by a development authority in the data folder. Not for the phone's side.
//!
//! What a newcomer would get wrong: the authority's key stays, so a new certificate (another name, an old one about to
//! end) is trusted by every phone that trusts the authority.

use crate::config::Tls;
use crate::keys::{KeyError, read_private, write_private};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::Path;
use std::sync::Arc;

/// Why there is no certificate.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    Io(String, std::io::Error),
    /// The authority's key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A certificate could not be made.
    #[error("certificate: {0}")]
    Make(#[from] rcgen::Error),
    /// A PEM file is not readable.
    #[error("{0} is not a readable PEM file")]
    Pem(String),
    /// Certificate and key do not fit.
    #[error("certificate and key: {0}")]
    Rustls(#[from] rustls::Error),
}

/// What the listener needs, and what phones must trust.
pub struct Certificates {
    /// For the listener.
    pub config: Arc<ServerConfig>,
    /// The development authority, PEM; `None` when the certificate came from files.
    pub ca_pem: Option<String>,
}

/// Reads or makes the certificate. Call it under the data folder's lock.
///
/// # Errors
/// [`TlsError`].
pub fn open(dir: &Path, settings: &Tls, now_ms: i64) -> Result<Certificates, TlsError> {
    if let (Some(cert), Some(key)) = (&settings.cert, &settings.key) {
        return Ok(Certificates { config: config(&read(cert)?, &read(key)?)?, ca_pem: None });
    }
    let (ca_pem, ca_key) = authority(dir, now_ms)?;
    // Made anew at every start: cheap, never expired, and the names are always those of the configuration.
    let key = KeyPair::generate()?;
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    names.extend(settings.names.iter().cloned());
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "Vung Sam gateway (development)");
    params.use_authority_key_identifier_extension = true;
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    (params.not_before, params.not_after) = validity(now_ms, 398);
    let issuer = Issuer::new(authority_params(now_ms), ca_key);
    let cert = params.signed_by(&key, &issuer)?;
    Ok(Certificates { config: config(&cert.pem(), &key.serialize_pem())?, ca_pem: Some(ca_pem) })
}

fn authority(dir: &Path, now_ms: i64) -> Result<(String, KeyPair), TlsError> {
    let (cert_path, key_path) = (dir.join("ca.pem"), dir.join("ca.key"));
    // The certificate is written last: without it a half-made authority is made anew.
    if cert_path.exists() {
        return Ok((read(&cert_path)?, KeyPair::from_pem(&read_private(&key_path)?)?));
    }
    let key = KeyPair::generate()?;
    let cert = authority_params(now_ms).self_signed(&key)?;
    let write = |path: &Path, text: &str| {
        write_private(path, text.as_bytes()).map_err(|e| TlsError::Io(path.display().to_string(), e))
    };
    write(&key_path, &key.serialize_pem())?;
    write(&cert_path, &cert.pem())?;
    Ok((cert.pem(), key))
}

/// The same name and uses at every start; only its own certificate, made once, carries the dates.
fn authority_params(now_ms: i64) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Vung Sam development authority");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    (params.not_before, params.not_after) = validity(now_ms, 3650);
    params
}

/// From yesterday (clocks differ) for so many days.
fn validity(now_ms: i64, days: i64) -> (time::OffsetDateTime, time::OffsetDateTime) {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default().to_zoned(TimeZone::UTC);
    let date = |days: i64| {
        let day = now.checked_add(days.days()).unwrap_or_else(|_| now.clone());
        let (month, dom) = (u8::try_from(day.month()).unwrap_or(1), u8::try_from(day.day()).unwrap_or(1));
        rcgen::date_time_ymd(i32::from(day.year()), month, dom)
    };
    (date(-1), date(days))
}

fn read(path: &Path) -> Result<String, TlsError> {
    std::fs::read_to_string(path).map_err(|e| TlsError::Io(path.display().to_string(), e))
}

fn config(cert_pem: &str, key_pem: &str) -> Result<Arc<ServerConfig>, TlsError> {
    let pem = |what: &str| TlsError::Pem(what.to_owned());
    let chain = CertificateDer::pem_slice_iter(cert_pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| pem("the certificate"))?;
    let key = PrivateKeyDer::from_pem_slice(key_pem.as_bytes()).map_err(|_| pem("the key"))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
