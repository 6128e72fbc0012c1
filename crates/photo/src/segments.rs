//! Walks a JPEG's segments: whether it is all there, and where its EXIF block is. Not for decoding.
//!
//! What a newcomer would get wrong: a decoder paints the missing part grey and may call that success, so a photo cut off
//! by a full card would be sent as half a photo. The end marker is looked for where it belongs, not anywhere: an embedded
//! thumbnail has one too, and some phones append a video after it.

use image::metadata::Orientation;

/// What the walk found.
pub(crate) struct Segments<'a> {
    /// The TIFF part of the first EXIF block before the picture.
    exif: Option<&'a [u8]>,
}

impl Segments<'_> {
    /// How to turn the picture. A damaged EXIF block is no reason to refuse it.
    pub(crate) fn orientation(&self) -> Orientation {
        self.exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms)
    }
}

/// Walks to the end marker; `None` when it is not there.
pub(crate) fn walk(bytes: &[u8]) -> Option<Segments<'_>> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut found = Segments { exif: None };
    let mut seen_image = false;
    loop {
        // To the next marker: image data, stuffed bytes, restart markers and fill bytes are passed over.
        let at = memchr::memchr(0xFF, rest)?;
        let (marker, after) = rest.get(at + 1..)?.split_first()?;
        match marker {
            0xFF => rest = rest.get(at + 1..)?,
            0x00 | 0x01 | 0xD0..=0xD7 => rest = after,
            0xD9 => return seen_image.then_some(found),
            _ => {
                seen_image |= *marker == 0xDA;
                let length = usize::from(u16::from_be_bytes(*after.first_chunk::<2>()?)).max(2);
                let body = after.get(2..length)?;
                if *marker == 0xE1 && !seen_image && found.exif.is_none() {
                    found.exif = body.strip_prefix(b"Exif\0\0");
                }
                rest = after.get(length..)?;
            }
        }
    }
}
