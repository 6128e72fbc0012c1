//! A table out of an office's file: its kind, its limits, its rows one after another. Not for what a column means.
//!
//! What a newcomer would get wrong: a file is never held in memory. Rows are pushed to whoever asked, and everything that
//! makes a file as a whole unfit (a bomb, an unreadable letter, too many rows) is found before the first row is pushed.

use super::text_file::TextFile;
use super::xlsx::Workbook;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// Largest file, in bytes.
pub const FILE_BYTES: u64 = 256 * 1024 * 1024;
/// Most rows, title lines among them.
pub const ROWS: u64 = 500_000;
/// Most columns.
pub const COLUMNS: usize = 256;
/// Longest cell, in characters.
pub const CELL_CHARS: usize = 4_000;
/// Longest row, in bytes of text.
pub const ROW_BYTES: usize = 256 * 1024;

/// Why a file is not taken, as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum FileFault {
    /// More bytes than [`FILE_BYTES`].
    #[error("the file is larger than {} MB", FILE_BYTES / 1024 / 1024)]
    TooLarge,
    /// More rows than [`ROWS`].
    #[error("the file has more than {ROWS} rows: divide it")]
    TooManyRows,
    /// More columns than [`COLUMNS`].
    #[error("line {0} has more than {COLUMNS} columns")]
    TooManyColumns(u64),
    /// A row longer than [`ROW_BYTES`]; in a CSV file mostly a quotation mark that is not closed.
    #[error("the row at line {0} does not end: is a quotation mark not closed?")]
    RowTooLong(u64),
    /// The file ends inside a quoted cell, which began at this line.
    #[error(
        "line {0}: a quotation mark is not closed, so the lines below it are no rows: close it, or take it out, and bring the file again"
    )]
    QuoteOpen(u64),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Something else under the name of a table.
    #[error("this is {0}, not a table: save it as XLSX or CSV (UTF-8)")]
    NotATable(Other),
    /// Bytes that are no letters of an encoding we read.
    #[error(
        "line {0} has letters that cannot be read (an old font like TCVN3 or VNI?): save it as XLSX or CSV (UTF-8)"
    )]
    Letters(u64),
    /// Unpacks to far more than a table has.
    #[error("the file unpacks to more than a table has: it is not opened")]
    Bomb,
    /// An XLSX file that is not one inside.
    #[error("the file is damaged ({0}): open it in a spreadsheet and save it again as XLSX")]
    Damaged(Cow<'static, str>),
    /// The sheet that was asked for is not there; those that are.
    #[error("there is no such sheet; there are: {}", .0.join(", "))]
    NoSheet(Vec<String>),
    /// No line names a column for the code.
    #[error("no line names the columns: one must be the dossier's code (mã hồ sơ)")]
    NoHeader,
    /// A column the mapping names is not there.
    #[error("there is no column {0:?}")]
    NoColumn(String),
    /// Reading failed.
    #[error("the file cannot be read")]
    Unreadable,
}

/// What a file is that is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Other {
    /// PDF.
    Pdf,
    /// Old Excel (.xls) or an encrypted XLSX: both are OLE2 containers.
    OldOrEncrypted,
    /// OpenDocument.
    OpenDocument,
    /// XLSB.
    BinaryWorkbook,
    /// Some archive.
    Archive,
    /// A web page (many offices' exports are HTML under the name .xls).
    WebPage,
    /// XML, but not in a package.
    Xml,
    /// Bytes.
    Bytes,
}

impl std::fmt::Display for Other {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pdf => "a PDF",
            Self::OldOrEncrypted => "an old .xls or a workbook with a password",
            Self::OpenDocument => "an OpenDocument file",
            Self::BinaryWorkbook => "a binary workbook (.xlsb)",
            Self::Archive => "an archive",
            Self::WebPage => "a web page",
            Self::Xml => "an XML file",
            Self::Bytes => "not text",
        })
    }
}

impl FileFault {
    pub(super) const fn damaged(what: &'static str) -> Self {
        Self::Damaged(Cow::Borrowed(what))
    }
}

impl From<std::io::Error> for FileFault {
    fn from(_: std::io::Error) -> Self {
        // What the machine says may name a path.
        Self::Unreadable
    }
}

/// Why a cell has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellFault {
    /// A formula nobody computed before saving.
    NoValue,
    /// Covered by a merged cell, so its own value is not known.
    Merged,
    /// Longer than [`CELL_CHARS`].
    TooLong,
    /// `#REF!` and the like.
    Error,
    /// A date no calendar has.
    Day,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, NFC, without spaces around it.
    Text(String),
    /// A number that is not shown as a date.
    Number(f64),
    /// A date: `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`.
    Day(String),
    /// Something is wrong with it.
    Bad(CellFault),
}

