//! Photos an officer puts with an answer: shrunk, turned upright and written again from their pixels. Not for the
//! sender's photos: those are what their phone signed and are never touched.
//!
//! What a newcomer would get wrong: metadata is not removed, it is never copied, so where the officer stood is not in
//! it. And one picture is decoded at a time: fifty million pixels take 200 MB for a moment.

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::Semaphore;
use vungsam_domain::{PhotoRef, limits, sign};

/// Largest file taken in, in bytes.
pub const INPUT_BYTES: usize = 20 * 1024 * 1024;
/// Most pixels taken in: what office phones take, not what the largest sensors can.
const INPUT_PIXELS: u64 = 50_000_000;
/// Most memory one decoding may take, in bytes.
const DECODE_BYTES: u64 = 220 * 1024 * 1024;
/// Tried in this order until the file is small enough.
const QUALITIES: [u8; 5] = [80, 70, 60, 50, 40];

static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// A photo as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The file, JPEG.
    pub jpeg: Bytes,
    /// Its identity and size.
    pub photo: PhotoRef,
}

/// Why a file is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// More than [`INPUT_BYTES`].
    #[error("the file is too large")]
    TooLarge,
    /// More than fifty million pixels.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// Not JPEG, PNG or WebP, or damaged.
    #[error("not a picture that can be read")]
    Unreadable,
}

/// Takes a picture in, off the threads that answer requests.
///
/// # Errors
/// [`ProofError`].
pub async fn take(file: Bytes) -> Result<Proof, ProofError> {
    if file.len() > INPUT_BYTES {
        return Err(ProofError::TooLarge);
    }
    let _turn = ONE_AT_A_TIME.acquire().await.map_err(|_| ProofError::Unreadable)?;
    let work = move || catch_unwind(AssertUnwindSafe(|| shrink(&file))).unwrap_or(Err(ProofError::Unreadable));
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(ProofError::Unreadable))
}

fn why(e: &ImageError) -> ProofError {
    match e {
        ImageError::Limits(_) => ProofError::TooManyPixels,
        _ => ProofError::Unreadable,
    }
}

fn decode(file: &[u8]) -> Result<DynamicImage, ProofError> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| ProofError::Unreadable)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(ProofError::Unreadable);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODE_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| why(&e))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > INPUT_PIXELS {
        return Err(ProofError::TooManyPixels);
    }
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|e| why(&e))?;
    if width.max(height) > limits::PHOTO_EDGE {
        picture = picture.resize(limits::PHOTO_EDGE, limits::PHOTO_EDGE, FilterType::Triangle);
    }
    picture.apply_orientation(turn);
    Ok(picture)
}

/// Transparent parts become white, as on paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let mut out = RgbImage::new(picture.width(), picture.height());
    for (to, from) in out.pixels_mut().zip(picture.to_rgba8().pixels()) {
        let [r, g, b, a] = from.0;
        let mix = |c: u8| (u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a))) / 255;
        to.0 = [r, g, b].map(|c| u8::try_from(mix(c)).unwrap_or(u8::MAX));
    }
    out
}

