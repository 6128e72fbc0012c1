//! An officer at the console: a browser without JavaScript that knows links, forms and cookies. Not for looking at
//! pages; the console's own tests and the real browser do that.
//!
//! What a newcomer would get wrong: hidden fields are read from the page that was fetched, as a browser does, so a form
//! that forgets its token fails here too.

use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use std::collections::BTreeMap;
use std::sync::Mutex;
use vungsam_domain::ComplaintId;

/// A browser at a desk.
pub struct Browser {
    base: String,
    client: reqwest::Client,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// A page that was fetched.
#[derive(Debug)]
pub struct Page {
    /// HTTP status.
    pub status: u16,
    /// Where it leads, for a redirect.
    pub location: Option<String>,
    /// Type and text.
    pub media: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Page {
    /// As text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// The value of a hidden field.
    #[must_use]
    pub fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let marker = format!("type=\"hidden\" name=\"{name}\" value=\"");
        let at = text.find(&marker).unwrap_or_else(|| panic!("no hidden field {name} in {text}")) + marker.len();
        text[at..].split('"').next().unwrap_or_default().to_owned()
    }
}

impl Browser {
    /// At the console under this address.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "an officer's browser, not the phone")]
    pub fn at(console: std::net::SocketAddr) -> Self {
        // Plain HTTP on loopback, but the client is built with a TLS backend all the same; any authority will do.
        let client = crate::authority::client(&crate::authority::Authority::new().pem);
        Self { base: format!("http://{console}"), client, cookies: Mutex::new(BTreeMap::new()) }
    }

    fn cookie(&self) -> String {
        let cookies = self.cookies.lock().unwrap();
        cookies.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, headers: &HeaderMap) {
        for set in headers.get_all(SET_COOKIE) {
            let text = set.to_str().unwrap_or_default();
            if let Some((name, value)) = text.split(';').next().and_then(|pair| pair.split_once('=')) {
                let mut cookies = self.cookies.lock().unwrap();
                if value.is_empty() || text.contains("Max-Age=0") {
                    cookies.remove(name);
                } else {
                    cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Page {
        let response = request.header(COOKIE, self.cookie()).send().await.unwrap();
        self.keep(response.headers());
        let header = |name| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (location, media) = (header(LOCATION), header(reqwest::header::CONTENT_TYPE).unwrap_or_default());
        Page { status: response.status().as_u16(), location, media, bytes: response.bytes().await.unwrap().to_vec() }
    }

    /// Opens an address.
    pub async fn get(&self, path: &str) -> Page {
        self.send(self.client.get(format!("{}{path}", self.base))).await
    }

    /// Opens the page, fills its form and sends it.
    pub async fn submit(&self, path: &str, hidden: &[&str], typed: &[(&str, &str)]) -> Page {
        let page = self.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        let mut fields: Vec<(String, String)> = hidden.iter().map(|h| ((*h).to_owned(), page.hidden(h))).collect();
        fields.extend(typed.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
        let body: Vec<String> =
            fields.iter().map(|(k, v)| format!("{}={}", encoded(k.as_bytes()), encoded(v.as_bytes()))).collect();
        let request = self.client.post(format!("{}{path}", self.base));
        let request = request.header("content-type", "application/x-www-form-urlencoded").header("origin", &self.base);
        self.send(request.body(body.join("&"))).await
    }

    /// Signs in for the first time and chooses a password.
    pub async fn first_sign_in(&self, login: &str, one_time: &str, own: &str) {
        let page = self.submit("/sign-in", &["csrf"], &[("login", login), ("password", one_time)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
        let page = self.submit("/password", &["csrf"], &[("old", one_time), ("new", own), ("again", own)]).await;
        assert_eq!(page.status, 303, "{}", page.text());
    }

    /// Takes a step with a complaint; the status of the answer.
    pub async fn act(&self, complaint: ComplaintId, action: &str, text: &str) -> Page {
        let path = format!("/complaints/{complaint}");
        self.submit(&path, &["csrf", "expected", "event"], &[("action", action), ("text", text)]).await
    }
}

/// As in a form's body.
fn encoded(bytes: &[u8]) -> String {
    let one = |b: &u8| match b {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(*b).to_string(),
        b => format!("%{b:02X}"),
    };
    bytes.iter().map(one).collect()
}
