//! What is written here, read by two decoders that have nothing to do with the one that wrote it.

use super::*;

/// The picture as `image` (zune-jpeg) and as `jpeg-decoder` read it, RGB.
fn both(jpeg: &[u8]) -> (RgbImage, RgbImage) {
    let one = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().into_rgb8();
    let mut decoder = jpeg_decoder::Decoder::new(jpeg);
    let pixels = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    assert_eq!(info.pixel_format, jpeg_decoder::PixelFormat::RGB24);
    (one, RgbImage::from_raw(info.width.into(), info.height.into(), pixels).unwrap())
}

/// Mean and largest difference of two pictures, over all samples.
fn difference(a: &RgbImage, b: &RgbImage) -> (f64, u8) {
    assert_eq!(a.dimensions(), b.dimensions());
    let pairs = || a.as_raw().iter().zip(b.as_raw()).map(|(a, b)| a.abs_diff(*b));
    let sum: u64 = pairs().map(u64::from).sum();
    (sum as f64 / a.as_raw().len() as f64, pairs().max().unwrap_or_default())
}

/// A picture without hard edges, whose right answer at any size is known.
fn slopes(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let part = |n: u32, of: u32| u8::try_from(20 + n * 200 / of).unwrap();
        Rgb([part(x, width), part(y, height), part(x + y, width + height)])
    })
}

#[test]
fn two_other_decoders_see_the_same_picture() {
    for (name, bytes) in [("road", ROAD), ("planks", PLANKS), ("grass", GRASS)] {
        let out = shrink(bytes).unwrap();
        for jpeg in [&out.jpeg, &out.thumb] {
            let (one, two) = both(jpeg);
            let (mean, most) = difference(&one, &two);
            // They bring colour back to full size in different ways: edges of colour differ, nothing else.
            assert!(mean < 1.5 && most < 120, "{name}: {mean} {most}");
        }
    }
}

#[rstest::rstest]
#[case::in_blocks(64, 48)]
#[case::odd(63, 47)]
#[case::one_more(65, 49)]
#[case::narrow(3, 200)]
#[case::flat(200, 1)]
#[case::dot(1, 1)]
#[case::as_large_as_may_be(1600, 1200)]
#[case::a_little_larger(1601, 1201)]
#[case::halved_in_the_decoder(3200, 2400)]
#[case::halved_and_odd(3333, 2501)]
#[case::quartered(6400, 4800)]
#[case::an_eighth(12_900, 400)]
fn the_picture_that_comes_out_is_the_one_that_went_in(#[case] width: u32, #[case] height: u32) {
    let picture = slopes(width, height);
    let out = shrink(&jpeg_with(&[], &picture)).unwrap();
    check(&out);
    assert_eq!((out.width, out.height), fit(width, height, limits::PHOTO_EDGE));
    let expected = slopes(out.width, out.height);
    for read in <[RgbImage; 2]>::from(both(&out.jpeg)) {
        let (mean, most) = difference(&read, &expected);
        // Two pixels share a colour: where three cover the whole slope, that shows.
        let few = out.width.min(out.height) < 16;
        assert!(if few { mean < 16.0 } else { mean < 2.5 && most < 40 }, "{mean} {most}");
    }
    let small = fit(out.width, out.height, THUMB_EDGE);
    let (mean, _) = difference(&both(&out.thumb).0, &slopes(small.0, small.1));
    assert!(mean < if small.0.min(small.1) < 16 { 16.0 } else { 6.0 }, "thumbnail: {mean}");
}

#[test]
fn a_jpeg_a_png_and_a_webp_of_one_picture_look_the_same() {
    let picture = DynamicImage::ImageRgb8(slopes(2501, 1700));
    let read = |format| both(&shrink(&written(format, &picture)).unwrap().jpeg).0;
    let png = read(ImageFormat::Png);
    for other in [ImageFormat::WebP, ImageFormat::Jpeg] {
        let (mean, most) = difference(&png, &read(other));
        assert!(mean < 2.0 && most < 30, "{other:?}: {mean} {most}");
    }
}

#[test]
fn what_arrives_in_bands_is_what_arrives_at_once() {
    use crate::band::{Band, Size};
    let source = image::DynamicImage::ImageRgb8(slopes(700, 1900)).into_luma8();
    let resize = |rows_at_once: usize| {
        let mut band = Band::new(Size { from: (700, 1900), exact: (699.5, 1899.25), to: (311, 844) });
        for rows in source.as_raw().chunks(700 * rows_at_once) {
            band.push(rows, 700).unwrap();
        }
        band.finish().unwrap()
    };
    let whole = resize(1900);
    for rows in [1, 7, 64, 500] {
        let banded = resize(rows);
        let apart = whole.samples.iter().zip(&banded.samples).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(apart <= Some(1), "{rows}: {apart:?}");
    }
}
