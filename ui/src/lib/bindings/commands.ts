// Written by `cargo xtask bindings` from crates/core. Do not edit.

import type { Action, ApiError, AppState, AskAnswer, AskOutcome, AskProcedure, AskQuestion, Asked, Away, Basis, ByChecklist, ByDay, ByDossier, ById, ByName, ByReference, ByUnanswered, CalendarExport, CarriedPackage, CaseAnswer, CasesChosen, Category, Channel, ChecklistCard, ChecklistCase, ChecklistChange, ChecklistDetail, ChecklistEdit, ChecklistId, ChecklistMake, ChecklistPaper, Checklists, Clock, ClockState, CodeFound, CodeText, CodesFound, ComplaintCard, ComplaintCards, ComplaintDetail, ComplaintId, Contact, Content, ContentImported, ContentOrigin, ContentState, Coordinates, CoreEvent, Danger, DayCalendar, DayEntry, Days, Delivery, Direction, District, DossierCard, DossierChange, DossierDetail, DossierFields, DossierId, DossierNews, DossierPhoto, DossierSay, DossierSource, DossierWatch, Dossiers, Doubt, Draft, DraftFields, DraftSave, DueIfToday, Duration, DurationUnit, Elsewhere, Event, EventId, ExportedFile, Fact, FavouriteSet, Favourites, Fee, Field, FieldError, Former, Gives, Group, Guide, Guides, Handover, Hotline, Kind, LifeEvent, Link, LinkHint, LinkTrouble, Mark, MessageId, MessageView, Meta, Meter, Named, NearAsk, NearList, NearPlace, Nothing, Office, OfficeKind, OutboxEntry, OutboxView, PackageTake, Paper, PaperChange, PaperLook, Part, Personal, PhotoAdd, PhotoRef, PhotoRemove, PhotoState, Phrase, PhraseTopic, Phrases, Place, PlaceCard, PlaceHit, PlaceHits, PlaceKind, PlacePage, PlaceQuery, Places, Plan, PlanCard, PlanSave, PlanStop, Plans, Point, Position, Procedure, ProcedureCard, ProcedurePage, Procedures, Purpose, Question, Questions, Reading, Recurrence, Reference, Reply, ReplyOpen, Rescue, Retention, Risk, Said, ScanPicture, SearchHit, SearchOutcome, SearchQuery, SearchResults, SeenSource, Settings, Source, SourceKind, Speaker, Spot, Status, Step, Stop, StuckReason, Submitted, Text, Topic, TrackAdd, TrackState, TrackedCard, TrackedReport, TriageReading, TriageText, UnansweredAdd, UnansweredAdded, UnansweredCard, UnansweredId, UnansweredWaiting, Unit, Unlock, VaultChoice, VaultState, Village, WatchState } from './types';

