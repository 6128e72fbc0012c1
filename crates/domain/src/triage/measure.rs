//! Counts how well a labelled set of texts is read. Not for use at run time.
//!
//! What a newcomer would get wrong: the three rates are not one score. A missed emergency cannot be made good by a
//! hundred reports that pass unasked.

use super::{Kind, read};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

/// A text and what it is.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labelled {
    /// What it is.
    pub kind: Kind,
    /// What the app speaks.
    pub lang: String,
    /// Of a report: its category.
    #[serde(default)]
    pub category: Option<String>,
    /// As typed.
    pub text: String,
}

impl Labelled {
    /// Reads a set, one JSON object a line.
    ///
    /// # Errors
    /// Number and fault of the first bad line.
    pub fn set(lines: &str) -> Result<Vec<Self>, String> {
        let numbered = lines.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
        numbered.map(|(n, l)| serde_json::from_str(l).map_err(|e| format!("line {}: {e}", n + 1))).collect()
    }
}

/// How many of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// This many.
    pub part: usize,
    /// Of this many.
    pub of: usize,
}

impl Share {
    fn count(&mut self, yes: bool) {
        self.part += usize::from(yes);
        self.of += 1;
    }

    /// In percent; 0 of 0 is 0.
    #[must_use]
    pub fn percent(self) -> f32 {
        #[allow(clippy::cast_precision_loss)]
        let share = self.part as f32 / self.of.max(1) as f32;
        share * 100.0
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>4} of {:>4} {:>6.1} %", self.part, self.of, self.percent())
    }
}

/// The rates of a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates {
    /// Emergencies not read as one.
    pub missed: Share,
    /// Of everything that must not go through the form: what is not read as a report.
    pub caught: Share,
    /// Reports read as something else.
    pub questioned: Share,
    /// Read as just what it is, by kind.
    pub exact: BTreeMap<Kind, Share>,
}

impl Rates {
    /// Reads every text and counts.
    #[must_use]
    pub fn of(set: &[Labelled]) -> Self {
        Self::count(set.iter().map(|text| (text.kind, read(&text.text, &text.lang).kind)))
    }

    /// Counts what texts are and what they were read as.
    pub(super) fn count(readings: impl Iterator<Item = (Kind, Kind)>) -> Self {
        let mut rates = Self::default();
        for (is, kind) in readings {
            rates.exact.entry(is).or_default().count(kind == is);
            if is == Kind::Report {
                rates.questioned.count(kind != Kind::Report);
            } else {
                rates.caught.count(kind != Kind::Report);
            }
            if is == Kind::Emergency {
                rates.missed.count(kind != Kind::Emergency);
            }
        }
        rates
    }
}

impl fmt::Display for Rates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "emergencies missed    {}", self.missed)?;
        writeln!(f, "others caught         {}", self.caught)?;
        writeln!(f, "reports questioned    {}", self.questioned)?;
        for (kind, share) in &self.exact {
            writeln!(f, "  exactly {:<20}{share}", kind.id())?;
        }
        Ok(())
    }
}
