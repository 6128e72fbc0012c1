//! Takes a picture in: checked by content, decoded under limits, turned upright, shrunk, written again from its pixels.
//! Not for storing it and not for choosing it.
//!
//! What a newcomer would get wrong: metadata is not removed, it is never copied. What leaves here is a new JPEG made of
//! pixels, so no GPS position, maker note, thumbnail or colour profile of the original can be in it. And the bytes'
//! hash is the photo's identity from here on: never encode it a second time.

mod shrink;
mod whole;

#[cfg(test)]
mod tests;

use crate::views::error_codes;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use vungsam_domain::{PhotoRef, limits, sign};

/// Longest edge of a thumbnail, in px.
pub const THUMB_EDGE: u32 = 320;
/// Largest thumbnail, in bytes.
pub const THUMB_BYTES: usize = 20 * 1024;
/// Most memory one decoding may take, in bytes: 108 megapixels of 8-bit colour and some room.
const DECODE_BYTES: u64 = 512 * 1024 * 1024;

/// A picture as it is stored and sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// The photo, JPEG.
    pub jpeg: Vec<u8>,
    /// Its thumbnail, JPEG.
    pub thumb: Vec<u8>,
    /// Its identity.
    pub photo: PhotoRef,
}

/// Why a file is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// More than [`limits::INPUT_BYTES`].
    #[error("the file is too large")]
    TooLarge,
    /// More than [`limits::INPUT_PIXELS`], or more memory than one decoding may take.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// Not JPEG, PNG or WebP.
    #[error("not a picture this app reads")]
    Format,
    /// Cut off or damaged.
    #[error("the picture is damaged")]
    Broken,
}

impl PhotoError {
    /// The code the screens have a sentence for.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::TooLarge => error_codes::PHOTO_TOO_LARGE,
            Self::TooManyPixels => error_codes::PHOTO_TOO_MANY_PIXELS,
            Self::Format => error_codes::PHOTO_FORMAT,
            Self::Broken => error_codes::PHOTO_BROKEN,
        }
    }
}

impl From<ImageError> for PhotoError {
    fn from(e: ImageError) -> Self {
        match e {
            ImageError::Limits(_) => Self::TooManyPixels,
            ImageError::Unsupported(_) => Self::Format,
            _ => Self::Broken,
        }
    }
}

/// Takes in the bytes of a file. Slow (up to seconds for a large one on a small phone): keep it off the UI thread.
///
/// # Errors
/// [`PhotoError`]; never a panic, whatever the bytes.
pub fn intake(bytes: &[u8]) -> Result<Intake, PhotoError> {
    if bytes.len() > limits::INPUT_BYTES {
        return Err(PhotoError::TooLarge);
    }
    // The decoders are safe code but meet strangers' files: a slip there is a damaged picture, not a dead app.
    catch_unwind(AssertUnwindSafe(|| make(bytes))).unwrap_or(Err(PhotoError::Broken))
}

fn make(bytes: &[u8]) -> Result<Intake, PhotoError> {
    let (picture, orientation) = decode(bytes)?;
    // Shrink first, turn then: turning copies, and the copy of a small picture is small.
    let mut picture = shrink::opaque(shrink::to_edge(picture, limits::PHOTO_EDGE));
    picture.apply_orientation(orientation);
    let photo = shrink::encode(&picture, limits::PHOTO_BYTES)?;
    let thumb = shrink::encode(&shrink::to_edge(picture, THUMB_EDGE), THUMB_BYTES)?;
    let photo_ref = PhotoRef {
        sha256: sign::sha256_hex(&photo.jpeg),
        bytes: u32::try_from(photo.jpeg.len()).map_err(|_| PhotoError::Broken)?,
        width: photo.width,
        height: photo.height,
    };
    Ok(Intake { jpeg: photo.jpeg, thumb: thumb.jpeg, photo: photo_ref })
}

/// Decodes what the bytes are, not what a name says they are.
fn decode(bytes: &[u8]) -> Result<(DynamicImage, Orientation), PhotoError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PhotoError::Broken)?;
    match reader.format() {
        Some(ImageFormat::Jpeg) if !whole::jpeg_is_whole(bytes) => return Err(PhotoError::Broken),
        Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) => {}
        _ => return Err(PhotoError::Format),
    }
    let mut budget = Limits::default();
    budget.max_alloc = Some(DECODE_BYTES);
    reader.limits(budget);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits::INPUT_PIXELS || decoder.total_bytes() > DECODE_BYTES {
        return Err(PhotoError::TooManyPixels);
    }
    // A damaged EXIF block is no reason to refuse the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}
