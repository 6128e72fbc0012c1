//! Measures the feed of public content with 2,000 records of 2 KB over real TLS and HTTP/2: all of it beside `zstd -19` of
//! the same records, twenty changed records, nothing new, a cut. One JSON object a line. Started by `cargo xtask bench
//! feed`; judges nothing. The last rows are a phone that takes all of it in.
//!
//! What a newcomer would get wrong: the records are invented sentences of real words, so how far they shrink is theirs
//! and not that of real content; the ratio beside zstd is what counts.

mod words;

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::{Request, Response};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use tests::gateway::{Gateway, settings};
use tests::wire::Wire;
use vungsam_core::commands::dispatch;
use vungsam_domain::content::bundle::{Bundle, Page, RawRecord};
use vungsam_server::db::content::{self, Who};

const RECORDS: usize = 2_000;
const CHANGED: usize = 20;

fn row(value: Value) {
    #[allow(clippy::print_stdout)]
    {
        println!("{value}");
    }
}

struct Line<'a> {
    gw: &'a Gateway,
    wire: Wire,
    asked: usize,
}

impl<'a> Line<'a> {
    async fn open(gw: &'a Gateway) -> Result<Self> {
        let ca = gw.deployment.ca_pem.as_deref().context("no authority")?;
        let line = Self { gw, wire: Wire::open(gw.api.port(), ca).await?, asked: 0 };
        tokio::time::sleep(Duration::from_millis(300)).await; // greetings
        Ok(line)
    }

    /// What the phone's own client sends.
    fn request(&self, path: &str) -> Result<hyper::http::request::Builder> {
        let uri = format!("https://localhost:{}{path}", self.gw.api.port());
        Ok(Request::get(uri).header("accept", "*/*").header("user-agent", "vungsam/0.1.0"))
    }

    async fn get(&mut self, path: &str) -> Result<Response<Bytes>> {
        self.asked += 1;
        let request = self.request(path)?.body(Full::new(Bytes::new()))?;
        self.wire.ask(request).await
    }

    /// Frames so far, after the connection has said what it says by itself.
    async fn counted(&self) -> (u64, u64) {
        tokio::time::sleep(Duration::from_millis(300)).await;
        (self.wire.count.up.load(Relaxed), self.wire.count.down.load(Relaxed))
    }
}

fn location(answer: &Response<Bytes>) -> Result<String> {
    Ok(answer.headers().get("location").context("no location")?.to_str()?.to_owned())
}

async fn edit(gw: &Gateway, records: &[RawRecord]) -> Result<()> {
    let mut tx = gw.db.begin().await?;
    content::lock(&mut tx, "e").await?;
    content::write(&mut tx, records, Who::Operator, 1).await?;
    Ok(tx.commit().await?)
}

/// Somebody whose pack the gateway does not know.
async fn whole(gw: &Gateway, records: &[RawRecord]) -> Result<(Bundle, Vec<u8>, String)> {
    let plain: Vec<u8> =
        records.iter().filter_map(|r| r.body.as_deref()).flat_map(|b| [b, "\n"].concat().into_bytes()).collect();
    let begun = Instant::now();
    let alone = zstd::bulk::compress(&plain, 19)?.len();
    let alone_ms = begun.elapsed().as_secs_f64() * 1_000.0;
    let mut line = Line::open(gw).await?;
    let before = line.counted().await;
    let begun = Instant::now();
    let to = location(&line.get("/api/v1/content").await?)?;
    let first_ms = begun.elapsed().as_secs_f64() * 1_000.0;
    let begun = Instant::now();
    let body = line.get(&to).await?;
    let fetch_ms = begun.elapsed().as_secs_f64() * 1_000.0;
    let after = line.counted().await;
    let (head, lines) = Bundle::open(body.body())?;
    ensure!(lines.records.len() == records.len() && lines.malformed == 0);
    #[allow(clippy::cast_precision_loss)]
    let ratio = body.body().len() as f64 / alone as f64;
    row(json!({ "case": "full", "records": records.len(), "records_bytes": plain.len(), "zstd19_bytes": alone,
                "body_bytes": body.body().len(), "ratio": ratio, "ratio_wanted_at_most": 1.05,
                "requests": line.asked, "requests_wanted_at_most": 2,
                "http_up": after.0 - before.0, "http_down": after.1 - before.1,
                "made_once_ms": first_ms, "zstd19_alone_ms": alone_ms, "fetched_ms": fetch_ms }));
    let begun = Instant::now();
    line.get("/api/v1/content").await?;
    row(json!({ "case": "full again", "redirect_ms": begun.elapsed().as_secs_f64() * 1_000.0 }));
    Ok((head, body.body().to_vec(), to))
}

