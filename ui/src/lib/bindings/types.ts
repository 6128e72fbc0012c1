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
overdue: number, 
/**
 * Dossiers on this phone.
 */
dossiers: number, 
/**
 * Of them, those where the person must act or fetch.
 */
dossiers_acting: number, 
/**
 * Where the public content comes from.
 */
content: ContentState, };

/**
 * One answer: a question of the content, a procedure, or both.
 */
export type AskAnswer = { 
/**
 * The approved question and answer, where one is alike.
 */
question: Question | null, 
/**
 * The procedure.
 */
procedure: AskProcedure | null, };

/**
 * How asking ended.
 */
export type AskOutcome = "found" | "ambiguous" | "unknown";

/**
 * What an answer shows of a procedure: never a figure without whether its source has it, and its date.
 */
export type AskProcedure = { 
/**
 * Its id.
 */
id: string, 
/**
 * As people say it.
 */
title: Text, 
/**
 * What it is for.
 */
summary: Text, 
/**
 * Id of its field.
 */
field: string, 
/**
 * Where to hand it in.
 */
place: string, 
/**
 * Ways of handing it in; `None`: not known.
 */
channels: Array<Channel> | null, 
/**
 * How long it takes.
 */
time: Duration, 
/**
 * What it costs.
 */
fee: Fee, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * Arguments of `ask`.
 */
export type AskQuestion = { 
/**
 * In everyday words, with or without accents.
 */
q: string, 
/**
 * `vi` or `en`: what the app speaks. Both languages are read whatever it is.
 */
lang: string, };

/**
 * Answer of `ask`.
 */
export type Asked = { 
/**
 * How it ended.
 */
outcome: AskOutcome, 
/**
 * Best first, at most three; none when nothing is known.
 */
answers: Array<AskAnswer>, };

/**
 * How far something is.
 */
export type Away = { 
/**
 * To what.
 */
basis: Basis, 
/**
 * As the crow flies; the road is longer. `None`: not known.
 */
metres: number | null, 
/**
 * In which direction; `None`: not known, or it is here.
 */
direction: Direction | null, };

/**
 * How sure a distance is.
 */
export type Basis = "place" | "commune" | "same" | "unknown";

/**
 * Arguments that are just a list.
 */
export type ByChecklist = { 
/**
 * Which.
 */
id: ChecklistId, };

/**
 * Arguments that name a day.
 */
export type ByDay = { 
/**
 * ISO.
 */
day: string, };

/**
 * Arguments that are just a dossier.
 */
export type ByDossier = { 
/**
 * Which.
 */
id: DossierId, };

/**
 * Arguments that are just an id.
 */
export type ById = { 
/**
 * Which complaint or draft.
 */
id: ComplaintId, };

/**
 * Arguments that name a record of content.
 */
export type ByName = { 
/**
 * Its id.
 */
id: string, };

/**
 * Arguments that are just a number.
 */
export type ByReference = { 
/**
 * Which.
 */
reference: Reference, };

/**
 * Arguments that name a question that waits.
 */
export type ByUnanswered = { 
/**
 * Its id.
 */
id: UnansweredId, };

/**
 * Arguments of `calendar_export`.
 */
export type CalendarExport = { 
/**
 * Only this place; `None`: all.
 */
id: string | null, 
/**
 * `vi` or `en`.
 */
lang: string, 
/**
 * A sentence for each entry's description: that the days are to be asked for again.
 */
note: string, };

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
 * Whether a case is the person's.
 */
export type CaseAnswer = "yes" | "no" | "unsure";

/**
 * Which cases are the person's. What is in neither is not theirs.
 */
export type CasesChosen = { 
/**
 * Theirs.
 */
yes: Array<string>, 
/**
 * They do not know.
 */
unsure: Array<string>, };

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
 * Who says so.
 */
meta: Meta, };

/**
 * A way of handing a dossier in.
 */
export type Channel = "online" | "post" | "counter";

/**
 * One line of the list of lists.
 */
export type ChecklistCard = { 
/**
 * Which.
 */
id: ChecklistId, 
/**
 * Id of a procedure.
 */
procedure: string, 
/**
 * Its title, as the content has it now or had it last.
 */
title: Text, 
/**
 * For whom, in the person's words; may be empty.
 */
name: string, 
/**
 * Papers that are needed for sure.
 */
needed: number, 
/**
 * Those of them that are not ticked.
 */
missing: number, 
/**
 * Papers that depend on a case the person is not sure of, not ticked: to be asked about.
 */
ask: number, 
/**
 * The content has changed since the person last looked.
 */
changed: boolean, 
/**
 * The dossier it belongs to.
 */
dossier: DossierId | null, 
/**
 * Last change by the person (ms since 1970).
 */
changed_at_ms: number, };

/**
 * A case, and whether it is the person's.
 */
export type ChecklistCase = { 
/**
 * In the content's words.
 */
when: string, 
/**
 * What the person answered; `None`: not asked yet, the content has it since.
 */
answer: CaseAnswer | null, 
/**
 * Papers that come with it.
 */
papers: Array<string>, 
/**
 * How the first of them looks; `None`: a plain sheet.
 */
look: PaperLook | null, };

/**
 * Arguments of `checklist_change`.
 */
export type ChecklistChange = { 
/**
 * Which.
 */
id: ChecklistId, 
/**
 * What to change.
 */
edit: ChecklistEdit, };

/**
 * One list, whole.
 */
