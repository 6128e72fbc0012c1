//! Letters of a text file: UTF-8, UTF-16 with a mark, or Windows-1258. Not for separators and rows.
//!
//! What a newcomer would get wrong: Windows-1258 reads any byte as something, so a file in an old font (TCVN3, VNI) would
//! come through as nonsense. Only letters Vietnamese has are let through; the first other one names its line.

use super::table::FileFault;
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

const CHUNK: usize = 64 * 1024;

/// Reads a file as UTF-8, a piece at a time.
#[derive(Debug)]
pub struct Letters {
    file: File,
    encoding: &'static Encoding,
}

impl Letters {
    /// Finds the encoding and reads the whole file once to see that it holds.
    ///
    /// # Errors
    /// [`FileFault::Letters`] with the line, [`FileFault::Unreadable`].
    pub fn of(mut file: File) -> Result<Self, FileFault> {
        let mut mark = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        (&mut file).take(3).read_to_end(&mut mark)?;
        let marked = match mark.as_slice() {
            [0xff, 0xfe, ..] => Some(UTF_16LE),
            [0xfe, 0xff, ..] => Some(UTF_16BE),
            [0xef, 0xbb, 0xbf] => Some(UTF_8),
            _ => None,
        };
        let mut letters = Self { file, encoding: marked.unwrap_or(UTF_8) };
        match letters.holds() {
            Ok(()) => Ok(letters),
            Err(FileFault::Letters(line)) if marked.is_none() => {
                letters.encoding = WINDOWS_1258;
                // A file that is UTF-8 but for one byte is not an old one: its own fault is the truer one.
                letters.holds().map(|()| letters).map_err(|e| match e {
                    FileFault::Letters(other) => FileFault::Letters(other.min(line)),
                    e => e,
                })
            }
            Err(e) => Err(e),
        }
    }

    fn holds(&mut self) -> Result<(), FileFault> {
        let old = self.encoding == WINDOWS_1258;
        let mut pieces = self.pieces()?;
        let (mut line, mut before) = (1_u64, ' ');
        while let Some(text) = pieces.next()? {
            for c in text.chars() {
                if c == '\n' {
                    line += 1;
                }
                let bad = c == '\u{fffd}' || c == '\0' || old && !(c.is_ascii() || vietnamese(before, c));
                if bad {
                    return Err(FileFault::Letters(line));
                }
                before = c;
            }
        }
        Ok(())
    }

    /// From the beginning.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn pieces(&mut self) -> Result<Pieces<'_>, FileFault> {
        self.file.seek(SeekFrom::Start(0))?;
        Ok(Pieces {
            file: &mut self.file,
            decoder: self.encoding.new_decoder_with_bom_removal(),
            bytes: vec![0; CHUNK],
            text: String::with_capacity(CHUNK * 3 + 64),
            done: false,
        })
    }
}

/// Pieces of text.
pub struct Pieces<'a> {
    file: &'a mut File,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: String,
    done: bool,
}

impl Pieces<'_> {
    /// The next piece; bytes that are no letter come as U+FFFD.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next(&mut self) -> Result<Option<&str>, FileFault> {
        if self.done {
            return Ok(None);
        }
        let n = self.file.read(&mut self.bytes)?;
        self.done = n == 0;
        self.text.clear();
        // The room is enough for any input of this size, so it never stops half-way.
        let _ = self.decoder.decode_to_string(self.bytes.get(..n).unwrap_or_default(), &mut self.text, self.done);
        Ok(Some(&self.text))
    }
}

/// Whether a letter outside ASCII belongs into a Vietnamese text of Windows-1258.
fn vietnamese(before: char, c: char) -> bool {
    const LETTERS: &str = "àáâãèéêìíòóôõùúýăđơưÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐƠƯ";
    const MARKS: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    const SIGNS: &str = "\u{a0}–—‘’“”…•₫°²³·§«»×½¼¾";
    if MARKS.contains(&c) {
        return "aeiouyâêôăơưAEIOUYÂÊÔĂƠƯ".contains(before);
    }
    LETTERS.contains(c) || SIGNS.contains(c)
}
