// Written by `cargo xtask bindings` from crates/core. Do not edit.

/**
 * What somebody does to a complaint.
 */
export type Action = "accept" | "refuse" | "ask_more" | "transfer" | "start" | "answer" | "mark_duplicate" | "add_more" | "confirm" | "reopen" | "withdraw" | "remark" | "assign";

/**
 * An error the UI turns into a sentence.
 */
export type ApiError = { 
/**
 * One of [`error_codes`].
 */
code: string, 
/**
 * What to mend, for `invalid`.
 */
errors: Array<FieldError>, };

/**
 * Everything the shell of the app needs at start and after each change.
 */
export type AppState = { 
/**
 * Whether complaints can be read and written.
 */
vault: VaultState, 
/**
 * Settings.
 */
settings: Settings, 
/**
 * Complaints not yet covered by a receipt, and packages carried for other phones.
 */
waiting: number, 
/**
 * Of these, how many need the person.
 */
stuck: number, 
/**
 * An unfinished draft, if there is one.
 */
draft: ComplaintId | null, 
/**
 * How many complaints are on this phone.
 */
complaints: number, 
/**
 * The link.
 */
link: Link, 
/**
 * Name of the area.
 */
area: Text, 
/**
 * Version of the app.
 */
version: string, 
/**
 * Today by this phone's clock, ms since 1970.
 */
now_ms: number, 
/**
 * What was saved out of a damaged vault, until the person has seen it (`rescue_seen`).
 */
rescue: Rescue | null, 
/**
 * Bytes that went over the link this month.
 */
meter: Meter, 
/**
 * Complaints undelivered for seven days or more.
 */
overdue: number, };

/**
 * Arguments that are just an id.
 */
export type ById = { 
/**
 * Which complaint or draft.
 */
id: ComplaintId, };

/**
 * Arguments that are just a number.
 */
export type ByReference = { 
/**
 * Which.
 */
reference: Reference, };

/**
 * A package carried for another phone.
 */
export type CarriedPackage = { 
/**
 * The complaint in it.
 */
id: ComplaintId, 
/**
 * When it was taken (ms since 1970).
 */
taken_at_ms: number, 
/**
 * Size of the file.
 */
bytes: number, 
/**
 * How far it has come.
 */
delivery: Delivery, 
/**
 * Why it waits for the person.
 */
stuck: StuckReason | null, };

/**
 * What a complaint can be about.
 */
export type Category = { 
/**
 * E.g. `giao-thong`; also the name of its drawing.
 */
id: string, 
/**
 * Two or three words.
 */
name: Text, 
/**
 * Examples, one line.
 */
hint: Text, 
/**
 * What to do first when people are in danger.
 */
danger: Danger | null, 
/**
 * Whether it is about something anybody can go and see. Only then may a report come without a name: a matter of
 * somebody's papers or of somebody's conduct cannot be looked into without one.
 */
seen_in_field: boolean, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Day these facts were read (ISO).
 */
as_of: string, 
/**
 * Whether they were read in the named source.
 */
verified: boolean, 
/**
 * Where they were read.
 */
sources: Array<Source>, };

/**
 * A complaint in a list.
 */
export type ComplaintCard = { 
/**
 * Which.
 */
id: ComplaintId, 
/**
 * Its number.
 */
reference: Reference, 
/**
 * The number as shown, 3-3-4.
 */
reference_shown: string, 
/**
 * Its category.
 */
category: string, 
/**
 * First line of the text.
 */
title: string, 
/**
 * Where.
 */
place: Spot, 
/**
 * When it was saved here (ms since 1970).
 */
saved_at_ms: number, 
/**
 * How far it has come.
 */
delivery: Delivery, 
/**
 * Last known status; `None` before a receipt.
 */
status: Status | null, 
/**
 * When that status was set, by the gateway's clock (ms since 1970).
 */
status_at_ms: number | null, 
/**
 * Photos received, of all.
 */
photos_received: number, 
/**
 * Photos in it.
 */
photos: number, 
/**
 * Something happened that the person has not seen.
 */
unread: boolean, 
/**
 * Undelivered for seven days or more. It is kept, and sending goes on.
 */
overdue: boolean, 
/**
 * The gateway says it does not hold it any more; what is on this phone stays.
 */
gone: boolean, 
/**
 * Messages about it that no receipt covers yet.
 */
messages_waiting: number, 
/**
 * The person took it back; the gateway has not said yet that it knows.
 */
withdrawing: boolean, };

