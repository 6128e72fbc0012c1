//! What the screens see and send: the types of [`crate::commands`]. Not for storage and not for the wire.
//!
//! What a newcomer would get wrong: a view never carries a sentence. Codes and numbers go out, words are the UI's.

mod ask;
mod checklists;
mod days;
mod dossiers;
mod error;
mod library;
mod track;

pub use ask::*;
pub use checklists::*;
pub use days::*;
pub use dossiers::*;
pub use error::{ApiError, error_codes};
pub use library::*;
pub use track::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use vungsam_domain::content::{Category, District, Elsewhere, Hotline, Office, PlaceHit, Text, Unit, Village};
use vungsam_domain::deployment::{Purpose, Retention};
use vungsam_domain::wire::Event;
use vungsam_domain::{Action, ComplaintId, Contact, DossierId, MessageId, PhotoRef, Reference, Spot, Status};

/// Arguments of a command that takes none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct Nothing {}

/// Whether the vault can be used, and what to ask the person if not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// Open.
    Ready,
    /// First start, no keyring answers: the person chooses a passphrase or a key file.
    NeedsChoice,
    /// Protected by a passphrase, not yet given.
    NeedsPassphrase,
    /// The keyring is there but locked or refused: unlock it and try again.
    KeyringLocked,
    /// First start, and the keyring is locked: unlock it and try again, or choose another way (`vault_choose`).
    KeyringLockedFirst,
    /// There is a vault, but its key is gone. Nothing is deleted; the person may start a new vault beside it.
    KeyLost,
    /// The file is damaged or not readable. Nothing is deleted.
    Unreadable,
}

/// How the link to the gateway looks. A hint, never a truth.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Link {
    /// Last time the gateway answered (ms since 1970, this phone's clock).
    pub last_ok_ms: Option<i64>,
    /// When the next attempt is planned (ms since 1970, this phone's clock); `None`: nothing to do.
    pub next_attempt_ms: Option<i64>,
    /// What the last attempt met.
    pub trouble: Option<LinkTrouble>,
}

/// Why the last attempt did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkTrouble {
    /// No network, no answer, connection cut.
    Offline,
    /// Something else answered: a sign-in page of a Wi-Fi, a proxy.
    NotOurs,
    /// The certificate is not trusted.
    Untrusted,
    /// The certificate is not valid *now*: the date on this phone looks wrong.
    WrongDate,
    /// The gateway is busy or stopping and said when to come back.
    Busy,
    /// This build knows no gateway.
    NoGateway,
}

/// Everything the shell of the app needs at start and after each change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AppState {
    /// Whether complaints can be read and written.
    pub vault: VaultState,
    /// Settings.
    pub settings: Settings,
    /// Complaints not yet covered by a receipt, and packages carried for other phones.
    pub waiting: u32,
    /// Of these, how many need the person.
    pub stuck: u32,
    /// An unfinished draft, if there is one.
    pub draft: Option<ComplaintId>,
    /// How many complaints are on this phone.
    pub complaints: u32,
    /// The link.
    pub link: Link,
    /// Name of the area.
    pub area: Text,
    /// Version of the app.
    pub version: String,
    /// Today by this phone's clock, ms since 1970.
    pub now_ms: i64,
    /// What was saved out of a damaged vault, until the person has seen it (`rescue_seen`).
    pub rescue: Option<Rescue>,
    /// Bytes that went over the link this month.
    pub meter: Meter,
    /// Complaints undelivered for seven days or more.
    pub overdue: u32,
    /// Dossiers on this phone.
    pub dossiers: u32,
    /// Of them, those where the person must act or fetch.
    pub dossiers_acting: u32,
    /// Where the public content comes from.
    pub content: ContentState,
}

/// What happened when `vault.db` was found damaged: it was moved aside and its rows were read one by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rescue {
    /// When (ms since 1970).
    pub at_ms: i64,
    /// Complaints that are whole.
    pub complaints: u32,
    /// Numbers (shown 3-3-4) of complaints whose words were lost, where the number could still be read.
    pub complaints_lost: Vec<String>,
    /// Complaints or drafts that are there but lost a photo.
    pub photos_lost: u32,
    /// Drafts that are whole.
    pub drafts: u32,
    /// Drafts that were lost.
    pub drafts_lost: u32,
    /// Name of the folder the damaged file was moved to, inside the data folder.
    pub kept_in: String,
}

/// Bytes that went over the link since the first of the month.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Meter {
    /// `YYYY-MM`, by this phone's clock.
    pub month: String,
    /// Bytes sent, bodies and headers.
    pub sent: u64,
    /// Bytes received.
    pub received: u64,
}

