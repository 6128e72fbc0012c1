//! JPEG in C (mozjpeg) behind a safe interface: reads at a reduced size plane by plane, writes 4:2:0 into a given space.
//! Not for scaling, metadata or policy: that is `vungsam-core`'s `photo`.
//!
//! What a newcomer would get wrong: this is the only crate that may use `unsafe`. libjpeg reports errors by `longjmp`;
//! that stays inside `shim.c`, no Rust frame is ever jumped over, and no Rust function is called from C.

mod sys;

use std::marker::PhantomData;
use std::ptr::NonNull;

/// Most planes a picture is read in.
pub const PLANES: usize = 3;

/// Why a picture cannot be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JpegError {
    /// Damaged, or not a JPEG.
    #[error("damaged")]
    Broken,
    /// A kind of JPEG that is not read: arithmetic coding, lossless, 12 bits.
    #[error("this kind of JPEG is not read")]
    Unsupported,
    /// It would need more memory than it may take.
    #[error("needs too much memory")]
    Memory,
    /// More scans than a real picture has: each costs a walk over the whole picture.
    #[error("too many scans")]
    Scans,
    /// What was written does not fit.
    #[error("does not fit")]
    Full,
}

/// How the samples are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// One plane of brightness.
    Grey,
    /// Three planes: brightness, blue and red difference (full range, BT.601).
    YCbCr,
    /// Rows of red, green, blue.
    Rgb,
    /// Rows of cyan, magenta, yellow, black.
    Cmyk,
}

/// What the header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
    /// Colours.
    pub colour: Colour,
    /// Stored in several scans over the whole picture: needs memory for all of it.
    pub progressive: bool,
    /// Has an Adobe segment: then CMYK is stored inverted.
    pub adobe: bool,
}

/// One plane (or, for colours that come in rows, the only one) as it is handed out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plane {
    /// Bytes from one row to the next.
    pub stride: usize,
    /// Rows in one read.
    pub rows: usize,
    /// Samples in a row that belong to the picture.
    pub width: u32,
    /// Rows that belong to the picture.
    pub height: u32,
    /// The part of the picture's width and height one sample stands for, as (samples, pixels): the exact width in
    /// samples is `picture width × samples / pixels`; `width` is that, rounded up.
    pub across: (u32, u32),
    /// The same for the height.
    pub down: (u32, u32),
}

/// Reads a JPEG that lies in memory.
pub struct Decoder<'a> {
    raw: NonNull<sys::Decoder>,
    header: Header,
    _data: PhantomData<&'a [u8]>,
}

impl<'a> Decoder<'a> {
    /// Reads the header. `max_memory` bounds what the library keeps (bytes), `max_scans` how often it walks the picture.
    ///
    /// # Errors
    /// [`JpegError`].
    pub fn new(data: &'a [u8], max_memory: usize, max_scans: u16) -> Result<Self, JpegError> {
        // SAFETY: pointer and length are one slice, which outlives the decoder by 'a.
        let raw = unsafe { sys::vs_decoder_new(data.as_ptr(), data.len(), max_memory, i32::from(max_scans)) };
        let mut decoder = Self {
            raw: NonNull::new(raw).ok_or(JpegError::Memory)?,
            header: Header { width: 0, height: 0, colour: Colour::Grey, progressive: false, adobe: false },
            _data: PhantomData,
        };
        let mut header = sys::Header::default();
        // SAFETY: a live decoder that no call has failed on; `header` is ours for the call.
        check(unsafe { sys::vs_decoder_header(decoder.raw.as_ptr(), &mut header) })?;
        decoder.header = Header {
            width: header.width,
            height: header.height,
            colour: match header.colour {
                0 => Colour::Grey,
                1 => Colour::YCbCr,
                2 => Colour::Rgb,
                3 => Colour::Cmyk,
                _ => return Err(JpegError::Unsupported),
            },
            progressive: header.progressive != 0,
            adobe: header.adobe != 0,
        };
        Ok(decoder)
    }

    /// What the header says.
    #[must_use]
    pub fn header(&self) -> Header {
        self.header
    }