/**
 * Answer of `complaints`.
 */
export type ComplaintCards = { 
/**
 * Newest first.
 */
cards: Array<ComplaintCard>, 
/**
 * Complaints of other phones, added by number and PIN; newest first.
 */
tracked: Array<TrackedCard>, };

/**
 * One complaint, whole.
 */
export type ComplaintDetail = { 
/**
 * What a list shows of it.
 */
card: ComplaintCard, 
/**
 * Four digits.
 */
pin: string, 
/**
 * The words.
 */
text: string, 
/**
 * In order, with whether a receipt covers each.
 */
photos: Array<PhotoState>, 
/**
 * Who sends it.
 */
contact: Contact | null, 
/**
 * When the gateway had the words, by its clock, from the receipt.
 */
received_at_ms: number | null, 
/**
 * Steps taken by the office and by the person, oldest first.
 */
events: Array<Event>, 
/**
 * What the person said since, oldest first, with how far each has come. An event that carries a message's id is
 * that message on the gateway.
 */
messages: Array<MessageView>, 
/**
 * What the person may do now, by the last known status: `add_more`, `remark`, `confirm`, `reopen`, `withdraw`.
 */
can: Array<Action>, 
/**
 * An unfinished message.
 */
reply_draft: ComplaintId | null, 
/**
 * When the gateway was last asked with success (ms since 1970, this phone's clock).
 */
checked_at_ms: number | null, 
/**
 * Why it waits for the person.
 */
stuck: StuckReason | null, 
/**
 * Attempts made.
 */
attempts: number, 
/**
 * Whether *Edit* still changes this one (no attempt yet) or makes a new one that takes its place.
 */
edit_replaces: boolean, 
/**
 * The complaint that took its place.
 */
replaced_by: ComplaintId | null, 
/**
 * The complaint it takes the place of.
 */
replaces: ComplaintId | null, };

/**
 * One complaint, from its first draft to its last event, on every machine.
 */
export type ComplaintId = string;

/**
 * Name and phone; either may be empty, not both.
 */
export type Contact = { 
/**
 * As the person writes it.
 */
name: string, 
/**
 * Digits, spaces, `+`, dots.
 */
phone: string, };

/**
 * Everything a form needs of the content, read once.
 */
export type Content = { 
/**
 * In order.
 */
categories: Array<Category>, 
/**
 * In order.
 */
units: Array<Unit>, 
/**
 * By name.
 */
villages: Array<Village>, 
/**
 * In order. Only verified ones may be shown as numbers to rely on.
 */
hotlines: Array<Hotline>, 
/**
 * Where to go with what the form is not for, in order.
 */
elsewhere: Array<Elsewhere>, 
/**
 * Who handles personal data.
 */
controller: Text, 
/**
 * How long; `None`: not known.
 */
retention: Retention | null, 
/**
 * One tick each.
 */
purposes: Array<Purpose>, };

/**
 * What the core tells the screens without being asked.
 */
export type CoreEvent = { "kind": "changed", 
/**
 * The complaint, when it is one.
 */
complaint: ComplaintId | null, } | { "kind": "notify", 
/**
 * The complaint.
 */
complaint: ComplaintId, 
/**
 * Its number as shown.
 */
reference: string, 
/**
 * Where it stands now.
 */
status: Status, } | { "kind": "notify_overdue", 
/**
 * The complaint.
 */
complaint: ComplaintId, 
/**
 * Its number as shown.
 */
reference: string, } | { "kind": "notify_tracked", 
/**
 * Its number.
 */
number: Reference, 
/**
 * Its number as shown.
 */
reference: string, 
/**
 * Where it stands now.
 */
status: Status, };

