//! Records of an area and the pack they are compiled to. Not for reading files: [`compile`] takes names and texts, so a
//! build script, a test and a tool can all feed it. How files look: `docs/CONTENT.md`.
//!
//! What a newcomer would get wrong: a kind is a line in `pack!` below and a folder of its name; a record of a kind this
//! version does not know is carried along by those who store raw records, never an error.

mod area;
pub mod bundle;
mod check;
mod compile;
mod elsewhere;
mod names;
mod papers;
mod phrases;
mod places;
mod positions;
mod procedures;
mod record;

pub use area::{Category, Danger, District, Former, Hotline, Office, OfficeKind, Unit, Village, Year};
pub use compile::{ContentError, FileForm, compile};
pub use elsewhere::{Agency, Elsewhere};
pub use names::PlaceHit;
pub use papers::PaperKind;
pub use phrases::{Phrase, PhraseTopic};
pub use places::{Coordinates, Fact, Guide, Part, Place, PlaceKind, Topic};
pub use positions::{Away, Basis};
pub use procedures::{Channel, Duration, DurationUnit, Fee, Field, LifeEvent, Paper, Procedure, Question};
pub use record::{Meta, Record, Source, Text};

use bundle::RawRecord;
use serde::Serialize;

/// Why a record was not added to a [`Pack`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAdded {
    /// A kind this version does not know; a newer one may.
    UnknownKind,
    /// Not a record of its kind, and why.
    Malformed(String),
}

