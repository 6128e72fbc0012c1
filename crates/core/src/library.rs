//! Commands about public content: procedures, questions, places, guides, search. Not for where it comes from (`content`).
//!
//! What a newcomer would get wrong: all of these work from the first start, with no network and a closed vault.

use crate::commands::Call;
use crate::core::{Core, locked};
use crate::views::*;
use vungsam_domain::Pack;
use vungsam_domain::content::{PaperKind, Place};
use vungsam_domain::search::{self, Query};

fn not_found() -> ApiError {
    ApiError::new(error_codes::NOT_FOUND)
}

/// A place in a list.
pub(crate) fn card(p: &Place) -> PlaceCard {
    PlaceCard {
        id: p.id.clone(),
        kind: p.kind.clone(),
        name: p.name.clone(),
        summary: p.summary.clone(),
        unit: p.unit.clone(),
        season: p.season.clone(),
        months: p.months.clone(),
        featured: p.featured,
        verified: p.meta.verified,
        reviewed: p.meta.reviewed_on.is_some(),
    }
}

/// How the paper with this name looks; `None`: a plain sheet.
pub(crate) fn look(pack: &Pack, paper: &str) -> Option<PaperLook> {
    let kind = PaperKind::of(&pack.paper_kinds, paper)?;
    Some(PaperLook { name: kind.name.clone(), picture: kind.picture.clone() })
}

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn procedures(&self, _: Call<'_, Nothing>) -> Result<Procedures, ApiError> {
        let library = self.inner.library();
        let cards = library.pack.procedures.iter().map(|p| ProcedureCard {
            id: p.id.clone(),
            title: p.title.clone(),
            summary: p.summary.clone(),
            field: p.field.clone(),
            code: p.code.clone(),
            priority: p.priority,
            verified: p.meta.verified,
            reviewed: p.meta.reviewed_on.is_some(),
        });
        let fields = library.pack.fields.clone();
        Ok(Procedures { fields, events: library.pack.life_events.clone(), cards: cards.collect() })
    }

    /// See [`crate::commands`].
    pub(crate) fn procedure(&self, call: Call<'_, ByName>) -> Result<ProcedurePage, ApiError> {
        let library = self.inner.library();
        let pack = &library.pack;
        let procedure = pack.procedures.iter().find(|p| p.id == call.args.id).ok_or_else(not_found)?.clone();
        let about = |q: &&vungsam_domain::content::Question| q.procedure.as_ref() == Some(&procedure.id);
        Ok(ProcedurePage {
            field: pack.fields.iter().find(|f| f.id == procedure.field).cloned(),
            questions: pack.questions.iter().filter(about).cloned().collect(),
            paper_kinds: procedure.papers.iter().map(|p| look(pack, &p.name)).collect(),
            procedure,
        })
    }

    /// See [`crate::commands`].
    pub(crate) fn questions(&self, _: Call<'_, Nothing>) -> Result<Questions, ApiError> {
        Ok(Questions { questions: self.inner.library().pack.questions.clone() })
    }

    /// See [`crate::commands`].
    pub(crate) fn places(&self, _: Call<'_, Nothing>) -> Result<Places, ApiError> {
        let library = self.inner.library();
        let pack = &library.pack;
        let cards = pack.places.iter().map(card);
        let kinds = pack.place_kinds.iter().filter(|k| pack.places.iter().any(|p| p.kind == k.id));
        Ok(Places { kinds: kinds.cloned().collect(), cards: cards.collect() })
    }

    /// See [`crate::commands`].
    pub(crate) fn place(&self, call: Call<'_, ByName>) -> Result<PlacePage, ApiError> {
        let library = self.inner.library();
        let pack = &library.pack;
        let mut place = pack.places.iter().find(|p| p.id == call.args.id).ok_or_else(not_found)?.clone();
        // What is guarded has no position, whatever a record of the feed says.
        place.coordinates = pack.position(&place).cloned();
        let kind = pack.place_kinds.iter().find(|k| k.id == place.kind).cloned();
        let guests = kind.as_ref().is_some_and(|k| k.guests) || pack.is_guarded(&place);
        let general = pack.guides.iter().find(|g| g.manners).filter(|_| guests && place.etiquette.is_empty());
        let next = crate::days::upcoming(&place, self.inner.today(), 3).into_iter().map(|(_, days)| days).collect();
        Ok(PlacePage { kind, guests, manners: general.cloned(), next, place })
    }

    /// See [`crate::commands`].
    pub(crate) fn guides(&self, _: Call<'_, Nothing>) -> Result<Guides, ApiError> {
        Ok(Guides { guides: self.inner.library().pack.guides.clone() })
    }

    /// See [`crate::commands`].
    pub(crate) fn search(&self, call: Call<'_, SearchQuery>) -> Result<SearchResults, ApiError> {
        let library = self.inner.library();
        let unit = locked(&self.inner.settings).unit.clone();
        let SearchQuery { q, lang, kind } = call.args;
        let query = Query { text: &q, lang: &lang, kind: kind.as_deref(), unit: unit.as_deref(), limit: 30 };
        let found = library.index().search(&query);
        let mark = |m: (u32, u32)| Mark { from: m.0, to: m.1 };
        let hits = found.hits.into_iter().map(|h| SearchHit {
            title_marks: search::marks(&h.title, &q).into_iter().map(mark).collect(),
            line_marks: search::marks(&h.line, &q).into_iter().map(mark).collect(),
            kind: h.kind.to_owned(),
            id: h.id,
            title: h.title,
            line: h.line,
            via: h.via,
            unit: h.unit,
            verified: h.verified,
        });
        let outcome = match found.outcome {
            search::Outcome::Found => SearchOutcome::Found,
            search::Outcome::Ambiguous => SearchOutcome::Ambiguous,
            search::Outcome::Unknown => SearchOutcome::Unknown,
        };
        Ok(SearchResults { outcome, hits: hits.collect() })
    }

    /// See [`crate::commands`].
    pub(crate) fn content_import(&self, call: Call<'_, Nothing>) -> Result<ContentImported, ApiError> {
        self.inner.import_content(call.body.unwrap_or_default())
    }
}
