//! From a row of cells to what may be kept of it, or why not. Not for what is already known of the dossier.
//!
//! What a newcomer would get wrong: this is where names, phones and everything else of a person end. What leaves here is
//! the row that is stored; a fault says where and why, never what stood there.

use super::mapping::{Field, Header};
use super::table::{Cell, CellFault, Row, RowFault};
use super::{days, status_words};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use vungsam_domain::Pack;
use vungsam_domain::dossier::code::{self, Kind};
use vungsam_domain::fold::fold;

/// Longest text of what is missing, in characters.
pub const SUPPLEMENT_CHARS: usize = 1_000;
/// Longest name of a procedure, code or status.
const NAME_CHARS: usize = 300;

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// More cells than the header has columns.
    Ragged,
    /// Text stands behind a closing quotation mark.
    QuoteBehind,
    /// A quoted cell holds whole rows.
    QuoteLines,
    /// No code.
    NoCode,
    /// The code is a citizen's number.
    CodeIsCitizen,
    /// The code is a phone's number.
    CodeIsPhone,
    /// The code is none of the forms offices use.
    CodeUnreadable,
    /// A day no calendar has.
    Day,
    /// A day after the file's own.
    Future,
    /// A merged cell where a value is needed.
    Merged,
    /// A formula without a value.
    NoValue,
    /// An error of the spreadsheet.
    CellError,
    /// A text that is too long.
    TooLong,
    /// A commune nobody knows.
    UnitUnknown,
    /// A commune that is not the officer's or the source's.
    UnitOther,
    /// Two rows of this file say different people own this dossier.
    Owners,
    /// It would move the dossier back, and the source may not.
    Back,
    /// Somebody else owns this dossier, or another commune.
    Owner,
    /// Only a warning: the status is none of the ten and is shown as it stands.
    StatusUnknown,
    /// Only a warning: left out, because the same dossier stands in another line of this file, and that one counts.
    Repeated,
    /// Only a warning: no four digits to prove who owns it.
    NoProof,
    /// Only a warning, of the whole file: no column the four digits could come from.
    NoProofColumn,
    /// Only a warning, of the whole file: neither a column nor anybody says whose commune it is of.
    NoUnitColumn,
}

impl From<RowFault> for Reason {
    fn from(fault: RowFault) -> Self {
        match fault {
            RowFault::Behind => Self::QuoteBehind,
            RowFault::Lines => Self::QuoteLines,
        }
    }
}

impl Reason {
    /// Whether the file is taken all the same.
    #[must_use]
    pub const fn warns(self) -> bool {
        matches!(self, Self::StatusUnknown | Self::Repeated | Self::NoProof | Self::NoProofColumn | Self::NoUnitColumn)
    }

    /// For the operator.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Ragged => "more cells than the header has columns",
            Self::QuoteBehind => {
                "text stands behind a closing quotation mark: close the cell where it ends, and write a mark inside a cell twice (\"\")"
            }
            Self::QuoteLines => "a cell holds lines of other dossiers: a quotation mark is not closed",
            Self::NoCode => "no dossier code",
            Self::CodeIsCitizen => "a citizen's number stands where the code should",
            Self::CodeIsPhone => "a phone number stands where the code should",
            Self::CodeUnreadable => "not a dossier code",
            Self::Day => "no such day (days are dd/mm/yyyy)",
            Self::Future => "a day after the day of the file",
            Self::Merged => "a merged cell: its value is not known",
            Self::NoValue => "a formula without a computed value: save the file in a spreadsheet first",
            Self::CellError => "an error of the spreadsheet",
            Self::TooLong => "too long",
            Self::UnitUnknown => "a commune that is not known here",
            Self::UnitOther => "a commune this file may not speak for",
            Self::Owners => "two lines say different people own this dossier",
            Self::Back => "would move the dossier back",
            Self::Owner => "is held as another person's or another commune's dossier",
            Self::StatusUnknown => {
                "a status that is none of the ten, shown as it stands: explain it by --map \"status:WORD=4\""
            }
            Self::Repeated => "the same code stands in another line, which counts",
            Self::NoProof => "no four digits of a phone or citizen's number: nobody can watch it",
            Self::NoProofColumn => {
                "no column with phones or citizen's numbers is read: nobody can watch these dossiers. Name it by --map phone=HEADER"
            }
            Self::NoUnitColumn => {
                "no column with communes is read: officers of every commune see these dossiers. Name it by --map unit=HEADER, or say --unit"
            }
        }
    }
}