macro_rules! pack {
    ($($(#[doc = $doc:literal])+ $field:ident: $type:ty = $kind:literal;)+) => {
        /// All content of an area.
        #[derive(Debug, Clone, Default, PartialEq, Serialize)]
        pub struct Pack {
            $($(#[doc = $doc])+ pub $field: Vec<$type>,)+
        }

        impl Pack {
            /// Every kind, which is also the name of its folder.
            pub const KINDS: &'static [&'static str] = &[$($kind),+];

            /// Adds a stored record; call [`Pack::sort`] after the last.
            ///
            /// # Errors
            /// [`NotAdded`].
            pub fn add(&mut self, kind: &str, body: &str) -> Result<(), NotAdded> {
                let bad = |e: serde_json::Error| NotAdded::Malformed(e.to_string());
                match kind {
                    $($kind => self.$field.push(serde_json::from_str(body).map_err(bad)?),)+
                    _ => return Err(NotAdded::UnknownKind),
                }
                Ok(())
            }

            /// Reads a record's file and adds it; its id.
            fn add_file(&mut self, kind: &str, text: &str) -> Result<String, String> {
                match kind {
                    $($kind => {
                        let record: $type = compile::read(text)?;
                        let id = record.id.clone();
                        self.$field.push(record);
                        Ok(id)
                    })+
                    _ => Err(format!("unknown kind {kind:?}; known are {}", Self::KINDS.join(", "))),
                }
            }

            /// Reads a stored record strictly and adds it; its id.
            fn add_stored(&mut self, kind: &str, text: &str) -> Result<String, String> {
                match kind {
                    $($kind => {
                        let record: $type = compile::read_stored(text)?;
                        let id = record.id.clone();
                        self.$field.push(record);
                        Ok(id)
                    })+
                    _ => Err(format!("unknown kind {kind:?}; known are {}", Self::KINDS.join(", "))),
                }
            }

            /// All records as they are stored and sent, by kind and id.
            ///
            /// # Errors
            /// When one cannot be written as JSON (it always can).
            pub fn records(&self) -> Result<Vec<RawRecord>, serde_json::Error> {
                let mut all = Vec::new();
                $(for record in &self.$field {
                    all.push(RawRecord::of($kind, record)?);
                })+
                all.sort_by(|a, b| (&a.kind, &a.id).cmp(&(&b.kind, &b.id)));
                Ok(all)
            }

            /// Every record's kind, id and who says so.
            #[must_use]
            pub fn metas(&self) -> Vec<(&'static str, &str, &Meta)> {
                let mut all = Vec::new();
                $(all.extend(self.$field.iter().map(|r| ($kind, r.id.as_str(), &r.meta)));)+
                all
            }

            /// Takes out the records of these kinds that nobody of the commune has reviewed.
            pub fn hide_unreviewed(&mut self, kinds: &[String]) {
                $(if kinds.iter().any(|k| k == $kind) {
                    self.$field.retain(|r| r.meta.reviewed_on.is_some());
                })+
            }
        }
    };
}

pack! {
    /// What a complaint can be about, in order.
    categories: Category = "categories";
    /// Current communes, in order.
    units: Unit = "units";
    /// Districts that are no more.
    districts: District = "districts";
    /// By name.
    villages: Village = "villages";
    /// In order.
    hotlines: Hotline = "hotlines";
    /// Where to go with what the form is not for, in order.
    elsewhere: Elsewhere = "elsewhere";
    /// Whom a complaint can be handed to, in order.
    agencies: Agency = "agencies";
    /// Fields of procedures, in order.
    fields: Field = "fields";
    /// In order.
    life_events: LifeEvent = "life-events";
    /// By field, priority and title.
    procedures: Procedure = "procedures";
    /// In order.
    questions: Question = "questions";
    /// Sorts of paper, in order.
    paper_kinds: PaperKind = "paper-kinds";
    /// In order.
    place_kinds: PlaceKind = "place-kinds";
    /// In order.
    places: Place = "places";
    /// By topic, in order.
    guides: Guide = "guides";
    /// By topic, in order.
    phrases: Phrase = "phrases";
    /// In order.
    offices: Office = "offices";
    /// By year.
    holidays: Year = "holidays";
}

/// A record's kind and id, and why it was left out.
pub type LeftOut = (String, String, NotAdded);

impl Pack {
    /// The pack of stored records; what could not be added is left out and returned.
    #[must_use]
    pub fn of<'a>(records: impl IntoIterator<Item = &'a RawRecord>) -> (Self, Vec<LeftOut>) {
        let (mut pack, mut not) = (Self::default(), Vec::new());
        for r in records {
            let Some(body) = &r.body else { continue };
            if let Err(why) = pack.add(&r.kind, body) {
                not.push((r.kind.clone(), r.id.clone(), why));
            }
        }
        pack.sort();
        (pack, not)
    }

    /// Reads one record's file; an unknown key is an error. [`Pack::check`] judges it together with the others.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read_one(kind: &str, text: &str, form: FileForm) -> Result<RawRecord, String> {
        if !unicode_normalization::is_nfc(text) {
            return Err("text is not in NFC; normalise the file".to_owned());
        }
        let mut pack = Self::default();
        match form {
            FileForm::Toml => pack.add_file(kind, text)?,
            FileForm::Json => pack.add_stored(kind, text)?,
        };
        let mut records = pack.records().map_err(|e| e.to_string())?;
        records.pop().ok_or_else(|| "no record".to_owned())
    }

    /// The first thing that is wrong with these records together: a language missing, an id nobody has, a number firmer
    /// than its source.
    ///
    /// # Errors
    /// That thing.
    pub fn check(&self) -> Result<(), ContentError> {
        check::check(self)
    }

    /// Puts every list in its order.
    pub fn sort(&mut self) {
        use crate::fold::fold;
        self.categories.sort_by_key(|r| r.order);
        self.units.sort_by_key(|r| r.order);
        self.hotlines.sort_by_key(|r| r.order);
        self.elsewhere.sort_by_key(|r| r.order);
        self.agencies.sort_by_key(|r| r.order);
        self.fields.sort_by_key(|r| r.order);
        self.life_events.sort_by_key(|r| r.order);
        self.questions.sort_by_key(|r| r.order);
        self.paper_kinds.sort_by_key(|r| r.order);
        self.place_kinds.sort_by_key(|r| r.order);
        self.places.sort_by_key(|r| r.order);
        self.guides.sort_by_key(|r| (r.topic as u8, r.order));
        self.phrases.sort_by_key(|r| (r.topic as u8, r.order));
        self.offices.sort_by_key(|r| r.order);
        self.districts.sort_by_key(|r| fold(&r.name.vi));
        self.villages.sort_by_key(|r| fold(&r.name));
        self.holidays.sort_by(|a, b| a.id.cmp(&b.id));
        let fields: Vec<String> = self.fields.iter().map(|f| f.id.clone()).collect();
        let place = |field: &str| fields.iter().position(|f| f == field).unwrap_or(usize::MAX);
        self.procedures.sort_by_cached_key(|r| (place(&r.field), r.priority, fold(&r.title.vi)));
    }
}