/**
 * A number to call before anything is typed.
 */
export type Danger = { 
/**
 * Id of a [`Hotline`].
 */
hotline: string, 
/**
 * When to call it.
 */
text: Text, };

/**
 * How far a complaint has come on its way to the gateway. Every value is proven by something stored.
 */
export type Delivery = "saved" | "trying" | "words_received" | "received" | "stuck";

/**
 * A draft as stored.
 */
export type Draft = { 
/**
 * Becomes the complaint's id (or, after the first attempt of an edited one, a new one).
 */
id: ComplaintId, 
/**
 * What was entered.
 */
fields: DraftFields, 
/**
 * In order.
 */
photos: Array<PhotoRef>, 
/**
 * When it was last saved (ms since 1970).
 */
saved_at_ms: number, 
/**
 * This draft changes a complaint that is already saved.
 */
edits: ComplaintId | null, 
/**
 * This draft is a message about a saved complaint; of `fields` only `text` and `step` count.
 */
reply: Reply | null, };

/**
 * What the person has entered so far. May be incomplete.
 */
export type DraftFields = { 
/**
 * Id of a category.
 */
category: string | null, 
/**
 * Where.
 */
place: Spot, 
/**
 * Whether the place question was answered (also by *I don't know*).
 */
place_done: boolean, 
/**
 * What happened.
 */
text: string, 
/**
 * `Some(true)`: without a name. `Some(false)`: with name or phone. `None`: not answered.
 */
anonymous: boolean | null, 
/**
 * Name and phone as typed; kept even while `anonymous` is true, so that a change of mind loses nothing.
 */
contact: Contact, 
/**
 * Ids of the purposes ticked.
 */
consents: Array<string>, 
/**
 * What the person says this is (`phan-anh-kien-nghi` or empty: not asked yet). Anything else never becomes a
 * complaint: see `triage`.
 */
kind: string, 
/**
 * Kind a text was taken for when the person was asked again and said that it is a report after all.
 */
kind_asked: string, 
/**
 * The step the person is on: `category`, `place`, `text`, `photos`, `contact`, `check`.
 */
step: string, };

/**
 * Arguments of `draft_save`.
 */
export type DraftSave = { 
/**
 * Which.
 */
id: ComplaintId, 
/**
 * Everything entered so far; replaces what was stored.
 */
fields: DraftFields, };

/**
 * Where to go with something the form is not for.
 */
export type Elsewhere = { 
/**
 * Id of a [`Kind`] other than a report, e.g. `khieu-nai`.
 */
id: string, 
/**
 * A few words, as people say it.
 */
title: Text, 
/**
 * Two to four short sentences: what this is, and why the form is not the place.
 */
text: Text, 
/**
 * What to do and where, in order.
 */
steps: Array<Text>, 
/**
 * Ids of verified [`super::Hotline`]s, the one to call first at the front.
 */
hotlines: Array<string>, 
/**
 * Laws and official procedures, by their short Vietnamese names.
 */
law: Array<string>, 
/**
 * What in this record nobody has checked yet; shown with it.
 */
note: Text | null, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Day these facts were read (ISO).
 */
as_of: string, 
/**
 * Whether they were read in the named source, but for what `note` says.
 */
verified: boolean, 
/**
 * Where they were read.
 */
sources: Array<Source>, };

/**
 * One step in the life of a complaint, as the phone shows it.
 */
export type Event = { 
/**
 * Made by whoever acted.
 */
id: EventId, 
/**
 * What was done.
 */
action: Action, 
/**
 * Where the complaint stands after it.
 */
status: Status, 
/**
 * When, by the gateway's clock (ms since 1970).
 */
at_ms: number, 
/**
 * Who did it.
 */
by: Speaker, 
/**
 * What they wrote.
 */
text?: string | null, 
/**
 * The sender's message this step came with; the phone has its words and photos already.
 */
message?: MessageId | null, 
/**
 * Photos an officer put with it, e.g. as proof of the work. Fetched from `…/photos/{sha256}` of the complaint.
 */
photos?: Array<PhotoRef>, 
/**
 * Where a transfer went.
 */
handover?: Handover | null, };

