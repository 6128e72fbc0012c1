//! Pictures of every kind a person may hand over, good and bad. Real photographs are in `tests/fixtures/photos`.

mod corpus;
mod readers;

use super::*;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ExtendedColorType, GenericImageView, ImageEncoder, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;
use rand::{RngCore, SeedableRng, rngs::StdRng};
use std::io::{Cursor, Write};
use std::sync::LazyLock;

const ROAD: &[u8] = include_bytes!("../../../../tests/fixtures/photos/road.jpg");
const PLANKS: &[u8] = include_bytes!("../../../../tests/fixtures/photos/planks.jpg");
const GRASS: &[u8] = include_bytes!("../../../../tests/fixtures/photos/grass.jpg");
const CMYK: &[u8] = include_bytes!("../testdata/cmyk.jpg");
const PROGRESSIVE: &[u8] = include_bytes!("../testdata/progressive.jpg");

fn written(format: ImageFormat, picture: &DynamicImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Four fields, so that each turning can be told: red, green / blue, white.
fn fields(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([255, 0, 0]),
        (false, true) => Rgb([0, 255, 0]),
        (true, false) => Rgb([0, 0, 255]),
        (false, false) => Rgb([255, 255, 255]),
    })
}

/// The letter of each field of a finished photo, reading order.
fn letters(jpeg: &[u8]) -> String {
    let p = image::load_from_memory(jpeg).unwrap();
    let (w, h) = p.dimensions();
    let letter = |x: u32, y: u32| match p.get_pixel(x, y).0 {
        [200..=255, 200..=255, 200..=255, _] => 'w',
        [200..=255, _, _, _] => 'r',
        [_, 200..=255, _, _] => 'g',
        [_, _, 200..=255, _] => 'b',
        other => panic!("{other:?}"),
    };
    [(w / 4, h / 4), (w * 3 / 4, h / 4), (w / 4, h * 3 / 4), (w * 3 / 4, h * 3 / 4)]
        .map(|(x, y)| letter(x, y))
        .iter()
        .collect()
}

/// An APP1 segment with an EXIF block that holds one orientation and a position.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    tiff.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0]);
    tiff.extend(b"\0\x01\0\x01\0\x02\0\0\0\x02N\0\0\0\0\0\0\0");
    let mut out = vec![0xFF, 0xE1];
    out.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    out.extend(b"Exif\0\0");
    out.extend(tiff);
    out
}

fn jpeg_with(segments: &[Vec<u8>], picture: &RgbImage) -> Vec<u8> {
    let mut jpeg = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 95)).unwrap();
    let mut out = jpeg[..2].to_vec();
    out.extend(segments.concat());
    out.extend(&jpeg[2..]);
    out
}

fn check(small: &Small) {
    let p = image::load_from_memory_with_format(&small.jpeg, ImageFormat::Jpeg).unwrap();
    assert_eq!(p.dimensions(), (small.width, small.height));
    assert!(p.width().max(p.height()) <= limits::PHOTO_EDGE);
    assert!(small.jpeg.len() <= limits::PHOTO_BYTES);
    let thumb = image::load_from_memory_with_format(&small.thumb, ImageFormat::Jpeg).unwrap();
    assert!(thumb.width().max(thumb.height()) <= THUMB_EDGE);
    assert!(small.thumb.len() <= THUMB_BYTES);
    assert_eq!(foreign_segments(&small.jpeg), [0u8; 0]);
    assert_eq!(foreign_segments(&small.thumb), [0u8; 0]);
}

/// The one application segment a written file has: JFIF 1.1, no density, no thumbnail.
const JFIF: &[u8] = b"\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";

/// Segments other than that one and what decoding needs, by marker; and 0 when anything follows the end.
fn foreign_segments(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut found) = (2, Vec::new());
    loop {
        assert_eq!(jpeg[at], 0xFF);
        let marker = jpeg[at + 1];
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        match marker {
            0xE0 if jpeg[at + 2..].starts_with(JFIF) && length == JFIF.len() => {}
            0xC0 | 0xC4 | 0xDB | 0xDA => {}
            other => found.push(other),
        }
        at += 2 + length;
        if marker == 0xDA {
            break;
        }
    }
    // Baseline: one scan, and no restart markers.
    while jpeg[at] != 0xFF || jpeg[at + 1] == 0 {
        at += 1;
    }
    if jpeg[at..] != [0xFF, 0xD9] {
        found.push(0);
    }
    found
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|w| w == needle)
}

