//! The one command list: what the screens may ask the core. It yields the dispatcher that shell and HTTP bridge share
//! and the TypeScript types. Not for the work itself, which lives in the module named after it.
//!
//! What a newcomer would get wrong: a command is added here and nowhere else; a missing method does not compile.

use crate::Core;
use crate::views::*;
use serde_json::Value;

macro_rules! commands {
    ($( $(#[doc = $doc:literal])+ $name:ident ( $args:ty ) -> $result:ty ; )+) => {
        /// Names of all commands.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        /// Runs a command. `body` is the raw body of the call, where one came. Blocks: call it off the UI thread.
        ///
        /// # Errors
        /// [`ApiError`] with a code the UI has a sentence for.
        pub fn dispatch(core: &Core, name: &str, args: Value, body: Option<&[u8]>) -> Result<Value, ApiError> {
            match name {
                $(stringify!($name) => {
                    let args: $args = serde_json::from_value(args).map_err(|_| ApiError::new(error_codes::ARGUMENTS))?;
                    let result: $result = core.$name(Call { args, body })?;
                    serde_json::to_value(result).map_err(|_| ApiError::new(error_codes::INTERNAL))
                })+
                _ => Err(ApiError::new(error_codes::ARGUMENTS)),
            }
        }

        /// Shows `visitor` every argument and result.
        pub fn visit_types(visitor: &mut impl ts_rs::TypeVisitor) {
            $( visitor.visit::<$args>(); visitor.visit::<$result>(); )+
        }

        /// TypeScript: one line a command, `name: { args: A; result: R }`, with its documentation.
        #[must_use]
        pub fn typescript(config: &ts_rs::Config) -> String {
            let mut out = String::from("export type Commands = {\n");
            $(
                $( out.push_str(&format!("  /**{} */\n", $doc)); )+
                out.push_str(&format!(
                    "  {}: {{ args: {}; result: {} }};\n",
                    stringify!($name),
                    <$args as ts_rs::TS>::name(config),
                    <$result as ts_rs::TS>::name(config),
                ));
            )+
            out.push_str("};\n");
            out
        }
    };
}

/// Arguments of a call, with its raw body where one came.
pub struct Call<'a, A> {
    /// Parsed arguments.
    pub args: A,
    /// Raw body.
    pub body: Option<&'a [u8]>,
}

impl ApiError {
    /// An error with this code and nothing to add.
    #[must_use]
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), errors: Vec::new() }
    }
}