/**
 * One step in the life of a complaint.
 */
export type EventId = string;

/**
 * A file for the person to keep or hand on.
 */
export type ExportedFile = { 
/**
 * Name to offer.
 */
name: string, 
/**
 * Media type.
 */
media: string, 
/**
 * The bytes, base64 (standard alphabet).
 */
base64: string, };

/**
 * One thing to mend, named so that a screen can put a sentence beside the right field.
 */
export type FieldError = { 
/**
 * `category`, `place`, `text`, `photos`, `contact.name`, `contact.phone`, `consents`, …
 */
field: string, 
/**
 * `required`, `too_long`, `too_many`, `unknown`, `malformed`.
 */
code: string, 
/**
 * The limit that was passed, where there is one.
 */
limit?: number | null, };

/**
 * A commune that is no more.
 */
export type Former = { 
/**
 * E.g. `old-20944`.
 */
id: string, 
/**
 * E.g. "Xã Trà Mai".
 */
name: Text, 
/**
 * Last day it existed (ISO).
 */
until: string, };

/**
 * A complaint handed to another body, under the number that body knows it by.
 */
export type Handover = { 
/**
 * Id of an agency in the content; `None`: one that is not listed there.
 */
agency: string | null, 
/**
 * Its name as the officer saw it.
 */
name: string, 
/**
 * Its number for the case; may be empty.
 */
number: string, 
/**
 * The day it was handed over, `YYYY-MM-DD`.
 */
on: string, };

/**
 * A number to call.
 */
export type Hotline = { 
/**
 * E.g. `h-112`.
 */
id: string, 
/**
 * What to dial, digits only.
 */
dial: string, 
/**
 * As printed.
 */
shown: string, 
/**
 * Who answers, two or three words.
 */
name: Text, 
/**
 * When to call, one line.
 */
when: Text, 
/**
 * Whether it is for danger to people now.
 */
emergency: boolean, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Day these facts were read (ISO).
 */
as_of: string, 
/**
 * Whether they were read in the named source; the rest are not shown as numbers to rely on.
 */
verified: boolean, 
/**
 * Where they were read.
 */
sources: Array<Source>, };

/**
 * How the link to the gateway looks. A hint, never a truth.
 */
export type Link = { 
/**
 * Last time the gateway answered (ms since 1970, this phone's clock).
 */
last_ok_ms: number | null, 
/**
 * When the next attempt is planned (ms since 1970, this phone's clock); `None`: nothing to do.
 */
next_attempt_ms: number | null, 
/**
 * What the last attempt met.
 */
trouble: LinkTrouble | null, };

/**
 * Arguments of `link_hint`: what the platform says about the network. A hint, never a truth.
 */
export type LinkHint = { 
/**
 * There is a network.
 */
online: boolean, 
/**
 * Whether it is Wi-Fi or cable (`Some(true)`), mobile data (`Some(false)`), or the platform does not tell.
 */
wifi: boolean | null, };

/**
 * Why the last attempt did not work.
 */
export type LinkTrouble = "offline" | "not_ours" | "untrusted" | "wrong_date" | "busy" | "no_gateway";

/**
 * One message of the sender about a complaint.
 */
export type MessageId = string;

/**
 * A message about a complaint.
 */
export type MessageView = { 
/**
 * Which.
 */
id: MessageId, 
/**
 * What it does.
 */
action: Action, 
/**
 * The words.
 */
text: string, 
/**
 * In order, with whether a receipt covers each.
 */
photos: Array<PhotoState>, 
/**
 * When it was saved here (ms since 1970).
 */
saved_at_ms: number, 
/**
 * How far it has come.
 */
delivery: Delivery, 
/**
 * Why it waits for the person.
 */
stuck: StuckReason | null, };

