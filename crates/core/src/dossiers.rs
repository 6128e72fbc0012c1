//! Commands on dossiers: keeping them, what the person notes, asking the gateway to watch. Not for the asking itself.
//!
//! What a newcomer would get wrong: nothing a person does here changes what an office said; it is noted beside it.

use crate::commands::Call;
use crate::core::Core;
use crate::views::*;

macro_rules! later {
    ($($name:ident($args:ty) -> $result:ty;)+) => {
        impl Core {
            $(
                /// See [`crate::commands`].
                pub(crate) fn $name(&self, _: Call<'_, $args>) -> Result<$result, ApiError> {
                    self.inner.opened()?;
                    Err(ApiError::new(error_codes::NOT_NOW))
                }
            )+
        }
    };
}

later! {
    dossiers(Nothing) -> Dossiers;
    dossier(ByDossier) -> DossierDetail;
    dossier_read(CodeText) -> CodeFound;
    dossier_scan(ScanPicture) -> CodesFound;
    dossier_add(DossierFields) -> DossierDetail;
    dossier_change(DossierChange) -> DossierDetail;
    dossier_photo_add(DossierPhoto) -> DossierDetail;
    dossier_photo_remove(ByDossier) -> DossierDetail;
    dossier_say(DossierSay) -> DossierDetail;
    dossier_unsay(ByDossier) -> DossierDetail;
    dossier_watch(DossierWatch) -> DossierDetail;
    dossier_unwatch(ByDossier) -> DossierDetail;
    dossier_seen(ByDossier) -> Nothing;
    dossier_remove(ByDossier) -> Nothing;
}