/// Arguments of `link_hint`: what the platform says about the network. A hint, never a truth.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LinkHint {
    /// There is a network.
    pub online: bool,
    /// Whether it is Wi-Fi or cable (`Some(true)`), mobile data (`Some(false)`), or the platform does not tell.
    pub wifi: Option<bool>,
}

/// What the person chose. Kept outside the vault: it says nothing about anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Settings {
    /// `vi`, `en`; `None`: follow the system.
    pub lang: Option<String>,
    /// `light`, `dark`; `None`: follow the system.
    pub theme: Option<String>,
    /// Text size in percent: 100, 125, 150, 200.
    pub text_percent: u16,
    /// Photos wait for Wi-Fi; words always go. A person can still send one complaint's photos now.
    pub photos_wifi_only: bool,
    /// Id of the person's commune; `None`: not said. What lies there is found first.
    pub unit: Option<String>,
    /// Whether the phone reminds of dossiers. News of an office is told in any case.
    pub reminders: bool,
    /// From this hour on nothing is told (0–23, the phone's own clock).
    pub quiet_from: u8,
    /// Until this hour (0–23). The same as `quiet_from`: never quiet.
    pub quiet_to: u8,
    /// The first screens were seen or skipped; they do not come by themselves again.
    pub welcomed: bool,
    /// A guest of the area: places come first. Then `unit` is `None`.
    pub visitor: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: None,
            theme: None,
            text_percent: 100,
            photos_wifi_only: false,
            unit: None,
            reminders: true,
            quiet_from: 21,
            quiet_to: 7,
            welcomed: false,
            visitor: false,
        }
    }
}

/// Everything a form needs of the content, read once.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Content {
    /// In order.
    pub categories: Vec<Category>,
    /// In order.
    pub units: Vec<Unit>,
    /// Districts that are no more.
    pub districts: Vec<District>,
    /// By name.
    pub villages: Vec<Village>,
    /// In order.
    pub offices: Vec<Office>,
    /// In order. Only verified ones may be shown as numbers to rely on.
    pub hotlines: Vec<Hotline>,
    /// Where to go with what the form is not for, in order.
    pub elsewhere: Vec<Elsewhere>,
    /// Who handles personal data.
    pub controller: Text,
    /// How long; `None`: not known.
    pub retention: Option<Retention>,
    /// One tick each.
    pub purposes: Vec<Purpose>,
}

/// Arguments of `place_find`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlaceQuery {
    /// What was typed so far.
    pub typed: String,
}

/// Answer of `place_find`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PlaceHits {
    /// Best first.
    pub hits: Vec<PlaceHit>,
}

/// How the vault is protected when there is no keyring.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum VaultChoice {
    /// Asked at every start.
    Passphrase {
        /// At least 6 characters.
        passphrase: String,
    },
    /// A file only this user of the machine can read.
    KeyFile,
}

/// Arguments of `vault_unlock`.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Unlock {
    /// As typed.
    pub passphrase: String,
}

/// What the person has entered so far. May be incomplete.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct DraftFields {
    /// Id of a category.
    pub category: Option<String>,
    /// Where.
    pub place: Spot,
    /// Whether the place question was answered (also by *I don't know*).
    pub place_done: bool,
    /// What happened.
    pub text: String,
    /// `Some(true)`: without a name. `Some(false)`: with name or phone. `None`: not answered.
    pub anonymous: Option<bool>,
    /// Name and phone as typed; kept even while `anonymous` is true, so that a change of mind loses nothing.
    pub contact: Contact,
    /// Ids of the purposes ticked.
    pub consents: Vec<String>,
    /// What the person says this is (`phan-anh-kien-nghi` or empty: not asked yet). Anything else never becomes a
    /// complaint: see `triage`.
    pub kind: String,
    /// Kind a text was taken for when the person was asked again and said that it is a report after all.
    pub kind_asked: String,
    /// The step the person is on: `category`, `place`, `text`, `photos`, `contact`, `check`.
    pub step: String,
}

/// A draft as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Draft {
    /// Becomes the complaint's id (or, after the first attempt of an edited one, a new one).
    pub id: ComplaintId,
    /// What was entered.
    pub fields: DraftFields,
    /// In order.
    pub photos: Vec<PhotoRef>,
    /// When it was last saved (ms since 1970).
    pub saved_at_ms: i64,
    /// This draft changes a complaint that is already saved.
    pub edits: Option<ComplaintId>,
    /// This draft is a message about a saved complaint; of `fields` only `text` and `step` count.
    pub reply: Option<Reply>,
}

/// What a message draft answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Reply {
    /// The complaint.
    pub complaint: ComplaintId,
    /// `add_more`, `remark`, `confirm`, `reopen` or `withdraw`.
    pub action: Action,
}

