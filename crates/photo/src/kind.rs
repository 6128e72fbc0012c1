//! What a file is, by its first bytes. Not by its name, and not whether it is whole.
//!
//! What a newcomer would get wrong: HEIC, HEIF and AVIF share one container; the brands after `ftyp` tell, and a video
//! (`mp42`, `isom`, `qt  `) begins the same way.

use crate::PhotoError;
use image::ImageFormat;

/// A kind of picture that is taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG or WebP.
    Other(ImageFormat),
}

/// Brands of still pictures in the container of MPEG-4.
const STILL: &[&[u8]] =
    &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"avif", b"avis", b"avci"];

pub(crate) fn of(bytes: &[u8]) -> Result<Kind, PhotoError> {
    if bytes.starts_with(&[0xFF, 0xD8]) {
        return Ok(Kind::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(Kind::Other(ImageFormat::Png));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Kind::Other(ImageFormat::WebP));
    }
    Err(if still_in_mp4(bytes) { PhotoError::Heic } else { PhotoError::Format })
}

fn still_in_mp4(bytes: &[u8]) -> bool {
    let Some((size, rest)) = bytes.split_first_chunk::<4>() else { return false };
    let Some(brands) = rest.strip_prefix(b"ftyp") else { return false };
    let length = usize::try_from(u32::from_be_bytes(*size)).unwrap_or_default().saturating_sub(8);
    // Major brand, four bytes of version, compatible brands. The list is short; do not walk a forged one.
    let brands = brands.get(..length.min(brands.len()).min(256)).unwrap_or_default();
    brands.chunks_exact(4).enumerate().any(|(i, brand)| i != 1 && STILL.contains(&brand))
}
