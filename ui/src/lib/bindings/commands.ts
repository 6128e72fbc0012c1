// Written by `cargo xtask bindings` from crates/core. Do not edit.

import type { Action, ApiError, AppState, ById, Category, ComplaintCard, ComplaintCards, ComplaintDetail, ComplaintId, Contact, Content, CoreEvent, Danger, Delivery, Draft, DraftFields, DraftSave, Event, EventId, FieldError, Former, Hotline, Link, LinkTrouble, Nothing, OutboxEntry, OutboxView, PhotoAdd, PhotoRef, PhotoRemove, PhotoState, PlaceHit, PlaceHits, PlaceQuery, Position, Purpose, Reference, Retention, Settings, Source, Speaker, Spot, Status, StuckReason, Submitted, Text, Unit, Unlock, VaultChoice, VaultState, Village } from './types';

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
  'photo_broken',
  'photo_twice',
  'disk_full',
  'arguments',
  'internal',
] as const;