/// Arguments of `triage`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TriageText {
    /// What the person wrote.
    pub text: String,
    /// `vi` or `en`.
    pub lang: String,
}

/// Answer of `triage`: what the text reads like. Advice; the person decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TriageReading {
    /// `phan-anh-kien-nghi`, `khieu-nai`, `to-cao`, `to-giac`, `tranh-chap-dat`, `khan-cap`.
    pub kind: String,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// Arguments of `draft_save`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftSave {
    /// Which.
    pub id: ComplaintId,
    /// Everything entered so far; replaces what was stored.
    pub fields: DraftFields,
}

/// Arguments that are just an id.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ById {
    /// Which complaint or draft.
    pub id: ComplaintId,
}

/// Arguments of `draft_photo_add`. The picture itself comes as the raw body, or as base64 where raw bodies are slow
/// (Android; ≤ 300 KB).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PhotoAdd {
    /// Which draft.
    pub id: ComplaintId,
    /// The file, base64 (standard alphabet). Absent when the raw body carries it.
    #[serde(default)]
    pub base64: Option<String>,
}

/// Arguments of `draft_photo_remove`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PhotoRemove {
    /// Which draft.
    pub id: ComplaintId,
    /// Which photo.
    pub sha256: String,
}

/// Answer of `complaint_submit`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Submitted {
    /// The complaint.
    pub id: ComplaintId,
}

/// How far a complaint has come on its way to the gateway. Every value is proven by something stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// On this phone only; no attempt yet.
    Saved,
    /// On this phone; at least one attempt was made, no receipt yet.
    Trying,
    /// A receipt covers the words; photos are still going.
    WordsReceived,
    /// A receipt covers everything.
    Received,
    /// Waits for the person.
    Stuck,
}

/// Why an entry of the outbox waits for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StuckReason {
    /// The gateway found a field it does not take.
    Invalid,
    /// The gateway holds other bytes under this id.
    IdConflict,
    /// Larger than the gateway takes.
    TooLarge,
    /// The gateway does not accept this phone's key.
    Refused,
    /// A receipt came that no known key signed.
    ReceiptUnproven,
    /// The gateway answered something this version does not understand.
    NotUnderstood,
    /// A photo's bytes are gone from this phone.
    PhotoMissing,
    /// The gateway could not open a package of another phone.
    PackageUnreadable,
}

/// A complaint in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ComplaintCard {
    /// Which.
    pub id: ComplaintId,
    /// Its number.
    pub reference: Reference,
    /// The number as shown, 3-3-4.
    pub reference_shown: String,
    /// Its category.
    pub category: String,
    /// First line of the text.
    pub title: String,
    /// Where.
    pub place: Spot,
    /// When it was saved here (ms since 1970).
    pub saved_at_ms: i64,
    /// How far it has come.
    pub delivery: Delivery,
    /// Last known status; `None` before a receipt.
    pub status: Option<Status>,
    /// When that status was set, by the gateway's clock (ms since 1970).
    pub status_at_ms: Option<i64>,
    /// Photos received, of all.
    pub photos_received: u32,
    /// Photos in it.
    pub photos: u32,
    /// Something happened that the person has not seen.
    pub unread: bool,
    /// Undelivered for seven days or more. It is kept, and sending goes on.
    pub overdue: bool,
    /// The gateway says it does not hold it any more; what is on this phone stays.
    pub gone: bool,
    /// Messages about it that no receipt covers yet.
    pub messages_waiting: u32,
    /// The person took it back; the gateway has not said yet that it knows.
    pub withdrawing: bool,
}

/// One complaint, whole.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ComplaintDetail {
    /// What a list shows of it.
    pub card: ComplaintCard,
    /// Four digits.
    pub pin: String,
    /// The words.
    pub text: String,
    /// In order, with whether a receipt covers each.
    pub photos: Vec<PhotoState>,
    /// Who sends it.
    pub contact: Option<Contact>,
    /// When the gateway had the words, by its clock, from the receipt.
    pub received_at_ms: Option<i64>,
    /// Steps taken by the office and by the person, oldest first.
    pub events: Vec<Event>,
    /// What the person said since, oldest first, with how far each has come. An event that carries a message's id is
    /// that message on the gateway.
    pub messages: Vec<MessageView>,
    /// What the person may do now, by the last known status: `add_more`, `remark`, `confirm`, `reopen`, `withdraw`.
    pub can: Vec<Action>,
    /// An unfinished message.
    pub reply_draft: Option<ComplaintId>,
    /// When the gateway was last asked with success (ms since 1970, this phone's clock).
    pub checked_at_ms: Option<i64>,
    /// Why it waits for the person.
    pub stuck: Option<StuckReason>,
    /// Attempts made.
    pub attempts: u32,
    /// Whether *Edit* still changes this one (no attempt yet) or makes a new one that takes its place.
    pub edit_replaces: bool,
    /// The complaint that took its place.
    pub replaced_by: Option<ComplaintId>,
    /// The complaint it takes the place of.
    pub replaces: Option<ComplaintId>,
}

