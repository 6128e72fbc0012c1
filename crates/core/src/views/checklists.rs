//! What the screens see of lists of papers. Not for storage.
//!
//! What a newcomer would get wrong: papers, fee and days are read from the content each time; only the person's answers
//! and ticks are kept. So a list says by itself what the content has changed since.

use super::PaperLook;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use vungsam_domain::content::{Office, Procedure, Text};
use vungsam_domain::{ChecklistId, DossierId};

/// All lists on this phone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Checklists {
    /// The last one used first.
    pub cards: Vec<ChecklistCard>,
}

/// One line of the list of lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChecklistCard {
    /// Which.
    pub id: ChecklistId,
    /// Id of a procedure.
    pub procedure: String,
    /// Its title, as the content has it now or had it last.
    pub title: Text,
    /// For whom, in the person's words; may be empty.
    pub name: String,
    /// Papers that are needed for sure.
    pub needed: u32,
    /// Those of them that are not ticked.
    pub missing: u32,
    /// Papers that depend on a case the person is not sure of, not ticked: to be asked about.
    pub ask: u32,
    /// The content has changed since the person last looked.
    pub changed: bool,
    /// The dossier it belongs to.
    pub dossier: Option<DossierId>,
    /// Last change by the person (ms since 1970).
    pub changed_at_ms: i64,
}

/// One list, whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChecklistDetail {
    /// As in the list.
    pub card: ChecklistCard,
    /// The procedure as it is now; `None`: the content has it no more.
    pub procedure: Option<Procedure>,
    /// Every case there is, in the order of the papers.
    pub cases: Vec<ChecklistCase>,
    /// Papers of everybody, then case by case; what is no longer asked for comes last.
    pub papers: Vec<ChecklistPaper>,
    /// When it would be done; `None`: the content has no firm number of working days.
    pub due: Option<DueIfToday>,
    /// Offices of the chosen commune that take it.
    pub offices: Vec<Office>,
    /// An office waits for papers of its dossier.
    pub waits: bool,
    /// Which papers that office asked for, as it said.
    pub supplement: Option<String>,
}

/// A case, and whether it is the person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChecklistCase {
    /// In the content's words.
    pub when: String,
    /// What the person answered; `None`: not asked yet, the content has it since.
    pub answer: Option<CaseAnswer>,
    /// Papers that come with it.
    pub papers: Vec<String>,
    /// How the first of them looks; `None`: a plain sheet.
    pub look: Option<PaperLook>,
}

/// Whether a case is the person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CaseAnswer {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// They do not know: its papers stay, to be asked about.
    Unsure,
}

/// A paper of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChecklistPaper {
    /// Its name.
    pub name: String,
    /// The case it is for; `None`: everybody.
    pub when: Option<String>,
    /// Whether its words were found on the published page.
    pub in_source: bool,
    /// How it looks; `None`: a plain sheet.
    pub look: Option<PaperLook>,
    /// Ticked.
    pub have: bool,
    /// Only if a case is theirs that they are not sure of.
    pub ask: bool,
    /// What the content has done since the person last looked.
    pub change: Option<PaperChange>,
}

/// What the content has done with a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperChange {
    /// Asked for since.
    New,
    /// No longer asked for.
    Gone,
}

/// When it would be done if it were handed in now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DueIfToday {
    /// Today in Vietnam, ISO.
    pub today: String,
    /// The day that counts as that of handing in: a working day, and the next one after a cut-off; `None`: not known.
    pub counts_from: Option<String>,
    /// The day itself, ISO; `None`: the table of a year is missing.
    pub on: Option<String>,
    /// Working days it takes; 0: the same day.
    pub working_days: u32,
    /// A table without an official notice was used.
    pub provisional: bool,
    /// The year whose table is missing.
    pub unknown_year: Option<i16>,
}

/// Arguments that are just a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ByChecklist {
    /// Which.
    pub id: ChecklistId,
}

/// Which cases are the person's. What is in neither is not theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CasesChosen {
    /// Theirs.
    #[serde(default)]
    pub yes: Vec<String>,
    /// They do not know.
    #[serde(default)]
    pub unsure: Vec<String>,
}

/// Arguments of `checklist_make`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChecklistMake {
    /// Id of a procedure.
    pub procedure: String,
    /// Which cases are theirs.
    pub cases: CasesChosen,
    /// The dossier it belongs to.
    #[serde(default)]
    pub dossier: Option<DossierId>,
}

/// Arguments of `checklist_change`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChecklistChange {
    /// Which.
    pub id: ChecklistId,
    /// What to change.
    pub edit: ChecklistEdit,
}

/// One change of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "do")]
pub enum ChecklistEdit {
    /// Ticks a paper, or takes the tick away.
    Tick {
        /// Its name.
        name: String,
        /// Its case.
        when: Option<String>,
        /// The person has it.
        have: bool,
    },
    /// Answers the question of cases again.
    Cases {
        /// Which cases are theirs.
        cases: CasesChosen,
    },
    /// Answers one case.
    Case {
        /// In the content's words.
        when: String,
        /// Whether it is theirs.
        answer: CaseAnswer,
    },
    /// For whom it is.
    Name {
        /// In the person's words; empty: nobody special.
        name: String,
    },
    /// The person has seen what the content has changed: new papers are like others, gone ones go.
    Seen,
}
