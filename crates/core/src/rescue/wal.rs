//! The write-ahead log beside a database, frame by frame. Not for decrypting what is in the frames (`pages`).
//!
//! What a newcomer would get wrong: SQLite believes a frame only while every checksum before it fits, so one bad byte
//! hides everything that was committed after it, without an error. A power cut looks almost the same, but what it tore
//! was never committed: behind it there is no frame that ends a transaction.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::pages::PAGE;

const HEADER: usize = 32;
const FRAME: usize = 24 + PAGE;
/// More frames than any log of ours has: SQLite empties it about every thousand.
const MOST_FRAMES: usize = 1 << 17;

/// What a frame says about itself.
struct Frame {
    page: u32,
    /// It ends a transaction.
    commits: bool,
    /// All checksums up to it fit.
    believed: bool,
    at: u64,
}

/// A log with its frames.
pub(super) struct Wal {
    file: File,
    frames: Vec<Frame>,
    by_page: HashMap<u32, Vec<u64>>,
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// SQLite's running checksum over words of the byte order the header names.
fn sum((mut a, mut b): (u32, u32), bytes: &[u8], big: bool) -> (u32, u32) {
    let read = |four: &[u8]| {
        let four = four.first_chunk().copied().unwrap_or_default();
        if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
    };
    for eight in bytes.chunks_exact(8) {
        let (left, right) = eight.split_at(4);
        a = a.wrapping_add(read(left)).wrapping_add(b);
        b = b.wrapping_add(read(right)).wrapping_add(a);
    }
    (a, b)
}

impl Wal {
    /// `None`: there is no log, or nothing in it.
    pub(super) fn open(path: &Path) -> std::io::Result<Option<Self>> {
        let Some(mut file) = super::existing(path)? else { return Ok(None) };
        let mut header = [0; HEADER];
        let mut head = [0; 24];
        if file.read_exact(&mut header).is_err() || file.read_exact(&mut head).is_err() {
            return Ok(None);
        }
        let magic = word(&header, 0);
        let big = magic == Some(0x377f_0683);
        let mut running = sum((0, 0), header.get(..24).unwrap_or_default(), big);
        let told = |at| Some((word(&header, at)?, word(&header, at + 4)?));
        let mut believed = matches!(magic, Some(0x377f_0682 | 0x377f_0683)) && told(24) == Some(running);
        // Frames of an earlier round lie behind those of this one and carry another salt.
        let salt = if believed { header.get(16..24) } else { head.get(8..16) }.map(<[u8]>::to_vec);
        let (mut frames, mut raw) = (Vec::new(), vec![0; FRAME]);
        let mut at = HEADER as u64;
        file.seek(SeekFrom::Start(at))?;
        while frames.len() < MOST_FRAMES && file.read_exact(&mut raw).is_ok() {
            let page = word(&raw, 0).unwrap_or(0);
            let ours = raw.get(8..16).map(<[u8]>::to_vec) == salt && page > 0;
            running = sum(running, raw.get(..8).unwrap_or_default(), big);
            running = sum(running, raw.get(24..).unwrap_or_default(), big);
            believed &= ours && Some(running.0) == word(&raw, 16) && Some(running.1) == word(&raw, 20);
            if ours && page < 1 << 20 {
                let commits = word(&raw, 4).unwrap_or(0) > 0;
                frames.push(Frame { page, commits, believed, at: at + 24 });
            }
            at += FRAME as u64;
        }
        // What no later frame commits was never promised to anybody.
        let end = frames.iter().rposition(|f| f.commits).map_or(0, |i| i + 1);
        frames.truncate(end);
        let mut by_page: HashMap<u32, Vec<u64>> = HashMap::new();
        for frame in frames.iter().rev() {
            by_page.entry(frame.page).or_default().push(frame.at);
        }
        Ok(Some(Self { file, frames, by_page }))
    }

    /// Highest page number in it.
    pub(super) fn last(&self) -> u32 {
        self.frames.iter().map(|f| f.page).max().unwrap_or(0)
    }

    /// The versions of a page, newest first.
    pub(super) fn versions(&mut self, page: u32) -> Vec<Vec<u8>> {
        let places = self.by_page.get(&page).cloned().unwrap_or_default();
        places.into_iter().filter_map(|at| self.read(at)).collect()
    }

    /// Committed frames that SQLite will not read.
    pub(super) fn beyond_the_first_fault(&mut self) -> Vec<(u32, Vec<u8>)> {
        let lost: Vec<(u32, u64)> = self.frames.iter().filter(|f| !f.believed).map(|f| (f.page, f.at)).collect();
        lost.into_iter().filter_map(|(page, at)| Some((page, self.read(at)?))).collect()
    }

    fn read(&mut self, at: u64) -> Option<Vec<u8>> {
        let mut raw = vec![0; PAGE];
        self.file.seek(SeekFrom::Start(at)).ok()?;
        self.file.read_exact(&mut raw).ok()?;
        Some(raw)
    }
}
