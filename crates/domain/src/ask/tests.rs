//! What only this module can see: weights that are broken.

use super::model::Model;

#[test]
fn broken_weights_are_an_error_and_no_panic() {
    let good = zstd::bulk::decompress(include_bytes!("../../../../assets/ask/weights.bin"), 16_000_000).unwrap();
    assert_eq!(Model::parse(&good).unwrap().bytes(), good);
    for end in [0, 3, 40, 60, 2_000, good.len() - 1] {
        assert!(Model::parse(good.get(..end).unwrap()).is_err(), "{end}");
    }
    assert!(Model::unpack(b"no weights").is_err());
}
