//! Takes a picture in: checked by content, decoded under limits, turned upright, shrunk, written again from its pixels.
//! Not for storing it, naming it or choosing it; not for raw JPEG work in C (`vungsam-jpeg`).
//!
//! What a newcomer would get wrong: metadata is not removed, it is never copied. What leaves here is a new JPEG made of
//! pixels, so no GPS position, maker note, thumbnail or colour profile of the original can be in it.

mod band;
mod jpeg;
mod kind;
mod other;
mod planes;
mod segments;
mod write;

#[cfg(test)]
mod tests;

use kind::Kind;
use vungsam_domain::limits;

/// Longest edge of a thumbnail, in px.
pub const THUMB_EDGE: u32 = 320;
/// Largest thumbnail, in bytes.
pub const THUMB_BYTES: usize = 20 * 1024;

/// A picture made small, and a thumbnail of it. Both are baseline JPEG, 4:2:0, without any metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Small {
    /// The photo: at most [`limits::PHOTO_EDGE`] px and [`limits::PHOTO_BYTES`].
    pub jpeg: Vec<u8>,
    /// Its width, px, upright.
    pub width: u32,
    /// Its height, px, upright.
    pub height: u32,
    /// The thumbnail: at most [`THUMB_EDGE`] px and [`THUMB_BYTES`].
    pub thumb: Vec<u8>,
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
    /// HEIC, HEIF or AVIF: what some phones' cameras write.
    #[error("HEIC or AVIF, which this app does not read")]
    Heic,
    /// Not JPEG, PNG or WebP.
    #[error("not a picture this app reads")]
    Format,
    /// Cut off or damaged.
    #[error("the picture is damaged")]
    Broken,
}

/// Makes a picture small. Slow (up to seconds for a large one on a small phone): keep it off the UI thread. The same bytes
/// always give the same answer.
///
/// # Errors
/// [`PhotoError`].
pub fn shrink(bytes: &[u8]) -> Result<Small, PhotoError> {
    let photo = write::within(planes(bytes, limits::PHOTO_EDGE)?, limits::PHOTO_BYTES)?;
    let thumb = write::within(photo.planes.to_edge(THUMB_EDGE)?, THUMB_BYTES)?;
    Ok(Small { jpeg: photo.jpeg, width: photo.planes.width(), height: photo.planes.height(), thumb: thumb.jpeg })
}

/// The brightness of a picture, upright, for reading bar codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luma {
    /// One byte a pixel, row by row, without gaps.
    pub samples: Vec<u8>,
    /// Its width, px.
    pub width: u32,
    /// Its height, px.
    pub height: u32,
}

/// Reads a picture's brightness, its longest edge brought down to `edge` px. Nothing of it is kept.
///
/// # Errors
/// [`PhotoError`].
pub fn luma(bytes: &[u8], edge: u32) -> Result<Luma, PhotoError> {
    let y = planes(bytes, edge)?.y;
    Ok(Luma { samples: y.samples, width: y.width, height: y.height })
}

fn planes(bytes: &[u8], edge: u32) -> Result<planes::Planes, PhotoError> {
    if bytes.len() > limits::INPUT_BYTES {
        return Err(PhotoError::TooLarge);
    }
    match kind::of(bytes)? {
        Kind::Jpeg => jpeg::read(bytes, edge),
        Kind::Other(format) => other::read(bytes, format, edge),
    }
}

/// Size of a picture of `width` × `height` with its longest edge brought down to `edge`; a smaller one stays as it is.
fn fit(width: u32, height: u32, edge: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= edge {
        return (width, height);
    }
    let scaled = |side: u32| {
        let exact = u64::from(side) * u64::from(edge) / u64::from(longest);
        u32::try_from(exact).unwrap_or(edge).max(1)
    };
    (scaled(width), scaled(height))
}

/// Refuses what the header already tells.
fn check_size(width: u32, height: u32) -> Result<(), PhotoError> {
    match u64::from(width) * u64::from(height) {
        0 => Err(PhotoError::Broken),
        pixels if pixels > limits::INPUT_PIXELS => Err(PhotoError::TooManyPixels),
        _ => Ok(()),
    }
}
