//! How a command fails: a code the UI has a sentence for. Not for the sentence.
//!
//! What a newcomer would get wrong: a new code goes into [`error_codes::ALL`] too, or the screens have no words for it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use vungsam_domain::FieldError;

/// An error the UI turns into a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{code}")]
pub struct ApiError {
    /// One of [`error_codes`].
    pub code: String,
    /// What to mend, for `invalid`.
    #[serde(default)]
    pub errors: Vec<FieldError>,
}

/// Codes of [`ApiError`].
pub mod error_codes {
    /// See `errors`.
    pub const INVALID: &str = "invalid";
    /// The vault is not open.
    pub const VAULT: &str = "vault";
    /// The passphrase does not fit.
    pub const PASSPHRASE: &str = "passphrase";
    /// The passphrase is too short.
    pub const PASSPHRASE_SHORT: &str = "passphrase_short";
    /// No such complaint or draft.
    pub const NOT_FOUND: &str = "not_found";
    /// Five photos are there already.
    pub const PHOTO_TOO_MANY: &str = "photo_too_many";
    /// The file is larger than 40 MB.
    pub const PHOTO_TOO_LARGE: &str = "photo_too_large";
    /// More than 108 megapixels.
    pub const PHOTO_TOO_MANY_PIXELS: &str = "photo_too_many_pixels";
    /// Not a picture this app can read (JPEG, PNG, WebP).
    pub const PHOTO_FORMAT: &str = "photo_format";
    /// HEIC, HEIF or AVIF: an iPhone's format, which this app does not read.
    pub const PHOTO_HEIC: &str = "photo_heic";
    /// A picture, but cut off or damaged.
    pub const PHOTO_BROKEN: &str = "photo_broken";
    /// The same photo is there already.
    pub const PHOTO_TWICE: &str = "photo_twice";
    /// The number has a wrong digit, or is none.
    pub const REFERENCE: &str = "reference";
    /// The PIN is not four digits.
    pub const PIN: &str = "pin";
    /// A citizen's number, which is never kept as a dossier's code.
    pub const CODE_CITIZEN: &str = "code_citizen";
    /// A phone number, which is never kept as a dossier's code.
    pub const CODE_PHONE: &str = "code_phone";
    /// The number of something else than a dossier.
    pub const CODE_OTHER: &str = "code_other";
    /// This dossier is on this phone already.
    pub const CODE_TWICE: &str = "code_twice";
    /// Not a day of the calendar, or not in order.
    pub const DATE: &str = "date";
    /// The proof is not four digits.
    pub const PROOF: &str = "proof";
    /// The file is no package of this app, or damaged.
    pub const PACKAGE: &str = "package";
    /// This build knows no gateway key to seal a package to.
    pub const NO_RECOVERY_KEY: &str = "no_recovery_key";
    /// This cannot be done (any more): read again.
    pub const NOT_NOW: &str = "not_now";
    /// The phone's storage is full.
    pub const DISK_FULL: &str = "disk_full";
    /// A chosen file cannot be read: taken away meanwhile, or in a cloud that cannot be reached.
    pub const FILE_UNREADABLE: &str = "file_unreadable";
    /// The place the person chose does not take the file.
    pub const FILE_UNWRITABLE: &str = "file_unwritable";
    /// Not a content file, or damaged.
    pub const CONTENT_FILE: &str = "content_file";
    /// A content file that nobody signed for this deployment.
    pub const CONTENT_SIGNATURE: &str = "content_signature";
    /// The arguments do not fit: a bug in the screens.
    pub const ARGUMENTS: &str = "arguments";
    /// Something broke; nothing was lost.
    pub const INTERNAL: &str = "internal";
    /// All of them.
    pub const ALL: &[&str] = &[
        INVALID,
        VAULT,
        PASSPHRASE,
        PASSPHRASE_SHORT,
        NOT_FOUND,
        PHOTO_TOO_MANY,
        PHOTO_TOO_LARGE,
        PHOTO_TOO_MANY_PIXELS,
        PHOTO_FORMAT,
        PHOTO_HEIC,
        PHOTO_BROKEN,
        PHOTO_TWICE,
        REFERENCE,
        PIN,
        CODE_CITIZEN,
        CODE_PHONE,
        CODE_OTHER,
        CODE_TWICE,
        DATE,
        PROOF,
        PACKAGE,
        NO_RECOVERY_KEY,
        NOT_NOW,
        DISK_FULL,
        FILE_UNREADABLE,
        FILE_UNWRITABLE,
        CONTENT_FILE,
        CONTENT_SIGNATURE,
        ARGUMENTS,
        INTERNAL,
    ];
}
