//! The shared strings of a workbook, on the disk. Not in memory: an export of 100,000 dossiers has half a million of them.
//!
//! What a newcomer would get wrong: they hold names and phones. The file has no name from the moment it is opened, so it
//! is gone with the process, however that ends.

use super::table::{CELL_CHARS, FileFault};
use super::xml::{Xml, reference};
use quick_xml::events::Event;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;

/// Most strings.
const COUNT: usize = 4_000_000;
/// Bytes read at once, and how many such pieces are kept.
const PIECE: u64 = 16 * 1024;
const KEPT: usize = 64;

/// Strings by number.
#[derive(Debug)]
pub struct Strings {
    file: File,
    /// Where each ends.
    ends: Vec<u32>,
    kept: Vec<Option<(u64, Vec<u8>)>>,
}

/// A new file in this folder that nobody else sees.
///
/// # Errors
/// When the disk does not let it.
pub fn nameless(folder: &Path) -> Result<File, FileFault> {
    for n in 0..100_u32 {
        let path = folder.join(format!("spool-{}-{n}", std::process::id()));
        let opened = std::fs::OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path);
        match opened {
            Ok(file) => {
                std::fs::remove_file(&path)?;
                return Ok(file);
            }
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(e.into()),
        }
    }
    Err(FileFault::Unreadable)
}

impl Strings {
    /// None.
    ///
    /// # Errors
    /// When the disk does not let it.
    pub fn none(folder: &Path) -> Result<Self, FileFault> {
        Ok(Self { file: nameless(folder)?, ends: Vec::new(), kept: vec![None; KEPT] })
    }

    /// Of `sharedStrings.xml`.
    ///
    /// # Errors
    /// [`FileFault`].
    pub fn read(part: impl Read, folder: &Path) -> Result<Self, FileFault> {
        let mut strings = Self::none(folder)?;
        let mut out = BufWriter::with_capacity(64 * 1024, &strings.file);
        let mut xml = Xml::new(part);
        let (mut at, mut inside, mut in_text, mut spoken) = (0_u64, false, false, 0_u32);
        loop {
            match xml.next()? {
                Event::Start(t) => match t.local_name().as_ref() {
                    "si" => inside = true,
                    "rPh" => spoken += 1,
                    "t" => in_text = inside && spoken == 0,
                    _ => {}
                },
                Event::Empty(t) if t.local_name().as_ref() == "si" => end(&mut strings.ends, at)?,
                Event::End(t) => match t.local_name().as_ref() {
                    "si" => {
                        inside = false;
                        end(&mut strings.ends, at)?;
                    }
                    "rPh" => spoken = spoken.saturating_sub(1),
                    "t" => in_text = false,
                    _ => {}
                },
                Event::Text(t) if in_text => {
                    out.write_all(t.as_bytes())?;
                    at += t.len() as u64;
                }
                Event::CData(t) if in_text => {
                    out.write_all(t.as_bytes())?;
                    at += t.len() as u64;
                }
                Event::GeneralRef(r) if in_text => {
                    let c = reference(&r)?;
                    out.write_all(c.encode_utf8(&mut [0; 4]).as_bytes())?;
                    at += c.len_utf8() as u64;
                }
                Event::Eof => break,
                _ => {}
            }
        }
        out.flush()?;
        drop(out);
        Ok(strings)
    }

    /// The string with this number: `None` when there is none, `Some(None)` when it is too long for a cell.
    ///
    /// # Errors
    /// When the disk does not let it.
    pub fn get(&mut self, n: usize) -> Result<Option<Option<String>>, FileFault> {
        let Some(&to) = self.ends.get(n) else { return Ok(None) };
        let from = n.checked_sub(1).and_then(|p| self.ends.get(p)).copied().unwrap_or_default();
        let (from, to) = (u64::from(from), u64::from(to));
        if to - from > (CELL_CHARS * 4) as u64 {
            return Ok(Some(None));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(to - from).unwrap_or_default());
        let mut at = from;
        while at < to {
            let piece = self.piece(at / PIECE)?;
            let start = usize::try_from(at % PIECE).unwrap_or_default();
            let stop = usize::try_from((to - at).min(PIECE - at % PIECE)).unwrap_or_default() + start;
            let Some(part) = piece.get(start..stop) else { return Err(FileFault::Unreadable) };
            bytes.extend_from_slice(part);
            at += (stop - start) as u64;
        }
        String::from_utf8(bytes).map(|s| Some(Some(s))).map_err(|_| FileFault::damaged("strings"))
    }

    fn piece(&mut self, n: u64) -> Result<&[u8], FileFault> {
        let slot = usize::try_from(n % KEPT as u64).unwrap_or_default();
        let Some(kept) = self.kept.get_mut(slot) else { return Err(FileFault::Unreadable) };
        if kept.as_ref().is_none_or(|(held, _)| *held != n) {
            let mut bytes = Vec::with_capacity(usize::try_from(PIECE).unwrap_or_default());
            let length = self.file.metadata()?.len().saturating_sub(n * PIECE).min(PIECE);
            bytes.resize(usize::try_from(length).unwrap_or_default(), 0);
            self.file.read_exact_at(&mut bytes, n * PIECE)?;
            *kept = Some((n, bytes));
        }
        Ok(kept.as_ref().map(|(_, b)| b.as_slice()).unwrap_or_default())
    }
}

fn end(ends: &mut Vec<u32>, at: u64) -> Result<(), FileFault> {
    if ends.len() >= COUNT {
        return Err(FileFault::Bomb);
    }
    ends.push(u32::try_from(at).map_err(|_| FileFault::Bomb)?);
    Ok(())
}
