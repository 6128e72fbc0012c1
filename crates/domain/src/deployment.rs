//! What makes one area's installation different from another's: gateway, keys, who answers for personal data.
//! Not for content (see [`crate::content`]) and not for the gateway's own configuration.
//!
//! What a newcomer would get wrong: receipt keys are a *list*. A new key arrives signed by an old one; a `kid` that is
//! not in the list shows no tick and loses nothing.

use crate::content::{Source, Text};
use serde::{Deserialize, Serialize};

/// `assets/deployment.toml`, or the file a gateway in demo writes for the app.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    /// Name of the area.
    pub area: Text,
    /// `https://…`, without a path. Empty: this build knows no gateway yet and keeps everything.
    pub gateway_url: String,
    /// A certificate authority of the deployment's own, PEM. Public roots are always trusted.
    #[serde(default)]
    pub ca_pem: Option<String>,
    /// Keys receipts may be signed with.
    #[serde(default)]
    pub receipt_keys: Vec<ReceiptKey>,
    /// X25519 public key (base64url) the phone wraps its database key to.
    #[serde(default)]
    pub recovery_key: Option<String>,
    /// Who handles personal data.
    pub controller: Text,
    /// How long it is kept; `None` is not known and said so.
    #[serde(default)]
    pub retention: Option<Retention>,
    /// What a person may agree to, one tick each.
    pub purposes: Vec<Purpose>,
    /// Kinds of content shown only once somebody of the commune has reviewed them (see [`crate::content::Pack::KINDS`]).
    #[serde(default)]
    pub hide_unreviewed: Vec<String>,
}

/// A key that signs receipts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptKey {
    /// Its name in receipts.
    pub kid: String,
    /// Ed25519, base64url.
    pub public_key: String,
}

/// How long personal data is kept, and who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Retention {
    /// In words.
    pub text: Text,
    /// Where that is laid down.
    pub source: Source,
}

/// One purpose personal data is used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Purpose {
    /// `handle`, `contact`.
    pub id: String,
    /// Version of the words.
    pub version: String,
    /// What the person ticks.
    pub text: Text,
    /// Needed to send at all.
    pub required: bool,
    /// Asked only when a name or phone was given.
    #[serde(default)]
    pub with_contact: bool,
}

impl Deployment {
    /// Reads the TOML text.
    ///
    /// # Errors
    /// What the file should say instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let d: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        if !d.gateway_url.is_empty() && !d.gateway_url.starts_with("https://") {
            return Err("gateway_url must start with https://".to_owned());
        }
        if !d.purposes.iter().any(|p| p.required) {
            return Err("at least one purpose must be required".to_owned());
        }
        Ok(d)
    }

    /// (kid, public key) pairs, for [`crate::wire::SealedReceipt::open`].
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str)> {
        self.receipt_keys.iter().map(|k| (k.kid.as_str(), k.public_key.as_str()))
    }
}
