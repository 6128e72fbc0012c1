//! How much memory one photo takes, measured by the kernel: the peak of this process while it works. One test in a file of
//! its own, so that no other test's memory is counted.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, RgbImage};
use std::io::Cursor;
use vungsam_photo::{PhotoError, shrink};

/// Value of a line of /proc/self/status, bytes.
fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find(|l| l.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

/// What the work needs beyond what was there before, MB.
fn peak<T>(work: impl FnOnce() -> T) -> (T, f64) {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("VmRSS:");
    let result = work();
    (result, status("VmHWM:").saturating_sub(before) as f64 / 1e6)
}

fn noisy(width: u32, height: u32) -> RgbImage {
    let mut seed = 1u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let n = (seed >> 28) as u8;
        image::Rgb([(x / 32) as u8 / 2 + n, (y / 32) as u8 / 2 + n, 100 + n])
    })
}

/// A baseline file whose header is made to say progressive, with many empty scans: each would walk the whole picture.
fn scan_bomb(width: u16, height: u16, scans: usize) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    out.extend([1; 64]);
    out.extend([0xFF, 0xC2, 0, 11, 8]);
    out.extend(height.to_be_bytes());
    out.extend(width.to_be_bytes());
    out.extend([1, 1, 0x11, 0]);
    // One code each for DC and AC: zero difference, end of block for up to 32,767 blocks.
    out.extend([0xFF, 0xC4, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    out.extend([0xFF, 0xC4, 0, 20, 0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xE0]);
    let blocks = usize::from(width).div_ceil(8) * usize::from(height).div_ceil(8);
    out.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0]);
    out.extend(vec![0; blocks.div_ceil(8)]);
    for _ in 0..scans {
        out.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0]);
        // Code 0, then 14 bits of run length.
        out.extend(vec![0; (blocks / 16_384 + 1) * 15 / 8 + 1]);
    }
    out.extend([0xFF, 0xD9]);
    out
}

#[test]
fn a_photo_takes_little_memory_and_a_bomb_no_more_than_is_allowed() {
    let mut jpeg = Vec::new();
    noisy(4000, 3000).write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 90)).unwrap();
    let (small, most) = peak(|| shrink(&jpeg).unwrap());
    assert_eq!(small.width, 1600);
    assert!(most < 24.0, "12 megapixels: {most} MB");

    let (small, most) = peak(|| shrink(&scan_bomb(8000, 6000, 8)));
    assert_eq!(small.unwrap().width, 1600, "a progressive picture of 48 megapixels is taken");
    assert!(most < 170.0, "progressive: {most} MB");

    let (refused, most) = peak(|| shrink(&scan_bomb(12_000, 9_000, 8)));
    assert_eq!(refused, Err(PhotoError::TooManyPixels));
    assert!(most < 20.0, "too large for its kind: {most} MB");

    let begun = std::time::Instant::now();
    let (refused, _) = peak(|| shrink(&scan_bomb(8000, 6000, 5_000)));
    assert_eq!(refused, Err(PhotoError::Broken), "scans without end");
    assert!(begun.elapsed().as_secs() < 30);

    let mut png = Cursor::new(Vec::new());
    noisy(4000, 3000).write_to(&mut png, ImageFormat::Png).unwrap();
    let (_, most) = peak(|| shrink(png.get_ref()).unwrap());
    assert!(most < 80.0, "PNG of 12 megapixels: {most} MB");
}