export type ChecklistDetail = { 
/**
 * As in the list.
 */
card: ChecklistCard, 
/**
 * The procedure as it is now; `None`: the content has it no more.
 */
procedure: Procedure | null, 
/**
 * Every case there is, in the order of the papers.
 */
cases: Array<ChecklistCase>, 
/**
 * Papers of everybody, then case by case; what is no longer asked for comes last.
 */
papers: Array<ChecklistPaper>, 
/**
 * When it would be done; `None`: the content has no firm number of working days.
 */
due: DueIfToday | null, 
/**
 * Offices of the chosen commune that take it.
 */
offices: Array<Office>, 
/**
 * An office waits for papers of its dossier.
 */
waits: boolean, 
/**
 * Which papers that office asked for, as it said.
 */
supplement: string | null, };

/**
 * One change of a list.
 */
export type ChecklistEdit = { "do": "tick", 
/**
 * Its name.
 */
name: string, 
/**
 * Its case.
 */
when: string | null, 
/**
 * The person has it.
 */
have: boolean, } | { "do": "cases", 
/**
 * Which cases are theirs.
 */
cases: CasesChosen, } | { "do": "case", 
/**
 * In the content's words.
 */
when: string, 
/**
 * Whether it is theirs.
 */
answer: CaseAnswer, } | { "do": "name", 
/**
 * In the person's words; empty: nobody special.
 */
name: string, } | { "do": "seen" };

/**
 * One list of papers to take along. Known to that phone only.
 */
export type ChecklistId = string;

/**
 * Arguments of `checklist_make`.
 */
export type ChecklistMake = { 
/**
 * Id of a procedure.
 */
procedure: string, 
/**
 * Which cases are theirs.
 */
cases: CasesChosen, 
/**
 * The dossier it belongs to.
 */
dossier: DossierId | null, };

/**
 * A paper of a list.
 */
export type ChecklistPaper = { 
/**
 * Its name.
 */
name: string, 
/**
 * The case it is for; `None`: everybody.
 */
when: string | null, 
/**
 * Whether its words were found on the published page.
 */
in_source: boolean, 
/**
 * How it looks; `None`: a plain sheet.
 */
look: PaperLook | null, 
/**
 * Ticked.
 */
have: boolean, 
/**
 * Only if a case is theirs that they are not sure of.
 */
ask: boolean, 
/**
 * What the content has done since the person last looked.
 */
change: PaperChange | null, };

/**
 * All lists on this phone.
 */
export type Checklists = { 
/**
 * The last one used first.
 */
cards: Array<ChecklistCard>, };

/**
 * The clock of a dossier.
 */
export type Clock = { 
/**
 * The day it is due, ISO.
 */
due_on: string | null, 
/**
 * Counted by this app (from the procedure's days, or moved by a pause), not printed by an office.
 */
computed: boolean, 
/**
 * A table without an official notice was used.
 */
provisional: boolean, 
/**
 * Where it stands.
 */
state: ClockState, };

/**
 * Where the clock stands.
 */
export type ClockState = { "state": "running", 
/**
 * How many.
 */
left: number, } | { "state": "late", 
/**
 * By how many working days, at least 1.
 */
by: number, } | { "state": "paused" } | { "state": "stopped" } | { "state": "no_day" } | { "state": "unknown_year", 
/**
 * Which.
 */
year: number, };

/**
 * A text read as a code.
 */
export type CodeFound = { 
/**
 * How it was read.
 */
reading: Reading, 
/**
 * The dossier on this phone that has this code already.
 */
known: DossierId | null, 
/**
 * Procedures it may be about, best first.
 */
procedures: Array<string>, };

/**
 * Arguments of `dossier_read`.
 */
export type CodeText = { 
/**
 * As typed, or what a scanner gave.
 */
text: string, };

/**
 * Codes found in a picture.
 */
export type CodesFound = { 
/**
 * Dossier codes first; empty: none was found.
 */
found: Array<CodeFound>, };

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
 * Districts that are no more.
 */
districts: Array<District>, 
/**
 * By name.
 */
villages: Array<Village>, 
/**
 * In order.
 */
offices: Array<Office>, 
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
 * Answer of `content_import`; the file is the raw body. Fails with `content_file` (no content file, or damaged) and
 * `content_signature` (not signed for this deployment); nothing changes then.
 */
export type ContentImported = { 
/**
 * Records that are new or other than before.
 */
changed: number, 
/**
 * The file was older than what is here: nothing changed.
 */
older: boolean, };

/**
 * Where content comes from.
 */
export type ContentOrigin = "shipped" | "gateway" | "file";

/**
 * Where the content on this phone comes from.
 */
export type ContentState = { 
/**
 * Where it was last changed from.
 */
from: ContentOrigin, 
/**
 * When (ms since 1970, this phone's clock); `None` for what came with the app.
 */
changed_at_ms: number | null, 
/**
 * When the gateway was last asked with success (ms since 1970, this phone's clock).
 */
checked_at_ms: number | null, 
/**
 * Records that could not be read and were left as they were.
 */
set_aside: number, };

/**
 * A point on the map that a source gave.
 */
export type Coordinates = { 
/**
 * Degrees north (WGS 84).
 */
lat: number, 
/**
 * Degrees east (WGS 84).
 */
lon: number, 
/**
 * What the point is.
 */
of: Text, 
/**
 * Who gave it.
 */
source: Source, };

/**
 * What the core tells the screens without being asked.
 */
