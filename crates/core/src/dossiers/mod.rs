//! Commands on dossiers: keeping them, what the person notes, asking the gateway to watch. Not for how they look
//! (`view`), pictures (`scan`), reminders (`remind`) or the asking itself (`sync::errands`).
//!
//! What a newcomer would get wrong: nothing a person does here changes what an office said; it is noted beside it.

pub(crate) mod remind;
mod scan;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod view;

use crate::commands::Call;
use crate::core::{Core, Inner};
use crate::photo;
use crate::store::{StoreError, dossiers as table, photos, watches};
use crate::views::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::civil::{Date, Time};
use rusqlite::Transaction;
use std::borrow::Cow;
use vungsam_domain::dossier::{Kind, Source, SourceKind, Step, code, steps};
use vungsam_domain::{DossierId, Pin, WatchId, fold, limits};

fn refuse(code: &str) -> StoreError {
    StoreError::Refused(ApiError::new(code))
}

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn dossiers(&self, _: Call<'_, Nothing>) -> Result<Dossiers, ApiError> {
        let (now, all) = self.inner.opened()?.read(|c| {
            let now = view::Now::of(&self.inner, c)?;
            Ok((now.clone(), view::cards(&now, c)?))
        })?;
        Ok(Dossiers { cards: all, today: now.today.to_string() })
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier(&self, call: Call<'_, ByDossier>) -> Result<DossierDetail, ApiError> {
        self.inner.dossier_detail(call.args.id)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_read(&self, call: Call<'_, CodeText>) -> Result<CodeFound, ApiError> {
        self.inner.code_found(&call.args.text)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_scan(&self, call: Call<'_, ScanPicture>) -> Result<CodesFound, ApiError> {
        self.inner.opened()?;
        let bytes = picture(call.body, call.args.base64.as_deref())?;
        let texts = scan::texts(&bytes).map_err(|e| ApiError::new(photo::code(e)))?;
        let found = texts.iter().map(|t| self.inner.code_found(t)).collect::<Result<Vec<_>, _>>()?;
        // A number of a citizen is not handed on, not even to the screen.
        let mut found: Vec<CodeFound> = found.into_iter().filter(|f| f.reading.kind != Kind::CitizenId).collect();
        found.sort_by_key(|f| !matches!(f.reading.kind, Kind::Dossier | Kind::Url));
        Ok(CodesFound { found })
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_add(&self, call: Call<'_, DossierFields>) -> Result<DossierDetail, ApiError> {
        let fields = self.inner.checked(call.args)?;
        let (fresh, now) = (DossierId(self.inner.config.ids.uuid()), self.inner.now_ms());
        self.inner.opened()?.write(|tx| {
            if table::with_code(tx, &fields.code, None)?.is_some() {
                return Err(refuse(error_codes::CODE_TWICE));
            }
            table::insert(tx, fresh, &fields, now)
        })?;
        self.inner.dossier_changed(fresh)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_change(&self, call: Call<'_, DossierChange>) -> Result<DossierDetail, ApiError> {
        let (id, fields) = (call.args.id, self.inner.checked(call.args.fields)?);
        let fresh = WatchId(self.inner.config.ids.uuid());
        self.inner.opened()?.write(|tx| {
            if table::with_code(tx, &fields.code, Some(id))?.is_some() {
                return Err(refuse(error_codes::CODE_TWICE));
            }
            let before = table::get(tx, id)?.fields;
            if code::key(&before.code) != code::key(&fields.code) {
                // What was told was about another dossier; the new code is watched with the same proof.
                let proof = watches::proof_of(tx, id)?;
                table::forget_told(tx, id)?;
                watches::stop(tx, id)?;
                if let Some(proof) = proof.filter(|_| code::read(&fields.code).kind == Kind::Dossier) {
                    watches::begin(tx, id, fresh, &fields.code, &proof)?;
                }
            }
            table::save(tx, id, &fields)
        })?;
        self.inner.errands.notify_one();
        self.inner.dossier_changed(id)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_photo_add(&self, call: Call<'_, DossierPhoto>) -> Result<DossierDetail, ApiError> {
        let opened = self.inner.opened()?;
        let id = call.args.id;
        opened.read(|c| table::get(c, id))?;
        let bytes = picture(call.body, call.args.base64.as_deref())?;
        let taken = photo::intake(&bytes).map_err(|e| ApiError::new(photo::code(e)))?;
        opened.write(|tx| {
            photos::put(tx, &taken.photo, &taken.jpeg, &taken.thumb)?;
            table::set_photo(tx, id, Some(&taken.photo.sha256))
        })?;
        self.inner.dossier_changed(id)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_photo_remove(&self, call: Call<'_, ByDossier>) -> Result<DossierDetail, ApiError> {
        let opened = self.inner.opened()?;
        opened.write(|tx| table::set_photo(tx, call.args.id, None))?;
        opened.scrub()?;
        self.inner.dossier_changed(call.args.id)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_say(&self, call: Call<'_, DossierSay>) -> Result<DossierDetail, ApiError> {
        let DossierSay { id, said, status, supplement, due_on } = call.args;
        if said.is_some() == status.is_some() || status.is_some_and(|s| !steps::CODES.contains(&s)) {
            return Err(ApiError::new(error_codes::ARGUMENTS));
        }
        let due_on = due_on.map(|d| date(&d)).transpose()?.map(|d| d.to_string());
        let supplement = supplement.map(|s| fold::clean(s.trim())).filter(|s| !s.is_empty());
        if supplement.as_ref().is_some_and(|s| s.chars().count() > limits::SUPPLEMENT_CHARS) {
            return Err(ApiError::new(error_codes::ARGUMENTS));
        }
        self.inner.opened()?.write(|tx| {
            let now = view::Now::of(&self.inner, tx)?;
            let step = Step {
                status,
                raw: None,
                said,
                on: now.minute.clone(),
                noted_at_ms: now.ms,
                source: Source { kind: SourceKind::You, name: String::new(), trust: 0 },
                supplement,
                due_on,
            };
            table::get(tx, id)?;
            table::note(tx, id, &step)
        })?;
        self.inner.dossier_changed(id)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_unsay(&self, call: Call<'_, ByDossier>) -> Result<DossierDetail, ApiError> {
        let undone = self.inner.opened()?.write(|tx| table::unnote(tx, call.args.id))?;
        if !undone {
            return Err(ApiError::new(error_codes::NOT_NOW));
        }
        self.inner.dossier_changed(call.args.id)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_watch(&self, call: Call<'_, DossierWatch>) -> Result<DossierDetail, ApiError> {
        let DossierWatch { id, proof } = call.args;
        let proof = Pin::parse(&proof).ok_or_else(|| ApiError::new(error_codes::PROOF))?;
        let fresh = WatchId(self.inner.config.ids.uuid());
        self.inner.opened()?.write(|tx| {
            let code = table::get(tx, id)?.fields.code;
            if code::read(&code).kind != Kind::Dossier {
                return Err(refuse(error_codes::CODE_OTHER));
            }
            watches::begin(tx, id, fresh, &code, &proof)
        })?;
        self.inner.errands.notify_one();
        self.inner.dossier_changed(id)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_unwatch(&self, call: Call<'_, ByDossier>) -> Result<DossierDetail, ApiError> {
        self.inner.opened()?.write(|tx| watches::stop(tx, call.args.id))?;
        self.inner.errands.notify_one();
        self.inner.dossier_changed(call.args.id)
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_seen(&self, call: Call<'_, ByDossier>) -> Result<Nothing, ApiError> {
        if self.inner.opened()?.write(|tx| table::seen(tx, call.args.id))? {
            self.inner.changed(None);
        }
        Ok(Nothing {})
    }

    /// See [`crate::commands`].
    pub(crate) fn dossier_remove(&self, call: Call<'_, ByDossier>) -> Result<Nothing, ApiError> {
        let opened = self.inner.opened()?;
        opened.write(|tx| {
            watches::stop(tx, call.args.id)?;
            table::delete(tx, call.args.id)
        })?;
        opened.scrub()?;
        self.inner.errands.notify_one();
        self.inner.changed(None);
        Ok(Nothing {})
    }
}

impl Inner {
    fn dossier_detail(&self, id: DossierId) -> Result<DossierDetail, ApiError> {
        Ok(self.opened()?.read(|c| view::detail(&view::Now::of(self, c)?, c, &table::get(c, id)?))?)
    }

    fn dossier_changed(&self, id: DossierId) -> Result<DossierDetail, ApiError> {
        self.changed(None);
        self.reminders.notify_one();
        self.dossier_detail(id)
    }

    /// A text read as a code, with what this phone knows of it.
    fn code_found(&self, text: &str) -> Result<CodeFound, ApiError> {
        let reading = code::read(text);
        let known = match (&reading.canonical, reading.kind) {
            (Some(found), Kind::Dossier | Kind::Url) => self.opened()?.read(|c| table::with_code(c, found, None))?,
            _ => None,
        };
        let library = self.library();
        let named =
            |p: &&vungsam_domain::content::Procedure| p.code.as_ref().is_some_and(|c| text.contains(c.as_str()));
        let procedures = library.pack.procedures.iter().filter(named).map(|p| p.id.clone()).collect();
        Ok(CodeFound { reading, known, procedures })
    }

    /// What may be kept of what was entered. A code loses what stands around it and keeps what is inside.
    fn checked(&self, mut fields: DossierFields) -> Result<DossierFields, ApiError> {
        let reading = code::read(&fields.code);
        let other = || Err(ApiError::new(error_codes::CODE_OTHER));
        fields.code = match (reading.kind, reading.canonical) {
            (Kind::CitizenId, _) => return Err(ApiError::new(error_codes::CODE_CITIZEN)),
            (Kind::Phone, _) => return Err(ApiError::new(error_codes::CODE_PHONE)),
            (Kind::Dossier | Kind::Url, Some(code)) => code,
            (Kind::Url | Kind::Reference | Kind::ProcedureCode, _) => return other(),
            (Kind::Garbage | Kind::Dossier, _) => fields.code.trim().to_owned(),
        };
        if fields.code.chars().count() > limits::CODE_CHARS {
            return other();
        }
        fields.name = fold::clean(fields.name.trim());
        let known = |id: &String| !id.is_empty() && id.len() <= limits::CODE_CHARS;
        fields.procedure = fields.procedure.filter(known);
        fields.unit = fields.unit.filter(known);
        if fields.name.chars().count() > limits::NAME_CHARS {
            return Err(ApiError::new(error_codes::ARGUMENTS));
        }
        let received = fields.received_on.as_deref().map(date).transpose()?;
        let due = fields.due_on.as_deref().map(date).transpose()?;
        let time = fields.received_time.as_deref().map(|t| t.parse::<Time>()).transpose();
        let time = time.map_err(|_| ApiError::new(error_codes::DATE))?;
        let today = self.opened()?.read(|c| Ok(view::Now::of(self, c)?.today))?;
        let ahead = received.is_some_and(|day| day > today.tomorrow().unwrap_or(today));
        if ahead || received.zip(due).is_some_and(|(from, to)| to < from) {
            return Err(ApiError::new(error_codes::DATE));
        }
        fields.received_on = received.map(|d| d.to_string());
        fields.due_on = due.map(|d| d.to_string());
        fields.received_time = time.map(|t| t.strftime("%H:%M").to_string());
        Ok(fields)
    }
}

fn date(text: &str) -> Result<Date, ApiError> {
    text.parse().map_err(|_| ApiError::new(error_codes::DATE))
}

/// The picture of a call: its raw body, or base64.
fn picture<'a>(body: Option<&'a [u8]>, base64: Option<&str>) -> Result<Cow<'a, [u8]>, ApiError> {
    match (body, base64) {
        (Some(body), None) => Ok(Cow::Borrowed(body)),
        (None, Some(text)) => {
            // Four characters carry three bytes: refuse before decoding what is too large anyway.
            if text.len() / 4 * 3 > limits::INPUT_BYTES {
                return Err(ApiError::new(error_codes::PHOTO_TOO_LARGE));
            }
            Ok(Cow::Owned(STANDARD.decode(text).map_err(|_| ApiError::new(error_codes::ARGUMENTS))?))
        }
        _ => Err(ApiError::new(error_codes::ARGUMENTS)),
    }
}

/// What the gateway told of a watched dossier, stored. What to show again, if anything.
pub(crate) fn told(
    tx: &Transaction<'_>,
    watch: WatchId,
    told: &vungsam_domain::wire::WatchedDossier,
) -> crate::store::Result<Option<DossierId>> {
    // Of a watch that was taken back meanwhile: nothing to show it at.
    let Some(id) = watches::dossier_of(tx, watch)? else { return Ok(None) };
    let kept = table::get(tx, id)?;
    let counts = |w: Option<&vungsam_domain::wire::WatchedDossier>| {
        w.and_then(|w| steps::current(&w.steps))
            .map(|s| (s.status, s.raw.clone(), s.on.clone(), s.supplement.clone(), s.due_on.clone()))
    };
    let news = counts(Some(told)) != counts(kept.told.as_ref());
    table::set_told(tx, id, told, news)?;
    watches::set(tx, watch, WatchState::Told, None)?;
    Ok(Some(id))
}
