//! Reads PNG and WebP. Not JPEG, which is most of what comes.
//!
//! What a newcomer would get wrong: these are decoded whole, so the bound on memory decides how large they may be.

use crate::band::Size;
use crate::jpeg::Rgb;
use crate::planes::Planes;
use crate::{PhotoError, check_size, fit};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Most memory one decoding may take, bytes.
const MEMORY: u64 = 256 * 1024 * 1024;

impl From<ImageError> for PhotoError {
    fn from(e: ImageError) -> Self {
        match e {
            ImageError::Limits(_) => Self::TooManyPixels,
            ImageError::Unsupported(_) => Self::Format,
            _ => Self::Broken,
        }
    }
}

pub(crate) fn read(bytes: &[u8], format: ImageFormat, edge: u32) -> Result<Planes, PhotoError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut budget = Limits::default();
    budget.max_alloc = Some(MEMORY);
    reader.limits(budget);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    if decoder.total_bytes() > MEMORY {
        return Err(PhotoError::TooManyPixels);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder)?;
    let to = fit(width, height, edge);
    let mut three = Rgb::new(Size { from: (width, height), exact: (f64::from(width), f64::from(height)), to });
    let row = usize::try_from(width).map_err(|_| PhotoError::Broken)?;
    match picture {
        DynamicImage::ImageRgb8(p) => push_rows(&mut three, p.as_raw(), row, |[r, g, b]: &[u8; 3]| [*r, *g, *b])?,
        DynamicImage::ImageRgba8(p) => {
            push_rows(&mut three, p.as_raw(), row, |[r, g, b, a]: &[u8; 4]| [*r, *g, *b].map(|c| over_white(c, *a)))?
        }
        DynamicImage::ImageLuma8(p) => push_rows(&mut three, p.as_raw(), row, |[l]: &[u8; 1]| [*l; 3])?,
        DynamicImage::ImageLumaA8(p) => {
            push_rows(&mut three, p.as_raw(), row, |[l, a]: &[u8; 2]| [over_white(*l, *a); 3])?;
        }
        DynamicImage::ImageRgb16(p) => {
            push_rows(&mut three, p.as_raw(), row, |[r, g, b]: &[u16; 3]| [*r, *g, *b].map(high))?;
        }
        DynamicImage::ImageRgba16(p) => push_rows(&mut three, p.as_raw(), row, |[r, g, b, a]: &[u16; 4]| {
            [*r, *g, *b].map(|c| over_white(high(c), high(*a)))
        })?,
        DynamicImage::ImageLuma16(p) => push_rows(&mut three, p.as_raw(), row, |[l]: &[u16; 1]| [high(*l); 3])?,
        DynamicImage::ImageLumaA16(p) => {
            push_rows(&mut three, p.as_raw(), row, |[l, a]: &[u16; 2]| [over_white(high(*l), high(*a)); 3])?;
        }
        _ => return Err(PhotoError::Format),
    }
    Ok(three.finish()?.turned(orientation))
}

fn push_rows<T, const N: usize>(
    three: &mut Rgb,
    samples: &[T],
    width: usize,
    colour: impl Fn(&[T; N]) -> [u8; 3],
) -> Result<(), PhotoError> {
    for row in samples.as_chunks::<N>().0.chunks(width.max(1)) {
        three.push(row.iter().map(&colour), width)?;
    }
    Ok(())
}

/// What was transparent becomes white, as on paper.
fn over_white(colour: u8, alpha: u8) -> u8 {
    let sum = u32::from(colour) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
    u8::try_from(sum / 255).unwrap_or(u8::MAX)
}

/// The upper 8 of 16 bits.
fn high(sample: u16) -> u8 {
    u8::try_from(sample >> 8).unwrap_or(u8::MAX)
}