#[test]
fn real_photographs_come_out_small_upright_and_without_their_metadata() {
    for (name, bytes, upright) in
        [("road", ROAD, (1600, 1066)), ("planks", PLANKS, (1600, 1200)), ("grass", GRASS, (1600, 1000))]
    {
        assert!(contains(bytes, b"Exif") && contains(bytes, b"test camera"), "{name} has something to lose");
        let out = shrink(bytes).unwrap();
        check(&out);
        assert_eq!((out.width, out.height), upright, "{name}");
        for trace in [b"Exif".as_slice(), b"test camera", b"http", b"ICC_PROFILE", b"Photoshop"] {
            assert!(!contains(&out.jpeg, trace) && !contains(&out.thumb, trace), "{name}");
        }
    }
}

#[test]
fn the_same_file_gives_the_same_photo() {
    assert_eq!(shrink(ROAD).unwrap(), shrink(ROAD).unwrap());
}

#[rstest::rstest]
#[case(1, "rgbw", (64, 32))]
#[case(2, "grwb", (64, 32))]
#[case(3, "wbgr", (64, 32))]
#[case(4, "bwrg", (64, 32))]
#[case(5, "rbgw", (32, 64))]
#[case(6, "brwg", (32, 64))]
#[case(7, "wgbr", (32, 64))]
#[case(8, "gwrb", (32, 64))]
fn each_orientation_lands_upright(#[case] orientation: u8, #[case] expected: &str, #[case] size: (u32, u32)) {
    let out = shrink(&jpeg_with(&[exif(orientation)], &fields(64, 32))).unwrap();
    check(&out);
    assert_eq!((out.width, out.height), size);
    assert_eq!(letters(&out.jpeg), expected);
}

#[test]
fn a_damaged_exif_block_does_not_refuse_the_picture() {
    let mut block = exif(6);
    for b in &mut block[14..] {
        *b = 0xA5;
    }
    let out = shrink(&jpeg_with(&[block], &fields(64, 32))).unwrap();
    assert_eq!(letters(&out.jpeg), "rgbw");
}

#[test]
fn comment_profile_and_xmp_are_gone() {
    let segment = |marker: u8, body: &[u8]| {
        let mut s = vec![0xFF, marker];
        s.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        s.extend(body);
        s
    };
    let bytes = jpeg_with(
        &[
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<canary/>"),
            segment(0xE2, b"ICC_PROFILE\0\x01\x01canary"),
            segment(0xED, b"Photoshop 3.0\0canary"),
            segment(0xFE, b"canary"),
        ],
        &fields(64, 32),
    );
    let out = shrink(&bytes).unwrap();
    check(&out);
    assert!(!contains(&out.jpeg, b"canary") && !contains(&out.thumb, b"canary"));
}

#[test]
fn what_counts_is_the_content_not_the_name() {
    let picture = DynamicImage::ImageRgb8(fields(64, 32));
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Jpeg] {
        let out = shrink(&written(format, &picture)).unwrap();
        check(&out);
        assert_eq!(letters(&out.jpeg), "rgbw", "{format:?}");
    }
}

#[rstest::rstest]
#[case::nothing(b"".as_slice())]
#[case::text(b"<html>khong phai anh</html>".as_slice())]
#[case::gif(b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;".as_slice())]
#[case::video(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\0".as_slice())]
#[case::pdf(b"%PDF-1.7\n1 0 obj\n".as_slice())]
#[case::bmp(b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".as_slice())]
#[case::zip(b"PK\x03\x04\x14\0\0\0\x08\0".as_slice())]
fn other_formats_are_named_as_such(#[case] bytes: &[u8]) {
    assert_eq!(shrink(bytes), Err(PhotoError::Format));
}

#[rstest::rstest]
#[case::iphone(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0".as_slice())]
#[case::only_compatible(b"\0\0\0\x18ftypXXXX\0\0\0\0mif1heic\0\0\0\0".as_slice())]
#[case::avif(b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf".as_slice())]
#[case::wrong_extension(b"\0\0\0\x14ftypheix\0\0\0\0heix\xff\xd8\xff".as_slice())]
fn pictures_of_an_iphone_are_told_apart_from_what_is_no_picture(#[case] bytes: &[u8]) {
    assert_eq!(shrink(bytes), Err(PhotoError::Heic));
}

#[test]
fn a_cut_off_picture_is_broken_wherever_it_is_cut() {
    let picture = DynamicImage::ImageRgb8(fields(640, 320));
    for bytes in
        [ROAD.to_vec(), PROGRESSIVE.to_vec(), written(ImageFormat::Png, &picture), written(ImageFormat::WebP, &picture)]
    {
        // The last bytes of a PNG are its end chunk, without which the picture is still whole.
        for cut in [20, 100, bytes.len() / 2, bytes.len() * 9 / 10] {
            assert_eq!(shrink(&bytes[..cut]), Err(PhotoError::Broken), "{cut} of {}", bytes.len());
        }
    }
    assert_eq!(shrink(&ROAD[..ROAD.len() - 2]), Err(PhotoError::Broken));
}