fn shrink(file: &[u8]) -> Result<Proof, ProofError> {
    let mut picture = on_white(&decode(file)?);
    loop {
        for quality in QUALITIES {
            let mut jpeg = Vec::new();
            JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(&picture).map_err(|e| why(&e))?;
            if jpeg.len() <= limits::PHOTO_BYTES {
                let (width, height) = picture.dimensions();
                let bytes = u32::try_from(jpeg.len()).unwrap_or(u32::MAX);
                let photo = PhotoRef { sha256: sign::sha256_hex(&jpeg), bytes, width, height };
                return Ok(Proof { jpeg: jpeg.into(), photo });
            }
        }
        // Noise that does not compress: a smaller picture of it does.
        let (width, height) = picture.dimensions();
        picture =
            image::imageops::resize(&picture, (width * 3 / 4).max(1), (height * 3 / 4).max(1), FilterType::Triangle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, RgbaImage};

    const ROAD: &[u8] = include_bytes!("../../../tests/fixtures/photos/road.jpg");

    /// The same JPEG with an EXIF segment: turned by a quarter, taken at a place.
    fn with_exif(jpeg: &[u8]) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend([2, 0]); // two entries
        tiff.extend([0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]); // orientation: turned right
        tiff.extend([0x0e, 1, 2, 0, 16, 0, 0, 0, 38, 0, 0, 0]); // a description, further down
        tiff.extend([0, 0, 0, 0]);
        tiff.extend(b"GPS 15.21 108.1\0");
        let mut segment = b"Exif\0\0".to_vec();
        segment.extend(tiff);
        let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, &segment, &jpeg[2..]].concat()
    }

    #[tokio::test]
    async fn a_phone_photo_comes_out_small_upright_and_without_metadata() {
        let small = image::load_from_memory(ROAD).unwrap();
        let large = small.resize_exact(4000, 3000, FilterType::Triangle).to_rgb8();
        let mut file = Vec::new();
        JpegEncoder::new_with_quality(&mut file, 90).encode_image(&large).unwrap();
        let file = with_exif(&file);
        assert!(file.windows(3).any(|w| w == b"GPS"));
        let proof = take(file.into()).await.unwrap();
        assert_eq!((proof.photo.width, proof.photo.height), (1200, 1600), "turned as the phone was held");
        assert!(proof.jpeg.len() <= limits::PHOTO_BYTES && proof.jpeg.starts_with(&[0xff, 0xd8, 0xff]));
        assert_eq!(usize::try_from(proof.photo.bytes).unwrap(), proof.jpeg.len());
        assert_eq!(proof.photo.sha256, sign::sha256_hex(&proof.jpeg));
        for left in [b"GPS".as_slice(), b"Exif", b"ICC_PROFILE", b"http"] {
            assert!(!proof.jpeg.windows(left.len()).any(|w| w == left), "{left:?} is still in it");
        }
        let seen = image::load_from_memory(&proof.jpeg).unwrap();
        assert_eq!((seen.width(), seen.height()), (1200, 1600));
    }

    #[tokio::test]
    async fn noise_grey_and_transparent_pictures_fit_too() {
        let noise = RgbImage::from_fn(1600, 1600, |x, y| {
            let n = x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)) ^ (x * y);
            image::Rgb([n.to_le_bytes()[0], n.to_le_bytes()[1], n.to_le_bytes()[2]])
        });
        let grey = GrayImage::from_pixel(10, 4000, image::Luma([7]));
        let clear = RgbaImage::from_pixel(40, 40, image::Rgba([0, 0, 0, 0]));
        for picture in [DynamicImage::from(noise), grey.into(), clear.clone().into()] {
            let mut file = Cursor::new(Vec::new());
            picture.write_to(&mut file, ImageFormat::Png).unwrap();
            let proof = take(file.into_inner().into()).await.unwrap();
            assert!(proof.jpeg.len() <= limits::PHOTO_BYTES);
            assert!(proof.photo.width.max(proof.photo.height) <= limits::PHOTO_EDGE);
        }
        assert_eq!(on_white(&clear.into()).get_pixel(5, 5).0, [255, 255, 255]);
    }

    #[tokio::test]
    async fn what_is_no_picture_or_a_bomb_is_refused() {
        for bad in [&b""[..], b"<html>", b"%PDF-1.7", &[0xff, 0xd8, 0xff, 0xe0, 1, 2], &ROAD[..200]] {
            assert_eq!(take(Bytes::copy_from_slice(bad)).await, Err(ProofError::Unreadable), "{bad:?}");
        }
        assert_eq!(take(vec![0; INPUT_BYTES + 1].into()).await, Err(ProofError::TooLarge));
        // A header that promises 60 million pixels over no data at all.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bomb.extend(10_000_u32.to_be_bytes());
        bomb.extend(6_000_u32.to_be_bytes());
        bomb.extend([8, 2, 0, 0, 0]);
        bomb.extend(crc(&bomb[12..]).to_be_bytes());
        bomb.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
        assert_eq!(take(bomb.into()).await, Err(ProofError::TooManyPixels));
    }

    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, b| {
            (0..8).fold(sum ^ u32::from(*b), |s, _| if s & 1 == 1 { (s >> 1) ^ 0xedb8_8320 } else { s >> 1 })
        })
    }
}
