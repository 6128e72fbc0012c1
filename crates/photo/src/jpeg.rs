//! Reads a JPEG straight into planes of the wanted size. Not for other formats.
//!
//! What a newcomer would get wrong: most of the shrinking happens inside the decoder, which builds an eighth, a quarter or
//! half of the size from each block's low frequencies. The rest is done on brightness and colour planes as they are stored;
//! the picture never exists as RGB, and never as a whole at its full size.

use crate::band::{Band, Size};
use crate::planes::{Plane, Planes};
use crate::{PhotoError, check_size, fit, segments};
use vungsam_jpeg::{Colour, Decoder, Header, JpegError, Reader};

/// Most the decoder may keep, bytes: only a picture stored in several scans needs more than a few rows.
const MEMORY: usize = 160 * 1024 * 1024;
/// Most scans. Cameras write 1, the web about 10.
const SCANS: u16 = 40;

impl From<JpegError> for PhotoError {
    fn from(e: JpegError) -> Self {
        match e {
            JpegError::Memory => Self::TooManyPixels,
            JpegError::Unsupported => Self::Format,
            JpegError::Broken | JpegError::Scans | JpegError::Full => Self::Broken,
        }
    }
}

/// The smallest size (in eighths) the decoder makes quickly that is not smaller than what is wanted.
fn eighths(longest: u32, edge: u32) -> u8 {
    [1u8, 2, 4].into_iter().find(|n| longest / 8 * u32::from(*n) >= edge).unwrap_or(8)
}

pub(crate) fn read(bytes: &[u8], edge: u32) -> Result<Planes, PhotoError> {
    let segments = segments::walk(bytes).ok_or(PhotoError::Broken)?;
    let decoder = Decoder::new(bytes, MEMORY, SCANS)?;
    let header = decoder.header();
    check_size(header.width, header.height)?;
    let reader = decoder.start(eighths(header.width.max(header.height), edge))?;
    let to = fit(header.width, header.height, edge);
    let planes = match header.colour {
        Colour::Grey | Colour::YCbCr => as_stored(reader, header, to)?,
        Colour::Rgb | Colour::Cmyk => through_rgb(reader, header, to)?,
    };
    Ok(planes.turned(segments.orientation()))
}

fn exact(length: u32, (samples, pixels): (u32, u32)) -> f64 {
    f64::from(length) * f64::from(samples) / f64::from(pixels.max(1))
}

fn size_of(plane: &vungsam_jpeg::Plane, header: Header, to: (u32, u32)) -> Size {
    let exact = (exact(header.width, plane.across), exact(header.height, plane.down));
    let from = (plane.width, plane.height);
    Size { from, exact: (exact.0.min(f64::from(from.0)), exact.1.min(f64::from(from.1))), to }
}

/// Brightness and colour, each plane by itself.
fn as_stored(mut reader: Reader<'_>, header: Header, to: (u32, u32)) -> Result<Planes, PhotoError> {
    let half = (to.0.div_ceil(2), to.1.div_ceil(2));
    let strides: Vec<usize> = reader.planes().iter().map(|p| p.stride).collect();
    let targets = [to, half, half];
    let mut bands: Vec<Band> =
        reader.planes().iter().zip(targets).map(|(p, to)| Band::new(size_of(p, header, to))).collect();
    while let Some(rows) = reader.next_rows()? {
        for ((band, rows), stride) in bands.iter_mut().zip(rows).zip(&strides) {
            band.push(rows, *stride)?;
        }
    }
    drop(reader);
    let mut planes = bands.into_iter();
    let mut next = || planes.next().map(Band::finish).transpose();
    let y = next()?.ok_or(PhotoError::Broken)?;
    let no_colour = || {
        let samples = usize::try_from(half.0).unwrap_or_default() * usize::try_from(half.1).unwrap_or_default();
        Plane { samples: vec![128; samples], width: half.0, height: half.1 }
    };
    Ok(Planes { y, cb: next()?.unwrap_or_else(no_colour), cr: next()?.unwrap_or_else(no_colour) })
}

/// Colours that come in rows.
fn through_rgb(mut reader: Reader<'_>, header: Header, to: (u32, u32)) -> Result<Planes, PhotoError> {
    let plane = *reader.planes().first().ok_or(PhotoError::Broken)?;
    let mut three = Rgb::new(size_of(&plane, header, to));
    while let Some(rows) = reader.next_rows()? {
        let rows = rows.first().ok_or(PhotoError::Broken)?;
        match header.colour {
            Colour::Cmyk => three.push(rows.chunks_exact(4).map(|p| ink(p, header.adobe)), plane.stride / 4)?,
            _ => three.push(rows.as_chunks::<3>().0.iter().copied(), plane.stride / 3)?,
        }
    }
    three.finish()
}

/// Printer's colours to red, green, blue. Adobe's programs store them inverted and say so in their segment.
fn ink(pixel: &[u8], inverted: bool) -> [u8; 3] {
    let [c, m, y, k] = pixel.first_chunk::<4>().copied().unwrap_or_default();
    let light = |s: u8| u32::from(if inverted { s } else { 255 - s });
    [c, m, y].map(|s| u8::try_from((light(s) * light(k) + 127) / 255).unwrap_or(u8::MAX))
}

/// Three planes of red, green and blue on their way.
pub(crate) struct Rgb {
    bands: [Band; 3],
    rows: [Vec<u8>; 3],
}

impl Rgb {
    pub(crate) fn new(size: Size) -> Self {
        Self { bands: [Band::new(size), Band::new(size), Band::new(size)], rows: [Vec::new(), Vec::new(), Vec::new()] }
    }

    /// Takes whole rows of `width` pixels.
    pub(crate) fn push(&mut self, pixels: impl Iterator<Item = [u8; 3]>, width: usize) -> Result<(), PhotoError> {
        let [red, green, blue] = &mut self.rows;
        for [r, g, b] in pixels {
            red.push(r);
            green.push(g);
            blue.push(b);
        }
        for (band, rows) in self.bands.iter_mut().zip(&mut self.rows) {
            band.push(rows, width)?;
            rows.clear();
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<Planes, PhotoError> {
        let [red, green, blue] = self.bands;
        Ok(Planes::from_rgb(&red.finish()?, &green.finish()?, &blue.finish()?))
    }
}

#[cfg(test)]
mod tests {
    use super::eighths;

    #[test]
    fn a_picture_is_never_decoded_smaller_than_it_is_shown() {
        for (longest, edge, wanted) in [
            (1_600, 1_600, 8),
            (2_600, 1_600, 8),
            (3_200, 1_600, 4),
            (4_000, 1_600, 4),
            (6_399, 1_600, 4),
            (6_400, 1_600, 2),
            (12_800, 1_600, 1),
            (4_000, 320, 1),
        ] {
            assert_eq!(eighths(longest, edge), wanted, "{longest} to {edge}");
        }
    }
}
