//! *Save*: turns a draft into a complaint with frozen, signed bytes in the outbox, in one transaction. Not for sending.
//!
//! What a newcomer would get wrong: the bytes of a complaint may be replaced only while the outbox says that no attempt
//! was made, and that is read in the same transaction that replaces them. Otherwise the same id could reach the
//! gateway with two bodies (`id_conflict`).

use crate::commands::Call;
use crate::core::{Core, Inner, locked};
use crate::opened::Opened;
use crate::store::complaints::Frozen;
use crate::store::{self, StoreError, complaints, drafts, outbox};
use crate::views::*;
use rusqlite::Transaction;
use vungsam_domain::fold::clean;
use vungsam_domain::triage::Kind;
use vungsam_domain::{Complaint, ComplaintId, Consent, Contact, FieldError, Pin, Position, Reference, Spot, sign};

/// Under which identity a draft is saved.
struct Identity {
    id: ComplaintId,
    reference: Reference,
    pin: Pin,
    replaces: Option<ComplaintId>,
}

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn complaint_submit(&self, call: Call<'_, ById>) -> Result<Submitted, ApiError> {
        let (inner, draft_id) = (&self.inner, call.args.id);
        let opened = inner.opened()?;
        let id = opened.write(|tx| save(inner, &opened, tx, draft_id))?;
        inner.changed(Some(id));
        inner.push.notify_one();
        Ok(Submitted { id })
    }
}

fn save(inner: &Inner, opened: &Opened, tx: &Transaction<'_>, draft_id: ComplaintId) -> store::Result<ComplaintId> {
    let draft = drafts::get(tx, draft_id)?;
    if draft.reply.is_some() {
        return Err(StoreError::NotFound);
    }
    let identity = identity(inner, tx, &draft)?;
    let (mut complaint, mut errors) = compose(inner, opened, &draft, identity);
    errors.extend(complaint.problems());
    if !errors.is_empty() {
        // One error a field is what a screen can show; the first is the most basic.
        let mut seen = Vec::new();
        errors.retain(|e| {
            !seen.contains(&e.field) && {
                seen.push(e.field.clone());
                true
            }
        });
        return Err(StoreError::Refused(ApiError { code: error_codes::INVALID.to_owned(), errors }));
    }
    if !agrees_to_contact(inner, &draft.fields) {
        complaint.contact = None;
    }
    let body = serde_json::to_vec(&complaint)?;
    let signature = sign::sign(&opened.key, &body);
    complaints::freeze(tx, &complaint, &Frozen { body, signature })?;
    outbox::add_words(tx, complaint.id)?;
    outbox::set_photos(tx, complaint.id)?;
    if let Some(old) = draft.edits.filter(|old| *old != complaint.id) {
        complaints::set_replaced(tx, old, Some(complaint.id))?;
        // What waits for the person has met the person: this is what they did about it. What merely waits is still
        // sent, because the gateway may have it already.
        if outbox::lane(tx, old)?.stuck.is_some() {
            outbox::drop_lane(tx, old)?;
        }
        // Its photos are not: those that still count are in the new one, and the others were taken out for a reason.
        outbox::drop_photos_of_complaint(tx, old)?;
    }
    drafts::delete(tx, draft_id)?;
    Ok(complaint.id)
}

/// Name and phone have no use but being contacted: without that tick they stay on the phone.
fn agrees_to_contact(inner: &Inner, fields: &DraftFields) -> bool {
    inner.config.deployment.purposes.iter().filter(|p| p.with_contact).all(|p| fields.consents.contains(&p.id))
}

/// Same id, number and PIN while nothing was sent; a new one in its place after that.
fn identity(inner: &Inner, tx: &Transaction<'_>, draft: &Draft) -> store::Result<Identity> {
    if let Some(old) = draft.edits
        && outbox::lane(tx, old)?.words == Some(0)
    {
        let Complaint { id, reference, pin, replaces, .. } = complaints::get(tx, old)?.complaint;
        return Ok(Identity { id, reference, pin, replaces });
    }
    // The draft carries the id of a complaint that was sent while it was being edited.
    let taken = complaints::exists(tx, draft.id)?;
    let id = if taken { ComplaintId(inner.config.ids.uuid()) } else { draft.id };
    let mut rng = inner.config.ids.rng();
    Ok(Identity { id, reference: Reference::draw(&mut *rng), pin: Pin::draw(&mut *rng), replaces: draft.edits })
}