    /// Begins to decode at `eighths`/8 of the size (1 to 8).
    ///
    /// # Errors
    /// [`JpegError`].
    pub fn start(self, eighths: u8) -> Result<Reader<'a>, JpegError> {
        let mut layout = sys::Layout::default();
        // SAFETY: a live decoder that no call has failed on (this takes it by value); `layout` is ours for the call.
        check(unsafe { sys::vs_decoder_start(self.raw.as_ptr(), i32::from(eighths), &mut layout) })?;
        let count = usize::try_from(layout.planes).unwrap_or_default().min(PLANES);
        let planes: Vec<Plane> = layout.plane.iter().take(count).map(Plane::from).collect();
        let buffers = planes.iter().map(|p| vec![0; p.stride * p.rows]).collect();
        Ok(Reader { decoder: self, planes, buffers, state: State::Reading })
    }
}

impl Drop for Decoder<'_> {
    fn drop(&mut self) {
        // SAFETY: made by vs_decoder_new, freed once.
        unsafe { sys::vs_decoder_free(self.raw.as_ptr()) };
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Done,
    Failed(JpegError),
}

/// Hands out a picture from top to bottom.
pub struct Reader<'a> {
    decoder: Decoder<'a>,
    planes: Vec<Plane>,
    buffers: Vec<Vec<u8>>,
    state: State,
}

impl Reader<'_> {
    /// The planes, as they are handed out.
    #[must_use]
    pub fn planes(&self) -> &[Plane] {
        &self.planes
    }

    /// The next rows of every plane, in the order of [`Reader::planes`]; `None` after the last. A read at the lower edge may
    /// hold rows beyond [`Plane::height`]: they are not part of the picture.
    ///
    /// # Errors
    /// [`JpegError`]; after one, the same one for ever.
    pub fn next_rows(&mut self) -> Result<Option<&[Vec<u8>]>, JpegError> {
        match self.state {
            State::Failed(error) => return Err(error),
            State::Done => return Ok(None),
            State::Reading => {}
        }
        let mut pointers = [std::ptr::null_mut(); PLANES];
        let mut lens = [0; PLANES];
        for ((pointer, len), buffer) in pointers.iter_mut().zip(&mut lens).zip(&mut self.buffers) {
            *pointer = buffer.as_mut_ptr();
            *len = buffer.len();
        }
        let (mut done, mut rows) = (0, 0);
        // SAFETY: a started decoder that no call has failed on and that has rows left (`state`); each pointer has its own
        // buffer of the length given beside it, which C checks against what it writes.
        let code = unsafe {
            sys::vs_decoder_read(self.decoder.raw.as_ptr(), pointers.as_ptr(), lens.as_ptr(), &mut done, &mut rows)
        };
        if let Err(error) = check(code) {
            self.state = State::Failed(error);
            return Err(error);
        }
        if done != 0 {
            self.state = State::Done;
        }
        Ok(Some(&self.buffers))
    }
}

/// A picture to be written: brightness at full size, the two colour planes at half of both edges, rounded up.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
    /// Brightness, blue and red difference: samples and bytes from row to row. A stride is a multiple of 8 (read in
    /// blocks, so what is beyond the width should repeat the last sample).
    pub planes: [(&'a [u8], usize); 3],
}

/// How hard to look for small bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// As quick as any encoder.
    Quick,
    /// Chooses each block's coefficients by what they cost (trellis quantisation): a sixth fewer bytes at the same look, for
    /// about twice the time.
    Thorough,
}

/// Writes a JPEG into `out` and says how long it is.
///
/// # Errors
/// [`JpegError::Full`] when it does not fit; [`JpegError::Broken`] for planes that do not cover the picture.
pub fn encode(picture: &Picture<'_>, quality: u8, effort: Effort, out: &mut [u8]) -> Result<usize, JpegError> {
    let mut c = sys::Picture { width: picture.width, height: picture.height, ..sys::Picture::default() };
    let sizes = [
        (picture.width, picture.height),
        (picture.width.div_ceil(2), picture.height.div_ceil(2)),
        (picture.width.div_ceil(2), picture.height.div_ceil(2)),
    ];
    for (i, ((samples, stride), (width, height))) in picture.planes.into_iter().zip(sizes).enumerate() {
        let (w, h) = (to_usize(width)?, to_usize(height)?);
        let covers = stride % 8 == 0 && w > 0 && h > 0 && stride >= w && stride.checked_mul(h) == Some(samples.len());
        let (Some(pointer), Some(to_stride), Some(rows)) = (c.plane.get_mut(i), c.stride.get_mut(i), c.rows.get_mut(i))
        else {
            return Err(JpegError::Broken);
        };
        if !covers {
            return Err(JpegError::Broken);
        }
        *pointer = samples.as_ptr();
        *to_stride = u32::try_from(stride).map_err(|_| JpegError::Broken)?;
        *rows = height;
    }
    let mut written = 0;
    // SAFETY: the planes were checked to cover the picture in whole blocks of 8 samples, `rows` rows each, and outlive the
    // call; `out` is ours for the call and its length goes with it.
    check(unsafe {
        sys::vs_encode(
            &c,
            i32::from(quality),
            i32::from(effort == Effort::Thorough),
            out.as_mut_ptr(),
            out.len(),
            &mut written,
        )
    })?;
    Ok(written)
}

