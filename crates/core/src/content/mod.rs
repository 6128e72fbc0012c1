//! Public content on this phone: what came with the app, from the gateway or from a file, as one [`Library`] in memory
//! over `content.db`. Not for any row about what a person did.
//!
//! What a newcomer would get wrong: a library is never changed, it is replaced; whoever holds one may finish with it. The
//! file is a cache: where it is missing or damaged, it is made again from the bundle inside the app.

pub(crate) mod store;
#[cfg(test)]
mod tests;

use crate::config::OpenError;
use crate::core::{Inner, locked};
use crate::views::{ApiError, ContentImported, ContentOrigin, ContentState, CoreEvent, error_codes};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};
use store::{Applied, Held, Stand};
use vungsam_domain::ask::{Ask, Learned};
use vungsam_domain::calendar::Calendar;
use vungsam_domain::content::bundle::{Bundle, BundleError, Lines, RawRecord};
use vungsam_domain::search::Index;
use vungsam_domain::{Deployment, Pack};

const SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pack.vsc"));
const CONCEPTS: &str = include_str!(concat!(env!("OUT_DIR"), "/ask-concepts.toml"));
const WEIGHTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ask-weights.bin"));
const FILE: &str = "content.db";

/// The content in use: read once, replaced whole.
pub(crate) struct Library {
    /// All records this version understands, without those the deployment hides.
    pub(crate) pack: Pack,
    /// Working days, from its tables.
    pub(crate) calendar: Calendar,
    index: OnceLock<Index>,
    ask: OnceLock<Ask>,
    learned: fn() -> Learned,
}

/// What was learned about the area this app was built for.
fn shipped_learned() -> Learned {
    static LEARNED: LazyLock<Learned> = LazyLock::new(|| {
        // The build read them already.
        Learned::parse(CONCEPTS, WEIGHTS).unwrap_or_else(|e| {
            tracing::error!(error = e, "assets/ask");
            Learned::default()
        })
    });
    LEARNED.clone()
}

impl Library {
    fn new(records: &[RawRecord], deployment: &Deployment, learned: fn() -> Learned) -> Self {
        let (mut pack, not) = Pack::of(records);
        for (kind, id, why) in not {
            tracing::warn!(kind, id, ?why, "content");
        }
        pack.hide_unreviewed(&deployment.hide_unreviewed);
        let calendar = Calendar::new(&pack.holidays);
        Self { pack, calendar, index: OnceLock::new(), ask: OnceLock::new(), learned }
    }

    /// The search index, built when it is first asked for.
    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::build(&self.pack))
    }

    /// What answers questions in everyday words, built when somebody first asks.
    pub(crate) fn ask(&self) -> &Ask {
        self.ask.get_or_init(|| Ask::build(&self.pack, &(self.learned)()))
    }
}

/// The library in use, and the file behind it.
pub(crate) struct Shelf {
    path: PathBuf,
    deployment: Deployment,
    /// What is compiled in.
    shipped: Vec<u8>,
    /// About the area of that bundle.
    learned: fn() -> Learned,
    library: Mutex<Arc<Library>>,
    state: Mutex<ContentState>,
    /// Held while the file is changed and the library replaced: one change at a time, and in the same order.
    changing: Mutex<()>,
}

impl Shelf {
    /// The content of this data folder, brought up to the bundle inside the app (`bundle`: another instead).
    ///
    /// # Errors
    /// When that bundle is not readable. A full disk is not an error: the bundle itself is used.
    pub(crate) fn open(data_dir: &Path, deployment: &Deployment, bundle: Option<&[u8]>) -> Result<Self, OpenError> {
        let (path, shipped) = (data_dir.join(FILE), bundle.unwrap_or(SHIPPED));
        // Another bundle may be another area's.
        let learned = if bundle.is_some() { Learned::default } else { shipped_learned };
        let name = Bundle::head(shipped)?.sha256;
        let before = store::read(&path);
        let held = match before {
            Some(held) if held.stand.pack == name => held,
            before => {
                let held = store::upgrade(before, &name, Bundle::open(shipped)?.1.records);
                if let Err(e) = store::replace(&path, &held) {
                    tracing::warn!(error = %e, "content.db");
                }
                held
            }
        };
        let library = Mutex::new(Arc::new(Library::new(&held.records, deployment, learned)));
        let (deployment, state) = (deployment.clone(), Mutex::new(state_of(&held.stand)));
        Ok(Self { path, deployment, shipped: shipped.to_owned(), learned, library, state, changing: Mutex::default() })
    }

