//! Rows of table pages, read from the page's bytes. Not for which table a page belongs to (`tables`).
//!
//! What a newcomer would get wrong: nothing here is believed. Every offset may point anywhere, every chain may bite its
//! tail; a cell that does not fit is left out and the next one is read.

use super::pages::{Pages, USABLE};
use rusqlite::types::Value;
use std::collections::HashSet;

/// First byte of a page of table rows.
const LEAF: u8 = 0x0d;
/// First byte of a page that points at other pages of a table.
const INTERIOR: u8 = 0x05;
/// Largest row that is believed: a photo with its thumbnail is far below.
const MOST: usize = 16 * 1024 * 1024;

/// A row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) rowid: i64,
    pub(super) values: Vec<Value>,
}

/// What a page of rows holds.
#[derive(Default)]
pub(super) struct Leaf {
    pub(super) rows: Vec<Row>,
    /// The beginnings of rows whose rest is gone.
    pub(super) torn: Vec<Vec<u8>>,
}

/// Where the header of a page lies.
fn start(n: u32) -> usize {
    if n == 1 { 100 } else { 0 }
}

fn u16_at(page: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_be_bytes(*page.get(at..)?.first_chunk()?)))
}

fn u32_at(page: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*page.get(at..)?.first_chunk()?))
}

/// SQLite's variable-length integer and its length.
fn varint(bytes: &[u8]) -> Option<(i64, usize)> {
    let mut value: u64 = 0;
    for (i, byte) in bytes.iter().take(9).enumerate() {
        if i == 8 {
            return Some(((value << 8 | u64::from(*byte)).cast_signed(), 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value.cast_signed(), i + 1));
        }
    }
    None
}

/// The cell pointers of a page of this kind.
fn cells(page: &[u8], n: u32, kind: u8) -> Option<Vec<usize>> {
    let at = start(n);
    if *page.get(at)? != kind {
        return None;
    }
    let (count, header) = (u16_at(page, at + 3)?, if kind == INTERIOR { 12 } else { 8 });
    (0..count.min(USABLE / 4)).map(|i| u16_at(page, at + header + 2 * i)).collect()
}

/// The pages of rows under a root that can be reached.
pub(super) fn leaves(pages: &mut Pages, root: u32) -> Vec<u32> {
    let (mut found, mut seen, mut left) = (Vec::new(), HashSet::new(), vec![root]);
    while let Some(n) = left.pop() {
        if n == 0 || n > pages.last || !seen.insert(n) {
            continue;
        }
        let Some(page) = pages.get(n) else { continue };
        if page.get(start(n)) == Some(&LEAF) {
            found.push(n);
        } else if let Some(cells) = cells(&page, n, INTERIOR) {
            left.extend(u32_at(&page, start(n) + 8));
            left.extend(cells.iter().filter_map(|at| u32_at(&page, *at)));
        }
    }
    found
}

/// The rows of a page; `None` when it is no page of rows.
pub(super) fn read(pages: &mut Pages, n: u32, page: &[u8]) -> Option<Leaf> {
    let mut leaf = Leaf::default();
    for at in cells(page, n, LEAF)? {
        let Some((length, rowid, local, next)) = cell(page, at) else { continue };
        let mut payload = local.to_vec();
        if chain(pages, &mut payload, length, next).is_none() {
            leaf.torn.push(local.to_vec());
        } else if let Some(values) = values(&payload) {
            leaf.rows.push(Row { rowid, values });
        }
    }
    Some(leaf)
}

/// Length of the row, its rowid, the part of it that lies here, and the page where it goes on.
fn cell(page: &[u8], at: usize) -> Option<(usize, i64, &[u8], Option<u32>)> {
    let (length, a) = varint(page.get(at..)?)?;
    let length = usize::try_from(length).ok().filter(|l| *l <= MOST)?;
    let (rowid, b) = varint(page.get(at + a..)?)?;
    let from = at + a + b;
    let most = USABLE - 35;
    if length <= most {
        return Some((length, rowid, page.get(from..from + length)?, None));
    }
    let least = (USABLE - 12) * 32 / 255 - 23;
    let fitting = least + (length - least) % (USABLE - 4);
    let here = if fitting <= most { fitting } else { least };
    Some((length, rowid, page.get(from..from + here)?, Some(u32_at(page, from + here)?)))
}

fn chain(pages: &mut Pages, payload: &mut Vec<u8>, length: usize, mut next: Option<u32>) -> Option<()> {
    // Each turn adds bytes, so a chain that bites its tail ends with the length.
    while payload.len() < length {
        let page = next.filter(|n| *n > 1).and_then(|n| pages.get(n))?;
        let more = (length - payload.len()).min(USABLE - 4);
        payload.extend_from_slice(page.get(4..4 + more)?);
        next = u32_at(&page, 0);
    }
    Some(())
}

fn values(payload: &[u8]) -> Option<Vec<Value>> {
    let (header, mut at) = varint(payload)?;
    let mut body = usize::try_from(header).ok()?;
    let mut out = Vec::new();
    let header = payload.get(..body)?;
    while at < header.len() {
        let (kind, n) = varint(header.get(at..)?)?;
        at += n;
        let (value, length) = value(kind, payload.get(body..)?)?;
        out.push(value);
        body += length;
    }
    Some(out)
}

fn value(kind: i64, bytes: &[u8]) -> Option<(Value, usize)> {
    let integer = |length: usize| {
        let bytes = bytes.get(..length)?;
        let sign: i64 = if bytes.first()? & 0x80 == 0 { 0 } else { -1 };
        Some((Value::Integer(bytes.iter().fold(sign, |n, b| n << 8 | i64::from(*b))), length))
    };
    match kind {
        0 => Some((Value::Null, 0)),
        1..=4 => integer(usize::try_from(kind).ok()?),
        5 => integer(6),
        6 => integer(8),
        7 => Some((Value::Real(f64::from_be_bytes(*bytes.first_chunk()?)), 8)),
        8 | 9 => Some((Value::Integer(kind - 8), 0)),
        12.. => {
            let length = usize::try_from((kind - 12) / 2).ok()?;
            let bytes = bytes.get(..length)?.to_vec();
            let text = kind % 2 == 1;
            Some((if text { Value::Text(String::from_utf8(bytes).ok()?) } else { Value::Blob(bytes) }, length))
        }
        _ => None,
    }
}
