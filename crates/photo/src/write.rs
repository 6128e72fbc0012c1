//! Writes a JPEG that fits a number of bytes. Not for reading.
//!
//! What a newcomer would get wrong: quality goes down in steps before size does, and only a picture that is noise all
//! over gets as far as losing size.

use crate::PhotoError;
use crate::planes::Planes;
use vungsam_jpeg::{Effort, JpegError, Picture};

/// What is tried in turn. The first looks like quality 75 of other encoders; the second looks the same in a sixth fewer bytes
/// and takes twice the time; below 45 text on a sign suffers.
const ATTEMPTS: [(u8, Effort); 6] = [
    (77, Effort::Quick),
    (79, Effort::Thorough),
    (71, Effort::Thorough),
    (62, Effort::Thorough),
    (53, Effort::Thorough),
    (45, Effort::Thorough),
];

/// A written JPEG and the planes it was made from.
pub(crate) struct Written {
    pub(crate) jpeg: Vec<u8>,
    pub(crate) planes: Planes,
}

/// Writes a JPEG of at most `most` bytes.
pub(crate) fn within(mut planes: Planes, most: usize) -> Result<Written, PhotoError> {
    let mut space = vec![0; most];
    loop {
        for (quality, effort) in ATTEMPTS {
            match encode(&planes, quality, effort, &mut space) {
                Ok(length) => {
                    space.truncate(length);
                    space.shrink_to_fit();
                    return Ok(Written { jpeg: space, planes });
                }
                Err(JpegError::Full) => {}
                Err(e) => return Err(e.into()),
            }
        }
        let edge = planes.width().max(planes.height()) / 5 * 4;
        if edge < 16 {
            return Err(PhotoError::Broken);
        }
        planes = planes.to_edge(edge)?;
    }
}

fn encode(planes: &Planes, quality: u8, effort: Effort, space: &mut [u8]) -> Result<usize, JpegError> {
    let (y, cb, cr) = (planes.y.in_blocks(), planes.cb.in_blocks(), planes.cr.in_blocks());
    let picture =
        Picture { width: planes.width(), height: planes.height(), planes: [(&y.0, y.1), (&cb.0, cb.1), (&cr.0, cr.1)] };
    vungsam_jpeg::encode(&picture, quality, effort, space)
}
