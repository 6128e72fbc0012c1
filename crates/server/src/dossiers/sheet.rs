//! Cells of one sheet, row after row. Not for the package around it.
//!
//! What a newcomer would get wrong: a merged cell has its value in its first cell only. The covered ones are neither empty
//! nor equal to it; they say "merged", and a row that needs one of them is not taken.

use super::days;
use super::strings::Strings;
use super::table::{COLUMNS, Cell, CellFault, FileFault, ROWS, Row, Sink};
use super::xml::{Xml, attribute, reference};
use quick_xml::events::{BytesStart, Event};
use std::io::Read;

/// Most merged ranges.
const MERGED: usize = 100_000;
/// Highest row number.
const LAST_ROW: u64 = 10_000_000;

/// A merged range, from 1, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    rows: (u64, u64),
    columns: (usize, usize),
}

/// What is needed to read a cell.
#[derive(Debug)]
pub struct Looks {
    /// By style: whether it shows a date.
    pub dates: Vec<bool>,
    /// Days are counted from 1904.
    pub old_days: bool,
    /// By first row.
    pub merged: Vec<Range>,
}

/// Counts rows and collects merged ranges, in order of their first row.
///
/// # Errors
/// [`FileFault`].
pub fn survey(part: impl Read, merged: &mut Vec<Range>) -> Result<u64, FileFault> {
    let (mut rows, mut filled) = (0_u64, false);
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Event::Start(t) => match t.local_name().as_ref() {
                "row" => {
                    rows += 1;
                    if rows > ROWS {
                        return Ok(rows);
                    }
                }
                "c" => filled = true,
                "mergeCell" => merged.extend(attribute(&t, "ref").as_deref().and_then(range)),
                _ => {}
            },
            Event::Empty(t) if t.local_name().as_ref() == "mergeCell" => {
                merged.extend(attribute(&t, "ref").as_deref().and_then(range));
            }
            Event::Eof => break,
            _ => {}
        }
        if merged.len() > MERGED {
            return Err(FileFault::damaged("merged cells"));
        }
    }
    merged.sort_unstable_by_key(|r| r.rows.0);
    Ok(if filled { rows } else { 0 })
}

/// Column (from 0) and row of a name like `AB12`; the row may be missing.
fn place(name: &str) -> Option<(usize, Option<u64>)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = name
        .bytes()
        .take(letters)
        .try_fold(0_usize, |n, b| (n < 100_000).then(|| n * 26 + usize::from(b.to_ascii_uppercase() - b'A') + 1))?;
    let row = name.get(letters..).filter(|r| !r.is_empty()).map(str::parse).transpose().ok()?;
    Some((column.checked_sub(1)?, row))
}

fn range(name: &str) -> Option<Range> {
    let (from, to) = name.split_once(':')?;
    let ((c1, r1), (c2, r2)) = (place(from)?, place(to)?);
    let (r1, r2) = (r1?, r2?);
    (r1 <= r2 && c1 <= c2).then_some(Range { rows: (r1, r2), columns: (c1, c2) })
}

#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    date: bool,
    text: String,
    computed: bool,
    valued: bool,
}