/**
 * Bytes that went over the link since the first of the month.
 */
export type Meter = { 
/**
 * `YYYY-MM`, by this phone's clock.
 */
month: string, 
/**
 * Bytes sent, bodies and headers.
 */
sent: number, 
/**
 * Bytes received.
 */
received: number, };

/**
 * Arguments of a command that takes none.
 */
export type Nothing = Record<symbol, never>;

/**
 * One complaint that waits.
 */
export type OutboxEntry = { 
/**
 * What it is.
 */
card: ComplaintCard, 
/**
 * Attempts made.
 */
attempts: number, 
/**
 * When the next one is planned (ms since 1970); `None`: as soon as there is a link.
 */
next_attempt_ms: number | null, 
/**
 * Why it waits for the person.
 */
stuck: StuckReason | null, 
/**
 * It is being sent right now.
 */
sending: boolean, 
/**
 * Its photos wait for Wi-Fi (see `Settings::photos_wifi_only`).
 */
waits_for_wifi: boolean, 
/**
 * What waits is only messages about it; the complaint itself is received.
 */
only_messages: boolean, 
/**
 * Bytes still to send.
 */
bytes: number, };

/**
 * What waits to be sent, and why.
 */
export type OutboxView = { 
/**
 * One row a complaint, oldest first.
 */
entries: Array<OutboxEntry>, 
/**
 * Packages carried for other phones, oldest first; delivered ones stay until the person takes them off.
 */
carried: Array<CarriedPackage>, 
/**
 * The link.
 */
link: Link, 
/**
 * Bytes still to send.
 */
bytes: number, };

/**
 * Arguments of `package_take`: a sealed package of another phone, as raw body or base64.
 */
export type PackageTake = { 
/**
 * The file, base64. Absent when the raw body carries it.
 */
base64: string | null, };

/**
 * Arguments of `draft_photo_add`. The picture itself comes as the raw body, or as base64 where raw bodies are slow
 * (Android; ≤ 300 KB).
 */
export type PhotoAdd = { 
/**
 * Which draft.
 */
id: ComplaintId, 
/**
 * The file, base64 (standard alphabet). Absent when the raw body carries it.
 */
base64: string | null, };

/**
 * A photo's identity and size, as written by the phone.
 */
export type PhotoRef = { 
/**
 * Lower-case hex.
 */
sha256: string, 
/**
 * Size of the file.
 */
bytes: number, 
/**
 * Width in px.
 */
width: number, 
/**
 * Height in px.
 */
height: number, };

/**
 * Arguments of `draft_photo_remove`.
 */
export type PhotoRemove = { 
/**
 * Which draft.
 */
id: ComplaintId, 
/**
 * Which photo.
 */
sha256: string, };

/**
 * A photo of a saved complaint.
 */
export type PhotoState = { 
/**
 * The photo.
 */
photo: PhotoRef, 
/**
 * A receipt covers it.
 */
received: boolean, };

/**
 * A place name that matches what somebody typed.
 */
export type PlaceHit = { 
/**
 * The current commune.
 */
unit: string, 
/**
 * The village, when the name is one.
 */
village: string | null, 
/**
 * The former commune that was named, when it was one.
 */
via: Text | null, };

/**
 * Answer of `place_find`.
 */
export type PlaceHits = { 
/**
 * Best first.
 */
hits: Array<PlaceHit>, };

/**
 * Arguments of `place_find`.
 */
export type PlaceQuery = { 
/**
 * What was typed so far.
 */
typed: string, };

/**
 * A position in degrees (WGS 84), rounded to about 100 m unless the person chose exact.
 */
export type Position = { 
/**
 * Degrees north.
 */
lat: number, 
/**
 * Degrees east.
 */
lon: number, 
/**
 * Whether it is exact.
 */
exact: boolean, };

/**
 * One purpose personal data is used for.
 */