/// A fault and its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Which column.
    pub field: Field,
    /// Why.
    pub reason: Reason,
}

/// A row as it is staged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staged {
    /// Line in the file.
    pub line: u64,
    /// [`code::key`].
    pub code_key: String,
    /// As it is stored.
    pub row: crate::db::dossiers::Row,
}

/// Makes the keyed proof of a code and four digits.
pub type Prove<'a> = dyn Fn(&str, &str) -> String + Send + Sync + 'a;

/// Communes by every name.
#[derive(Debug, Default)]
pub struct Units(HashMap<String, String>);

impl Units {
    /// Of this content. A name that two communes have is nobody's.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        let mut names: HashMap<String, Option<String>> = HashMap::new();
        let mut put = |name: &str, id: &str| {
            let name = bare(name);
            names.entry(name).and_modify(|held| *held = held.take().filter(|h| h == id)).or_insert(Some(id.to_owned()));
        };
        for u in &pack.units {
            for name in [&u.id, &u.name.vi, &u.name.en] {
                put(name, &u.id);
            }
            for f in &u.former {
                for name in [&f.id, &f.name.vi, &f.name.en] {
                    put(name, &u.id);
                }
            }
        }
        Self(names.into_iter().filter_map(|(name, id)| Some((name, id?))).collect())
    }

    /// The commune called this; also with "UBND" before it.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        self.0.get(&bare(name)).map(String::as_str)
    }
}

fn bare(name: &str) -> String {
    let mut folded = fold(name);
    for before in ["ubnd ", "uy ban nhan dan ", "xa ", "thi tran ", "phuong "] {
        if let Some(rest) = folded.strip_prefix(before) {
            folded = rest.to_owned();
        }
    }
    folded
}

/// What is needed to judge a row.
pub struct Rules<'a> {
    /// The header.
    pub header: Header,
    /// The source's own words for statuses.
    pub statuses: BTreeMap<String, u8>,
    /// No day of receipt or status is after this one: the file's own, or today.
    pub as_of: String,
    /// The day of a status that has none; empty: it is not known yet.
    pub day: String,
    /// All communes; empty: content that has none, any name is taken.
    pub units: Units,
    /// The commune of rows that name none.
    pub unit: Option<String>,
    /// The only communes this file may speak for; `None`: all.
    pub allowed: Option<Vec<String>>,
    /// Makes the proof.
    pub prove: &'a Prove<'a>,
}

/// A row that was read: what is staged of it, and everything there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// `None`: it has a fault that is no mere warning, or is no row of a dossier.
    pub staged: Option<Staged>,
    /// Faults and warnings.
    pub faults: Vec<Fault>,
}

