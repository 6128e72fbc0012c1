//! Whatever a stranger sends, the answer is never the gateway's own failure, and the gateway still works afterwards.

use crate::harness::{Gateway, Phone, complaint_of, jpeg, problem};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use reqwest::Method;
use serde_json::Value;
use vungsam_domain::Complaint;
use vungsam_domain::sign;
use vungsam_domain::wire::{HEADER_SIGNATURE, MEDIA_COMPLAINT, MEDIA_DEVICE};

const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::PUT, Method::POST, Method::PATCH, Method::DELETE, Method::OPTIONS];
const MEDIA: [&str; 6] =
    [MEDIA_COMPLAINT, MEDIA_DEVICE, "application/offset+octet-stream", "text/html", "application/json", "\u{e9}"];

fn runner() -> TestRunner {
    TestRunner::new(Config { rng_seed: RngSeed::Fixed(20_261_122), ..Config::default() })
}

/// Paths that are almost right.
fn paths(c: &Complaint, phone: &Phone, upload: &str) -> Vec<String> {
    let hash = "f".repeat(64);
    let mut all = Vec::new();
    for id in [c.id.to_string(), phone.id.to_string(), "%00".into(), "%f0%9f%99%82".into(), "..".into(), "'--".into()] {
        all.push(format!("/api/v1/devices/{id}"));
        all.push(format!("/api/v1/devices/{id}/changes?cursor=%00&wait=0"));
        all.push(format!("/api/v1/devices/{id}/changes?cursor=1.2&wait=-1"));
        all.push(format!("/api/v1/complaints/{id}"));
        all.push(format!("/api/v1/complaints/{id}/receipt"));
        all.push(format!("/api/v1/complaints/{id}/photos/{hash}"));
        all.push(format!("/api/v1/complaints/{id}/photos/{id}"));
        all.push(format!("/api/v1/uploads/{id}"));
    }
    all.extend([
        upload.to_owned(),
        "/api/v1/uploads".into(),
        "/".into(),
        "/healthz".into(),
        "/api/v1/openapi.json".into(),
    ]);
    all
}

#[tokio::test]
async fn no_garbage_makes_the_gateway_fail() {
    let gw = Gateway::with(|s| {
        s.limits.per_device = 1_000_000;
        s.limits.per_address = 1_000_000;
    })
    .await;
    let phone = gw.phone().await;
    let shot = jpeg(1);
    let c = phone.report(std::slice::from_ref(&shot)).await;
    let r = phone.create(&c, &c.photos[0]).send().await.unwrap();
    let upload = crate::harness::text(&r, "location").to_owned();
    let paths = paths(&c, &phone, &upload);
    let mut runner = runner();
    let bodies = prop_oneof![prop::collection::vec(any::<u8>(), 0..300), "\\PC{0,200}".prop_map(String::into_bytes)];
    let headers = "[ -~]{0,80}";
    for round in 0..400 {
        let mut one = |n: usize| (0..n).new_tree(&mut runner).unwrap().current();
        let (path, method, media) = (&paths[one(paths.len())], &METHODS[one(METHODS.len())], MEDIA[one(MEDIA.len())]);
        let body = bodies.new_tree(&mut runner).unwrap().current();
        let mut text = || headers.new_tree(&mut runner).unwrap().current();
        let mut ask = phone.ask(method.clone(), path).header("content-type", media);
        ask = ask.header(HEADER_SIGNATURE, if round % 2 == 0 { sign::sign(&phone.key, &body) } else { text() });
        for name in ["upload-offset", "upload-length", "upload-metadata", "tus-resumable", "x-http-method-override"] {
            if round % 3 != 0 {
                ask = ask.header(name, text());
            }
        }
        let r = ask.body(body).send().await.unwrap();
        let status = r.status().as_u16();
        assert!(status < 500, "{status} for {method} {path}");
        if status >= 400 && *method != Method::HEAD {
            problem(r).await;
        }
    }
    assert_eq!(phone.put(&c).await.status(), 200, "it still works");
    gw.stop().await;
}

/// Replaces one value somewhere in a JSON tree.
fn spoil(v: &mut Value, at: &mut usize, with: &Value) {
    if *at == 0 {
        *v = with.clone();
        *at = usize::MAX;
        return;
    }
    *at -= 1;
    match v {
        Value::Array(list) => list.iter_mut().for_each(|v| {
            if *at != usize::MAX {
                spoil(v, at, with)
            }
        }),
        Value::Object(map) => map.values_mut().for_each(|v| {
            if *at != usize::MAX {
                spoil(v, at, with)
            }
        }),
        _ => {}
    }
}

#[tokio::test]
async fn no_complaint_that_is_signed_but_strange_makes_the_gateway_fail_on_either_engine() {
    let server = vungsam_server::testing::Postgres::start().await.unwrap();
    let url = server.fresh().await.unwrap();
    let sqlite = Gateway::with(|s| s.limits.per_device = 1_000_000).await;
    let postgres = Gateway::with(|s| {
        s.limits.per_device = 1_000_000;
        s.database.url = Some(vungsam_server::config::Secret::new(url));
    })
    .await;
    let strange: Vec<Value> = [
        "null",
        "true",
        "-1",
        "1e308",
        "18446744073709551615",
        "\"\"",
        "\"\\u0000\"",
        "\"a\\u0000b\"",
        "\"\\ud83d\\ude42\"",
        "[]",
        "{}",
        "[[[[]]]]",
        "\"2026-11-22\"",
        "9223372036854775807",
        "\"' OR 1=1 --\"",
        "0.1",
        "\"\\u202e\\u0301\"",
    ]
    .iter()
    .map(|t| serde_json::from_str(t).unwrap())
    .collect();
    for gw in [sqlite, postgres] {
        let phone = gw.phone().await;
        let mut accepted = 0;
        for with in &strange {
            let all = (0..34).map(async |at: usize| {
                let mut c = complaint_of(phone.id);
                c.replaces = Some(vungsam_domain::ComplaintId(crate::harness::uuid()));
                c.photos = vec![crate::harness::photo_ref(&at.to_le_bytes())];
                let mut v = serde_json::to_value(&c).unwrap();
                spoil(&mut v, &mut at.clone(), with);
                let r = phone.put_bytes(c.id, serde_json::to_vec(&v).unwrap()).send().await.unwrap();
                let status = r.status().as_u16();
                assert!(matches!(status, 201 | 422), "{status}: {v}");
                status == 201
            });
            accepted += futures_util::future::join_all(all).await.into_iter().filter(|a| *a).count();
        }
        assert!(accepted > 10, "some strange values are harmless: {accepted}");
        let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
        let r = phone.put_bytes(complaint_of(phone.id).id, deep.into_bytes()).send().await.unwrap();
        assert!(matches!(r.status().as_u16(), 400 | 422), "{r:?}");
        gw.stop().await;
    }
}