export type Purpose = { 
/**
 * `handle`, `contact`.
 */
id: string, 
/**
 * Version of the words.
 */
version: string, 
/**
 * What the person ticks.
 */
text: Text, 
/**
 * Needed to send at all.
 */
required: boolean, 
/**
 * Asked only when a name or phone was given.
 */
with_contact: boolean, };

/**
 * Ten digits, stored without separators, shown 3-3-4.
 */
export type Reference = string;

/**
 * What a message draft answers to.
 */
export type Reply = { 
/**
 * The complaint.
 */
complaint: ComplaintId, 
/**
 * `add_more`, `remark`, `confirm`, `reopen` or `withdraw`.
 */
action: Action, };

/**
 * Arguments of `reply_open`.
 */
export type ReplyOpen = { 
/**
 * About which complaint.
 */
complaint: ComplaintId, 
/**
 * What to do.
 */
action: Action, };

/**
 * What happened when `vault.db` was found damaged: it was moved aside and its rows were read one by one.
 */
export type Rescue = { 
/**
 * When (ms since 1970).
 */
at_ms: number, 
/**
 * Complaints that are whole.
 */
complaints: number, 
/**
 * Numbers (shown 3-3-4) of complaints whose words were lost, where the number could still be read.
 */
complaints_lost: Array<string>, 
/**
 * Complaints or drafts that are there but lost a photo.
 */
photos_lost: number, 
/**
 * Drafts that are whole.
 */
drafts: number, 
/**
 * Drafts that were lost.
 */
drafts_lost: number, 
/**
 * Name of the folder the damaged file was moved to, inside the data folder.
 */
kept_in: string, };

/**
 * How long personal data is kept, and who says so.
 */
export type Retention = { 
/**
 * In words.
 */
text: Text, 
/**
 * Where that is laid down.
 */
source: Source, };

/**
 * What the person chose. Kept outside the vault: it says nothing about anybody.
 */
export type Settings = { 
/**
 * `vi`, `en`; `None`: follow the system.
 */
lang: string | null, 
/**
 * `light`, `dark`; `None`: follow the system.
 */
theme: string | null, 
/**
 * Text size in percent: 100, 125, 150, 200.
 */
text_percent: number, 
/**
 * Photos wait for Wi-Fi; words always go. A person can still send one complaint's photos now.
 */
photos_wifi_only: boolean, };

/**
 * Where a fact was read.
 */
export type Source = { 
/**
 * Title of the page or paper.
 */
title: string, 
/**
 * Where it was published.
 */
address: string, };

/**
 * Who says something.
 */
export type Speaker = { 
/**
 * Display name of an officer; empty for the sender of the complaint.
 */
name: string, 
/**
 * Id of the unit they speak for.
 */
unit: string | null, };

/**
 * Where something is: commune, village, "near what". Each may be unknown.
 */
export type Spot = { 
/**
 * Id of a current commune; `None` when the person does not know.
 */
unit: string | null, 
/**
 * Id of a known village.
 */
village: string | null, 
/**
 * The village in the person's own words.
 */
village_text: string, 
/**
 * Near what.
 */
near: string, 
/**
 * A position the person chose to give.
 */
position: Position | null, };

/**
 * Where a complaint stands. Ids are those of `feedback.json`.
 */
export type Status = "moi" | "da-tiep-nhan" | "can-bo-sung" | "da-chuyen" | "dang-xu-ly" | "da-xu-ly" | "khong-tiep-nhan" | "trung" | "mo-lai" | "da-xac-nhan" | "da-rut";

/**
 * Why an entry of the outbox waits for the person.
 */
export type StuckReason = "invalid" | "id_conflict" | "too_large" | "refused" | "receipt_unproven" | "not_understood" | "photo_missing" | "package_unreadable";

/**
 * Answer of `complaint_submit`.
 */
export type Submitted = { 
/**
 * The complaint.
 */
id: ComplaintId, };

/**
 * A text in both languages.
 */