struct Reader<'a> {
    rules: &'a Rules<'a>,
    row: &'a Row,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn fault(&mut self, field: Field, reason: Reason) {
        self.faults.push(Fault { field, reason });
    }

    fn cell(&mut self, field: Field) -> &Cell {
        let cell = self.rules.header.columns.get(&field).and_then(|n| self.row.cells.get(*n)).unwrap_or(&Cell::Empty);
        if let Cell::Bad(why) = cell {
            let reason = match why {
                CellFault::NoValue => Reason::NoValue,
                CellFault::Merged => Reason::Merged,
                CellFault::TooLong => Reason::TooLong,
                CellFault::Error => Reason::CellError,
                CellFault::Day => Reason::Day,
            };
            self.faults.push(Fault { field, reason });
        }
        cell
    }

    fn words(&mut self, field: Field, chars: usize) -> Option<String> {
        let words = self.cell(field).words()?;
        if words.chars().count() > chars {
            self.fault(field, Reason::TooLong);
            return None;
        }
        Some(words)
    }

    fn code(&mut self) -> Option<String> {
        let Some(words) = self.words(Field::Code, NAME_CHARS) else {
            if !self.faults.iter().any(|f| f.field == Field::Code) {
                self.fault(Field::Code, Reason::NoCode);
            }
            return None;
        };
        let reading = code::read(&words);
        let reason = match reading.kind {
            Kind::Dossier => return Some(reading.canonical.unwrap_or(words)),
            Kind::CitizenId => Reason::CodeIsCitizen,
            Kind::Phone => Reason::CodeIsPhone,
            _ => Reason::CodeUnreadable,
        };
        self.fault(Field::Code, reason);
        None
    }

    fn day(&mut self, field: Field) -> Option<String> {
        let day = match self.cell(field) {
            Cell::Empty | Cell::Bad(_) => return None,
            Cell::Day(day) => Some(day.clone()),
            Cell::Text(text) => days::read(text),
            // A date that lost its format, or was never one: 46027, 20260105.
            Cell::Number(n) => days::serial(*n, false).or_else(|| days::read(&n.to_string())),
        };
        if day.is_none() {
            self.fault(field, Reason::Day);
        }
        day
    }

    /// A day that cannot be after the file's own.
    fn past(&mut self, field: Field) -> Option<String> {
        let day = self.day(field)?;
        if day.get(..10) > self.rules.as_of.get(..10) {
            self.fault(field, Reason::Future);
            return None;
        }
        Some(day)
    }

    fn unit(&mut self) -> Option<String> {
        let rules = self.rules;
        let unit = match self.words(Field::Unit, NAME_CHARS) {
            None => rules.unit.clone(),
            Some(name) if rules.units.0.is_empty() => Some(name),
            Some(name) => match rules.units.find(&name) {
                Some(id) => Some(id.to_owned()),
                None => {
                    self.fault(Field::Unit, Reason::UnitUnknown);
                    return None;
                }
            },
        };
        if let (Some(allowed), Some(unit)) = (&rules.allowed, &unit)
            && !allowed.contains(unit)
        {
            self.fault(Field::Unit, Reason::UnitOther);
        }
        unit
    }

    fn status(&mut self) -> (Option<u8>, Option<String>) {
        let Some(words) = self.words(Field::Status, NAME_CHARS) else { return (None, None) };
        let code = status_words::code(&words, &self.rules.statuses);
        if code.is_some() {
            return (code, None);
        }
        self.fault(Field::Status, Reason::StatusUnknown);
        (None, Some(words))
    }

    /// The last four digits, kept only as a proof.
    fn proof(&mut self, field: Field, key: &str) -> Option<String> {
        let words = self.words(field, NAME_CHARS)?;
        // The first of several numbers; what stands behind it ("ext. 12", a second phone) is not its end.
        let first = words.split([';', ',', '/']).find(|w| w.chars().any(|c| c.is_ascii_digit()))?;
        let digits: Vec<char> = first.chars().filter(char::is_ascii_digit).collect();
        let last: String = digits.get(digits.len().checked_sub(4)?..)?.iter().collect();
        Some((self.rules.prove)(key, &last))
    }
}

/// Reads a row.
#[must_use]
pub fn judge(rules: &Rules<'_>, row: &Row) -> Judged {
    let mut r = Reader { rules, row, faults: Vec::new() };
    let last = row.cells.iter().rposition(|c| !c.blank()).map_or(0, |n| n + 1);
    if last > rules.header.names.len() {
        r.fault(Field::Code, Reason::Ragged);
        return Judged { staged: None, faults: r.faults };
    }
    let code = r.code();
    let procedure = r.words(Field::Procedure, NAME_CHARS);
    let unit = r.unit();
    let (received_on, due_on) = (r.past(Field::Received), r.day(Field::Due).map(|d| d.chars().take(10).collect()));
    let (status, raw) = r.status();
    let on_day = r.past(Field::StatusDay).unwrap_or_else(|| rules.day.clone());
    let supplement = r.words(Field::Supplement, SUPPLEMENT_CHARS);
    let key = code.as_deref().map(code::key).unwrap_or_default();
    let (proof_phone, proof_citizen) = (r.proof(Field::Phone, &key), r.proof(Field::Citizen, &key));
    let asked = |f| rules.header.columns.contains_key(&f);
    if (asked(Field::Phone) || asked(Field::Citizen)) && proof_phone.is_none() && proof_citizen.is_none() {
        r.fault(if asked(Field::Phone) { Field::Phone } else { Field::Citizen }, Reason::NoProof);
    }
    let whole = r.faults.iter().all(|f| f.reason.warns());
    let staged = code.filter(|_| whole).map(|code| Staged {
        line: row.line,
        code_key: key,
        row: crate::db::dossiers::Row {
            code,
            procedure,
            unit,
            received_on,
            due_on,
            proof_phone,
            proof_citizen,
            status,
            raw,
            on_day,
            supplement,
        },
    });
    Judged { staged, faults: r.faults }
}
