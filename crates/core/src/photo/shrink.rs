//! Scaling, and writing a JPEG that fits a number of bytes. Not for reading.
//!
//! What a newcomer would get wrong: quality goes down in steps before size does, and only a picture that is noise all
//! over gets as far as losing size.

use super::PhotoError;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, GenericImageView, ImageFormat, RgbImage};

/// JPEG qualities tried in turn. 82 is hard to tell from the original; below 45 text on a sign suffers.
const QUALITIES: [u8; 6] = [82, 75, 68, 60, 52, 45];

/// A written JPEG.
pub(super) struct Written {
    pub(super) jpeg: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Shrinks so that the longest edge is at most `edge`; a smaller picture stays as it is.
pub(super) fn to_edge(picture: DynamicImage, edge: u32) -> DynamicImage {
    let (w, h) = picture.dimensions();
    let longest = w.max(h);
    if longest <= edge {
        return picture;
    }
    let scaled = |side: u32, to: u32| {
        let exact = u64::from(side) * u64::from(to) / u64::from(longest);
        u32::try_from(exact).unwrap_or(to).max(1)
    };
    // Averaging down to twice the size first costs a fraction of a good filter over all pixels and looks the same.
    let near = edge.saturating_mul(2);
    let picture = if longest > near { picture.thumbnail_exact(scaled(w, near), scaled(h, near)) } else { picture };
    picture.resize_exact(scaled(w, edge), scaled(h, edge), FilterType::CatmullRom)
}

/// 8-bit colour; what was transparent becomes white, as on paper.
pub(super) fn opaque(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let rgba = picture.into_rgba8();
    let over_white = |c: u8, a: u8| {
        let sum = u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a));
        u8::try_from(sum / 255).unwrap_or(u8::MAX)
    };
    let mut out = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in out.pixels_mut().zip(rgba.pixels()) {
        let [r, g, b, a] = from.0;
        to.0 = [over_white(r, a), over_white(g, a), over_white(b, a)];
    }
    DynamicImage::ImageRgb8(out)
}

/// Writes a JPEG of at most `most` bytes and reads it back to be sure.
pub(super) fn encode(picture: &DynamicImage, most: usize) -> Result<Written, PhotoError> {
    let mut smaller: Option<DynamicImage> = None;
    loop {
        let now = smaller.as_ref().unwrap_or(picture);
        for quality in QUALITIES {
            let mut jpeg = Vec::new();
            now.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, quality))?;
            if jpeg.len() <= most {
                let (width, height) = now.dimensions();
                let back = image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg)?;
                if back.dimensions() != (width, height) {
                    return Err(PhotoError::Broken);
                }
                return Ok(Written { jpeg, width, height });
            }
        }
        let (w, h) = now.dimensions();
        let edge = w.max(h) / 5 * 4;
        if edge < 16 {
            return Err(PhotoError::Broken);
        }
        smaller = Some(to_edge(now.clone(), edge));
    }
}