export type Commands = {
  /** What the shell of the app needs at start and after each change. Works with a closed vault. */
  app_state: { args: Nothing; result: AppState };
  /** Changes settings. Works with a closed vault. */
  settings_set: { args: Settings; result: AppState };
  /** Categories, communes, villages, hotlines, purposes. Works with a closed vault. */
  content: { args: Nothing; result: Content };
  /** Communes and villages by any name people use. Works with a closed vault. */
  place_find: { args: PlaceQuery; result: PlaceHits };
  /** First start without a keyring: protects the vault as the person chose and opens it. */
  vault_choose: { args: VaultChoice; result: AppState };
  /** Opens a vault protected by a passphrase. */
  vault_unlock: { args: Unlock; result: AppState };
  /** Asks the keyring again. */
  vault_retry: { args: Nothing; result: AppState };
  /** Key lost or file unreadable: moves the old vault aside (never deletes it) and starts a new one. */
  vault_start_new: { args: Nothing; result: AppState };
  /** The unfinished draft, or a new one. */
  draft_open: { args: Nothing; result: Draft };
  /** The draft with this id. */
  draft: { args: ById; result: Draft };
  /** Stores what was entered so far. */
  draft_save: { args: DraftSave; result: Draft };
  /** Takes a picture into the draft: checked, turned upright, shrunk, stripped of metadata. */
  draft_photo_add: { args: PhotoAdd; result: Draft };
  /** Takes a photo out of the draft. */
  draft_photo_remove: { args: PhotoRemove; result: Draft };
  /** Throws the draft away. */
  draft_discard: { args: ById; result: Nothing };
  /** *Save*: freezes and signs the bytes, enqueues them, returns at once. `invalid` names the fields to mend. */
  complaint_submit: { args: ById; result: Submitted };
  /** All complaints on this phone. */
  complaints: { args: Nothing; result: ComplaintCards };
  /** One complaint, whole. */
  complaint: { args: ById; result: ComplaintDetail };
  /** The person has seen what is new about it. */
  complaint_seen: { args: ById; result: Nothing };
  /** Opens a saved complaint for changing: a draft that replaces its bytes (before the first attempt) or becomes a */
  /** new complaint in its place (after it). */
  complaint_edit: { args: ById; result: Draft };
  /** What waits to be sent, and why. */
  outbox: { args: Nothing; result: OutboxView };
  /** Tries to send and fetch now. */
  sync_now: { args: Nothing; result: Nothing };
  /** What the text reads like, so that what must not go through the form can be asked about first. Works with a closed */
  /** vault. */
  triage: { args: TriageText; result: TriageReading };
  /** Opens a message about a complaint, or the unfinished one there is. It is stored, gets photos and is thrown away */
  /** by the commands of a draft. */
  reply_open: { args: ReplyOpen; result: Draft };
  /** *Send*: freezes and signs the message, enqueues it, returns at once. */
  reply_send: { args: ById; result: Nothing };
  /** Tries one stuck or waiting complaint again, now, photos also over mobile data. */
  outbox_retry: { args: ById; result: Nothing };
  /** Throws a complaint that waits away: deleted while nothing of it was sent, else withdrawn. */
  outbox_discard: { args: ById; result: Nothing };
  /** The complaint as a sealed file that another phone or the gateway can take in. */
  outbox_export: { args: ById; result: ExportedFile };
  /** Takes in a sealed file of another phone, to be sent from here. */
  package_take: { args: PackageTake; result: CarriedPackage };
  /** Takes a carried package off this phone. */
  package_drop: { args: ById; result: Nothing };
  /** Follows a complaint of another phone by number and PIN. Works offline: it is looked up when there is a link. */
  track_add: { args: TrackAdd; result: TrackedCard };
  /** One followed complaint. */
  tracked: { args: ByReference; result: TrackedCard };
  /** The person has seen what is new about it. */
  tracked_seen: { args: ByReference; result: Nothing };
  /** Stops following. */
  track_remove: { args: ByReference; result: Nothing };
  /** What the platform says about the network. */
  link_hint: { args: LinkHint; result: Nothing };
  /** The person has read what was saved out of a damaged vault. */
  rescue_seen: { args: Nothing; result: AppState };
  /** All procedures, with the two ways in: fields and life events. Works with a closed vault, as all below. */
  procedures: { args: Nothing; result: Procedures };
  /** A procedure's page. */
  procedure: { args: ByName; result: ProcedurePage };
  /** What people ask, with approved answers. */
  questions: { args: Nothing; result: Questions };
  /** All places and their kinds. */
  places: { args: Nothing; result: Places };
  /** A place's page. */
  place: { args: ByName; result: PlacePage };
  /** Pages to read through: ginseng, travel, emergency, what the app does not do. */
  guides: { args: Nothing; result: Guides };
  /** Finds content as it is typed: one box over all kinds. */
  search: { args: SearchQuery; result: SearchResults };
  /** All dossiers on this phone, by who must act. */
  dossiers: { args: Nothing; result: Dossiers };
  /** One dossier, whole. */
  dossier: { args: ByDossier; result: DossierDetail };
  /** Reads a text as a dossier's code: what it is, whether it is on this phone, which procedure it may be about. */
  dossier_read: { args: CodeText; result: CodeFound };
  /** Finds codes in a picture of a slip (the raw body). Nothing is kept of it. */
  dossier_scan: { args: ScanPicture; result: CodesFound };
  /** Keeps a dossier from now on. Refuses numbers that are no dossier's (`code_…`) and doubles (`code_twice`). */
  dossier_add: { args: DossierFields; result: DossierDetail };
  /** Replaces what the person entered. */
  dossier_change: { args: DossierChange; result: DossierDetail };
  /** Puts a photo of the slip with it; it never leaves the phone. */
  dossier_photo_add: { args: DossierPhoto; result: DossierDetail };
  /** Takes the photo away. */
  dossier_photo_remove: { args: ByDossier; result: DossierDetail };
  /** Notes what the person did, or was told by an office. */
  dossier_say: { args: DossierSay; result: DossierDetail };
  /** Takes back the last thing the person noted. */
  dossier_unsay: { args: ByDossier; result: DossierDetail };
  /** Asks the gateway to watch its code, with the proof of belonging. Works offline: asked when there is a link. */
  dossier_watch: { args: DossierWatch; result: DossierDetail };
  /** Stops watching; the gateway forgets the watch. */
  dossier_unwatch: { args: ByDossier; result: DossierDetail };
  /** The person has seen what is new about it. */
  dossier_seen: { args: ByDossier; result: Nothing };
  /** Takes a dossier off this phone, and the watch off the gateway. */
  dossier_remove: { args: ByDossier; result: Nothing };
  /** All lists of papers on this phone, the last one used first. */
  checklists: { args: Nothing; result: Checklists };
  /** One list, whole: papers, what is missing, where, how long, what it costs. */
  checklist: { args: ByChecklist; result: ChecklistDetail };
  /** Makes a list for a procedure. */
  checklist_make: { args: ChecklistMake; result: ChecklistDetail };
  /** Changes one thing of a list. Stored when it returns. */
  checklist_change: { args: ChecklistChange; result: ChecklistDetail };
  /** Takes a list off this phone, for good. */
  checklist_remove: { args: ByChecklist; result: Nothing };
  /** Takes in a content file (the raw body) from a memory card or another phone. */
  content_import: { args: Nothing; result: ContentImported };
  /** Places by how far they are from where the person is. The position is kept nowhere. */
  near: { args: NearAsk; result: NearList };
  /** Markets and festivals by their next days. */
  day_calendar: { args: Nothing; result: DayCalendar };
  /** The same as a file for other calendars (iCalendar). */
  calendar_export: { args: CalendarExport; result: ExportedFile };
  /** Things a visitor says. */
  phrases: { args: Nothing; result: Phrases };
  /** Places the person marked. */
  favourites: { args: Nothing; result: Favourites };
  /** Marks a place, or takes the mark off. */
  favourite_set: { args: FavouriteSet; result: Favourites };
  /** All planned days. */
  plans: { args: Nothing; result: Plans };
  /** One planned day, with what speaks against its stops. */
  plan: { args: ByDay; result: Plan };
  /** Keeps a day as it is now, and makes it where there is none. */
  plan_save: { args: PlanSave; result: Plan };
  /** Forgets a day. */
  plan_remove: { args: ByDay; result: Plans };
  /** Answers a question in everyday words with what is approved; writes nothing and keeps nothing. Works with a closed vault. */
  ask: { args: AskQuestion; result: Asked };
  /** Has a question nobody could answer counted by the officers, without a name. Works offline: sent when there is a */
  /** link. Saves nothing while a number of a person is in it. `invalid` names what else to mend. */
  unanswered_add: { args: UnansweredAdd; result: UnansweredAdded };
  /** The questions that wait to be counted. */
  unanswered: { args: Nothing; result: UnansweredWaiting };
  /** Takes such a question back. */
  unanswered_discard: { args: ByUnanswered; result: UnansweredWaiting };
};

