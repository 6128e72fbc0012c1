//! Commands on sealed packages: a report of this phone as a file, and files of other phones carried from here. Not for
//! sealing and proving (`domain::package`) and not for sending (`sync::errands`).
//!
//! What a newcomer would get wrong: handing out the file is an attempt. Its bytes may reach the gateway on somebody
//! else's phone, so from then on an edit makes a new report.

use crate::commands::Call;
use crate::core::Core;
use crate::opened::Opened;
use crate::store::{self, StoreError, carried, complaints, messages, outbox, photos};
use crate::views::*;
use base64::{Engine, engine::general_purpose::STANDARD};
use rusqlite::{Connection, Transaction};
use vungsam_domain::package::{self, Contents, PackageError, PackedPhoto, Signed};
use vungsam_domain::{ComplaintId, limits, sign, wire};

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn outbox_export(&self, call: Call<'_, ById>) -> Result<ExportedFile, ApiError> {
        let (inner, id) = (&self.inner, call.args.id);
        let opened = inner.opened()?;
        let key = inner.config.deployment.recovery_key.as_deref();
        let key = key.ok_or_else(|| ApiError::new(error_codes::NO_RECOVERY_KEY))?;
        let mut rng = inner.config.ids.rng();
        let file = opened.write(|tx| {
            let saved = complaints::get(tx, id)?;
            let sealed = fitting(contents(tx, &opened, id)?, |c| package::seal(c, key, &mut *rng));
            let bytes = sealed.map_err(refuse)?;
            outbox::count_export(tx, id)?;
            let name = package::file_name(&saved.complaint.reference);
            Ok(ExportedFile { name, media: wire::MEDIA_PACKAGE.to_owned(), base64: STANDARD.encode(bytes) })
        })?;
        inner.changed(Some(id));
        Ok(file)
    }

    /// See [`crate::commands`].
    pub(crate) fn package_take(&self, call: Call<'_, PackageTake>) -> Result<CarriedPackage, ApiError> {
        let decoded;
        let file = match (call.body, &call.args.base64) {
            (Some(body), None) => body,
            (None, Some(text)) => {
                if text.len() / 4 * 3 > limits::PACKAGE_BYTES + 3 {
                    return Err(ApiError::new(error_codes::PACKAGE));
                }
                decoded = STANDARD.decode(text).map_err(|_| ApiError::new(error_codes::ARGUMENTS))?;
                decoded.as_slice()
            }
            _ => return Err(ApiError::new(error_codes::ARGUMENTS)),
        };
        let id = package::cover(file).map_err(|_| ApiError::new(error_codes::PACKAGE))?;
        let now = self.inner.now_ms();
        let taken = self.inner.opened()?.write(|tx| {
            carried::put(tx, id, file, now)?;
            carried::get(tx, id)?.ok_or(StoreError::NotFound)
        })?;
        self.inner.changed(None);
        self.inner.errands.notify_one();
        Ok(taken)
    }

    /// See [`crate::commands`].
    pub(crate) fn package_drop(&self, call: Call<'_, ById>) -> Result<Nothing, ApiError> {
        if !self.inner.opened()?.write(|tx| carried::delete(tx, call.args.id))? {
            return Err(ApiError::new(error_codes::NOT_FOUND));
        }
        self.inner.changed(None);
        Ok(Nothing {})
    }
}

fn refuse(e: PackageError) -> StoreError {
    let code = if e == PackageError::Key { error_codes::NO_RECOVERY_KEY } else { error_codes::INTERNAL };
    StoreError::Refused(ApiError::new(code))
}

/// Leaves out photos from the last one on until the file is small enough: words always fit.
fn fitting(
    mut contents: Contents,
    mut seal: impl FnMut(&Contents) -> Result<Vec<u8>, PackageError>,
) -> Result<Vec<u8>, PackageError> {
    loop {
        match seal(&contents) {
            Err(PackageError::TooLarge) if contents.photos.pop().is_some() => {}
            done => return done,
        }
    }
}

/// The very bytes a direct send carries, and the photos no receipt covers.
fn contents(tx: &Transaction<'_>, opened: &Opened, id: ComplaintId) -> store::Result<Contents> {
    let device = opened.device_body()?;
    let signed = |frozen: complaints::Frozen| Signed { body: frozen.body, signature: frozen.signature };
    let mut missing = missing(complaints::photos_of(tx, id)?);
    let mut said = Vec::new();
    for message in messages::of(tx, id)?.into_iter().take(package::MESSAGES) {
        said.push(signed(messages::frozen(tx, message.message.id)?));
        missing.extend(self::missing(messages::photos_of(tx, message.message.id)?));
    }
    let mut packed: Vec<PackedPhoto> = Vec::new();
    for sha256 in missing {
        if let Some(photo) = whole(tx, &sha256)?.filter(|_| !packed.iter().any(|p| p.sha256 == sha256)) {
            packed.push(photo);
        }
    }
    Ok(Contents {
        device: Signed { signature: sign::sign(&opened.key, &device), body: device },
        complaint: signed(complaints::frozen(tx, id)?),
        messages: said,
        photos: packed,
    })
}

fn missing(photos: Vec<(vungsam_domain::PhotoRef, bool)>) -> Vec<String> {
    photos.into_iter().filter(|(_, received)| !received).map(|(photo, _)| photo.sha256).collect()
}

fn whole(conn: &Connection, sha256: &str) -> store::Result<Option<PackedPhoto>> {
    let jpeg = photos::jpeg(conn, sha256)?.filter(|bytes| sign::sha256_hex(bytes) == sha256);
    Ok(jpeg.map(|jpeg| PackedPhoto { sha256: sha256.to_owned(), jpeg }))
}
