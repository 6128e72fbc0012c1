//! Commands that work with a closed vault: state, settings, content, places. Not for anything a person wrote.
//!
//! What a newcomer would get wrong: these must never fail because the vault is closed.

use crate::commands::Call;
use crate::core::{Core, Inner, locked};
use crate::dossiers;
use crate::overdue;
use crate::settings;
use crate::store::{self, carried, complaints, drafts, outbox};
use crate::views::*;
use rusqlite::Connection;
use vungsam_domain::ComplaintId;

/// What the vault adds to the state.
#[derive(Default)]
struct Shown {
    waiting: u32,
    stuck: u32,
    draft: Option<ComplaintId>,
    complaints: u32,
    overdue: u32,
    /// All, and those where the person must act.
    dossiers: (u32, u32),
    meter: Meter,
    rescue: Option<Rescue>,
}

impl Shown {
    fn read(inner: &Inner, conn: &Connection) -> store::Result<Self> {
        let ((waiting, stuck), (carried, carried_stuck)) = (outbox::counts(conn)?, carried::counts(conn)?);
        Ok(Self {
            waiting: waiting.saturating_add(carried),
            stuck: stuck.saturating_add(carried_stuck),
            draft: drafts::latest_begun(conn)?,
            complaints: complaints::count(conn)?,
            overdue: overdue::count(conn, inner.now_ms())?,
            dossiers: dossiers::view::counts(conn)?,
            meter: inner.meter_view(Some(conn)),
            rescue: store::rescue::get(conn)?,
        })
    }
}

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn app_state(&self, _: Call<'_, Nothing>) -> Result<AppState, ApiError> {
        let inner = &self.inner;
        // By itself: a guard inside the value below would be held while the store is asked, and the store's users ask for
        // settings.
        let settings = locked(&inner.settings).clone();
        let shown = match inner.opened() {
            Ok(opened) => opened.read(|c| Shown::read(inner, c))?,
            Err(_) => Shown { meter: inner.meter_view(None), ..Shown::default() },
        };
        Ok(AppState {
            vault: inner.vault_state(),
            settings,
            waiting: shown.waiting,
            stuck: shown.stuck,
            draft: shown.draft,
            complaints: shown.complaints,
            link: inner.link_view(),
            area: inner.config.deployment.area.clone(),
            version: inner.config.app_version.clone(),
            now_ms: inner.now_ms(),
            rescue: shown.rescue,
            meter: shown.meter,
            overdue: shown.overdue,
            dossiers: shown.dossiers.0,
            dossiers_acting: shown.dossiers.1,
            content: inner.shelf.state(),
        })
    }

    /// See [`crate::commands`].
    pub(crate) fn settings_set(&self, call: Call<'_, Settings>) -> Result<AppState, ApiError> {
        let chosen = settings::sane(call.args);
        settings::write(&self.inner.config.data_dir, &chosen).map_err(|_| ApiError::new(error_codes::DISK_FULL))?;
        *locked(&self.inner.settings) = chosen;
        self.inner.changed(None);
        // Photos may go, or not, from now on.
        self.inner.push.notify_one();
        self.inner.errands.notify_one();
        self.inner.reminders.notify_one();
        self.app_state(Call { args: Nothing {}, body: None })
    }

    /// See [`crate::commands`].
    pub(crate) fn content(&self, _: Call<'_, Nothing>) -> Result<Content, ApiError> {
        let (library, deployment) = (self.inner.library(), &self.inner.config.deployment);
        let pack = &library.pack;
        Ok(Content {
            categories: pack.categories.clone(),
            units: pack.units.clone(),
            districts: pack.districts.clone(),
            villages: pack.villages.clone(),
            offices: pack.offices.clone(),
            hotlines: pack.hotlines.clone(),
            elsewhere: pack.elsewhere.clone(),
            controller: deployment.controller.clone(),
            retention: deployment.retention.clone(),
            purposes: deployment.purposes.clone(),
        })
    }

    /// See [`crate::commands`].
    pub(crate) fn triage(&self, call: Call<'_, TriageText>) -> Result<TriageReading, ApiError> {
        let reading = vungsam_domain::triage::read(&call.args.text, &call.args.lang);
        Ok(TriageReading { kind: reading.kind.id().to_owned(), score: reading.score })
    }

    /// See [`crate::commands`].
    pub(crate) fn place_find(&self, call: Call<'_, PlaceQuery>) -> Result<PlaceHits, ApiError> {
        let mut hits = self.inner.library().pack.find_place(&call.args.typed);
        hits.truncate(20);
        Ok(PlaceHits { hits })
    }
}
