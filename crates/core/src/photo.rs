//! Takes a picture in and gives it its identity. The work on pixels is in `vungsam-photo`; storing is elsewhere.
//!
//! What a newcomer would get wrong: the finished bytes' hash is the photo's identity from here on: never encode it a second
//! time.

use crate::views::error_codes;
use std::panic::{AssertUnwindSafe, catch_unwind};
use vungsam_domain::{PhotoRef, sign};
pub use vungsam_photo::PhotoError;

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

/// The code the screens have a sentence for.
#[must_use]
pub fn code(error: PhotoError) -> &'static str {
    match error {
        PhotoError::TooLarge => error_codes::PHOTO_TOO_LARGE,
        PhotoError::TooManyPixels => error_codes::PHOTO_TOO_MANY_PIXELS,
        PhotoError::Heic => error_codes::PHOTO_HEIC,
        PhotoError::Format => error_codes::PHOTO_FORMAT,
        PhotoError::Broken => error_codes::PHOTO_BROKEN,
    }
}

/// Takes in the bytes of a file. Slow (up to seconds for a large one on a small phone): keep it off the UI thread.
///
/// # Errors
/// [`PhotoError`]; never a panic, whatever the bytes.
pub fn intake(bytes: &[u8]) -> Result<Intake, PhotoError> {
    // The decoders meet strangers' files: a slip there is a damaged picture, not a dead app.
    let small = catch_unwind(AssertUnwindSafe(|| vungsam_photo::shrink(bytes))).unwrap_or(Err(PhotoError::Broken))?;
    let photo = PhotoRef {
        sha256: sign::sha256_hex(&small.jpeg),
        bytes: u32::try_from(small.jpeg.len()).map_err(|_| PhotoError::Broken)?,
        width: small.width,
        height: small.height,
    };
    Ok(Intake { jpeg: small.jpeg, thumb: small.thumb, photo })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROAD: &[u8] = include_bytes!("../../../tests/fixtures/photos/road.jpg");

    #[test]
    fn the_same_file_gives_the_same_photo_named_by_its_hash() {
        let out = intake(ROAD).unwrap();
        assert_eq!(out, intake(ROAD).unwrap());
        assert_eq!(out.photo.sha256, sign::sha256_hex(&out.jpeg));
        assert_eq!(out.photo.bytes as usize, out.jpeg.len());
        assert_eq!((out.photo.width, out.photo.height), (1600, 1066));
    }

    #[test]
    fn every_refusal_has_its_own_sentence() {
        let all =
            [PhotoError::TooLarge, PhotoError::TooManyPixels, PhotoError::Heic, PhotoError::Format, PhotoError::Broken];
        let codes: std::collections::BTreeSet<_> = all.map(code).into_iter().collect();
        assert_eq!(codes.len(), all.len());
        assert!(codes.iter().all(|c| error_codes::ALL.contains(c)));
    }
}
