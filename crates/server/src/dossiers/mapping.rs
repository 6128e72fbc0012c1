//! Which column of an office's file is what. Not for reading cells (see `rows`).
//!
//! What a newcomer would get wrong: the guess is only a proposal. What the operator says goes before it, and is remembered
//! with the source, by the words of the header, because columns move.

use super::table::{Cell, FileFault, Row};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vungsam_domain::fold::fold;

/// What a column can be. Everything else in a file is dropped on reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The dossier's code; the only one that must be there.
    Code,
    /// National code or name of the procedure.
    Procedure,
    /// The commune: id, name or former name.
    Unit,
    /// Day of receipt.
    Received,
    /// Day of return.
    Due,
    /// One of the ten, by number or name, or the office's own word.
    Status,
    /// The day the status is of.
    StatusDay,
    /// What is missing, which fee, where.
    Supplement,
    /// The applicant's phone: only a keyed proof of the last four digits is kept.
    Phone,
    /// The applicant's citizen number: the same.
    Citizen,
}

impl Field {
    /// All, in the order forms show them.
    pub const ALL: [Self; 10] = [
        Self::Code,
        Self::Procedure,
        Self::Unit,
        Self::Received,
        Self::Due,
        Self::Status,
        Self::StatusDay,
        Self::Supplement,
        Self::Phone,
        Self::Citizen,
    ];

    /// Its name in mappings and at the command line.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Procedure => "procedure",
            Self::Unit => "unit",
            Self::Received => "received",
            Self::Due => "due",
            Self::Status => "status",
            Self::StatusDay => "status_day",
            Self::Supplement => "supplement",
            Self::Phone => "phone",
            Self::Citizen => "citizen",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.id() == id)
    }

    /// Headers seen in offices' exports, folded, the surest first, with a bar between them.
    const fn known(self) -> &'static str {
        match self {
            Self::Code => {
                "ma ho so|ma so ho so|so ho so|ma hs|so hs|ma bien nhan|so bien nhan|ma tiep nhan|dossier code|\
                 dossier number|dossier no|dossier|code|ma"
            }
            Self::Procedure => {
                "ten thu tuc hanh chinh|ten thu tuc|thu tuc hanh chinh|thu tuc|ten tthc|tthc|ma thu tuc|ma tthc|\
                 procedure name|procedure code|procedure"
            }
            Self::Unit => {
                "don vi tiep nhan|don vi giai quyet|don vi xu ly|co quan tiep nhan|co quan giai quyet|don vi|\
                 xa phuong|phuong xa|xa|commune|unit|office"
            }
            Self::Received => {
                "ngay tiep nhan|ngay gio tiep nhan|thoi gian tiep nhan|ngay nhan ho so|ngay nhan|ngay nop|tiep nhan|\
                 received on|received|date received|receipt date"
            }
            Self::Due => {
                "ngay hen tra|ngay hen tra ket qua|han tra ket qua|ngay tra ket qua du kien|thoi gian hen tra|hen tra ket qua|hen tra|han tra|ngay hen|\
                 han xu ly|han giai quyet|due date|due on|due|deadline"
            }
            Self::Status => {
                "trang thai|trang thai ho so|tinh trang|tinh trang ho so|ma trang thai|status code|status|state"
            }
            Self::StatusDay => {
                "ngay trang thai|ngay cap nhat|ngay cap nhat trang thai|thoi gian cap nhat|cap nhat luc|\
                 ngay chuyen trang thai|status date|status day|updated on|updated"
            }
            Self::Supplement => {
                "noi dung bo sung|yeu cau bo sung|noi dung yeu cau bo sung|giay to bo sung|giay to can bo sung|\
                 giay to con thieu|bo sung|supplement|missing papers"
            }
            Self::Phone => {
                "so dien thoai|dien thoai|sdt|so dt|dt|so dien thoai nguoi nop|dien thoai nguoi nop|di dong|\
                 phone number|phone|mobile|telephone"
            }
            Self::Citizen => {
                "so cccd|cccd|so cccd nguoi nop|cccd nguoi nop|can cuoc nguoi nop|so cmnd|cmnd|cmnd cccd|cccd cmnd|so cmnd cccd|so cccd cmnd|can cuoc cong dan|\
                 so can cuoc|can cuoc|so dinh danh|so dinh danh ca nhan|so giay to|citizen id|citizen number|\
                 national id|id card"
            }
        }
    }
}