impl Cell {
    /// Of a text.
    #[must_use]
    pub fn text(raw: &str) -> Self {
        if raw.chars().count() > CELL_CHARS {
            return Self::Bad(CellFault::TooLong);
        }
        let text = vungsam_domain::fold::clean(raw);
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// As text, e.g. of a code that a spreadsheet took for a number. `None`: empty or bad.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Text(t) | Self::Day(t) => Some(t.clone()),
            Self::Number(n) => Some(n.to_string()),
            Self::Empty | Self::Bad(_) => None,
        }
    }

    /// Whether there is nothing to see; what a merged cell covers counts as nothing.
    #[must_use]
    pub fn blank(&self) -> bool {
        matches!(self, Self::Empty | Self::Bad(CellFault::Merged))
    }
}

/// Why a row of a text file is not what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFault {
    /// Text between a closing quotation mark and the next separator.
    Behind,
    /// A quoted cell with whole rows in it.
    Lines,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Line of the text file, or number of the row in the sheet; from 1.
    pub line: u64,
    /// Its last line, when it has several: quoted cells may hold line breaks.
    pub last: u64,
    /// Its quotation marks are wrong: its cells may be anything.
    pub fault: Option<RowFault>,
    /// From the first column; the end may be missing.
    pub cells: Vec<Cell>,
    /// Its first filled cell is merged over others of this row: a title between the rows, when nothing else is in it.
    pub title: bool,
    /// Merged with the row below: a header of two lines.
    pub continues: bool,
}

/// Where rows go. `Err(())` ends the reading.
pub type Sink<'a> = dyn FnMut(Row) -> Result<(), ()> + 'a;

/// A checked file.
#[derive(Debug)]
pub enum Table {
    /// CSV.
    Text(TextFile),
    /// XLSX.
    Workbook(Workbook),
}

impl Table {
    /// Opens a file and checks all of it. `spool` is a folder for texts that must lie somewhere meanwhile (a file
    /// without a name). `sheet`: which one; else the first that is shown and has rows.
    ///
    /// # Errors
    /// [`FileFault`].
    pub fn open(file: &Path, sheet: Option<&str>, spool: &Path) -> Result<Self, FileFault> {
        Self::of(File::open(file)?, sheet, spool)
    }

    /// As [`Table::open`], of an open file.
    ///
    /// # Errors
    /// [`FileFault`].
    pub fn of(mut file: File, sheet: Option<&str>, spool: &Path) -> Result<Self, FileFault> {
        let size = file.metadata()?.len();
        if size > FILE_BYTES {
            return Err(FileFault::TooLarge);
        }
        if size == 0 {
            return Err(FileFault::Empty);
        }
        let mut head = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        (&mut file).take(512).read_to_end(&mut head)?;
        file.seek(SeekFrom::Start(0))?;
        if head.starts_with(b"PK") {
            return Ok(Self::Workbook(Workbook::open(file, sheet, spool)?));
        }
        match other(&head) {
            Some(other) => Err(FileFault::NotATable(other)),
            None => Ok(Self::Text(TextFile::open(file)?)),
        }
    }

    /// Pushes all rows that are not empty, in order.
    ///
    /// # Errors
    /// [`FileFault`].
    pub fn rows(&mut self, sink: &mut Sink<'_>) -> Result<(), FileFault> {
        match self {
            Self::Text(t) => t.rows(sink),
            Self::Workbook(w) => w.rows(sink),
        }
    }

    /// Names of the sheets that are shown; none in a text file.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        match self {
            Self::Text(_) => Vec::new(),
            Self::Workbook(w) => w.sheets(),
        }
    }

    /// The sheet that is read.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        match self {
            Self::Text(_) => None,
            Self::Workbook(w) => Some(w.sheet()),
        }
    }
}

fn other(head: &[u8]) -> Option<Other> {
    const OLE2: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    let start = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or_default();
    let text: String = head.iter().skip(start).take(64).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let text = text.trim_start_matches("\u{ef}\u{bb}\u{bf}");
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    if text.starts_with("%pdf") {
        Some(Other::Pdf)
    } else if head.starts_with(&OLE2) || head.starts_with(&[0x09, 0x08]) {
        Some(Other::OldOrEncrypted)
    } else if head.starts_with(&[0x1f, 0x8b]) || head.starts_with(b"Rar!") || head.starts_with(b"7z\xbc\xaf") {
        Some(Other::Archive)
    } else if text.starts_with("<!doctype html") || text.starts_with("<html") || text.starts_with("<table") {
        Some(Other::WebPage)
    } else if text.starts_with("<?xml") {
        Some(Other::Xml)
    } else if !utf16 && head.contains(&0) {
        Some(Other::Bytes)
    } else {
        None
    }
}
