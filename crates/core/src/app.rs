//! Commands that work with a closed vault: state, settings, content, places. Not for anything a person wrote.
//!
//! What a newcomer would get wrong: these must never fail because the vault is closed.

use crate::commands::Call;
use crate::core::{Core, locked};
use crate::settings;
use crate::views::*;

impl Core {
    /// See [`crate::commands`].
    pub(crate) fn app_state(&self, _: Call<'_, Nothing>) -> Result<AppState, ApiError> {
        let inner = &self.inner;
        Ok(AppState {
            vault: VaultState::NeedsChoice,
            settings: locked(&inner.settings).clone(),
            waiting: 0,
            stuck: 0,
            draft: None,
            complaints: 0,
            link: Link::default(),
            area: inner.config.deployment.area.clone(),
            version: inner.config.app_version.clone(),
            now_ms: inner.now_ms(),
        })
    }

    /// See [`crate::commands`].
    pub(crate) fn settings_set(&self, call: Call<'_, Settings>) -> Result<AppState, ApiError> {
        let chosen = settings::sane(call.args);
        settings::write(&self.inner.config.data_dir, &chosen).map_err(|_| ApiError::new(error_codes::DISK_FULL))?;
        *locked(&self.inner.settings) = chosen;
        self.inner.changed(None);
        self.app_state(Call { args: Nothing {}, body: None })
    }

    /// See [`crate::commands`].
    pub(crate) fn content(&self, _: Call<'_, Nothing>) -> Result<Content, ApiError> {
        let (pack, deployment) = (&self.inner.pack, &self.inner.config.deployment);
        Ok(Content {
            categories: pack.categories.clone(),
            units: pack.units.clone(),
            villages: pack.villages.clone(),
            hotlines: pack.hotlines.clone(),
            controller: deployment.controller.clone(),
            retention: deployment.retention.clone(),
            purposes: deployment.purposes.clone(),
        })
    }

    /// See [`crate::commands`].
    pub(crate) fn place_find(&self, call: Call<'_, PlaceQuery>) -> Result<PlaceHits, ApiError> {
        let mut hits = self.inner.pack.find_place(&call.args.typed);
        hits.truncate(20);
        Ok(PlaceHits { hits })
    }
}

macro_rules! closed {
    ($( $name:ident ( $args:ty ) -> $result:ty; )+) => { impl Core { $(
        pub(crate) fn $name(&self, _: Call<'_, $args>) -> Result<$result, ApiError> { Err(ApiError::new(error_codes::VAULT)) }
    )+ } };
}
closed! {
    vault_choose(VaultChoice) -> AppState;
    vault_unlock(Unlock) -> AppState;
    vault_retry(Nothing) -> AppState;
    vault_start_new(Nothing) -> AppState;
    draft_open(Nothing) -> Draft;
    draft(ById) -> Draft;
    draft_save(DraftSave) -> Draft;
    draft_photo_add(PhotoAdd) -> Draft;
    draft_photo_remove(PhotoRemove) -> Draft;
    draft_discard(ById) -> Nothing;
    complaint_submit(ById) -> Submitted;
    complaints(Nothing) -> ComplaintCards;
    complaint(ById) -> ComplaintDetail;
    complaint_seen(ById) -> Nothing;
    complaint_edit(ById) -> Draft;
    outbox(Nothing) -> OutboxView;
    sync_now(Nothing) -> Nothing;
}
