//! What the screens see of dossiers. Not for storage and not for the wire.
//!
//! What a newcomer would get wrong: a status here is the last one known, with who said it and when; the clock is
//! counted when it is asked for, never stored.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use vungsam_domain::dossier::{Clock, Group, Reading, Said, SeenSource, Step};
use vungsam_domain::{DossierId, content::Text};

/// All dossiers on this phone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Dossiers {
    /// By group, then by what is due first.
    pub cards: Vec<DossierCard>,
    /// Today in Vietnam, ISO.
    pub today: String,
}

/// One line of the list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DossierCard {
    /// Which.
    pub id: DossierId,
    /// Its code as typed; empty: not entered yet.
    pub code: String,
    /// What the person calls it; may be empty.
    pub name: String,
    /// Id of a procedure.
    pub procedure: Option<String>,
    /// The procedure's title, where the content has it.
    pub title: Option<Text>,
    /// The procedure as the office writes it, where nothing else is known.
    pub office_title: Option<String>,
    /// Who must act.
    pub group: Group,
    /// The step that counts; `None`: nothing is known yet.
    pub current: Option<Step>,
    /// What the person said after it.
    pub said: Option<Said>,
    /// Counted now.
    pub clock: Clock,
    /// Something came that the person has not seen.
    pub unread: bool,
    /// Whether the gateway is asked.
    pub watch: WatchState,
}

/// Whether the gateway is asked about a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WatchState {
    /// The person did not ask for it.
    Off,
    /// Asked for; waits for a link.
    Waiting,
    /// The gateway was asked and has said nothing of this dossier (yet).
    Asked,
    /// The gateway has told about it.
    Told,
    /// Too many wrong proofs for this code, or too many codes from this phone: asked again tomorrow.
    Closed,
}

/// One dossier, whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DossierDetail {
    /// As in the list.
    pub card: DossierCard,
    /// What the person entered.
    pub fields: DossierFields,
    /// How the code was read.
    pub reading: Reading,
    /// Oldest first.
    pub steps: Vec<Step>,
    /// Who spoke of it, and when last.
    pub sources: Vec<SeenSource>,
    /// SHA-256 of the slip's photo; it never leaves the phone.
    pub photo: Option<String>,
    /// When it was added here (ms since 1970).
    pub added_at_ms: i64,
    /// When the gateway last answered about the feed (ms since 1970); `None`: never.
    pub checked_at_ms: Option<i64>,
}

/// What a person enters of a dossier. Everything may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DossierFields {
    /// The code as typed or scanned.
    pub code: String,
    /// What the person calls it.
    pub name: String,
    /// Id of a procedure.
    pub procedure: Option<String>,
    /// The day on the slip, ISO.
    pub received_on: Option<String>,
    /// The time on the slip, `HH:MM`.
    pub received_time: Option<String>,
    /// The day of return on the slip, ISO.
    pub due_on: Option<String>,
    /// Id of the commune that took it.
    pub unit: Option<String>,
}

/// Arguments that are just a dossier.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ByDossier {
    /// Which.
    pub id: DossierId,
}

/// Arguments of `dossier_read`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CodeText {
    /// As typed, or what a scanner gave.
    pub text: String,
}

/// A text read as a code.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CodeFound {
    /// How it was read.
    pub reading: Reading,
    /// The dossier on this phone that has this code already.
    pub known: Option<DossierId>,
    /// Procedures it may be about, best first.
    pub procedures: Vec<String>,
}

/// Codes found in a picture.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CodesFound {
    /// Dossier codes first; empty: none was found.
    pub found: Vec<CodeFound>,
}

/// Arguments of `dossier_change`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DossierChange {
    /// Which.
    pub id: DossierId,
    /// Replaces what was entered.
    pub fields: DossierFields,
}

/// Arguments of `dossier_photo_add`; the picture is the raw body, or base64 where raw bodies are slow.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DossierPhoto {
    /// Which.
    pub id: DossierId,
    /// The file, base64. Absent when the raw body carries it.
    #[serde(default)]
    pub base64: Option<String>,
}

/// Arguments of `dossier_scan`; the picture is the raw body, or base64 where raw bodies are slow.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ScanPicture {
    /// The file, base64. Absent when the raw body carries it.
    #[serde(default)]
    pub base64: Option<String>,
}

/// Arguments of `dossier_say`: one of both.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DossierSay {
    /// Which.
    pub id: DossierId,
    /// What the person did.
    #[serde(default)]
    pub said: Option<Said>,
    /// What an office told the person by mouth or on paper: a code of 1 to 10.
    #[serde(default)]
    pub status: Option<u8>,
    /// Which papers, which fee, where; as told.
    #[serde(default)]
    pub supplement: Option<String>,
    /// A new day of return they were given, ISO.
    #[serde(default)]
    pub due_on: Option<String>,
}

/// Arguments of `dossier_watch`.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct DossierWatch {
    /// Which.
    pub id: DossierId,
    /// Last four digits of the phone or citizen's number given at the counter, as typed.
    pub proof: String,
}

/// What to tell a person about a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "about")]
pub enum DossierNews {
    /// An office said something new.
    Step {
        /// What.
        step: Step,
    },
    /// Due on the next working day.
    DueSoon {
        /// ISO.
        on: String,
    },
    /// Due today.
    DueToday,
    /// Past its day.
    Late {
        /// By how many working days.
        by: u32,
    },
    /// The person still has to act.
    YourTurn {
        /// Papers, fee.
        step: Step,
    },
}