/// What a source's files look like: remembered in `dossier_sources.mapping`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Header of the column for each field; empty: no column, also where one would be guessed.
    #[serde(default)]
    pub columns: BTreeMap<Field, String>,
    /// The office's own words for statuses, folded, beside the official ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statuses: BTreeMap<String, u8>,
    /// The sheet, where it is not the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
}

/// A word for a status that is none of 1 to 10.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not FIELD=HEADER, or WORD=1 to 10")]
pub struct BadPair(pub String);

impl Mapping {
    /// Takes in `field=Header` or `status:word=5`.
    ///
    /// # Errors
    /// [`BadPair`].
    pub fn say(&mut self, pair: &str) -> Result<(), BadPair> {
        let bad = || BadPair(pair.to_owned());
        let (name, value) = pair.split_once('=').ok_or_else(bad)?;
        if let Some(word) = name.trim().strip_prefix("status:") {
            let code = value.trim().parse().ok().filter(|c| vungsam_domain::dossier::steps::CODES.contains(c));
            self.statuses.insert(fold(word), code.ok_or_else(bad)?);
            return Ok(());
        }
        let field = Field::from_id(name.trim()).ok_or_else(bad)?;
        self.columns.insert(field, value.trim().to_owned());
        Ok(())
    }

    /// What `self` says over what `older` said.
    #[must_use]
    pub fn over(&self, older: &Self) -> Self {
        let mut both = older.clone();
        both.columns.extend(self.columns.clone());
        both.statuses.extend(self.statuses.clone());
        if self.sheet.is_some() {
            both.sheet.clone_from(&self.sheet);
        }
        both
    }
}

/// A header that was found, and where each field is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its line.
    pub line: u64,
    /// All columns as they are called.
    pub names: Vec<String>,
    /// Column of each field that has one.
    pub columns: BTreeMap<Field, usize>,
    /// Second line of the header, when it has two.
    pub second: Option<u64>,
}

impl Header {
    /// Name of a field's column.
    #[must_use]
    pub fn name(&self, field: Field) -> &str {
        self.columns.get(&field).and_then(|c| self.names.get(*c)).map_or("", String::as_str)
    }

    /// What is remembered of it: what was said and what was found. A column that was missing is looked for again in the
    /// next file.
    #[must_use]
    pub fn mapping(&self, said: &Mapping) -> Mapping {
        let mut mapping = said.clone();
        for field in Field::ALL.into_iter().filter(|f| self.columns.contains_key(f)) {
            mapping.columns.insert(field, self.name(field).to_owned());
        }
        mapping
    }
}

/// So many rows are looked at for the header.
pub const LOOKED_AT: usize = 40;

/// Finds the header among the first rows: the line with most columns that are known, the code's among them.
///
/// # Errors
/// [`FileFault::NoHeader`]; [`FileFault::NoColumn`] when the operator named one that is not there.
pub fn header(first: &[Row], said: &Mapping) -> Result<Header, FileFault> {
    let mut best: Option<Header> = None;
    for (n, row) in first.iter().enumerate() {
        if row.title {
            continue;
        }
        let below = first.get(n + 1).filter(|_| row.continues);
        let found = columns(row, below, said);
        if found.columns.contains_key(&Field::Code)
            && best.as_ref().is_none_or(|b| b.columns.len() < found.columns.len())
        {
            best = Some(found);
        }
    }
    let Some(found) = best else {
        let named = said.columns.get(&Field::Code).filter(|c| !c.is_empty());
        return Err(named.map_or(FileFault::NoHeader, |c| FileFault::NoColumn(c.clone())));
    };
    // Named by somebody, so it is not left out in silence.
    let lost = said.columns.iter().find(|(f, name)| !name.is_empty() && !found.columns.contains_key(f));
    match lost {
        Some((_, name)) => Err(FileFault::NoColumn(name.clone())),
        None => Ok(found),
    }
}

