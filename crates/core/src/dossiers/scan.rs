//! Finds bar codes in a picture: what is written in them, nothing more. Not for what it means (`domain::dossier::code`),
//! and not for the camera, which is the platform's.
//!
//! What a newcomer would get wrong: the decoder meets strangers' pictures. A slip there is "nothing found", and nothing
//! of the picture is kept.

use rxing::{BarcodeFormat, DecodeHints, RXingResult};
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use vungsam_photo::{Luma, PhotoError};

/// Longest edges the picture is looked at in, px: what most photos need, then what a small code on a whole page needs.
const EDGES: [u32; 2] = [1_600, 3_200];
/// What slips carry.
const FORMATS: [BarcodeFormat; 4] =
    [BarcodeFormat::QR_CODE, BarcodeFormat::CODE_128, BarcodeFormat::CODE_39, BarcodeFormat::CODE_93];
/// Longest text that is looked at, in bytes.
const LONGEST: usize = 4_096;

/// The texts of the bar codes in a picture; none is no error.
///
/// # Errors
/// [`PhotoError`] when it is no picture.
pub(super) fn texts(bytes: &[u8]) -> Result<Vec<String>, PhotoError> {
    for edge in EDGES {
        let luma = vungsam_photo::luma(bytes, edge)?;
        let larger = luma.width.max(luma.height) >= edge;
        let found = read(luma);
        if !found.is_empty() || !larger {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

fn read(luma: Luma) -> Vec<String> {
    let found = catch_unwind(AssertUnwindSafe(|| decode(&luma))).unwrap_or_default();
    let mut seen = HashSet::new();
    let texts = found.iter().map(|r| r.getText().trim().to_owned());
    texts.filter(|t| !t.is_empty() && t.len() <= LONGEST && seen.insert(t.clone())).collect()
}

fn decode(luma: &Luma) -> Vec<RXingResult> {
    let hints = || DecodeHints {
        PossibleFormats: Some(FORMATS.into_iter().collect()),
        TryHarder: Some(true),
        ..DecodeHints::default()
    };
    let (width, height) = (luma.width, luma.height);
    let several = rxing::helpers::detect_multiple_in_luma_with_hints(luma.samples.clone(), width, height, &mut hints());
    match several {
        Ok(found) if !found.is_empty() => found,
        _ => {
            rxing::helpers::detect_in_luma_filtered_with_hints(luma.samples.clone(), width, height, None, &mut hints())
                .into_iter()
                .collect()
        }
    }
}