/// Twenty records somebody corrected a few words in, and twenty that were written anew.
async fn changed(gw: &Gateway, records: &[RawRecord]) -> Result<String> {
    let mut held: HashMap<(String, String), String> =
        records.iter().filter_map(|r| Some(((r.kind.clone(), r.id.clone()), r.body.clone()?))).collect();
    let mut line = Line::open(gw).await?;
    let mut cursor = format!("{}.{}", content::state(&gw.db).await?.context("no content")?.epoch, records.len());
    let picked = || records.iter().skip(11).step_by(records.len() / CHANGED).take(CHANGED);
    let corrected = picked().map(words::corrected).collect::<Result<Vec<_>>>()?;
    let anew = picked().map(|r| words::record(&r.id, 77_000)).collect::<Result<Vec<_>>>()?;
    for (what, new) in [("corrected", corrected), ("written anew", anew)] {
        edit(gw, &new).await?;
        let before = line.counted().await;
        line.asked = 0;
        let answer = line.get(&format!("/api/v1/content?since={cursor}")).await?;
        let after = line.counted().await;
        let asked = line.asked;
        let own = |kind: &str, id: &str| held.get(&(kind.to_owned(), id.to_owned())).cloned();
        let (head, lines) = Page::open(answer.body(), &own)?;
        ensure!(lines.records.len() == CHANGED && !head.more);
        let plain = line.get(&format!("/api/v1/content?since={cursor}&plain=1")).await?;
        row(json!({ "case": "changed", "what": what, "records": CHANGED, "requests": asked,
                    "page_bytes": answer.body().len(), "http_up": after.0 - before.0, "http_down": after.1 - before.1,
                    "http_both_wanted_at_most": 12_000, "stretch": 2_000, "page_bytes_plain": plain.body().len() }));
        cursor = head.cursor;
        held.extend(lines.records.into_iter().filter_map(|r| Some(((r.kind, r.id), r.body?))));
    }
    Ok(cursor)
}

async fn nothing(gw: &Gateway, cursor: &str) -> Result<()> {
    let mut line = Line::open(gw).await?;
    for which in ["first on the connection", "later"] {
        let before = line.counted().await;
        let answer = line.get(&format!("/api/v1/content?since={cursor}")).await?;
        let after = line.counted().await;
        ensure!(answer.status() == 204, "{answer:?}");
        row(json!({ "case": "nothing new", "which": which, "requests": 1, "http_up": after.0 - before.0,
                    "http_down": after.1 - before.1, "http_both": after.0 - before.0 + after.1 - before.1,
                    "http_both_wanted_at_most": 300 }));
    }
    Ok(())
}

/// The connection goes away in the middle; the rest is asked for.
async fn cut(gw: &Gateway, body: &[u8], path: &str) -> Result<()> {
    let mut line = Line::open(gw).await?;
    let request = line.request(path)?.body(Full::new(Bytes::new()))?;
    let mut coming = line.wire.begin(request).await?.into_body();
    let mut got = Vec::new();
    while got.len() < body.len() / 3 {
        let frame = coming.frame().await.context("ended early")??;
        got.extend_from_slice(&frame.into_data().unwrap_or_default());
    }
    drop(coming);
    drop(line);
    let have = got.len();
    let mut line = Line::open(gw).await?;
    let request = line.request(path)?.header("range", format!("bytes={have}-")).body(Full::new(Bytes::new()))?;
    let rest = line.wire.ask(request).await?;
    ensure!(rest.status() == 206, "{rest:?}");
    got.extend_from_slice(rest.body());
    row(json!({ "case": "cut", "had": have, "asked_for_again": rest.body().len(), "whole": body.len(),
                "same_bytes": got == body }));
    Ok(())
}

/// Processor time of this thread so far.
fn cpu() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let ns: u64 = stat.split_whitespace().next().context("no schedstat")?.parse()?;
    Ok(Duration::from_nanos(ns))
}

/// A phone takes all of it in, and makes its index: unpacked, checked, stored, read.
fn phone(gw: &Gateway, body: &[u8]) -> Result<()> {
    for run in 1..=3 {
        let mut off = tests::phone::Off::new(&gw.deployment);
        off.content = Some(Bundle::pack(&[], None, None)?);
        let phone = off.open()?;
        let ask = |name: &str, args: Value, body: Option<&[u8]>| {
            dispatch(&phone.core, name, args, body).map_err(anyhow::Error::from)
        };
        let begun = cpu()?;
        let taken = ask("content_import", json!({}), Some(body))?;
        let stored = cpu()?;
        let found = ask("search", json!({ "q": "giay khai sinh", "lang": "vi" }), None)?;
        let indexed = cpu()?;
        ensure!(taken["changed"] == RECORDS && found["hits"][0]["id"].is_string(), "{taken} {found}");
        let ms = |d: Duration| d.as_secs_f64() * 1_000.0;
        row(json!({ "case": "phone", "run": run, "records": RECORDS, "stored_cpu_ms": ms(stored - begun),
                    "indexed_cpu_ms": ms(indexed - stored), "cpu_ms": ms(indexed - begun),
                    "cpu_ms_wanted_at_most": 150 }));
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let records = (0..RECORDS).map(|n| words::record(&format!("hoi-{n:04}"), n as u64)).collect::<Result<Vec<_>>>()?;
    let pack = dir.path().join("pack.vsc");
    std::fs::write(&pack, Bundle::pack(&records, None, None)?)?;
    let mut with = settings(&dir.path().join("data"));
    with.content.pack = Some(pack);
    let begun = Instant::now();
    let gw = Gateway::start_with(with).await;
    while content::state(&gw.db).await?.is_none_or(|s| s.number == 0) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    row(json!({ "case": "load", "records": RECORDS, "start_to_loaded_ms": begun.elapsed().as_secs_f64() * 1_000.0 }));
    let (_, body, path) = whole(&gw, &records).await?;
    let cursor = changed(&gw, &records).await?;
    nothing(&gw, &cursor).await?;
    cut(&gw, &body, &path).await?;
    phone(&gw, &body)?;
    gw.stop().await;
    Ok(())
}