fn columns(row: &Row, below: Option<&Row>, said: &Mapping) -> Header {
    let word = |r: &Row, n: usize| r.cells.get(n).and_then(Cell::words);
    let width = row.cells.len().max(below.map_or(0, |b| b.cells.len()));
    // Under a group ("Ngày" over "nhận" and "trả") the lower line is the column's name, with the group before it.
    let mut group = None;
    let names: Vec<String> = (0..width)
        .map(|n| {
            let upper = word(row, n);
            let lower = below.and_then(|b| word(b, n));
            if upper.is_some() {
                group.clone_from(&upper);
            }
            match (upper, lower, &group) {
                (None, Some(low), Some(up)) => format!("{up} {low}"),
                (Some(up), Some(low), _) => format!("{up} {low}"),
                (up, low, _) => up.or(low).unwrap_or_default(),
            }
        })
        .collect();
    let folded: Vec<String> = names.iter().map(|n| fold(n)).collect();
    let mut taken: BTreeMap<Field, usize> = BTreeMap::new();
    let free = |taken: &BTreeMap<Field, usize>, n: usize| !taken.values().any(|t| *t == n);
    for (field, name) in said.columns.iter().filter(|(_, name)| !name.is_empty()) {
        if let Some(n) = folded.iter().position(|f| *f == fold(name)) {
            taken.insert(*field, n);
        }
    }
    // Whole names first, for all fields; then beginnings, so that "mã" does not take what "mã hồ sơ" is.
    for whole in [true, false] {
        for field in Field::ALL.into_iter().filter(|f| !said.columns.contains_key(f)) {
            for known in field.known().split('|') {
                let fits = |f: &String| if whole { f.as_str() == known } else { begins(f, known) };
                let n = folded.iter().enumerate().position(|(n, f)| fits(f) && free(&taken, n));
                if let (Some(n), false) = (n, taken.contains_key(&field)) {
                    taken.insert(field, n);
                }
            }
        }
    }
    Header { line: row.line, names, columns: taken, second: below.map(|b| b.line) }
}

/// Begins with these words and is hardly longer; one short word alone is too little to go by.
fn begins(header: &str, known: &str) -> bool {
    known.len() >= 8
        && header.len() <= known.len() + 24
        && header.strip_prefix(known).is_some_and(|r| r.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u64, cells: &[&str]) -> Row {
        Row { line, cells: cells.iter().map(|c| Cell::text(c)).collect(), ..Row::default() }
    }

    #[test]
    fn headers_are_known_with_and_without_accents_and_in_english() {
        let said = Mapping::default();
        for names in [
            [
                "STT",
                "Mã hồ sơ",
                "Tên thủ tục hành chính",
                "Ngày tiếp nhận",
                "Ngày hẹn trả",
                "Trạng thái",
                "Số điện thoại",
            ],
            ["stt", "MA HO SO", "ten thu tuc", "ngay tiep nhan", "hen tra", "trang thai", "SDT"],
            ["No.", "Dossier code", "Procedure", "Received on", "Due date", "Status", "Phone"],
        ] {
            let found = header(&[row(1, &["BÁO CÁO"]), row(2, &names)], &said).unwrap();
            let wanted = [Field::Code, Field::Procedure, Field::Received, Field::Due, Field::Status, Field::Phone];
            assert_eq!(found.columns.into_iter().collect::<Vec<_>>(), wanted.into_iter().zip(1..).collect::<Vec<_>>());
            assert_eq!(found.line, 2);
        }
    }

    #[test]
    fn what_the_operator_says_goes_before_the_guess_and_must_be_there() {
        let rows = [row(3, &["Số", "Mã hồ sơ cũ", "Mã hồ sơ", "Tình trạng"])];
        let mut said = Mapping::default();
        assert_eq!(header(&rows, &said).unwrap().name(Field::Code), "Mã hồ sơ");
        said.say("code=số").unwrap();
        said.say("status=").unwrap();
        let found = header(&rows, &said).unwrap();
        assert_eq!((found.name(Field::Code), found.columns.contains_key(&Field::Status)), ("Số", false));
        said.say("due=Ngày trả").unwrap();
        assert_eq!(header(&rows, &said), Err(FileFault::NoColumn("Ngày trả".to_owned())));
        assert_eq!(header(&[row(1, &["a", "b"])], &Mapping::default()), Err(FileFault::NoHeader));
        for bad in ["code", "nothing=1", "status:x=11", "status:x=0", "status:x="] {
            assert!(said.say(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_header_of_two_lines_is_one() {
        let mut upper = row(4, &["Mã hồ sơ", "Ngày", "", "Trạng thái"]);
        upper.continues = true;
        let lower = row(5, &["", "tiếp nhận", "hẹn trả", ""]);
        let found = header(&[upper, lower], &Mapping::default()).unwrap();
        assert_eq!((found.name(Field::Received), found.name(Field::Due)), ("Ngày tiếp nhận", "Ngày hẹn trả"));
        assert_eq!((found.line, found.second), (4, Some(5)));
    }
}
