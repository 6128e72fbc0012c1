//! SSIMULACRA2 of pictures beside an original: `photo-score ORIGINAL PICTURE…`, a number a line. 90 cannot be told apart,
//! 70 is good, 50 is fair.
//!
//! What a newcomer would get wrong: the original is brought to each picture's size first, from all of its pixels with
//! Lanczos, which is what neither of the measured tools does.

use fast_image_resize as fir;
use ssimulacra2::{ColorPrimaries, Rgb, TransferCharacteristic, compute_frame_ssimulacra2};
use std::error::Error;

fn frame(pixels: &[u8], width: u32, height: u32) -> Result<Rgb, Box<dyn Error>> {
    let light = |s: u8| f32::from(s) / 255.0;
    let data = pixels.as_chunks::<3>().0.iter().map(|p| p.map(light)).collect();
    let (w, h) = (usize::try_from(width)?, usize::try_from(height)?);
    Ok(Rgb::new(data, w, h, TransferCharacteristic::SRGB, ColorPrimaries::BT709).map_err(|e| format!("{e:?}"))?)
}

fn read(path: &str) -> Result<image::RgbImage, Box<dyn Error>> {
    let mut reader = image::ImageReader::open(path)?;
    reader.no_limits();
    Ok(reader.decode()?.into_rgb8())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let original = read(&args.next().ok_or("photo-score ORIGINAL PICTURE…")?)?;
    let (from_w, from_h) = original.dimensions();
    let source = fir::images::Image::from_vec_u8(from_w, from_h, original.into_raw(), fir::PixelType::U8x3)?;
    for path in args {
        let picture = read(&path)?;
        let (w, h) = picture.dimensions();
        let mut reference = fir::images::Image::new(w, h, fir::PixelType::U8x3);
        let lanczos = fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::Lanczos3));
        fir::Resizer::new().resize(&source, &mut reference, &lanczos)?;
        let score = compute_frame_ssimulacra2(frame(reference.buffer(), w, h)?, frame(picture.as_raw(), w, h)?)
            .map_err(|e| format!("{e:?}"))?;
        println!("{score:.4}");
    }
    Ok(())
}