/// A message about a complaint.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageView {
    /// Which.
    pub id: MessageId,
    /// What it does.
    pub action: Action,
    /// The words.
    pub text: String,
    /// In order, with whether a receipt covers each.
    pub photos: Vec<PhotoState>,
    /// When it was saved here (ms since 1970).
    pub saved_at_ms: i64,
    /// How far it has come.
    pub delivery: Delivery,
    /// Why it waits for the person.
    pub stuck: Option<StuckReason>,
}

/// A photo of a saved complaint.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PhotoState {
    /// The photo.
    pub photo: PhotoRef,
    /// A receipt covers it.
    pub received: bool,
}

/// Answer of `complaints`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ComplaintCards {
    /// Newest first.
    pub cards: Vec<ComplaintCard>,
    /// Complaints of other phones, added by number and PIN; newest first.
    pub tracked: Vec<TrackedCard>,
}

/// Arguments of `reply_open`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReplyOpen {
    /// About which complaint.
    pub complaint: ComplaintId,
    /// What to do.
    pub action: Action,
}

/// A file for the person to keep or hand on.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportedFile {
    /// Name to offer.
    pub name: String,
    /// Media type.
    pub media: String,
    /// The bytes, base64 (standard alphabet).
    pub base64: String,
}

/// Arguments of `package_take`: a sealed package of another phone, as raw body or base64.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PackageTake {
    /// The file, base64. Absent when the raw body carries it.
    #[serde(default)]
    pub base64: Option<String>,
}

/// A package carried for another phone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CarriedPackage {
    /// The complaint in it.
    pub id: ComplaintId,
    /// When it was taken (ms since 1970).
    pub taken_at_ms: i64,
    /// Size of the file.
    pub bytes: u32,
    /// How far it has come.
    pub delivery: Delivery,
    /// Why it waits for the person.
    pub stuck: Option<StuckReason>,
}

/// What waits to be sent, and why.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OutboxView {
    /// One row a complaint, oldest first.
    pub entries: Vec<OutboxEntry>,
    /// Packages carried for other phones, oldest first; delivered ones stay until the person takes them off.
    pub carried: Vec<CarriedPackage>,
    /// The link.
    pub link: Link,
    /// Bytes still to send.
    pub bytes: u32,
}

/// One complaint that waits.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OutboxEntry {
    /// What it is.
    pub card: ComplaintCard,
    /// Attempts made.
    pub attempts: u32,
    /// When the next one is planned (ms since 1970); `None`: as soon as there is a link.
    pub next_attempt_ms: Option<i64>,
    /// Why it waits for the person.
    pub stuck: Option<StuckReason>,
    /// It is being sent right now.
    pub sending: bool,
    /// Its photos wait for Wi-Fi (see `Settings::photos_wifi_only`).
    pub waits_for_wifi: bool,
    /// What waits is only messages about it; the complaint itself is received.
    pub only_messages: bool,
    /// Bytes still to send.
    pub bytes: u32,
}

/// What the core tells the screens without being asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CoreEvent {
    /// Something shown may have changed: read again.
    Changed {
        /// The complaint, when it is one.
        complaint: Option<ComplaintId>,
    },
    /// Public content is another now: read what is shown of it again.
    Content,
    /// Tell the person even when the app is not in front.
    Notify {
        /// The complaint.
        complaint: ComplaintId,
        /// Its number as shown.
        reference: String,
        /// Where it stands now.
        status: Status,
    },
    /// Tell the person, once: a complaint has been waiting for seven days. It is kept, and sending goes on.
    NotifyOverdue {
        /// The complaint.
        complaint: ComplaintId,
        /// Its number as shown.
        reference: String,
    },
    /// Tell the person something about a dossier.
    NotifyDossier {
        /// Which.
        dossier: DossierId,
        /// What the person calls it, or its procedure's title in the app's language; may be empty.
        name: String,
        /// What.
        news: DossierNews,
    },
    /// Tell the person: a followed complaint of another phone moved on.
    NotifyTracked {
        /// Its number.
        number: Reference,
        /// Its number as shown.
        reference: String,
        /// Where it stands now.
        status: Status,
    },
}
