//! Complaints as they would stand after phones sent them, written past the API. Every person in here is invented.
//!
//! What a newcomer would get wrong: this is for console tests and for looking at its pages; the way of a real complaint
//! through the API has tests of its own.

use rand::{SeedableRng, rngs::StdRng};
use std::path::Path;
use uuid::Uuid;
use vungsam_domain::complaint::{Contact, PhotoRef, sample};
use vungsam_domain::sign::sha256_hex;
use vungsam_domain::{Complaint, ComplaintId, DeviceId, Pin, Reference};
use vungsam_server::blobs::Blobs;
use vungsam_server::db::complaints::{self, NewComplaint};
use vungsam_server::db::officers::{self, NewOfficer};
use vungsam_server::db::uploads::{self, Create};
use vungsam_server::db::{Db, devices};
use vungsam_server::env::{Ids, SystemIds};
use vungsam_server::{content, password};

/// The phone all samples come from.
pub const DEVICE: DeviceId = DeviceId(Uuid::from_u128(0xdead));

/// Adds an officer with this password, which must be changed at the first sign-in.
pub async fn officer(db: &Db, login: &str, name: &str, one_time: &str, units: &[&str]) -> String {
    let id = SystemIds.uuid().to_string();
    let hash = password::hash(one_time.to_owned(), &SystemIds).await.unwrap();
    let units: Vec<String> = units.iter().map(|u| (*u).to_owned()).collect();
    let new = NewOfficer { id: &id, login, name, password_hash: &hash, units: &units };
    assert!(officers::add(db, &new, 1).await.unwrap());
    id
}

/// A complaint in this commune about this, with these photos announced.
pub fn complaint(n: u64, unit: Option<&str>, category: &str, text: &str, photos: &[&[u8]]) -> Complaint {
    let rng = &mut StdRng::seed_from_u64(n);
    let id = ComplaintId(Uuid::from_u128((0xc0 << 96) | u128::from(n)));
    let mut c = sample(id, DEVICE, Reference::draw(rng), Pin::draw(rng));
    c.place.unit = unit.map(str::to_owned);
    c.category = category.to_owned();
    c.text = text.to_owned();
    c.photos = photos
        .iter()
        .map(|p| PhotoRef { sha256: sha256_hex(p), bytes: u32::try_from(p.len()).unwrap(), width: 800, height: 600 })
        .collect();
    if n.is_multiple_of(3) {
        c.contact = None;
    } else if n.is_multiple_of(5) {
        c.contact = Some(Contact { name: String::new(), phone: "0900.000.456".to_owned() });
    }
    c
}

/// Stores it as received at this time, with the first `here` of its photos.
pub async fn receive(db: &Db, data: &Path, c: &Complaint, at: i64, photos: &[&[u8]], here: usize) {
    devices::put(db, DEVICE, "key", "hash", at).await.unwrap();
    let body = serde_json::to_vec(c).unwrap();
    let new = NewComplaint {
        body: &body,
        body_sha256: &sha256_hex(&body),
        signature: "none",
        complaint: c,
        unit: content::route(c.place.unit.as_deref()),
    };
    complaints::put(db, &new, at).await.unwrap();
    let blobs = Blobs::local(data).unwrap();
    for bytes in photos.iter().take(here) {
        let sha256 = sha256_hex(bytes);
        let fresh = SystemIds.uuid().to_string();
        let length = i64::try_from(bytes.len()).unwrap();
        let made = uploads::create(db, &fresh, (c.id, &sha256), length, DEVICE, at).await.unwrap();
        let Create::Created(upload) = made else { panic!("not created") };
        blobs.put(c.id, &sha256, bytes.to_vec().into()).await.unwrap();
        uploads::done(db, &upload, at).await.unwrap();
    }
}