commands! {
    /// What the shell of the app needs at start and after each change. Works with a closed vault.
    app_state(Nothing) -> AppState;
    /// Changes settings. Works with a closed vault.
    settings_set(Settings) -> AppState;
    /// Categories, communes, villages, hotlines, purposes. Works with a closed vault.
    content(Nothing) -> Content;
    /// Communes and villages by any name people use. Works with a closed vault.
    place_find(PlaceQuery) -> PlaceHits;
    /// First start without a keyring: protects the vault as the person chose and opens it.
    vault_choose(VaultChoice) -> AppState;
    /// Opens a vault protected by a passphrase.
    vault_unlock(Unlock) -> AppState;
    /// Asks the keyring again.
    vault_retry(Nothing) -> AppState;
    /// Key lost or file unreadable: moves the old vault aside (never deletes it) and starts a new one.
    vault_start_new(Nothing) -> AppState;
    /// The unfinished draft, or a new one.
    draft_open(Nothing) -> Draft;
    /// The draft with this id.
    draft(ById) -> Draft;
    /// Stores what was entered so far.
    draft_save(DraftSave) -> Draft;
    /// Takes a picture into the draft: checked, turned upright, shrunk, stripped of metadata.
    draft_photo_add(PhotoAdd) -> Draft;
    /// Takes a photo out of the draft.
    draft_photo_remove(PhotoRemove) -> Draft;
    /// Throws the draft away.
    draft_discard(ById) -> Nothing;
    /// *Save*: freezes and signs the bytes, enqueues them, returns at once. `invalid` names the fields to mend.
    complaint_submit(ById) -> Submitted;
    /// All complaints on this phone.
    complaints(Nothing) -> ComplaintCards;
    /// One complaint, whole.
    complaint(ById) -> ComplaintDetail;
    /// The person has seen what is new about it.
    complaint_seen(ById) -> Nothing;
    /// Opens a saved complaint for changing: a draft that replaces its bytes (before the first attempt) or becomes a
    /// new complaint in its place (after it).
    complaint_edit(ById) -> Draft;
    /// What waits to be sent, and why.
    outbox(Nothing) -> OutboxView;
    /// Tries to send and fetch now.
    sync_now(Nothing) -> Nothing;
    /// What the text reads like, so that what must not go through the form can be asked about first. Works with a closed
    /// vault.
    triage(TriageText) -> TriageReading;
    /// Opens a message about a complaint, or the unfinished one there is. It is stored, gets photos and is thrown away
    /// by the commands of a draft.
    reply_open(ReplyOpen) -> Draft;
    /// *Send*: freezes and signs the message, enqueues it, returns at once.
    reply_send(ById) -> Nothing;
    /// Tries one stuck or waiting complaint again, now, photos also over mobile data.
    outbox_retry(ById) -> Nothing;
    /// Throws a complaint that waits away: deleted while nothing of it was sent, else withdrawn.
    outbox_discard(ById) -> Nothing;
    /// The complaint as a sealed file that another phone or the gateway can take in.
    outbox_export(ById) -> ExportedFile;
    /// Takes in a sealed file of another phone, to be sent from here.
    package_take(PackageTake) -> CarriedPackage;
    /// Takes a carried package off this phone.
    package_drop(ById) -> Nothing;
    /// Follows a complaint of another phone by number and PIN. Works offline: it is looked up when there is a link.
    track_add(TrackAdd) -> TrackedCard;
    /// One followed complaint.
    tracked(ByReference) -> TrackedCard;
    /// The person has seen what is new about it.
    tracked_seen(ByReference) -> Nothing;
    /// Stops following.
    track_remove(ByReference) -> Nothing;
    /// What the platform says about the network.
    link_hint(LinkHint) -> Nothing;
    /// The person has read what was saved out of a damaged vault.
    rescue_seen(Nothing) -> AppState;
    /// All procedures, with the two ways in: fields and life events. Works with a closed vault, as all below.
    procedures(Nothing) -> Procedures;
    /// A procedure's page.
    procedure(ByName) -> ProcedurePage;
    /// What people ask, with approved answers.
    questions(Nothing) -> Questions;
    /// All places and their kinds.
    places(Nothing) -> Places;
    /// A place's page.
    place(ByName) -> PlacePage;
    /// Pages to read through: ginseng, travel, emergency, what the app does not do.
    guides(Nothing) -> Guides;
    /// Finds content as it is typed: one box over all kinds.
    search(SearchQuery) -> SearchResults;
    /// All dossiers on this phone, by who must act.
    dossiers(Nothing) -> Dossiers;
    /// One dossier, whole.
    dossier(ByDossier) -> DossierDetail;
    /// Reads a text as a dossier's code: what it is, whether it is on this phone, which procedure it may be about.
    dossier_read(CodeText) -> CodeFound;
    /// Finds codes in a picture of a slip (the raw body). Nothing is kept of it.
    dossier_scan(ScanPicture) -> CodesFound;
    /// Keeps a dossier from now on. Refuses numbers that are no dossier's (`code_…`) and doubles (`code_twice`).
    dossier_add(DossierFields) -> DossierDetail;
    /// Replaces what the person entered.
    dossier_change(DossierChange) -> DossierDetail;
    /// Puts a photo of the slip with it; it never leaves the phone.
    dossier_photo_add(DossierPhoto) -> DossierDetail;
    /// Takes the photo away.
    dossier_photo_remove(ByDossier) -> DossierDetail;
    /// Notes what the person did, or was told by an office.
    dossier_say(DossierSay) -> DossierDetail;
    /// Takes back the last thing the person noted.
    dossier_unsay(ByDossier) -> DossierDetail;
    /// Asks the gateway to watch its code, with the proof of belonging. Works offline: asked when there is a link.
    dossier_watch(DossierWatch) -> DossierDetail;
    /// Stops watching; the gateway forgets the watch.
    dossier_unwatch(ByDossier) -> DossierDetail;
    /// The person has seen what is new about it.
    dossier_seen(ByDossier) -> Nothing;
    /// Takes a dossier off this phone, and the watch off the gateway.
    dossier_remove(ByDossier) -> Nothing;
    // Papers to take along.
    /// All lists of papers on this phone, the last one used first.
    checklists(Nothing) -> Checklists;
    /// One list, whole: papers, what is missing, where, how long, what it costs.
    checklist(ByChecklist) -> ChecklistDetail;
    /// Makes a list for a procedure.
    checklist_make(ChecklistMake) -> ChecklistDetail;
    /// Changes one thing of a list. Stored when it returns.
    checklist_change(ChecklistChange) -> ChecklistDetail;
    /// Takes a list off this phone, for good.
    checklist_remove(ByChecklist) -> Nothing;
    /// Takes in a content file (the raw body) from a memory card or another phone.
    content_import(Nothing) -> ContentImported;
    // Days out: what is near and when, favourites, plans. The first four work with a closed vault.
    /// Places by how far they are from where the person is. The position is kept nowhere.
    near(NearAsk) -> NearList;
    /// Markets and festivals by their next days.
    day_calendar(Nothing) -> DayCalendar;
    /// The same as a file for other calendars (iCalendar).
    calendar_export(CalendarExport) -> ExportedFile;
    /// Things a visitor says.
    phrases(Nothing) -> Phrases;
    /// Places the person marked.
    favourites(Nothing) -> Favourites;
    /// Marks a place, or takes the mark off.
    favourite_set(FavouriteSet) -> Favourites;
    /// All planned days.
    plans(Nothing) -> Plans;
    /// One planned day, with what speaks against its stops.
    plan(ByDay) -> Plan;
    /// Keeps a day as it is now, and makes it where there is none.
    plan_save(PlanSave) -> Plan;
    /// Forgets a day.
    plan_remove(ByDay) -> Plans;
    // Asking.
    /// Answers a question in everyday words with what is approved; writes nothing and keeps nothing. Works with a closed vault.
    ask(AskQuestion) -> Asked;
    /// Has a question nobody could answer counted by the officers, without a name. Works offline: sent when there is a
    /// link. Saves nothing while a number of a person is in it. `invalid` names what else to mend.
    unanswered_add(UnansweredAdd) -> UnansweredAdded;
    /// The questions that wait to be counted.
    unanswered(Nothing) -> UnansweredWaiting;
    /// Takes such a question back.
    unanswered_discard(ByUnanswered) -> UnansweredWaiting;
}
