//! Office files on their way in: reading, mapping, staging, report, applying. Not for what a row does to a dossier
//! (`db::dossiers::take`), and not for what a status means (`domain::dossier`).
//!
//! What a newcomer would get wrong: of a file only what a citizen may see, and the keyed proof, ever leaves `rows`. No
//! name, phone or summary is staged, logged or put into an error.

pub mod apply;
mod days;
mod decode;
pub mod mapping;
mod quotes;
pub mod report;
pub mod rows;
mod sheet;
pub mod stage;
mod status_words;
mod strings;
pub mod table;
mod text_file;
mod xlsx;
mod xml;

use crate::db::DbError;
use table::FileFault;

/// Why a file did not come in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file as a whole.
    #[error(transparent)]
    File(#[from] FileFault),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The gateway stops, or the reading ended unexpectedly. Worth trying again.
    #[error("the import was interrupted")]
    Interrupted,
    /// Somebody else applied or discarded it meanwhile.
    #[error("this import is not waiting any more")]
    Gone,
}