/// The complaint as it would be signed, and what only this side can find wrong with it.
fn compose(inner: &Inner, opened: &Opened, draft: &Draft, identity: Identity) -> (Complaint, Vec<FieldError>) {
    let (fields, now, library) = (&draft.fields, inner.now_ms(), inner.library());
    let mut errors = Vec::new();
    // The person said what it is; anything but a report has another way, and this form is not it.
    if fields.kind != Kind::Report.id() {
        errors.push(FieldError::new("kind", "required"));
    }
    match &fields.category {
        None => errors.push(FieldError::new("category", "required")),
        Some(id) if !library.pack.categories.iter().any(|c| c.id == *id) => {
            errors.push(FieldError::new("category", "unknown"));
        }
        Some(_) => {}
    }
    check_place(inner, fields, &mut errors);
    let contact = match fields.anonymous {
        Some(true) => None,
        Some(false) => Some(Contact { name: clean(&fields.contact.name), phone: clean(&fields.contact.phone) }),
        None => {
            errors.push(FieldError::new("contact", "required"));
            None
        }
    };
    // Not to be seen in the field: without somebody to ask nobody can look into it. A name that stays here is none.
    let category = library.pack.categories.iter().find(|c| Some(&c.id) == fields.category.as_ref());
    if category.is_some_and(|c| !c.seen_in_field) && (contact.is_none() || !agrees_to_contact(inner, fields)) {
        errors.push(FieldError::new("contact", "required_here"));
    }
    let asked = || inner.config.deployment.purposes.iter().filter(|p| contact.is_some() || !p.with_contact);
    if asked().any(|p| p.required && !fields.consents.contains(&p.id)) {
        errors.push(FieldError::new("consents", "required"));
    }
    let consents = asked()
        .filter(|p| fields.consents.contains(&p.id))
        .map(|p| Consent { purpose: p.id.clone(), version: p.version.clone(), way: "tick".to_owned(), at_ms: now })
        .collect();
    let complaint = Complaint {
        v: 1,
        id: identity.id,
        device: opened.device,
        reference: identity.reference,
        pin: identity.pin,
        category: fields.category.clone().unwrap_or_default(),
        place: spot(&fields.place),
        text: clean(&fields.text),
        photos: draft.photos.clone(),
        contact,
        consents,
        saved_at_ms: now,
        lang: locked(&inner.settings).lang.clone().unwrap_or_else(|| "vi".to_owned()),
        app_version: inner.config.app_version.clone(),
        replaces: identity.replaces,
    };
    (complaint, errors)
}

fn check_place(inner: &Inner, fields: &DraftFields, errors: &mut Vec<FieldError>) {
    let (library, place) = (inner.library(), &fields.place);
    let pack = &library.pack;
    if !fields.place_done {
        errors.push(FieldError::new("place", "required"));
    }
    let no_unit = place.unit.as_ref().is_some_and(|id| !pack.units.iter().any(|u| u.id == *id));
    let no_village = place.village.as_ref().is_some_and(|id| !pack.villages.iter().any(|v| v.id == *id));
    if no_unit || no_village {
        errors.push(FieldError::new("place", "unknown"));
    }
}

/// Words cleaned; a position rounded to about 100 m unless the person chose exact.
fn spot(typed: &Spot) -> Spot {
    let round = |degrees: f64| (degrees * 1_000.0).round() / 1_000.0;
    Spot {
        unit: typed.unit.clone(),
        village: typed.village.clone(),
        village_text: clean(&typed.village_text),
        near: clean(&typed.near),
        position: typed
            .position
            .map(|p| if p.exact { p } else { Position { lat: round(p.lat), lon: round(p.lon), exact: false } }),
    }
}