export type CoreEvent = { "kind": "changed", 
/**
 * The complaint, when it is one.
 */
complaint: ComplaintId | null, } | { "kind": "content" } | { "kind": "notify", 
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
reference: string, } | { "kind": "notify_dossier", 
/**
 * Which.
 */
dossier: DossierId, 
/**
 * What the person calls it, or its procedure's title in the app's language; may be empty.
 */
name: string, 
/**
 * What.
 */
news: DossierNews, } | { "kind": "notify_tracked", 
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
 * What is on when.
 */
export type DayCalendar = { 
/**
 * Today in Vietnam (ISO).
 */
today: string, 
/**
 * What has known days in the next twelve months, by day.
 */
days: Array<DayEntry>, 
/**
 * What comes back on days nobody gave, or counts by the moon.
 */
undated: Array<PlaceCard>, };

/**
 * Something on known days.
 */
export type DayEntry = { 
/**
 * What.
 */
place: PlaceCard, 
/**
 * Its days.
 */
days: Days, };

/**
 * Days something is on.
 */
export type Days = { 
/**
 * First (ISO).
 */
from: string, 
/**
 * Last (ISO).
 */
to: string, 
/**
 * Year or years the rule was read of.
 */
as_of: string, };

/**
 * How far a complaint has come on its way to the gateway. Every value is proven by something stored.
 */
export type Delivery = "saved" | "trying" | "words_received" | "received" | "stuck";

/**
 * One of eight directions.
 */
export type Direction = "north" | "north-east" | "east" | "south-east" | "south" | "south-west" | "west" | "north-west";

/**
 * A district that is no more; its communes are the [`Unit`]s that name it.
 */
export type District = { 
/**
 * E.g. `ntm`.
 */
id: string, 
/**
 * E.g. "Huyện Nam Trà My".
 */
name: Text, 
/**
 * Last day it existed (ISO).
 */
until: string, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * One line of the list.
 */
export type DossierCard = { 
/**
 * Which.
 */
id: DossierId, 
/**
 * Its code as typed; empty: not entered yet.
 */
code: string, 
/**
 * What the person calls it; may be empty.
 */
name: string, 
/**
 * Id of a procedure.
 */
procedure: string | null, 
/**
 * The procedure's title, where the content has it.
 */
title: Text | null, 
/**
 * The procedure as the office writes it, where nothing else is known.
 */
office_title: string | null, 
/**
 * Who must act.
 */
group: Group, 
/**
 * The step that counts; `None`: nothing is known yet.
 */
current: Step | null, 
/**
 * What the person said after it.
 */
said: Said | null, 
/**
 * Counted now.
 */
clock: Clock, 
/**
 * Something came that the person has not seen.
 */
unread: boolean, 
/**
 * Whether the gateway is asked.
 */
watch: WatchState, };

/**
 * Arguments of `dossier_change`.
 */
export type DossierChange = { 
/**
 * Which.
 */
id: DossierId, 
/**
 * Replaces what was entered.
 */
fields: DossierFields, };

/**
 * One dossier, whole.
 */
export type DossierDetail = { 
/**
 * As in the list.
 */
card: DossierCard, 
/**
 * What the person entered.
 */
fields: DossierFields, 
/**
 * How the code was read.
 */
reading: Reading, 
/**
 * Oldest first.
 */
steps: Array<Step>, 
/**
 * Who spoke of it, and when last.
 */
sources: Array<SeenSource>, 
/**
 * SHA-256 of the slip's photo; it never leaves the phone.
 */
photo: string | null, 
/**
 * When it was added here (ms since 1970).
 */
added_at_ms: number, 
/**
 * When the gateway last answered about the feed (ms since 1970); `None`: never.
 */
checked_at_ms: number | null, };

/**
 * What a person enters of a dossier. Everything may be empty.
 */
export type DossierFields = { 
/**
 * The code as typed or scanned.
 */
code: string, 
/**
 * What the person calls it.
 */
name: string, 
/**
 * Id of a procedure.
 */
procedure: string | null, 
/**
 * The day on the slip, ISO.
 */
received_on: string | null, 
/**
 * The time on the slip, `HH:MM`.
 */
received_time: string | null, 
/**
 * The day of return on the slip, ISO.
 */
due_on: string | null, 
/**
 * Id of the commune that took it.
 */
unit: string | null, };

/**
 * One dossier in somebody's wallet. Known to that phone only.
 */
export type DossierId = string;

/**
 * What to tell a person about a dossier.
 */
export type DossierNews = { "about": "step", 
/**
 * What.
 */
step: Step, } | { "about": "due_soon", 
/**
 * ISO.
 */
on: string, } | { "about": "due_today" } | { "about": "late", 
/**
 * By how many working days.
 */
by: number, } | { "about": "your_turn", 
/**
 * Papers, fee.
 */
step: Step, };

/**
 * Arguments of `dossier_photo_add`; the picture is the raw body, or base64 where raw bodies are slow.
 */
export type DossierPhoto = { 
/**
 * Which.
 */
id: DossierId, 
/**
 * The file, base64. Absent when the raw body carries it.
 */
base64: string | null, };

/**
 * Arguments of `dossier_say`: one of both.
 */
export type DossierSay = { 
/**
 * Which.
 */
id: DossierId, 
/**
 * What the person did.
 */
said: Said | null, 
/**
 * What an office told the person by mouth or on paper: a code of 1 to 10.
 */
status: number | null, 
/**
 * Which papers, which fee, where; as told.
 */
supplement: string | null, 
/**
 * A new day of return they were given, ISO.
 */
due_on: string | null, };

/**
 * A source of steps.
 */
export type DossierSource = { 
/**
 * What it is.
 */
kind: SourceKind, 
/**
 * Its name as the citizen sees it; empty for slip and person.
 */
name: string, 
/**
 * How far it is trusted where two speak of the same day: the higher counts. Slip and person: 0.
 */
trust: number, };

/**
 * Arguments of `dossier_watch`.
 */
export type DossierWatch = { 
/**
 * Which.
 */
id: DossierId, 
/**
 * Last four digits of the phone or citizen's number given at the counter, as typed.
 */
proof: string, };

/**
 * All dossiers on this phone.
 */
export type Dossiers = { 
/**
 * By group, then by what is due first.
 */
cards: Array<DossierCard>, 
/**
 * Today in Vietnam, ISO.
 */
today: string, };

/**
 * What speaks against a stop.
 */
export type Doubt = { "is": "not_listed" } | { "is": "other_months", 
/**
 * 1-12.
 */
months: Array<number>, } | { "is": "not_that_day", 
/**
 * The next days from then on.
 */
next: Days | null, } | { "is": "days_unknown" };

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
 * When it would be done if it were handed in now.
 */
export type DueIfToday = { 
/**
 * Today in Vietnam, ISO.
 */
today: string, 
/**
 * The day that counts as that of handing in: a working day, and the next one after a cut-off; `None`: not known.
 */
counts_from: string | null, 
/**
 * The day itself, ISO; `None`: the table of a year is missing.
 */
on: string | null, 
/**
 * Working days it takes; 0: the same day.
 */
working_days: number, 
/**
 * A table without an official notice was used.
 */
provisional: boolean, 
/**
 * The year whose table is missing.
 */
unknown_year: number | null, };

/**
 * How long a procedure takes.
 */
export type Duration = { 
/**
 * How many; `None`: not known for sure.
 */
value: number | null, 
/**
 * Of what.
 */
unit: DurationUnit, 
/**
 * Whether the number was found on the published page. If not, `value` is absent.
 */
in_source: boolean, 
/**
 * Received after 15:00:00 counts as received the next working day. `false` also where nobody says so.
 */
cutoff_15h?: boolean, 
/**
 * Exceptions, cut-off times.
 */
note: string | null, };

/**
 * What a [`Duration`] counts.
 */
export type DurationUnit = "working-day" | "day" | "hour" | "same-day" | "same-day-or-agreed" | "unknown";

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
 * Who says so.
 */
meta: Meta, };

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
 * One thing that is known.
 */
export type Fact = { 
/**
 * In words, without the year.
 */
text: Text, 
/**
 * Day, month, year or years it is of (`2023`, `2023-08`, `2022-2023`). Never absent for a price.
 */
as_of: string | null, };

/**
 * Arguments of `favourite_set`.
 */
export type FavouriteSet = { 
/**
 * A place's id.
 */
id: string, 
/**
 * Whether it is one from now on.
 */
on: boolean, };

/**
 * Places a person marked, newest first.
 */
export type Favourites = { 
/**
 * Newest first.
 */
places: Array<Named>, };

/**
 * What a procedure costs.
 */
export type Fee = { 
/**
 * Đồng at the counter; 0: free; `None`: not known for sure.
 */
vnd: number | null, 
/**
 * Đồng when handed in online, where that differs.
 */
online_vnd: number | null, 
/**
 * For what ("một bản", "một trang"); `None`: for the whole.
 */
per: string | null, 
/**
 * Whether the amount was found on the published page. If not, both amounts are absent.
 */
in_source: boolean, 
/**
 * Who pays nothing or less. Never empty where there is an amount above 0.
 */
exemptions: Array<string>, 
/**
 * What else to know about it.
 */
note: string | null, };

/**
 * A field of procedures, as offices sort them. Its drawing is `linh-vuc-<id>`.
 */
export type Field = { 
/**
 * E.g. `ht`; also the beginning of its procedures' ids.
 */
id: string, 
/**
 * A few words, as people say it.
 */
name: Text, 
/**
 * Examples, one line.
 */
hint: Text, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * One thing to mend, named so that a screen can put a sentence beside the right field.
 */
export type FieldError = { 
/**
 * `category`, `place`, `text`, `photos`, `contact.name`, `contact.phone`, `consents`, …
 */
field: string, 
/**
 * `required`, `too_long`, `too_many`, `unknown`, `malformed`, `personal`.
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
 * What a piece of text gives away.
 */
export type Gives = "citizen" | "phone" | "dossier" | "link" | "mail" | "number";

/**
 * Who must act.
 */
export type Group = "you" | "fetch" | "office" | "done" | "ended";

/**
 * A page to read through.
 */
export type Guide = { 
/**
 * E.g. `sam-mua-dung`.
 */
id: string, 
/**
 * Where it belongs.
 */
topic: Topic, 
/**
 * ≤ 40 characters.
 */
title: Text, 
/**
 * One or two short sentences.
 */
summary: Text, 
/**
 * The drawing at its head, by name.
 */
picture: string | null, 
/**
 * What to read, in order.
 */
parts: Array<Part>, 
/**
 * Ids of verified hotlines, the one to call first at the front.
 */
hotlines: Array<string>, 
/**
 * What is unsure; shown with it.
 */
note: Text | null, 
/**
 * How to be a guest: what stands first where a place's kind asks for it and the place says nothing of its own.
 */
manners: boolean, 
/**
 * Months (1-12) of the danger it warns of; empty: none.
 */
months: Array<number>, 
/**
 * Words people look for it by.
 */
tags: Array<string>, 
/**
 * Place in the list of its topic.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * All pages to read through.
 */
export type Guides = { 
/**
 * By topic, in order.
 */
guides: Array<Guide>, };

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
 * Who says so. Unverified numbers are not shown as numbers to rely on.
 */
meta: Meta, };

/**
 * What a text is.
 */
export type Kind = "dossier" | "citizen_id" | "phone" | "url" | "procedure_code" | "reference" | "garbage";

/**
 * Something that happens in a life, with the procedures it asks for. Its drawing is `viec-<id>`.
 */
export type LifeEvent = { 
/**
 * E.g. `sinh-con`.
 */
id: string, 
/**
 * A few words.
 */
name: Text, 
/**
 * One line.
 */
hint: Text, 
/**
 * Ids of [`Procedure`]s, the usual order of doing them.
 */
procedures: Array<string>, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

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
 * A part of a text, in UTF-16 code units, end excluded.
 */
export type Mark = { 
/**
 * First.
 */
from: number, 
/**
 * After the last.
 */
to: number, };

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
 * Who says so, since when, and who has looked at it.
 */
export type Meta = { 
/**
 * Day or month these facts were read (ISO).
 */
as_of: string, 
/**
 * Whether they were read in the named sources. Not: whether a lawyer or the commune confirmed them.
 */
verified: boolean, 
/**
 * Where they were read; empty: nobody has found a source.
 */
sources: Array<Source>, 
/**
 * First day they hold (ISO).
 */
effective_from: string | null, 
/**
 * Last day they hold (ISO).
 */
effective_to: string | null, 
/**
 * Who of the commune has looked at it. Empty until somebody has.
 */
reviewed_by: string | null, 
/**
 * When (ISO).
 */
reviewed_on: string | null, };

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
 * A place by the name it had.
 */
export type Named = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name now, or the last one known.
 */
name: Text, 
/**
 * `None`: no longer listed.
 */
card: PlaceCard | null, };

/**
 * Arguments of `near`: where the person is. Used for the answer and kept nowhere.
 */
export type NearAsk = { 
/**
 * The phone's position, where the person gave it.
 */
position: Point | null, 
/**
 * The commune the person says they are in.
 */
unit: string | null, };

/**
 * Answer of `near`.
 */
export type NearList = { 
/**
 * Nearest first, then the same commune, then what nobody knows the position of.
 */
places: Array<NearPlace>, };

/**
 * A place and how far it is.
 */
export type NearPlace = { 
/**
 * The place.
 */
card: PlaceCard, 
/**
 * How far.
 */
away: Away, };

/**
 * Arguments of a command that takes none.
 */
export type Nothing = Record<symbol, never>;

/**
 * A place where a person goes with papers, a letter, an illness, or for a link.
 */
export type Office = { 
/**
 * E.g. `mot-cua-nam-tra-my`.
 */
id: string, 
/**
 * What it is.
 */
kind: OfficeKind, 
/**
 * Its name.
 */
name: Text, 
/**
 * Id of its commune.
 */
unit: string, 
/**
 * Where it is; `None`: not known.
 */
address: Text | null, 
/**
 * Its number, digits only; `None`: not known.
 */
phone: string | null, 
/**
 * When it is open; `None`: not known.
 */
hours: Text | null, 
/**
 * Where it lies; `None`: not known.
 */
coordinates: Coordinates | null, 
/**
 * What else to know, and what is unsure.
 */
note: Text | null, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * What an [`Office`] is.
 */
export type OfficeKind = "one-stop" | "post" | "health" | "wifi";

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
 * Something to bring.
 */
export type Paper = { 
/**
 * What it is.
 */
name: string, 
/**
 * Only in this case ("trẻ bị bỏ rơi"); `None`: everybody.
 */
when: string | null, 
/**
 * Not in these cases, in the words of other papers' `when`: those papers stand in for it.
 */
unless: Array<string>, 
/**
 * Whether its words were found on the published page.
 */
in_source: boolean, };

/**
 * What the content has done with a paper.
 */
export type PaperChange = "new" | "gone";

/**
 * How a paper looks.
 */
export type PaperLook = { 
/**
 * Its sort, a few words.
 */
name: Text, 
/**
 * Name of its drawing.
 */
picture: string, };

/**
 * A part of a [`Guide`].
 */
export type Part = { 
/**
 * A few words; `None`: goes on without one.
 */
title: Text | null, 
/**
 * A drawing by name.
 */
picture: string | null, 
/**
 * Short sentences, one idea each.
 */
lines: Array<Text>, 
/**
 * Whether what it says was read in one of the page's sources; if not it is marked so.
 */
verified: boolean, };

/**
 * A piece of text that must be taken out.
 */
export type Personal = { 
/**
 * What it is.
 */
gives: Gives, 
/**
 * As it was written.
 */
raw: string, };

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
 * Something to say.
 */
export type Phrase = { 
/**
 * E.g. `chao`.
 */
id: string, 
/**
 * When one says it.
 */
topic: PhraseTopic, 
/**
 * What one says, and what it means.
 */
text: Text, 
/**
 * How an English reader says it, roughly: tones are not written.
 */
say: string, 
/**
 * To whom, or when not.
 */
note: Text | null, 
/**
 * Words people look for it by.
 */
tags: Array<string>, 
/**
 * Place in the list of its topic.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * When one says a [`Phrase`].
 */
export type PhraseTopic = "help" | "greeting" | "manners" | "way" | "buying" | "eating" | "staying";

/**
 * All phrases.
 */
export type Phrases = { 
/**
 * By topic, in order.
 */
phrases: Array<Phrase>, };

/**
 * A place, product, event, dish, way of getting there.
 */
export type Place = { 
/**
 * E.g. `cho-sam`.
 */
id: string, 
/**
 * Id of a [`PlaceKind`].
 */
kind: string, 
/**
 * Its name.
 */
name: Text, 
/**
 * What it is, one or two short sentences.
 */
summary: Text, 
/**
 * Id of its commune; `None`: outside the area.
 */
unit: string | null, 
/**
 * Id of the former commune it lay in.
 */
former: string | null, 
/**
 * What is known, each with its year.
 */
facts: Array<Fact>, 
/**
 * When to come; `None`: not known.
 */
season: Text | null, 
/**
 * The months (1-12) `season` speaks of; empty: all, or not known.
 */
months: Array<number>, 
/**
 * On which days it comes back, only where a source gave them. `None`: `season` says what is known.
 */
recurs: Recurrence | null, 
/**
 * How to get there; `None`: not known.
 */
access: Text | null, 
/**
 * Prices that were once read, each with its year.
 */
prices: Array<Fact>, 
/**
 * What is dangerous.
 */
safety: Array<Text>, 
/**
 * How to behave.
 */
etiquette: Array<Text>, 
/**
 * Where it lies; `None`: not known.
 */
coordinates: Coordinates | null, 
/**
 * Has a drawing of its own, `canh-<id>`.
 */
featured: boolean, 
/**
 * What is unsure.
 */
note: Text | null, 
/**
 * Words people look for it by.
 */
tags: Array<string>, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * A place in a list.
 */
export type PlaceCard = { 
/**
 * Its id.
 */
id: string, 
/**
 * Id of its kind.
 */
kind: string, 
/**
 * Its name.
 */
name: Text, 
/**
 * What it is.
 */
summary: Text, 
/**
 * Id of its commune; `None`: outside the area.
 */
unit: string | null, 
/**
 * When to come.
 */
season: Text | null, 
/**
 * Months (1-12) it speaks of; empty: all, or not known.
 */
months: Array<number>, 
/**
 * Has a drawing of its own, `canh-<id>`.
 */
featured: boolean, 
/**
 * Whether it was read in a named source.
 */
verified: boolean, 
/**
 * Whether somebody of the commune has looked at it.
 */
reviewed: boolean, };

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
 * A kind of place. Its drawing is `noi-<id>`.
 */
export type PlaceKind = { 
/**
 * E.g. `market`.
 */
id: string, 
/**
 * One to three words.
 */
name: Text, 
/**
 * Its places happen on days: markets, festivals. They are listed in the calendar, also without known days.
 */
dated: boolean, 
/**
 * Its records are nowhere in particular: products, dishes, ways of travelling. Never listed as near.
 */
nowhere: boolean, 
/**
 * How to behave comes before everything practical: villages, gardens, places of memory.
 */
guests: boolean, 
/**
 * Words (both languages) of what must not be found by strangers. A place of *any* kind that speaks of one in its name,
 * summary or tags may have no coordinates.
 */
guarded: Array<string>, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * A place's page.
 */
export type PlacePage = { 
/**
 * All of it.
 */
place: Place, 
/**
 * Its kind.
 */
kind: PlaceKind | null, 
/**
 * How to behave comes before everything practical.
 */
guests: boolean, 
/**
 * How to be a guest anywhere, where that comes first and the place says nothing of its own.
 */
manners: Guide | null, 
/**
 * Its next days, where they are known; three at most.
 */
next: Array<Days>, };

/**
 * Arguments of `place_find`.
 */
export type PlaceQuery = { 
/**
 * What was typed so far.
 */
typed: string, };

/**
 * All places.
 */
export type Places = { 
/**
 * Kinds that have a place, in order.
 */
kinds: Array<PlaceKind>, 
/**
 * In order.
 */
cards: Array<PlaceCard>, };

/**
 * A planned day.
 */
export type Plan = { 
/**
 * ISO.
 */
day: string, 
/**
 * Whether it lies behind today.
 */
past: boolean, 
/**
 * In order.
 */
stops: Array<Stop>, 
/**
 * Dangers of the month, from the pages that warn of them.
 */
risks: Array<Risk>, };

/**
 * A planned day in a list.
 */
export type PlanCard = { 
/**
 * ISO.
 */
day: string, 
/**
 * Names of its stops, in order.
 */
stops: Array<Text>, 
/**
 * Whether it lies behind today.
 */
past: boolean, };

/**
 * Arguments of `plan_save`: the whole day.
 */
export type PlanSave = { 
/**
 * ISO.
 */
day: string, 
/**
 * In order; empty: a day without stops yet.
 */
stops: Array<PlanStop>, };

/**
 * A stop as the person put it.
 */
export type PlanStop = { 
/**
 * A place's id.
 */
place: string, 
/**
 * The person's own words; may be empty.
 */
note: string, };

/**
 * All planned days.
 */
export type Plans = { 
/**
 * Today in Vietnam (ISO).
 */
today: string, 
/**
 * Today and later first, by day; then what is past, latest first.
 */
days: Array<PlanCard>, };

/**
 * A point on the earth (WGS 84), in degrees.
 */
export type Point = { 
/**
 * North; south is negative.
 */
lat: number, 
/**
 * East; west is negative.
 */
lon: number, };

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
 * An administrative procedure.
 */
export type Procedure = { 
/**
 * E.g. `ht-khai-sinh`.
 */
id: string, 
/**
 * National code as printed, e.g. `1.001193`.
 */
code: string | null, 
/**
 * As people say it, ≤ 60 characters.
 */
title: Text, 
/**
 * What it is for, one or two short sentences.
 */
summary: Text, 
/**
 * Its name as published.
 */
official_name: string | null, 
/**
 * Id of a [`Field`].
 */
field: string, 
/**
 * 1: complete; 2: short.
 */
priority: number, 
/**
 * Who may or must do it.
 */
who: Array<string>, 
/**
 * What to bring.
 */
papers: Array<Paper>, 
/**
 * Form sheets, by their names.
 */
forms: Array<string>, 
/**
 * Where to hand it in.
 */
place: string, 
/**
 * The kind of office of a commune that takes it at its counter; `None`: another one, or not known.
 */
office: OfficeKind | null, 
/**
 * Levels of office that decide, as published ("Cấp xã").
 */
level: string | null, 
/**
 * Ways of handing it in; `None`: not known.
 */
channels: Array<Channel> | null, 
/**
 * How long it takes.
 */
time: Duration, 
/**
 * What it costs.
 */
fee: Fee, 
/**
 * What the person gets.
 */
result: string, 
/**
 * What happens, in order.
 */
steps: Array<string>, 
/**
 * What else to know.
 */
notes: Array<string>, 
/**
 * What nobody has checked; shown with it as unchecked.
 */
doubts: Array<string>, 
/**
 * Numbers of laws, decrees and circulars.
 */
law: Array<string>, 
/**
 * Address of the official page; `None`: not known.
 */
page: string | null, 
/**
 * Words people look for it by, with their accents where known.
 */
tags: Array<string>, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * A procedure in a list.
 */
export type ProcedureCard = { 
/**
 * Its id.
 */
id: string, 
/**
 * As people say it.
 */
title: Text, 
/**
 * What it is for.
 */
summary: Text, 
/**
 * Id of its field.
 */
field: string, 
/**
 * National code.
 */
code: string | null, 
/**
 * 1: complete; 2: short.
 */
priority: number, 
/**
 * Whether it was read in a named source.
 */
verified: boolean, 
/**
 * Whether somebody of the commune has looked at it.
 */
reviewed: boolean, };

/**
 * A procedure's page.
 */
export type ProcedurePage = { 
/**
 * All of it.
 */
procedure: Procedure, 
/**
 * Its field.
 */
field: Field | null, 
/**
 * What people ask about it.
 */
questions: Array<Question>, 
/**
 * The sort of each paper, in the order of the papers; `None`: a plain sheet.
 */
paper_kinds: Array<PaperLook | null>, };

/**
 * All procedures.
 */
export type Procedures = { 
/**
 * In order.
 */
fields: Array<Field>, 
/**
 * In order.
 */
events: Array<LifeEvent>, 
/**
 * By field, priority and title.
 */
cards: Array<ProcedureCard>, };

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
 * A question people ask, with its approved answer.
 */
export type Question = { 
/**
 * E.g. `faq-khai-sinh`.
 */
id: string, 
/**
 * The question, as people ask it.
 */
title: Text, 
/**
 * The answer, one to three short sentences.
 */
summary: Text, 
/**
 * What to ask back when it can mean several things.
 */
asks_back: Text | null, 
/**
 * Other ways of asking.
 */
variants: Array<string>, 
/**
 * Id of the [`Procedure`] it is about.
 */
procedure: string | null, 
/**
 * Words people look for it by.
 */
tags: Array<string>, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

/**
 * All questions, in order.
 */
export type Questions = { 
/**
 * In order.
 */
questions: Array<Question>, };

/**
 * A text as it was read. `None`: not given, or not known.
 */
export type Reading = { 
/**
 * Exactly what came in.
 */
raw: string, 
/**
 * What it is.
 */
kind: Kind, 
/**
 * What was typed without surrounding space, marks, labels and quotes; of an address the code inside it.
 */
canonical: string | null, 
/**
 * Upper-case ASCII, e.g. `000.00.19.H47`.
 */
agency: string | null, 
/**
 * ISO day; `None` also when it is no day of any calendar.
 */
date: string | null, 
/**
 * The running number as printed.
 */
serial: string | null, };

/**
 * How often, as a record says it.
 */
export type Recurrence = { 
/**
 * `month` or `year`. Another word is of a newer version: its days are not known here.
 */
every: string, 
/**
 * First day: `1` to `31` of a month, `MM-DD` of a year.
 */
from: string, 
/**
 * Last day, in the same form. Of a year, one before `from` lies in the year after.
 */
to: string, 
/**
 * Year or years it was read of (`2022`): nobody promised the next ones.
 */
as_of: string, };

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
 * A danger of a month.
 */
export type Risk = { 
/**
 * Id of the page that warns of it.
 */
guide: string, 
/**
 * Its title.
 */
title: Text, 
/**
 * What it says in short.
 */
summary: Text, 
/**
 * Where that was read last.
 */
source: Source | null, 
/**
 * Day, month or year it was read (ISO).
 */
as_of: string, };

/**
 * What a person says of their own dossier. No official step: it only moves it between the groups of the list.
 */
export type Said = "handed_in" | "paid" | "fetched";

/**
 * Arguments of `dossier_scan`; the picture is the raw body, or base64 where raw bodies are slow.
 */
export type ScanPicture = { 
/**
 * The file, base64. Absent when the raw body carries it.
 */
base64: string | null, };

/**
 * One thing found.
 */
export type SearchHit = { 
/**
 * `procedure`, `question`, `place`, `guide`, `unit`, `village`, `hotline`, `office`, `elsewhere`, `category`,
 * `life_event`, `field`, `phrase`.
 */
kind: string, 
/**
 * Its id.
 */
id: string, 
/**
 * Its title in the asked language.
 */
title: string, 
/**
 * Matching parts of the title.
 */
title_marks: Array<Mark>, 
/**
 * A line under it, in the asked language; may be empty.
 */
line: string, 
/**
 * Matching parts of the line.
 */
line_marks: Array<Mark>, 
/**
 * The former name that was typed, when it was one ("Xã Trà Mai" → Nam Trà My).
 */
via: Text | null, 
/**
 * Id of its commune, for a village or place.
 */
unit: string | null, 
/**
 * Whether it was read in a named source.
 */
verified: boolean, };

/**
 * How a search ended.
 */
export type SearchOutcome = "found" | "ambiguous" | "unknown";

/**
 * Arguments of `search`.
 */
export type SearchQuery = { 
/**
 * What was typed so far.
 */
q: string, 
/**
 * `vi` or `en`: which titles come back, and whose marks.
 */
lang: string, 
/**
 * Only this kind (`procedure`, `place`, `unit`, `question`, `guide`, `hotline`, …); `None`: all.
 */
kind: string | null, };

/**
 * Answer of `search`.
 */
export type SearchResults = { 
/**
 * `found`, `ambiguous` (several are equally right), `unknown` (nothing, or outside the area).
 */
outcome: SearchOutcome, 
/**
 * Best first.
 */
hits: Array<SearchHit>, };

/**
 * A source that spoke of a dossier, and when it was last heard.
 */
export type SeenSource = { 
/**
 * Who.
 */
source: DossierSource, 
/**
 * When it last said something about this dossier, changed or not (ms since 1970).
 */
seen_at_ms: number, };

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
photos_wifi_only: boolean, 
/**
 * Id of the person's commune; `None`: not said. What lies there is found first.
 */
unit: string | null, 
/**
 * Whether the phone reminds of dossiers. News of an office is told in any case.
 */
reminders: boolean, 
/**
 * From this hour on nothing is told (0–23, the phone's own clock).
 */
quiet_from: number, 
/**
 * Until this hour (0–23). The same as `quiet_from`: never quiet.
 */
quiet_to: number, 
/**
 * The first screens were seen or skipped; they do not come by themselves again.
 */
welcomed: boolean, 
/**
 * A guest of the area: places come first. Then `unit` is `None`.
 */
visitor: boolean, };

/**
 * Where a fact was read.
 */
export type Source = { 
/**
 * Title of the page or paper.
 */
title: string, 
/**
 * Where it was published; empty when that was not recorded.
 */
address: string, 
/**
 * Day, month or year it is of (`2026-07-01`, `2026-07`, `2026`), where known.
 */
date: string | null, };

/**
 * Who said a step.
 */
export type SourceKind = "slip" | "you" | "office_file" | "officer";

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
 * One step: append-only.
 */
export type Step = { 
/**
 * One of [`CODES`]; `None`: the source's own word, see `raw`, or what the person said.
 */
status: number | null, 
/**
 * The source's own word for the status, as it stands there.
 */
raw?: string | null, 
/**
 * What the person said.
 */
said?: Said | null, 
/**
 * The day it speaks of: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM` where the source gives the time (Vietnam).
 */
on: string, 
/**
 * When gateway or phone took it in (ms since 1970).
 */
noted_at_ms: number, 
/**
 * Who.
 */
source: DossierSource, 
/**
 * Which papers, which fee, where; the office's words.
 */
supplement?: string | null, 
/**
 * The day of return this source gives, `YYYY-MM-DD`.
 */
due_on?: string | null, };

/**
 * A stop of a day, with what speaks against it.
 */
export type Stop = { 
/**
 * The place.
 */
place: Named, 
/**
 * The person's own words.
 */
note: string, 
/**
 * What speaks against it on that day.
 */
doubts: Array<Doubt>, 
/**
 * From the stop before; `None` for the first.
 */
from_last: Away | null, };

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
 * Where a [`Guide`] belongs.
 */
export type Topic = "ginseng" | "travel" | "emergency" | "limits";

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
 * Arguments of `unanswered_add`. Calling it is the consent: the screen says before what is sent and who sees it.
 */
export type UnansweredAdd = { 
/**
 * The words, as the person left them.
 */
text: string, 
/**
 * `vi` or `en`.
 */
lang: string, };

/**
 * Answer of `unanswered_add`.
 */
export type UnansweredAdded = { 
/**
 * What was saved; `None` while something must be taken out first.
 */
saved: UnansweredCard | null, 
/**
 * What must be taken out.
 */
personal: Array<Personal>, };

/**
 * A question that waits to be counted.
 */
export type UnansweredCard = { 
/**
 * Its id.
 */
id: UnansweredId, 
/**
 * The words that go.
 */
text: string, 
/**
 * When it was saved (ms since 1970, this phone's clock).
 */
said_at_ms: number, 
/**
 * Whether it may have arrived already: taking it back then only takes it off this phone.
 */
tried: boolean, 
/**
 * Whether the gateway does not take these words.
 */
refused: boolean, };

/**
 * One question nobody could answer, on its way to being counted. Random, not a UUIDv7: it tells no time.
 */
export type UnansweredId = string;

/**
 * The questions that wait.
 */
export type UnansweredWaiting = { 
/**
 * Oldest first.
 */
cards: Array<UnansweredCard>, };

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
 * Id of the [`District`] it lay in.
 */
district: string | null, 
/**
 * People, by the plan `figures` names.
 */
population: number | null, 
/**
 * Square kilometres, by the plan `figures` names.
 */
area_km2: number | null, 
/**
 * What the two numbers are, with their date.
 */
figures: Text | null, 
/**
 * Where its office is, or was planned to be, said as sure as it is. `None`: not known.
 */
seat: Text | null, 
/**
 * A point somebody gave for it, with what the point is; `None`: not known. Never that of a rain gauge.
 */
point: Coordinates | null, 
/**
 * The decision that made it.
 */
law: string | null, 
/**
 * First day it exists (ISO).
 */
since: string | null, 
/**
 * Place in the list.
 */
order: number, 
/**
 * Who says so.
 */
meta: Meta, };

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
 * Who says so.
 */
meta: Meta, };

/**
 * Whether the gateway is asked about a dossier.
 */
export type WatchState = "off" | "waiting" | "asked" | "told" | "closed";