/// Pushes all rows that are not empty.
///
/// # Errors
/// [`FileFault`].
pub fn rows(part: impl Read, looks: &Looks, strings: &mut Strings, sink: &mut Sink<'_>) -> Result<(), FileFault> {
    let mut reading = Reading { looks, strings, row: Row::default(), merged: 0, open: Vec::new() };
    let mut xml = Xml::new(part);
    let (mut cell, mut collecting): (Option<Open>, bool) = (None, false);
    loop {
        match xml.next()? {
            Event::Start(t) => match t.local_name().as_ref() {
                "row" => reading.begin(&t)?,
                "c" => cell = Some(reading.cell(&t)?),
                "v" | "t" => {
                    collecting = true;
                    cell.iter_mut().for_each(|c| c.valued = true);
                }
                "f" => cell.iter_mut().for_each(|c| c.computed = true),
                // How a word is spoken is not part of it.
                "rPh" => collecting = false,
                _ => {}
            },
            Event::Empty(t) => match t.local_name().as_ref() {
                "row" => reading.begin(&t)?,
                "c" => {
                    let empty = reading.cell(&t)?;
                    reading.put(empty.column, Cell::Empty)?;
                }
                "v" => cell.iter_mut().for_each(|c| c.valued = true),
                "f" => cell.iter_mut().for_each(|c| c.computed = true),
                _ => {}
            },
            Event::End(t) => match t.local_name().as_ref() {
                "v" | "t" => collecting = false,
                "c" => {
                    if let Some(done) = cell.take() {
                        let (column, value) = reading.value(done)?;
                        reading.put(column, value)?;
                    }
                }
                "row" if reading.end(sink).is_err() => return Ok(()),
                _ => {}
            },
            Event::Text(t) if collecting => cell.iter_mut().for_each(|c| c.text.push_str(&t)),
            Event::CData(t) if collecting => cell.iter_mut().for_each(|c| c.text.push_str(&t)),
            Event::GeneralRef(r) if collecting => {
                let c = reference(&r)?;
                cell.iter_mut().for_each(|o| o.text.push(c));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

struct Reading<'a> {
    looks: &'a Looks,
    strings: &'a mut Strings,
    row: Row,
    /// How many ranges of `looks.merged` were opened.
    merged: usize,
    /// Those that reach the current row or further.
    open: Vec<Range>,
}

impl Reading<'_> {
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), FileFault> {
        let line = match attribute(tag, "r") {
            Some(r) => r.parse().map_err(|_| FileFault::damaged("rows"))?,
            None => self.row.line + 1,
        };
        if line <= self.row.line || line > LAST_ROW {
            return Err(FileFault::damaged("rows"));
        }
        self.row = Row { line, last: line, ..Row::default() };
        Ok(())
    }

    fn cell(&self, tag: &BytesStart<'_>) -> Result<Open, FileFault> {
        let column = match attribute(tag, "r") {
            Some(name) => place(&name).ok_or(FileFault::damaged("cells"))?.0,
            None => self.row.cells.len(),
        };
        let style: usize = attribute(tag, "s").and_then(|s| s.parse().ok()).unwrap_or_default();
        let date = self.looks.dates.get(style).copied().unwrap_or_default();
        Ok(Open { column, kind: attribute(tag, "t").unwrap_or_default(), date, ..Open::default() })
    }

    fn value(&mut self, cell: Open) -> Result<(usize, Cell), FileFault> {
        let column = cell.column;
        if cell.computed && (!cell.valued || cell.text.is_empty() && cell.kind != "str") {
            return Ok((column, Cell::Bad(CellFault::NoValue)));
        }
        let value = match cell.kind.as_str() {
            "s" => {
                let n = cell.text.trim().parse().map_err(|_| FileFault::damaged("strings"))?;
                match self.strings.get(n)? {
                    Some(Some(text)) => Cell::text(&text),
                    Some(None) => Cell::Bad(CellFault::TooLong),
                    None => return Err(FileFault::damaged("strings")),
                }
            }
            "str" | "inlineStr" => Cell::text(&cell.text),
            "b" => Cell::Text(if cell.text.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
            "e" => Cell::Bad(CellFault::Error),
            "d" => days::read(&cell.text).map_or(Cell::Bad(CellFault::Day), Cell::Day),
            _ if cell.text.trim().is_empty() => Cell::Empty,
            _ => {
                let n: f64 = cell.text.trim().parse().map_err(|_| FileFault::damaged("numbers"))?;
                if cell.date {
                    days::serial(n, self.looks.old_days).map_or(Cell::Bad(CellFault::Day), Cell::Day)
                } else {
                    Cell::Number(n)
                }
            }
        };
        Ok((column, value))
    }

    fn put(&mut self, column: usize, value: Cell) -> Result<(), FileFault> {
        if column >= COLUMNS {
            // Empty cells with a style go on to the edge of many sheets.
            return if value.blank() { Ok(()) } else { Err(FileFault::TooManyColumns(self.row.line)) };
        }
        while self.row.cells.len() <= column {
            self.row.cells.push(Cell::Empty);
        }
        if let Some(cell) = self.row.cells.get_mut(column) {
            *cell = value;
        }
        Ok(())
    }

    fn end(&mut self, sink: &mut Sink<'_>) -> Result<(), ()> {
        let line = self.row.line;
        while let Some(next) = self.looks.merged.get(self.merged).filter(|r| r.rows.0 <= line) {
            self.open.push(*next);
            self.merged += 1;
        }
        self.open.retain(|r| r.rows.1 >= line);
        let mut row = std::mem::replace(&mut self.row, Row { line, last: line, ..Row::default() });
        let mut across = Vec::new();
        for range in &self.open {
            row.continues |= range.rows.1 > line;
            if range.rows == (line, line) {
                across.push(range.columns.0);
            }
            for column in range.columns.0..=range.columns.1.min(COLUMNS - 1) {
                if (line, column) == (range.rows.0, range.columns.0) {
                    continue;
                }
                while row.cells.len() <= column {
                    row.cells.push(Cell::Empty);
                }
                if let Some(cell) = row.cells.get_mut(column) {
                    *cell = Cell::Bad(CellFault::Merged);
                }
            }
        }
        let mut filled = row.cells.iter().enumerate().filter(|(_, c)| !c.blank()).map(|(n, _)| n);
        let first = filled.next();
        row.title = filled.next().is_none() && first.is_some_and(|c| across.contains(&c));
        if first.is_none() { Ok(()) } else { sink(row) }
    }
}
