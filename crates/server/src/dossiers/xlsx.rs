//! The package of an XLSX file: is it one, does it unpack to something sane, which sheets, which styles are dates. Not for
//! cells (see `sheet`).
//!
//! What a newcomer would get wrong: what the archive says of its sizes is not believed. Every entry is unpacked once into
//! nothing, counted, before any of it is read. Why this is ours and not a library's: ADR 20.

use super::sheet::{self, Looks};
use super::strings::Strings;
use super::table::{FileFault, Other, ROWS, Sink};
use super::xml::{Xml, attribute};
use quick_xml::events::Event;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use vungsam_domain::fold::fold;
use zip::ZipArchive;

/// Most entries.
const ENTRIES: usize = 2_000;
/// Most bytes unpacked, all entries together.
const UNPACKED: u64 = 1024 * 1024 * 1024;
/// An entry above [`SUSPECT`] bytes that packs better than this is no table.
const RATIO: u64 = 250;
const SUSPECT: u64 = 4 * 1024 * 1024;

type Archive = ZipArchive<BufReader<File>>;

#[derive(Debug)]
struct Named {
    name: String,
    part: String,
    shown: bool,
}

/// A checked workbook and the sheet that is read.
#[derive(Debug)]
pub struct Workbook {
    archive: Archive,
    sheets: Vec<Named>,
    chosen: usize,
    looks: Looks,
    strings: Strings,
}

impl Workbook {
    /// Checks all of it.
    ///
    /// # Errors
    /// [`FileFault`].
    pub fn open(file: File, wanted: Option<&str>, spool: &Path) -> Result<Self, FileFault> {
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| FileFault::damaged("archive"))?;
        unpack(&mut archive)?;
        let main = main_part(&mut archive)?;
        let related = relations(&mut archive, &main)?;
        let part = |kind: &str| related.values().find(|r| r.kind == kind).map(|r| r.part.clone());
        let mut old_days = false;
        let sheets = workbook(&mut archive, &main, &related, &mut old_days)?;
        let dates = match part("styles") {
            Some(styles) => date_styles(&mut archive, &styles)?,
            None => Vec::new(),
        };
        let strings = match part("sharedStrings") {
            Some(p) => Strings::read(entry(&mut archive, &p)?, spool)?,
            None => Strings::none(spool)?,
        };
        let looks = Looks { dates, old_days, merged: Vec::new() };
        let mut book = Self { archive, sheets, chosen: 0, looks, strings };
        book.choose(wanted)?;
        Ok(book)
    }

    fn choose(&mut self, wanted: Option<&str>) -> Result<(), FileFault> {
        let fits = |s: &&(usize, &Named)| wanted.map_or(s.1.shown, |w| fold(w) == fold(&s.1.name));
        let all: Vec<usize> =
            self.sheets.iter().enumerate().collect::<Vec<_>>().iter().filter(fits).map(|s| s.0).collect();
        for n in &all {
            self.chosen = *n;
            self.looks.merged.clear();
            let part = self.part();
            // The one pass that counts rows and finds what is merged, before a row is pushed.
            let rows = sheet::survey(entry(&mut self.archive, &part)?, &mut self.looks.merged)?;
            if rows > ROWS {
                return Err(FileFault::TooManyRows);
            }
            if rows > 0 {
                return Ok(());
            }
        }
        if all.is_empty() { Err(FileFault::NoSheet(self.sheets())) } else { Err(FileFault::Empty) }
    }

    fn part(&self) -> String {
        self.sheets.get(self.chosen).map(|s| s.part.clone()).unwrap_or_default()
    }

    /// Names of the sheets that are shown.
    #[must_use]
    pub fn sheets(&self) -> Vec<String> {
        self.sheets.iter().filter(|s| s.shown).map(|s| s.name.clone()).collect()
    }

    /// The one that is read.
    #[must_use]
    pub fn sheet(&self) -> &str {
        self.sheets.get(self.chosen).map_or("", |s| &s.name)
    }

    /// Pushes all rows that are not empty.
    ///
    /// # Errors
    /// [`FileFault`].
    pub fn rows(&mut self, sink: &mut Sink<'_>) -> Result<(), FileFault> {
        let part = self.part();
        sheet::rows(entry(&mut self.archive, &part)?, &self.looks, &mut self.strings, sink)
    }
}

fn entry<'a>(archive: &'a mut Archive, name: &str) -> Result<impl Read + 'a, FileFault> {
    archive.by_name(name).map_err(|_| FileFault::damaged("a part is missing"))
}

/// Unpacks everything into nothing.
fn unpack(archive: &mut Archive) -> Result<(), FileFault> {
    if archive.len() > ENTRIES || archive.has_duplicate_names() {
        return Err(FileFault::Bomb);
    }
    let mut all = 0_u64;
    let mut sink = vec![0; 64 * 1024];
    for n in 0..archive.len() {
        let mut entry = archive.by_index(n).map_err(|_| FileFault::damaged("a part cannot be unpacked"))?;
        let packed = entry.compressed_size().max(1);
        let mut own = 0_u64;
        loop {
            let read = entry.read(&mut sink).map_err(|_| FileFault::damaged("a part cannot be unpacked"))?;
            if read == 0 {
                break;
            }
            own += read as u64;
            all += read as u64;
            if all > UNPACKED || own > SUSPECT && own / packed > RATIO {
                return Err(FileFault::Bomb);
            }
        }
    }
    Ok(())
}