#[test]
fn a_video_behind_the_picture_does_no_harm() {
    let mut bytes = ROAD.to_vec();
    bytes.extend(b"\0\0\0\x18ftypmp42 canary");
    assert_eq!(shrink(&bytes).unwrap(), shrink(ROAD).unwrap());
}

#[test]
fn a_file_of_60_mb_is_refused_before_it_is_read() {
    let mut bytes = ROAD.to_vec();
    bytes.resize(60 * 1024 * 1024, 0);
    assert_eq!(shrink(&bytes), Err(PhotoError::TooLarge));
    bytes.truncate(limits::INPUT_BYTES);
    assert!(shrink(&bytes).is_ok(), "a large file that is within the limit is taken");
}

/// A PNG whose header promises 60,000 × 60,000 pixels, with right checksums and a little data.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut out);
    encoder.write_image(&[7; 3], 1, 1, ExtendedColorType::Rgb8).unwrap();
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let crc = crc32(&header);
    out.splice(12..29, header);
    out.splice(29..33, crc.to_be_bytes());
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, b| {
        (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
    })
}

#[test]
fn a_picture_that_promises_too_many_pixels_is_refused_by_its_header() {
    assert_eq!(shrink(&bomb(60_000, 60_000)), Err(PhotoError::TooManyPixels));
    assert_eq!(shrink(&bomb(10_801, 10_000)), Err(PhotoError::TooManyPixels));
    assert_eq!(shrink(&bomb(1, 1)).unwrap().width, 1, "the same file with an honest header is taken");
    let mut huge = jpeg_with(&[], &fields(64, 32));
    let frame = huge.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    huge[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    assert_eq!(shrink(&huge), Err(PhotoError::TooManyPixels));
}

#[test]
fn grey_deep_transparent_and_printers_colours_are_taken() {
    let grey = DynamicImage::ImageLuma8(image::GrayImage::from_pixel(50, 40, image::Luma([120])));
    check(&shrink(&written(ImageFormat::Jpeg, &grey)).unwrap());
    check(&shrink(&written(ImageFormat::Png, &grey)).unwrap());
    let deep = DynamicImage::ImageRgb16(image::ImageBuffer::from_pixel(50, 40, Rgb([65_535u16, 0, 0])));
    let out = shrink(&written(ImageFormat::Png, &deep)).unwrap();
    check(&out);
    assert_eq!(letters(&out.jpeg), "rrrr");
    let clear = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(50, 40, image::Rgba([0, 0, 0, 0])));
    assert_eq!(letters(&shrink(&written(ImageFormat::Png, &clear)).unwrap().jpeg), "wwww", "as on paper");
    let out = shrink(CMYK).unwrap();
    check(&out);
    assert_eq!(letters(&out.jpeg), "rgbw");
    let out = shrink(PROGRESSIVE).unwrap();
    check(&out);
    assert_eq!(letters(&out.jpeg), "rgbw");
}

#[test]
fn noise_still_fits_and_odd_shapes_keep_their_sides() {
    let mut rng = StdRng::seed_from_u64(1);
    let mut noise = RgbImage::new(2400, 1800);
    rng.fill_bytes(&mut noise);
    check(&shrink(&jpeg_with(&[], &noise)).unwrap());
    let strip = written(ImageFormat::Png, &DynamicImage::ImageRgb8(RgbImage::new(9000, 1)));
    let out = shrink(&strip).unwrap();
    check(&out);
    assert_eq!((out.width, out.height), (1600, 1));
    let dot = written(ImageFormat::Png, &DynamicImage::ImageRgb8(RgbImage::new(1, 1)));
    check(&shrink(&dot).unwrap());
}

/// Small samples of each format for mutation.
static SAMPLES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let picture = DynamicImage::ImageRgb8(fields(48, 32));
    let mut samples = vec![jpeg_with(&[exif(6)], &fields(48, 32)), CMYK.to_vec(), PROGRESSIVE.to_vec()];
    samples.extend([ImageFormat::Png, ImageFormat::WebP].map(|f| written(f, &picture)));
    samples
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_it_panic_and_what_it_takes_is_sound(
        which in 0usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in prop::option::of(any::<prop::sample::Index>()),
        tail in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let mut bytes = SAMPLES[which].clone();
        for (at, to) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *to;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        bytes.write_all(&tail).unwrap();
        if let Ok(out) = shrink(&bytes) {
            check(&out);
        }
    }

    #[test]
    fn plain_garbage_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(shrink(&bytes).is_err());
    }
}