export const commandNames = [
  'app_state',
  'settings_set',
  'content',
  'place_find',
  'vault_choose',
  'vault_unlock',
  'vault_retry',
  'vault_start_new',
  'draft_open',
  'draft',
  'draft_save',
  'draft_photo_add',
  'draft_photo_remove',
  'draft_discard',
  'complaint_submit',
  'complaints',
  'complaint',
  'complaint_seen',
  'complaint_edit',
  'outbox',
  'sync_now',
  'triage',
  'reply_open',
  'reply_send',
  'outbox_retry',
  'outbox_discard',
  'outbox_export',
  'package_take',
  'package_drop',
  'track_add',
  'tracked',
  'tracked_seen',
  'track_remove',
  'link_hint',
  'rescue_seen',
  'procedures',
  'procedure',
  'questions',
  'places',
  'place',
  'guides',
  'search',
  'dossiers',
  'dossier',
  'dossier_read',
  'dossier_scan',
  'dossier_add',
  'dossier_change',
  'dossier_photo_add',
  'dossier_photo_remove',
  'dossier_say',
  'dossier_unsay',
  'dossier_watch',
  'dossier_unwatch',
  'dossier_seen',
  'dossier_remove',
  'checklists',
  'checklist',
  'checklist_make',
  'checklist_change',
  'checklist_remove',
  'content_import',
  'near',
  'day_calendar',
  'calendar_export',
  'phrases',
  'favourites',
  'favourite_set',
  'plans',
  'plan',
  'plan_save',
  'plan_remove',
  'ask',
  'unanswered_add',
  'unanswered',
  'unanswered_discard',
] as const;

export const errorCodes = [
  'invalid',
  'vault',
  'passphrase',
  'passphrase_short',
  'not_found',
  'photo_too_many',
  'photo_too_large',
  'photo_too_many_pixels',
  'photo_format',
  'photo_heic',
  'photo_broken',
  'photo_twice',
  'reference',
  'pin',
  'code_citizen',
  'code_phone',
  'code_other',
  'code_twice',
  'date',
  'proof',
  'package',
  'no_recovery_key',
  'not_now',
  'disk_full',
  'file_unreadable',
  'file_unwritable',
  'content_file',
  'content_signature',
  'arguments',
  'internal',
] as const;
