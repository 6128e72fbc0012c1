//! Whether a JPEG is all there. Not for decoding it.
//!
//! What a newcomer would get wrong: the decoder paints the missing part grey and calls that success, so a photo cut off
//! by a full card would be sent as half a photo. The end marker is looked for where it belongs, not anywhere: an
//! embedded thumbnail has one too, and some phones append a video after it.

/// Walks the segments and the image data to the end marker.
pub(super) fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut rest = match bytes.strip_prefix(&[0xFF, 0xD8]) {
        Some(rest) => rest,
        None => return false,
    };
    let mut seen_image = false;
    loop {
        // To the next marker: image data, stuffed bytes, restart markers and fill bytes are passed over.
        let Some(at) = rest.iter().position(|b| *b == 0xFF) else { return false };
        let Some((marker, after)) = rest.get(at + 1..).and_then(<[u8]>::split_first) else { return false };
        match marker {
            0xFF => rest = rest.get(at + 1..).unwrap_or_default(),
            0x00 | 0x01 | 0xD0..=0xD7 => rest = after,
            0xD9 => return seen_image,
            _ => {
                seen_image |= *marker == 0xDA;
                let Some((length, _)) = after.split_first_chunk::<2>() else { return false };
                match after.get(usize::from(u16::from_be_bytes(*length)).max(2)..) {
                    Some(next) => rest = next,
                    None => return false,
                }
            }
        }
    }
}
