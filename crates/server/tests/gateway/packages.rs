//! Sealed reports that another phone, or a stick, brings.

use crate::harness::{Gateway, Phone, complaint_of, jpeg, json, photo_ref, problem};
use crate::messages::message;
use reqwest::{Method, Response};
use std::process::Command;
use vungsam_domain::package::{self, Contents, PackedPhoto, Signed};
use vungsam_domain::wire::{MEDIA_PACKAGE, Receipt};
use vungsam_domain::{Action, Complaint, ComplaintId, Message, Status, sign};
use vungsam_server::db::{complaints, packages, photos};

fn signed(phone: &Phone, body: Vec<u8>) -> Signed {
    Signed { signature: sign::sign(&phone.key, &body), body }
}

/// What a phone without a link would export.
fn contents(origin: &Phone, c: &Complaint, said: &[Message], shots: &[Vec<u8>]) -> Contents {
    let photo = |jpeg: &Vec<u8>| PackedPhoto { sha256: sign::sha256_hex(jpeg), jpeg: jpeg.clone() };
    Contents {
        device: signed(origin, serde_json::to_vec(&origin.device()).unwrap()),
        complaint: signed(origin, serde_json::to_vec(c).unwrap()),
        messages: said.iter().map(|m| signed(origin, serde_json::to_vec(m).unwrap())).collect(),
        photos: shots.iter().map(photo).collect(),
    }
}

fn seal(gw: &Gateway, contents: &Contents) -> Vec<u8> {
    package::seal(contents, gw.deployment.recovery_key.as_ref().unwrap(), &mut rand::rngs::OsRng).unwrap()
}

async fn put(carrier: &Phone, id: ComplaintId, file: Vec<u8>) -> Response {
    let ask = carrier.ask(Method::PUT, &format!("/api/v1/packages/{id}"));
    ask.header("content-type", MEDIA_PACKAGE).body(file).send().await.unwrap()
}

#[tokio::test]
async fn a_carried_report_arrives_whole_once_and_the_sender_goes_on_from_there() {
    let gw = Gateway::start().await;
    let (carrier, origin) = (gw.phone().await, gw.stranger());
    let shots = [jpeg(1), jpeg(2)];
    let mut c = complaint_of(origin.id);
    c.photos = vec![photo_ref(&shots[0])];
    let mut m = message(&origin, c.id, Action::Withdraw);
    m.photos = vec![photo_ref(&shots[1])];
    let all = contents(&origin, &c, std::slice::from_ref(&m), &shots);
    let r = put(&carrier, c.id, seal(&gw, &all)).await;
    assert_eq!(r.status(), 201);
    let receipt: Receipt = carrier.open(&json(r).await);
    assert_eq!((receipt.id, receipt.photos.len()), (c.id, 1));
    assert_eq!(receipt.body_sha256, sign::sha256_hex(&all.complaint.body));

    let db = gw.db().await;
    let held = complaints::of_device(&db, c.id, origin.id).await.unwrap().unwrap();
    assert_eq!((held.body, held.status), (all.complaint.body.clone(), Status::Withdrawn));
    assert!(photos::of_complaint(&db, c.id).await.unwrap().iter().all(|p| p.received_at.is_some()));
    for shot in &shots {
        let file = gw.settings.data.join(format!("photos/{}/{}.jpg", c.id, sign::sha256_hex(shot)));
        assert_eq!(std::fs::read(file).unwrap(), *shot);
    }
    assert_eq!(packages::carriers(&db, c.id).await.unwrap(), [carrier.id.to_string()]);

    // Again, sealed anew, by the same and by another carrier: the same receipt. Then the sender finds a link.
    let second = gw.phone().await;
    for by in [&carrier, &second] {
        let r = put(by, c.id, seal(&gw, &all)).await;
        assert_eq!(r.status(), 200);
        assert_eq!(by.open(&json(r).await), receipt);
    }
    assert_eq!(origin.register().await.status(), 200);
    assert_eq!(origin.put(&c).await.status(), 200);
    assert_eq!(origin.receipt(c.id).await, receipt);
    assert_eq!(complaints::count(&db, c.id).await.unwrap(), 1);
    assert_eq!(origin.changes("", 0).await.changes.len(), 1, "the withdrawal's step, once");
    let path = format!("/api/v1/complaints/{}/receipt", c.id);
    assert_eq!(carrier.ask(Method::GET, &path).send().await.unwrap().status(), 404, "carrying gives no right");
    db.close().await;
    gw.stop().await;
}