    /// The content as it is now.
    pub(crate) fn library(&self) -> Arc<Library> {
        Arc::clone(&locked(&self.library))
    }

    /// Where it comes from.
    pub(crate) fn state(&self) -> ContentState {
        locked(&self.state).clone()
    }

    /// Where reading the gateway's changes goes on; `None` while there is no file.
    pub(crate) fn stand(&self) -> Option<Stand> {
        store::stand(&self.path)
    }

    /// The body of a record as it is held.
    pub(crate) fn body(&self, kind: &str, id: &str) -> Option<String> {
        store::body(&self.path, kind, id)
    }

    fn use_now(&self, held: &Held) {
        *locked(&self.library) = Arc::new(Library::new(&held.records, &self.deployment, self.learned));
        *locked(&self.state) = state_of(&held.stand);
    }

    /// Takes in a page of changes and its cursor, together or not at all. Returns how many records are other than before.
    pub(crate) fn apply(&self, lines: Lines, cursor: &str, now_ms: i64) -> rusqlite::Result<u32> {
        let _one = locked(&self.changing);
        let Applied { changed, held } = store::apply(&self.path, lines, cursor, now_ms)?;
        match held {
            Some(held) => self.use_now(&held),
            None => locked(&self.state).checked_at_ms = Some(now_ms),
        }
        Ok(changed)
    }

    /// Notes that the gateway was asked and had nothing new.
    pub(crate) fn checked(&self, now_ms: i64) -> rusqlite::Result<()> {
        let _one = locked(&self.changing);
        store::checked(&self.path, now_ms)?;
        locked(&self.state).checked_at_ms = Some(now_ms);
        Ok(())
    }

    /// Takes the whole content from a bundle. Returns how many records are other than before.
    pub(crate) fn refill(&self, head: &Bundle, lines: Lines, from: ContentOrigin, now_ms: i64) -> Result<u32, Failure> {
        let _one = locked(&self.changing);
        let before = store::read(&self.path);
        let (shipped, bundled) = Bundle::open(&self.shipped)?;
        let before = before.unwrap_or_else(|| store::upgrade(None, &shipped.sha256, bundled.records.clone()));
        let held = store::refilled(&before, head, lines, &bundled.records, (from, now_ms));
        store::replace(&self.path, &held)?;
        self.use_now(&held);
        Ok(store::differences(&before.records, &held.records))
    }
}

/// Why content could not be stored.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

fn state_of(stand: &Stand) -> ContentState {
    ContentState {
        from: stand.from,
        changed_at_ms: stand.changed_at_ms,
        checked_at_ms: stand.checked_at_ms,
        set_aside: stand.set_aside,
    }
}

impl Inner {
    /// A content file from a memory card or another phone.
    ///
    /// # Errors
    /// `content_file`, `content_signature`, `disk_full`; nothing changed then.
    pub(crate) fn import_content(&self, file: &[u8]) -> Result<ContentImported, ApiError> {
        let bad = |e: BundleError| {
            tracing::info!(error = %e, "content file");
            ApiError::new(error_codes::CONTENT_FILE)
        };
        let head = Bundle::head(file).map_err(bad)?;
        if !head.is_signed_by(self.config.deployment.keys()) {
            return Err(ApiError::new(error_codes::CONTENT_SIGNATURE));
        }
        let (head, lines) = Bundle::open(file).map_err(bad)?;
        if self.shelf.stand().is_some_and(|stand| stand.is_newer_than(&head)) {
            return Ok(ContentImported { changed: 0, older: true });
        }
        let changed = self.shelf.refill(&head, lines, ContentOrigin::File, self.now_ms()).map_err(|e| {
            tracing::warn!(error = %e, "content file");
            ApiError::new(error_codes::DISK_FULL)
        })?;
        self.tell(CoreEvent::Content);
        self.reminders.notify_one();
        Ok(ContentImported { changed, older: false })
    }
}
