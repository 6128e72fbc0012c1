//! Pictures of every format with every kind of metadata, each marked: none of the marks may come out.

use super::*;

/// In all metadata of the corpus.
const MARK: &[u8] = b"CANARY-7f3a";

fn marked(prefix: &[u8], suffix: &[u8]) -> Vec<u8> {
    [prefix, MARK, b" 12.9N 108.1E ", MARK, suffix].concat()
}

/// A TIFF block: camera, position, maker note, and a thumbnail with its own comment.
fn tiff() -> Vec<u8> {
    let mut out = b"II\x2a\0\x08\0\0\0\x04\0".to_vec();
    let entry = |out: &mut Vec<u8>, tag: u16, kind: u16, count: usize, value: u32| {
        out.extend(tag.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(u32::try_from(count).unwrap().to_le_bytes());
        out.extend(value.to_le_bytes());
    };
    let note = marked(b"MakerNote\0", b"");
    let at = 8 + 2 + 4 * 12 + 4;
    entry(&mut out, 0x010F, 2, note.len(), at);
    entry(&mut out, 0x0112, 3, 1, 1);
    entry(&mut out, 0x8769, 4, 1, at);
    entry(&mut out, 0x927C, 7, note.len(), at);
    out.extend([0; 4]);
    out.extend(&note);
    out.extend(b"\xff\xd8\xff\xfe\0\x20");
    out.extend(marked(b"thumbnail ", b"\xff\xd9"));
    out
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0xFF, marker];
    out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    out.extend(body);
    out
}

fn jpeg() -> Vec<u8> {
    let mut segments = vec![
        segment(0xE1, &[b"Exif\0\0".as_slice(), &tiff()].concat()),
        segment(0xE1, &marked(b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>", b"</x:xmpmeta>")),
        segment(0xE1, &marked(b"http://ns.adobe.com/xmp/extension/\0", b"")),
        segment(0xE2, &marked(b"ICC_PROFILE\0\x01\x01", b"")),
        segment(0xE2, &marked(b"MPF\0", b"")),
        segment(0xED, &marked(b"Photoshop 3.0\x008BIM\x04\x04\0\0", b"")),
        segment(0xEE, &marked(b"Adobx", b"")),
        segment(0xFE, &marked(b"comment ", b"")),
    ];
    segments.extend((0xE3..=0xEC).chain([0xEF]).map(|m| segment(m, &marked(b"app ", b""))));
    let mut out = jpeg_with(&segments, &fields(64, 32));
    // As phones append a video or a second picture.
    out.extend(marked(b"\0\0\0\x18ftypmp42", b""));
    out
}

fn png() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let mut out = u32::try_from(body.len()).unwrap().to_be_bytes().to_vec();
        let typed = [kind.as_slice(), body].concat();
        out.extend(&typed);
        out.extend(crc32(&typed).to_be_bytes());
        out
    };
    let picture = written(ImageFormat::Png, &DynamicImage::ImageRgb8(fields(64, 32)));
    let mut out = picture[..33].to_vec();
    out.extend(chunk(b"eXIf", &tiff()));
    out.extend(chunk(b"tEXt", &marked(b"Comment\0", b"")));
    out.extend(chunk(b"tEXt", &marked(b"Raw profile type iptc\0", b"")));
    out.extend(chunk(b"iTXt", &marked(b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta>", b"")));
    out.extend(chunk(b"prVt", &marked(b"", b"")));
    out.extend(&picture[33..]);
    out.extend(marked(b"", b""));
    out
}

fn webp() -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let mut out = kind.to_vec();
        out.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        out.extend(body);
        out.resize(out.len().next_multiple_of(2), 0);
        out
    };
    let picture = written(ImageFormat::WebP, &DynamicImage::ImageRgb8(fields(64, 32)));
    // Extended: profile, EXIF and XMP are announced; 64 × 32.
    let mut body = chunk(b"VP8X", &[0b0010_1100, 0, 0, 0, 63, 0, 0, 31, 0, 0]);
    body.extend(chunk(b"ICCP", &marked(b"", b"")));
    body.extend(&picture[12..]);
    body.extend(chunk(b"EXIF", &tiff()));
    body.extend(chunk(b"XMP ", &marked(b"<x:xmpmeta>", b"")));
    let mut out = b"RIFF".to_vec();
    out.extend(u32::try_from(body.len() + 4).unwrap().to_le_bytes());
    out.extend(b"WEBP");
    out.extend(body);
    out
}

#[test]
fn no_mark_of_any_metadata_comes_out_of_any_format() {
    for (name, bytes, marks) in [("jpeg", jpeg(), 30), ("png", png(), 12), ("webp", webp(), 8)] {
        let there = bytes.windows(MARK.len()).filter(|w| *w == MARK).count();
        assert!(there >= marks, "{name} has something to lose: {there}");
        let out = shrink(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        check(&out);
        assert_eq!(letters(&out.jpeg), "rgbw", "{name}");
        for written in [&out.jpeg, &out.thumb] {
            assert!(!contains(written, b"CANARY") && !contains(written, b"12.9N"), "{name}");
            for word in [b"Exif".as_slice(), b"http", b"ICC_", b"Photoshop", b"MPF", b"ftyp"] {
                assert!(!contains(written, word), "{name}: {}", String::from_utf8_lossy(word));
            }
        }
    }
}