export type Text = { 
/**
 * Vietnamese.
 */
vi: string, 
/**
 * English.
 */
en: string, };

/**
 * Arguments of `track_add`.
 */
export type TrackAdd = { 
/**
 * As typed.
 */
reference: string, 
/**
 * As typed.
 */
pin: string, };

/**
 * What a look-up by number and PIN found.
 */
export type TrackState = "waiting" | "found" | "not_found" | "closed";

/**
 * A complaint sent from another phone, followed by number and PIN.
 */
export type TrackedCard = { 
/**
 * The number.
 */
reference: Reference, 
/**
 * The number as shown, 3-3-4.
 */
reference_shown: string, 
/**
 * When it was added here (ms since 1970).
 */
added_at_ms: number, 
/**
 * What the last look-up found.
 */
state: TrackState, 
/**
 * Newest first; empty until found.
 */
reports: Array<TrackedReport>, 
/**
 * When the gateway was last asked with success (ms since 1970, this phone's clock).
 */
checked_at_ms: number | null, 
/**
 * Something happened that the person has not seen.
 */
unread: boolean, };

/**
 * What number and PIN show of a complaint: words and steps, no sender, no photos.
 */
export type TrackedReport = { 
/**
 * Which.
 */
id: ComplaintId, 
/**
 * Id of a category.
 */
category: string, 
/**
 * Id of the commune; `None`: not known.
 */
unit: string | null, 
/**
 * The sender's words.
 */
text: string, 
/**
 * When the gateway had it (ms since 1970).
 */
received_at_ms: number, 
/**
 * Where it stands.
 */
status: Status, 
/**
 * Since when (ms since 1970).
 */
status_at_ms: number, 
/**
 * Steps, oldest first, without photos and without messages' ids.
 */
events: Array<Event>, };

/**
 * Answer of `triage`: what the text reads like. Advice; the person decides.
 */
export type TriageReading = { 
/**
 * `phan-anh-kien-nghi`, `khieu-nai`, `to-cao`, `to-giac`, `tranh-chap-dat`, `khan-cap`.
 */
kind: string, 
/**
 * How sure, 0 to 1.
 */
score: number, };

/**
 * Arguments of `triage`.
 */
export type TriageText = { 
/**
 * What the person wrote.
 */
text: string, 
/**
 * `vi` or `en`.
 */
lang: string, };

/**
 * A current commune.
 */
export type Unit = { 
/**
 * E.g. `nam-tra-my`.
 */
id: string, 
/**
 * E.g. "Xã Nam Trà My".
 */
name: Text, 
/**
 * Communes that became it, with the names people still say.
 */
former: Array<Former>, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Day these facts were read (ISO).
 */
as_of: string, 
/**
 * Whether they were read in the named source.
 */
verified: boolean, 
/**
 * Where they were read.
 */
sources: Array<Source>, };

/**
 * Arguments of `vault_unlock`.
 */
export type Unlock = { 
/**
 * As typed.
 */
passphrase: string, };

/**
 * How the vault is protected when there is no keyring.
 */
export type VaultChoice = { "way": "passphrase", 
/**
 * At least 6 characters.
 */
passphrase: string, } | { "way": "key_file" };

/**
 * Whether the vault can be used, and what to ask the person if not.
 */
export type VaultState = "ready" | "needs_choice" | "needs_passphrase" | "keyring_locked" | "keyring_locked_first" | "key_lost" | "unreadable";

/**
 * A village, hamlet or nóc named in a source.
 */
export type Village = { 
/**
 * E.g. `v-mang-to`.
 */
id: string, 
/**
 * As people say it.
 */
name: string, 
/**
 * Other spellings.
 */
also: Array<string>, 
/**
 * Id of its current commune.
 */
unit: string, 
/**
 * Id of the former commune it belonged to.
 */
former: string | null, 
/**
 * Day these facts were read (ISO).
 */
as_of: string, 
/**
 * Whether they were read in the named source.
 */
verified: boolean, 
/**
 * Where they were read.
 */
sources: Array<Source>, };
