//! A whole gateway on free ports over either database, with a clock of the test's, and a browser without scripts.
//!
//! What a newcomer would get wrong: the clock stands still until a test moves it.

#![allow(clippy::disallowed_methods)] // plain HTTP on loopback, not the app's client

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::oneshot;
use vungsam_server::config::Secret;
use vungsam_server::db::Db;
use vungsam_server::env::{ManualClock, SystemIds};
use vungsam_server::{Listeners, Settings, serve_with};

/// 2026-11-23T08:40 in Vietnam.
pub const NOW: i64 = 1_795_398_000_000;

/// A running gateway.
pub struct Gateway {
    pub db: Db,
    pub clock: Arc<ManualClock>,
    pub data: PathBuf,
    address: String,
    stop: Option<oneshot::Sender<()>>,
    _dir: TempDir,
}

impl Gateway {
    /// Starts one; without a URL on SQLite in its own folder.
    pub async fn start(url: Option<String>) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let dir = tempfile::tempdir().unwrap();
        let mut settings = Settings::in_folder(dir.path());
        settings.database.url = url.map(Secret::new);
        let db = Db::open(settings.database_url().reveal(), 2).await.unwrap();
        let clock = Arc::new(ManualClock::at(NOW));
        let listeners = Listeners::free().await.unwrap();
        let address = listeners.console.local_addr().unwrap().to_string();
        let (stop, stopped) = oneshot::channel();
        let env = (clock.clone() as Arc<_>, Arc::new(SystemIds) as Arc<_>);
        let shutdown = async move {
            let _ = stopped.await;
        };
        tokio::spawn(async move { serve_with(settings, listeners, shutdown, env).await.unwrap() });
        Self { db, clock, data: dir.path().to_owned(), address, stop: Some(stop), _dir: dir }
    }

    pub fn browser(&self) -> Browser {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Browser { base: format!("http://{}", self.address), client, cookies: HashMap::new(), token: String::new() }
    }

    pub async fn end(mut self) {
        let _ = self.stop.take().unwrap().send(());
        self.db.close().await;
    }
}

/// A browser that keeps cookies and the token of the last form, and does not follow redirects.
pub struct Browser {
    base: String,
    client: reqwest::Client,
    cookies: HashMap<String, String>,
    token: String,
}

/// What came back.
pub struct Page {
    pub status: u16,
    pub location: String,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn has(&self, text: &str) -> bool {
        self.body.contains(text)
    }

    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        let after = self.body.split(&mark).nth(1).unwrap_or_else(|| panic!("no {name} in {}", self.body));
        let mut value = after.split('"').next().unwrap().to_owned();
        for (code, sign) in [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")] {
            value = value.replace(code, sign);
        }
        value
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Page {
        let request = self.client.get(format!("{}{path}", self.base));
        self.send(request).await
    }

    /// Sends a form with the token of the last page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token.clone();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        let body: Vec<String> = all.iter().map(|(n, v)| format!("{n}={}", encode(v))).collect();
        self.post_raw(path, "application/x-www-form-urlencoded", body.join("&").into_bytes()).await
    }

    pub async fn post_raw(&mut self, path: &str, kind: &str, body: Vec<u8>) -> Page {
        let request = self.client.post(format!("{}{path}", self.base)).header("content-type", kind).body(body);
        self.send(request).await
    }

    /// A request with a header of the test's.
    pub async fn get_with(&mut self, path: &str, name: &str, value: &str) -> Page {
        let request = self.client.get(format!("{}{path}", self.base)).header(name, value);
        self.send(request).await
    }

    pub async fn post_with(&mut self, path: &str, fields: &[(&str, &str)], name: &str, value: &str) -> Page {
        let mut body = format!("csrf={}", encode(&self.token));
        for (n, v) in fields {
            body.push_str(&format!("&{n}={}", encode(v)));
        }
        let request = self.client.post(format!("{}{path}", self.base)).header(name, value);
        self.send(request.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let answer = request.header("cookie", cookies.join("; ")).send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        for set in headers.get_all("set-cookie") {
            let (pair, _) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let bytes = answer.bytes().await.unwrap().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((_, after)) = body.split_once("name=\"csrf\" value=\"") {
            after.split('"').next().unwrap().clone_into(&mut self.token);
        }
        let location = headers.get("location").map(|l| l.to_str().unwrap().to_owned()).unwrap_or_default();
        Page { status, location, headers, body, bytes }
    }

    pub fn cookie(&self, name: &str) -> Option<&String> {
        self.cookies.get(name)
    }

    pub fn set_token(&mut self, token: &str) {
        token.clone_into(&mut self.token);
    }

    pub fn token(&self) -> String {
        self.token.clone()
    }

    /// Signs in with a one-time password and sets one of the officer's own.
    pub async fn sign_in_first(&mut self, login: &str, one_time: &str, own: &str) {
        self.get("/sign-in").await;
        let page = self.post("/sign-in", &[("login", login), ("password", one_time)]).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/password"), "{}", page.body);
        self.get("/password").await;
        let page = self.post("/password", &[("old", one_time), ("new", own), ("again", own)]).await;
        assert_eq!((page.status, page.location.as_str()), (303, "/?done=password"), "{}", page.body);
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
