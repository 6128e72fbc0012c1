//! A picture as it is written: brightness at full size, two colour planes at half of both edges. Not for files.
//!
//! What a newcomer would get wrong: a colour plane's size is rounded up, and it is stretched over the whole picture; so
//! turning and mirroring each plane by itself keeps colours where they belong.

use crate::PhotoError;
use crate::fit;
use fast_image_resize as fir;
use image::metadata::Orientation;
use std::borrow::Cow;

/// How samples are weighed when a picture is made smaller: as good as Lanczos here, with a third less work.
pub(crate) fn filter() -> fir::ResizeOptions {
    fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::CatmullRom)).use_alpha(false)
}

/// From samples, width and height to the same. Typed, so that the compiler makes this for one byte a sample only and not for
/// every kind of pixel there is.
pub(crate) fn resize(
    resizer: &mut fir::Resizer,
    (from, from_w, from_h): (&[u8], u32, u32),
    (to, to_w, to_h): (&mut [u8], u32, u32),
    options: &fir::ResizeOptions,
) -> Result<(), PhotoError> {
    let from = fir::images::TypedImageRef::<fir::pixels::U8>::from_buffer(from_w, from_h, from);
    let to = fir::images::TypedImage::<fir::pixels::U8>::from_buffer(to_w, to_h, to);
    let (Ok(from), Ok(mut to)) = (from, to) else { return Err(PhotoError::Broken) };
    resizer.resize_typed(&from, &mut to, options).map_err(|_| PhotoError::Broken)
}

pub(crate) fn len(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// Samples in rows, without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plane {
    pub(crate) samples: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Plane {
    fn row_len(&self) -> usize {
        usize::try_from(self.width).unwrap_or(usize::MAX).max(1)
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, u8> {
        self.samples.chunks_exact(self.row_len())
    }

    fn column(&self, x: usize) -> impl DoubleEndedIterator<Item = &u8> + ExactSizeIterator {
        self.samples.get(x..).unwrap_or_default().iter().step_by(self.row_len())
    }

    fn turned(self, how: Orientation) -> Self {
        let w = self.row_len();
        let mut samples = Vec::with_capacity(self.samples.len());
        match how {
            Orientation::NoTransforms => return self,
            Orientation::Rotate180 => samples.extend(self.samples.iter().rev()),
            Orientation::FlipVertical => self.rows().rev().for_each(|row| samples.extend_from_slice(row)),
            Orientation::FlipHorizontal => self.rows().for_each(|row| samples.extend(row.iter().rev())),
            Orientation::Rotate90 => (0..w).for_each(|x| samples.extend(self.column(x).rev())),
            Orientation::Rotate270 => (0..w).rev().for_each(|x| samples.extend(self.column(x))),
            Orientation::Rotate90FlipH => (0..w).for_each(|x| samples.extend(self.column(x))),
            Orientation::Rotate270FlipH => (0..w).rev().for_each(|x| samples.extend(self.column(x).rev())),
        }
        let lying = matches!(how, Orientation::Rotate180 | Orientation::FlipVertical | Orientation::FlipHorizontal);
        let (width, height) = if lying { (self.width, self.height) } else { (self.height, self.width) };
        Self { samples, width, height }
    }

    fn resized(&self, width: u32, height: u32) -> Result<Self, PhotoError> {
        let mut samples = vec![0; len(width) * len(height)];
        resize(
            &mut fir::Resizer::new(),
            (&self.samples, self.width, self.height),
            (&mut samples, width, height),
            &filter(),
        )?;
        Ok(Self { samples, width, height })
    }

    /// Samples with rows filled up to a multiple of 8 by their last one, and the length of a row.
    pub(crate) fn in_blocks(&self) -> (Cow<'_, [u8]>, usize) {
        let (w, stride) = (self.row_len(), self.row_len().next_multiple_of(8));
        if w == stride {
            return (Cow::Borrowed(&self.samples), w);
        }
        let mut out = Vec::with_capacity(self.samples.len() / w * stride);
        for row in self.rows() {
            out.extend_from_slice(row);
            out.extend(std::iter::repeat_n(row.last().copied().unwrap_or_default(), stride - w));
        }
        (Cow::Owned(out), stride)
    }
}

/// A picture, full range BT.601.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Planes {
    pub(crate) y: Plane,
    pub(crate) cb: Plane,
    pub(crate) cr: Plane,
}

impl Planes {
    pub(crate) fn width(&self) -> u32 {
        self.y.width
    }

    pub(crate) fn height(&self) -> u32 {
        self.y.height
    }

    /// From red, green and blue planes of one size.
    pub(crate) fn from_rgb(red: &Plane, green: &Plane, blue: &Plane) -> Self {
        let pixels = red.samples.iter().zip(&green.samples).zip(&blue.samples);
        let y = pixels.map(|((r, g), b)| byte(19_595 * int(*r) + 38_470 * int(*g) + 7_471 * int(*b))).collect();
        let (r, g, b) = (halved(red), halved(green), halved(blue));
        let of = |by: [i32; 3]| Plane {
            samples: r
                .samples
                .iter()
                .zip(&g.samples)
                .zip(&b.samples)
                .map(|((r, g), b)| byte((128 << 16) + by[0] * int(*r) + by[1] * int(*g) + by[2] * int(*b)))
                .collect(),
            width: r.width,
            height: r.height,
        };
        Self {
            y: Plane { samples: y, width: red.width, height: red.height },
            cb: of([-11_059, -21_709, 32_768]),
            cr: of([32_768, -27_439, -5_329]),
        }
    }

    /// Turned upright.
    pub(crate) fn turned(self, how: Orientation) -> Self {
        Self { y: self.y.turned(how), cb: self.cb.turned(how), cr: self.cr.turned(how) }
    }

    /// A copy with its longest edge brought down to `edge`.
    pub(crate) fn to_edge(&self, edge: u32) -> Result<Self, PhotoError> {
        let (width, height) = fit(self.width(), self.height(), edge);
        let (half_w, half_h) = (width.div_ceil(2), height.div_ceil(2));
        Ok(Self {
            y: self.y.resized(width, height)?,
            cb: self.cb.resized(half_w, half_h)?,
            cr: self.cr.resized(half_w, half_h)?,
        })
    }
}

fn int(sample: u8) -> i32 {
    i32::from(sample)
}

/// From 16 bits after the point, rounded.
fn byte(fixed: i32) -> u8 {
    u8::try_from(((fixed + 32_768) >> 16).clamp(0, 255)).unwrap_or_default()
}

/// The mean of each square of four; at an odd edge, of what is there.
fn halved(plane: &Plane) -> Plane {
    let w = plane.row_len();
    let mut samples = Vec::with_capacity(plane.samples.len() / 4 + w);
    for pair in plane.samples.chunks(w * 2) {
        let (upper, lower) = pair.split_at(w.min(pair.len()));
        let lower = if lower.is_empty() { upper } else { lower };
        for (a, b) in upper.chunks(2).zip(lower.chunks(2)) {
            let sum: u32 = a.iter().chain(b).map(|s| u32::from(*s)).sum();
            let count = u32::try_from(a.len() + b.len()).unwrap_or(4);
            samples.push(u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX));
        }
    }
    Plane { samples, width: plane.width.div_ceil(2), height: plane.height.div_ceil(2) }
}