#[tokio::test]
async fn a_package_that_does_not_open_or_is_about_something_else_is_refused() {
    let gw = Gateway::start().await;
    let (carrier, origin) = (gw.phone().await, gw.stranger());
    let c = complaint_of(origin.id);
    let all = contents(&origin, &c, &[], &[]);
    let good = seal(&gw, &all);
    let code = async |id, file| {
        let r = put(&carrier, id, file).await;
        (r.status().as_u16(), problem(r).await.code)
    };
    let invalid = (422, "invalid".to_owned());
    let other = Gateway::start().await;
    assert_eq!(code(c.id, seal(&other, &all)).await, invalid, "sealed to another gateway");
    other.stop().await;
    let mut spoilt = good.clone();
    let middle = spoilt.len() / 2;
    spoilt[middle] = if spoilt[middle] == b'A' { b'B' } else { b'A' };
    assert_eq!(code(c.id, spoilt).await, invalid);
    assert_eq!(code(c.id, b"{}".to_vec()).await, invalid);
    assert_eq!(code(ComplaintId(crate::harness::uuid()), good.clone()).await, invalid, "another id in the path");
    assert_eq!(code(c.id, vec![b' '; 4 * 1024 * 1024 + 1]).await, (413, "too_large".to_owned()));
    let db = gw.db().await;
    assert_eq!(complaints::count(&db, c.id).await.unwrap(), 0);
    db.close().await;
    // A stranger may not even knock; and an id that is taken by other bytes stays what it is.
    let r = put(&origin, c.id, good.clone()).await;
    assert_eq!(problem(r).await.code, "unknown_device");
    assert_eq!(put(&carrier, c.id, good).await.status(), 201);
    let changed = Complaint { text: "Khác.".to_owned(), ..c.clone() };
    let conflict = seal(&gw, &contents(&origin, &changed, &[], &[]));
    assert_eq!(code(c.id, conflict).await, (409, "id_conflict".to_owned()));
    gw.stop().await;
}

#[tokio::test]
async fn a_file_is_taken_in_by_the_operators_command_beside_a_running_gateway() {
    let gw = Gateway::start().await;
    let origin = gw.stranger();
    let shot = jpeg(3);
    let mut c = complaint_of(origin.id);
    c.photos = vec![photo_ref(&shot)];
    let file = gw.settings.data.join(package::file_name(&c.reference));
    std::fs::write(&file, seal(&gw, &contents(&origin, &c, &[], std::slice::from_ref(&shot)))).unwrap();
    let before = std::fs::read(gw.settings.data.join("deployment.toml")).unwrap();
    let run = |file: &std::path::Path| {
        let data = &gw.settings.data;
        let mut command = Command::new(env!("CARGO_BIN_EXE_vungsam-server"));
        command.args(["import", "package"]).arg(file).arg("--data").arg(data).output().unwrap()
    };
    for said in ["taken", "known"] {
        let out = run(&file);
        assert!(out.status.success(), "{out:?}");
        assert_eq!(String::from_utf8(out.stdout).unwrap().trim(), format!("{said} {}", c.reference));
    }
    assert_eq!(std::fs::read(gw.settings.data.join("deployment.toml")).unwrap(), before);
    let receipt = origin.receipt(c.id).await;
    assert_eq!(receipt.photos.len(), 1);
    std::fs::write(&file, b"{}").unwrap();
    let out = run(&file);
    assert!(!out.status.success() && String::from_utf8_lossy(&out.stderr).contains("not taken"), "{out:?}");
    gw.stop().await;
}
