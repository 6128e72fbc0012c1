//! Tests of [`super`]. Not for the gateway's taking it in.
//!
//! What a newcomer would get wrong: a changed byte is tried on the outside (the file) and on the inside (each part, as
//! a forger who can seal would change it): two different defences.

use super::*;
use crate::ids::MessageId;
use crate::reference::Pin;
use ed25519_dalek::SigningKey;
use proptest::prelude::*;
use uuid::Uuid;

const PRIVATE: [u8; 32] = [5; 32];

fn public() -> String {
    sign::b64(SecretKey::from(PRIVATE).public_key().as_bytes())
}

fn rng() -> StdRng {
    StdRng::seed_from_u64(7)
}

fn signed(key: &SigningKey, value: &impl Serialize) -> Signed {
    let body = serde_json::to_vec(value).unwrap();
    Signed { signature: sign::sign(key, &body), body }
}

fn photo(seed: u8) -> (PhotoRef, PackedPhoto) {
    let jpeg = vec![seed; 300];
    let sha256 = sign::sha256_hex(&jpeg);
    (PhotoRef { sha256: sha256.clone(), bytes: 300, width: 10, height: 10 }, PackedPhoto { sha256, jpeg })
}

/// A phone's package: a complaint with a photo and a message with another.
fn good() -> Contents {
    let (key, rng) = (SigningKey::from_bytes(&[3; 32]), &mut rng());
    let (device_id, id) = (DeviceId(Uuid::from_u128(2)), ComplaintId(Uuid::from_u128(1)));
    let ((first, first_file), (second, second_file)) = (photo(1), photo(2));
    let device =
        Device { v: 1, id: device_id, public_key: sign::public_key(&key), bearer_sha256: sign::sha256_hex(b"bearer") };
    let mut complaint = crate::complaint::sample(id, device_id, Reference::draw(rng), Pin::draw(rng));
    complaint.photos = vec![first];
    let mut message = crate::message::sample(MessageId(Uuid::from_u128(3)), id, device_id);
    message.photos = vec![second];
    Contents {
        device: signed(&key, &device),
        complaint: signed(&key, &complaint),
        messages: vec![signed(&key, &message)],
        photos: vec![first_file, second_file],
    }
}

#[test]
fn what_one_phone_sealed_the_gateway_opens_byte_for_byte() {
    let file = seal(&good(), &public(), &mut rng()).unwrap();
    assert_eq!(cover(&file), Ok(ComplaintId(Uuid::from_u128(1))));
    let opened = open(&file, &PRIVATE).unwrap();
    assert_eq!(opened.contents, good());
    assert_eq!((opened.messages.len(), opened.complaint.photos.len()), (1, 1));
    assert_eq!(open(&file, &[6; 32]), Err(PackageError::Sealed));
    let text = String::from_utf8(file).unwrap();
    assert!(!text.contains("Bông") && !text.contains(opened.complaint.pin.reveal()), "nothing to read outside");
    assert!(file_name(&opened.complaint.reference).ends_with(".vungsam"));
}

#[test]
fn the_same_package_in_another_spelling_is_refused() {
    let file = String::from_utf8(seal(&good(), &public(), &mut rng()).unwrap()).unwrap();
    for other in [file.replacen(':', ": ", 1), format!("{file}\n"), file.replacen('{', "{\"x\":1,", 1)] {
        assert!(open(other.as_bytes(), &PRIVATE).is_err(), "{other:.30}");
    }
}

#[test]
fn a_number_of_bytes_that_no_gateway_takes_is_not_sealed() {
    let mut contents = good();
    contents.photos.first_mut().unwrap().jpeg = vec![0; 2 * 1024 * 1024];
    assert_eq!(seal(&contents, &public(), &mut rng()), Err(PackageError::TooLarge));
    assert_eq!(cover(&vec![b' '; limits::PACKAGE_BYTES + 1]), Err(PackageError::TooLarge));
    assert_eq!(seal(&good(), "no key", &mut rng()), Err(PackageError::Key));
}

#[test]
fn parts_that_one_device_did_not_write_together_prove_nothing() {
    let stranger = SigningKey::from_bytes(&[4; 32]);
    let forge = |spoil: &dyn Fn(&mut Contents)| {
        let mut contents = good();
        spoil(&mut contents);
        prove(contents).map(|_| ())
    };
    let resign = |s: &mut Signed| s.signature = sign::sign(&stranger, &s.body);
    assert_eq!(forge(&|_| ()), Ok(()));
    assert_eq!(forge(&|c| resign(&mut c.device)), Err(PackageError::Unproven));
    assert_eq!(forge(&|c| resign(&mut c.complaint)), Err(PackageError::Unproven));
    assert_eq!(forge(&|c| c.messages.iter_mut().for_each(resign)), Err(PackageError::Unproven));
    // A stranger's own device around somebody else's complaint.
    let own = Device {
        v: 1,
        id: DeviceId(Uuid::from_u128(9)),
        public_key: sign::public_key(&stranger),
        bearer_sha256: sign::sha256_hex(b"other"),
    };
    assert_eq!(forge(&|c| c.device = signed(&stranger, &own)), Err(PackageError::Unproven));
    // Signed by the right key, but about another complaint.
    let elsewhere = crate::message::sample(
        MessageId(Uuid::from_u128(4)),
        ComplaintId(Uuid::from_u128(8)),
        DeviceId(Uuid::from_u128(2)),
    );
    let key = SigningKey::from_bytes(&[3; 32]);
    assert_eq!(forge(&|c| c.messages.push(signed(&key, &elsewhere))), Err(PackageError::Unproven));
    // A photo nobody named, and one that comes twice.
    assert_eq!(forge(&|c| c.photos.push(photo(9).1)), Err(PackageError::Unproven));
    assert_eq!(forge(&|c| c.photos.push(photo(1).1)), Err(PackageError::Unproven));
}

proptest! {
    #[test]
    fn any_changed_byte_of_the_file_is_refused(at in any::<prop::sample::Index>(), by in 1_u8..) {
        let mut file = seal(&good(), &public(), &mut rng()).unwrap();
        let place = at.index(file.len());
        *file.get_mut(place).unwrap() ^= by;
        prop_assert!(open(&file, &PRIVATE).is_err());
    }

    #[test]
    fn any_changed_byte_inside_is_refused_whoever_sealed_it(part in 0..8_u8, at in any::<usize>(), by in 1_u8..) {
        let mut contents = good();
        let text = |s: &mut String, f: &dyn Fn(&mut [u8])| {
            let mut bytes = s.clone().into_bytes();
            f(&mut bytes);
            *s = String::from_utf8_lossy(&bytes).into_owned();
        };
        let flip = |bytes: &mut [u8]| {
            let place = at % bytes.len();
            if let Some(byte) = bytes.get_mut(place) { *byte ^= by; }
        };
        let (message, photo) = (contents.messages.first_mut().unwrap(), contents.photos.first_mut().unwrap());
        match part {
            0 => flip(&mut contents.device.body),
            1 => flip(&mut contents.complaint.body),
            2 => flip(&mut message.body),
            3 => flip(&mut photo.jpeg),
            4 => text(&mut contents.device.signature, &flip),
            5 => text(&mut contents.complaint.signature, &flip),
            6 => text(&mut message.signature, &flip),
            _ => text(&mut photo.sha256, &flip),
        }
        prop_assert!(prove(contents).is_err());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(open(&bytes, &PRIVATE).is_err());
    }
}
