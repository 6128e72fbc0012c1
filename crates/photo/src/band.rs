//! Makes one plane smaller while it arrives, row by row, from top to bottom. Not for several planes at once.
//!
//! What a newcomer would get wrong: rows are first made narrower, many at a time, and only then weighed against each other;
//! what is kept between two calls is a band of narrow rows, so memory does not depend on the picture's height.

use crate::PhotoError;
use crate::planes::{Plane, filter, len, resize};
use fast_image_resize as fir;

/// Rows made narrower in one go: the weights are worked out anew each time.
const BATCH: usize = 192;
/// Reach of the filter, in samples of the larger side.
const REACH: f64 = 2.0;

/// A plane's size before and after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Samples and rows that arrive.
    pub(crate) from: (u32, u32),
    /// The same exactly: the last column and row may stand for less than a whole sample.
    pub(crate) exact: (f64, f64),
    /// Samples and rows that leave.
    pub(crate) to: (u32, u32),
}

/// A plane on its way.
pub(crate) struct Band {
    size: Size,
    /// Rows as they came, not yet narrow.
    wide: Vec<u8>,
    /// Narrow rows; the first one is row `first` of what arrives.
    narrow: Vec<u8>,
    first: u32,
    arrived: u32,
    out: Vec<u8>,
    done: u32,
    resizer: fir::Resizer,
}

impl Band {
    pub(crate) fn new(size: Size) -> Self {
        Self {
            size,
            wide: Vec::new(),
            narrow: Vec::new(),
            first: 0,
            arrived: 0,
            out: Vec::with_capacity(len(size.to.0) * len(size.to.1)),
            done: 0,
            resizer: fir::Resizer::new(),
        }
    }

    /// Takes the next rows. `stride` is the length of one in `rows`; what is beyond the plane's width or height is ignored.
    pub(crate) fn push(&mut self, rows: &[u8], stride: usize) -> Result<(), PhotoError> {
        let width = len(self.size.from.0);
        for row in rows.chunks_exact(stride.max(1)) {
            if self.arrived == self.size.from.1 {
                break;
            }
            self.wide.extend_from_slice(row.get(..width).ok_or(PhotoError::Broken)?);
            self.arrived += 1;
            if self.wide.len() >= BATCH * width || self.arrived == self.size.from.1 {
                self.narrow_down()?;
                self.weigh()?;
            }
        }
        Ok(())
    }

    /// The finished plane.
    pub(crate) fn finish(self) -> Result<Plane, PhotoError> {
        if self.done != self.size.to.1 {
            return Err(PhotoError::Broken);
        }
        Ok(Plane { samples: self.out, width: self.size.to.0, height: self.size.to.1 })
    }

    /// Makes the rows that came narrower.
    fn narrow_down(&mut self) -> Result<(), PhotoError> {
        let (from, to) = (self.size.from.0, self.size.to.0);
        let rows = self.wide.len() / len(from).max(1);
        let height = u32::try_from(rows).map_err(|_| PhotoError::Broken)?;
        let begin = self.narrow.len();
        self.narrow.resize(begin + rows * len(to), 0);
        let target = self.narrow.get_mut(begin..).unwrap_or_default();
        let options = filter().crop(0.0, 0.0, self.size.exact.0, f64::from(height));
        resize(&mut self.resizer, (&self.wide, from, height), (target, to, height), &options)?;
        self.wide.clear();
        Ok(())
    }

    /// Makes as many finished rows as the narrow ones allow, and drops those that are no longer needed.
    fn weigh(&mut self) -> Result<(), PhotoError> {
        let (width, height) = self.size.to;
        let step = self.size.exact.1 / f64::from(height);
        let reach = REACH * step.max(1.0);
        let last = self.arrived == self.size.from.1;
        let mut until = self.done;
        while until < height && (last || (f64::from(until) + 0.5) * step + reach + 1.0 < f64::from(self.arrived)) {
            until += 1;
        }
        if until == self.done {
            return Ok(());
        }
        let begin = self.out.len();
        self.out.resize(begin + len(until - self.done) * len(width), 0);
        let target = self.out.get_mut(begin..).unwrap_or_default();
        let there = self.arrived - self.first;
        let rows = until - self.done;
        let top = f64::from(self.done) * step - f64::from(self.first);
        let high = (f64::from(rows) * step).min(f64::from(there) - top);
        let options = filter().crop(0.0, top, f64::from(width), high);
        resize(&mut self.resizer, (&self.narrow, width, there), (target, width, rows), &options)?;
        self.done = until;
        // Whole numbers far below 2^32: no sign and nothing lost.
        let keep = ((f64::from(until) + 0.5) * step - reach - 1.0).max(0.0) as u32;
        let drop = keep.min(self.arrived).saturating_sub(self.first);
        self.narrow.drain(..len(drop) * len(width));
        self.first += drop;
        Ok(())
    }
}