fn to_usize(n: u32) -> Result<usize, JpegError> {
    usize::try_from(n).map_err(|_| JpegError::Broken)
}

fn check(code: i32) -> Result<(), JpegError> {
    match code {
        0 => Ok(()),
        2 => Err(JpegError::Unsupported),
        3 => Err(JpegError::Memory),
        4 => Err(JpegError::Scans),
        5 => Err(JpegError::Full),
        _ => Err(JpegError::Broken),
    }
}

impl From<&sys::Plane> for Plane {
    fn from(p: &sys::Plane) -> Self {
        let size = |n: u32| usize::try_from(n).unwrap_or_default();
        Self {
            stride: size(p.stride),
            rows: size(p.rows),
            width: p.width,
            height: p.height,
            across: (p.h, p.max_h),
            down: (p.v, p.max_v),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn grey(width: u32, height: u32, space: usize) -> Result<Vec<u8>, JpegError> {
        let size = |n: u32| usize::try_from(n).unwrap().next_multiple_of(8);
        let plane = |w: u32, h: u32| (vec![99; size(w) * usize::try_from(h).unwrap()], size(w));
        let (y, c) = (plane(width, height), plane(width.div_ceil(2), height.div_ceil(2)));
        let mut out = vec![0; space];
        let picture = Picture { width, height, planes: [(&y.0, y.1), (&c.0, c.1), (&c.0, c.1)] };
        let length = encode(&picture, 75, Effort::Quick, &mut out)?;
        out.truncate(length);
        Ok(out)
    }

    #[test]
    fn what_is_written_is_read_back_plane_by_plane() {
        let jpeg = grey(70, 50, 4000).unwrap();
        let decoder = Decoder::new(&jpeg, 1 << 20, 10).unwrap();
        assert_eq!((decoder.header().width, decoder.header().height), (70, 50));
        assert_eq!(decoder.header().colour, Colour::YCbCr);
        let mut reader = decoder.start(4).unwrap();
        let sizes: Vec<_> = reader.planes().iter().map(|p| (p.width, p.height, p.rows)).collect();
        assert_eq!(sizes, [(35, 25, 8), (18, 13, 4), (18, 13, 4)], "colour stays half as large at half the size");
        let mut reads = 0;
        while let Some(rows) = reader.next_rows().unwrap() {
            assert!(rows[0].iter().take(35).all(|s| s.abs_diff(99) < 3));
            assert!(rows[1].iter().take(17).all(|s| s.abs_diff(99) < 3));
            reads += 1;
        }
        assert_eq!(reads, 4);
    }

    #[test]
    fn what_does_not_fit_and_what_does_not_cover_is_refused() {
        assert_eq!(grey(70, 50, 300), Err(JpegError::Full));
        assert_eq!(grey(70, 50, 0), Err(JpegError::Full));
        assert_eq!(grey(0, 50, 300), Err(JpegError::Broken));
        let short = vec![0; 71 * 8];
        let picture = Picture { width: 72, height: 8, planes: [(&short, 72), (&short, 40), (&short, 40)] };
        assert_eq!(encode(&picture, 75, Effort::Quick, &mut [0; 4000]), Err(JpegError::Broken));
    }

    #[test]
    fn damage_is_an_error_for_ever_and_never_a_jump_over_rust() {
        let jpeg = grey(400, 400, 40_000).unwrap();
        let cut = jpeg.len() - 60;
        let mut reader = Decoder::new(&jpeg[..cut], 1 << 20, 10).unwrap().start(8).unwrap();
        let first = loop {
            match reader.next_rows() {
                Ok(Some(_)) => {}
                other => break other.map(|_| ()),
            }
        };
        assert_eq!(first, Err(JpegError::Broken));
        assert_eq!(reader.next_rows().map(|_| ()), Err(JpegError::Broken));
        assert!(Decoder::new(&[], 1 << 20, 10).is_err());
        assert!(matches!(Decoder::new(&jpeg, 1 << 20, 10).map(|d| d.start(9).is_err()), Ok(true)));
    }
}