/// Name of the part that lists the sheets.
fn main_part(archive: &mut Archive) -> Result<String, FileFault> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("mimetype") && has("content.xml") {
        return Err(FileFault::NotATable(Other::OpenDocument));
    }
    if has("xl/workbook.bin") {
        return Err(FileFault::NotATable(Other::BinaryWorkbook));
    }
    if !has("[Content_Types].xml") && !has("_rels/.rels") {
        return Err(FileFault::NotATable(Other::Archive));
    }
    let found = relations(archive, "").ok().and_then(|r| r.into_values().find(|r| r.kind == "officeDocument"));
    let main = found.map_or("xl/workbook.xml".to_owned(), |r| r.part);
    if archive.index_for_name(&main).is_some() && main.starts_with("xl/") {
        Ok(main)
    } else {
        Err(FileFault::NotATable(Other::Archive))
    }
}

struct Relation {
    kind: String,
    part: String,
}

/// What a part names, by id.
fn relations(archive: &mut Archive, of: &str) -> Result<HashMap<String, Relation>, FileFault> {
    let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
    let at = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut found = HashMap::new();
    let mut xml = Xml::new(entry(archive, &at)?);
    loop {
        match xml.next()? {
            Event::Start(t) | Event::Empty(t) if t.local_name().as_ref() == "Relationship" => {
                let (Some(id), Some(kind), Some(target)) =
                    (attribute(&t, "Id"), attribute(&t, "Type"), attribute(&t, "Target"))
                else {
                    continue;
                };
                let part = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None if folder.is_empty() => target,
                    None => format!("{folder}/{}", target.trim_start_matches("./")),
                };
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                found.insert(id, Relation { kind, part });
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
        if found.len() > ENTRIES {
            return Err(FileFault::Bomb);
        }
    }
}

fn workbook(
    archive: &mut Archive,
    main: &str,
    related: &HashMap<String, Relation>,
    old_days: &mut bool,
) -> Result<Vec<Named>, FileFault> {
    let mut sheets = Vec::new();
    let mut xml = Xml::new(entry(archive, main)?);
    loop {
        match xml.next()? {
            Event::Start(t) | Event::Empty(t) => match t.local_name().as_ref() {
                "workbookPr" => *old_days = matches!(attribute(&t, "date1904").as_deref(), Some("1" | "true")),
                "sheet" => {
                    let related = attribute(&t, "id").and_then(|id| related.get(&id)).filter(|r| r.kind == "worksheet");
                    if let (Some(name), Some(r)) = (attribute(&t, "name"), related) {
                        let shown = attribute(&t, "state").is_none_or(|s| s == "visible");
                        sheets.push(Named { name, part: r.part.clone(), shown });
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
        if sheets.len() > ENTRIES {
            return Err(FileFault::Bomb);
        }
    }
}

/// Whether each style shows a date.
fn date_styles(archive: &mut Archive, part: &str) -> Result<Vec<bool>, FileFault> {
    let mut own: HashMap<u32, bool> = HashMap::new();
    let (mut styles, mut inside) = (Vec::new(), false);
    let mut xml = Xml::new(entry(archive, part)?);
    loop {
        match xml.next()? {
            Event::Start(t) | Event::Empty(t) if t.local_name().as_ref() == "numFmt" => {
                let id = attribute(&t, "numFmtId").and_then(|n| n.parse().ok());
                if let (Some(id), Some(code)) = (id, attribute(&t, "formatCode")) {
                    own.insert(id, shows_a_date(&code));
                }
            }
            Event::Start(t) if t.local_name().as_ref() == "cellXfs" => inside = true,
            Event::End(t) if t.local_name().as_ref() == "cellXfs" => inside = false,
            Event::Start(t) | Event::Empty(t) if inside && t.local_name().as_ref() == "xf" => {
                let id = attribute(&t, "numFmtId").and_then(|n| n.parse().ok()).unwrap_or(0_u32);
                let known = matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58);
                styles.push(own.get(&id).copied().unwrap_or(known));
            }
            Event::Eof => return Ok(styles),
            _ => {}
        }
        if styles.len() + own.len() > 1_000_000 {
            return Err(FileFault::Bomb);
        }
    }
}

/// Whether a number format is one of dates: has a letter for day, month, year or hour outside quotes and brackets.
fn shows_a_date(code: &str) -> bool {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' | '_' | '*' => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' => bracket = false,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 'n' | 'N' if !quoted && !bracket => return true,
            ';' if !quoted => return false,
            _ => {}
        }
    }
    false
}
