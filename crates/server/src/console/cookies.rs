//! Reading and writing the three cookies, and the token in every form. Not for what a session may do.
//!
//! What a newcomer would get wrong: the token of a form is an HMAC keyed by the cookie's own secret, so nothing is
//! stored for it, and whoever cannot read the (HttpOnly) cookie cannot make one.

use axum::http::{HeaderMap, HeaderValue, header};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use vungsam_domain::sign::{b64, sha256_hex, unb64};

/// Holds a session's secret.
pub const SESSION: &str = "vungsam_session";
/// Holds the secret of somebody who has not signed in yet.
pub const DOOR: &str = "vungsam_door";
/// Holds the language.
pub const LANG: &str = "vungsam_lang";

/// 256 random bits in a cookie.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// From 32 fresh bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// From the cookie of this name.
    #[must_use]
    pub fn read(headers: &HeaderMap, name: &str) -> Option<Self> {
        unb64(value(headers, name)?)?.try_into().ok().map(Self)
    }

    /// What goes into the cookie.
    #[must_use]
    pub fn reveal(&self) -> String {
        b64(&self.0)
    }

    /// What the database may know.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256_hex(&self.0)
    }

    /// The token for forms shown to this visitor.
    #[must_use]
    pub fn token(&self) -> String {
        // An HMAC takes a key of any length.
        Hmac::<Sha256>::new_from_slice(&self.0)
            .map(|mac| b64(&mac.chain_update(b"form").finalize().into_bytes()))
            .unwrap_or_default()
    }

    /// Whether a form carries this visitor's token.
    #[must_use]
    pub fn fits(&self, token: &str) -> bool {
        let right = self.token();
        !right.is_empty() && bool::from(right.as_bytes().ct_eq(token.as_bytes()))
    }
}

/// The value of a cookie.
#[must_use]
pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|h| h.to_str().ok())
        .flat_map(|h| h.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, v)| v)
}

/// Adds a cookie to an answer; it ends with the browser unless `max_age` (seconds) is given.
pub fn set(headers: &mut HeaderMap, name: &str, value: &str, max_age: Option<u32>, secure: bool) {
    let age = max_age.map_or(String::new(), |s| format!("; Max-Age={s}"));
    let secure = if secure { "; Secure" } else { "" };
    if let Ok(v) = HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{age}{secure}")) {
        headers.append(header::SET_COOKIE, v);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_only_its_own_secret() {
        let (one, two) = (Secret::new([1; 32]), Secret::new([2; 32]));
        assert!(one.fits(&one.token()));
        assert!(!one.fits(&two.token()) && !one.fits("") && !one.fits(&one.reveal()));
    }

    #[test]
    fn a_cookie_is_found_among_others_and_nonsense_is_none() {
        let mut headers = HeaderMap::new();
        let secret = Secret::new([7; 32]);
        let text = format!("a=b; xvungsam_session=1; {SESSION}={}; ;;", secret.reveal());
        headers.insert(header::COOKIE, text.parse().unwrap());
        assert_eq!(Secret::read(&headers, SESSION).unwrap().hash(), secret.hash());
        assert!(Secret::read(&headers, DOOR).is_none());
        headers.insert(header::COOKIE, format!("{SESSION}=zz").parse().unwrap());
        assert!(Secret::read(&headers, SESSION).is_none());
    }

    #[test]
    fn a_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let mut headers = HeaderMap::new();
        set(&mut headers, SESSION, "x", None, true);
        assert_eq!(headers[header::SET_COOKIE], "vungsam_session=x; Path=/; HttpOnly; SameSite=Strict; Secure");
    }
}
