// What is being entered. The truth is the draft in the core's database; this is its copy on the screen, written back
// within 300 ms of every change.
import type { Action, ComplaintDetail, Draft, DraftFields, FieldError, PhotoRef, Reply } from '$lib/bindings/types';
import { AppError, invoke, type Picked } from '$lib/platform';
import { changed } from './changed';
import { bytesToSend } from './intake';
import { without } from './problems';
import { Saver } from './saver';

/** A picture that could not be taken in. The others go on. */
export interface Refused {
  key: number;
  name: string;
  error: AppError;
}

export class ReportDraft {
  readonly id: string;
  /** The saved report this draft changes. */
  readonly edits: string | null;
  /** What this draft answers to, when it is a message about a report. */
  readonly reply: Reply | null;
  /** That report as it is. */
  readonly saved: ComplaintDetail | null;
  fields: DraftFields;
  photos = $state.raw<PhotoRef[]>([]);
  /** What to mend: found at leaving a step, or by the core at *Save*. */
  problems = $state.raw<FieldError[]>([]);
  /** Why the last change could not be written. */
  unsaved = $state.raw<AppError | null>(null);
  /** Pictures being made small. */
  taking = $state.raw<{ key: number; name: string }[]>([]);
  refused = $state.raw<Refused[]>([]);
  #saver: Saver;
  #line: Promise<unknown> = Promise.resolve();
  #key = 0;

  constructor(draft: Draft, saved: ComplaintDetail | null) {
    this.saved = saved;
    this.id = draft.id;
    this.edits = draft.edits;
    this.reply = draft.reply;
    this.fields = $state(draft.fields);
    this.photos = draft.photos;
    this.#saver = new Saver(
      async () => void (await invoke('draft_save', { id: this.id, fields: $state.snapshot(this.fields) })),
      (thrown) => (this.unsaved = thrown === undefined ? null : AppError.from(thrown)),
    );
  }

  /** Takes over what was entered; it is written by itself. */
  change(patch: Partial<DraftFields>): void {
    Object.assign(this.fields, patch);
    const changed = Object.keys(patch).map((name) => (name === 'anonymous' ? 'contact' : name));
    this.problems = without(this.problems, changed);
    this.#saver.touch();
  }

  /** Changes the place. Any answer but *I don't know* takes that one back. */
  changePlace(patch: Partial<DraftFields['place']>, unknown = false): void {
    const place = { ...this.fields.place, ...patch };
    this.change({ place, place_done: unknown || place.unit !== null });
  }

  /** Writes now what is not written yet. */
  flush = (): Promise<boolean> => this.#saver.flush();

  /** Takes pictures in, one after the other; the draft is written first. Resolves when all are through. */
  addPhotos(files: (File | Picked)[]): Promise<void> {
    void this.flush();
    const before = this.#key;
    const queued = files.map((file) => ({ key: ++this.#key, file }));
    this.taking = [...this.taking, ...queued.map(({ key, file }) => ({ key, name: file.name }))];
    const work = this.#line.then(async () => {
      for (const { key, file } of queued) {
        try {
          this.#hold(await this.#give(file));
          // Another picture took its place. Those refused beside this one stay told.
          this.refused = this.refused.filter((one) => one.key > before);
        } catch (thrown) {
          this.refused = [...this.refused, { key, name: file.name, error: AppError.from(thrown) }];
        }
        this.taking = this.taking.filter((one) => one.key !== key);
      }
    });
    this.#line = work;
    return work;
  }

  async removePhoto(sha256: string): Promise<void> {
    this.#hold(await invoke('draft_photo_remove', { id: this.id, sha256 }));
  }

  /** *Save*. Answers the report's id, or `undefined` when something has to be mended (see `problems`, `unsaved`). */
  submit(): Promise<string | undefined> {
    return this.#finish(async () => (await invoke('complaint_submit', { id: this.id })).id);
  }

  /** *Send* of a message. Answers whether it is on its way; otherwise see `problems`, `unsaved`. */
  async send(): Promise<boolean> {
    const sent = await this.#finish(async () => {
      await invoke('reply_send', { id: this.id });
      return true;
    });
    return sent === true;
  }

  async #finish<T>(freeze: () => Promise<T>): Promise<T | undefined> {
    await this.#line;
    if (!(await this.flush())) return undefined;
    try {
      const done = await freeze();
      this.#saver.close();
      return done;
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.code === 'invalid' && error.errors.length > 0) this.problems = error.errors;
      else this.unsaved = error;
      return undefined;
    }
  }

  /** The person goes elsewhere. Having looked at a saved report is not a change to be reminded of. */
  async leave(): Promise<void> {
    const idle = this.taking.length === 0 && !this.#saver.closed;
    const blank = this.photos.length === 0 && this.fields.text.trim() === '';
    if (idle && this.saved && !changed(this.saved, this.fields, this.photos)) await this.discard();
    // A message nobody began is nothing to be reminded of.
    else if (idle && this.reply && blank) await this.discard();
    else await this.flush();
  }

  /** Throws it away. */
  async discard(): Promise<void> {
    this.#saver.close();
    await this.#line;
    await invoke('draft_discard', { id: this.id });
  }

  async #give(file: File | Picked): Promise<Draft> {
    const args = { id: this.id, base64: null };
    if ('give' in file) return file.give('draft_photo_add', args);
    return invoke('draft_photo_add', args, await bytesToSend(file));
  }

  #hold(draft: Draft): void {
    this.photos = draft.photos;
    this.problems = without(this.problems, ['photos', 'text']);
  }
}

/** A message about a report: the unfinished one there is, whatever it was to be, or a new one. */
export async function openReply(complaint: string, action: Action): Promise<ReportDraft> {
  return new ReportDraft(await invoke('reply_open', { complaint, action }), null);
}

/** The draft an address asks for: `edit` a saved report, a certain `draft`, or the latest new one. */
export async function openDraft(edit: string | null, draft: string | null): Promise<ReportDraft> {
  const opened = await read(edit, draft);
  const saved = opened.edits === null ? null : await invoke('complaint', { id: opened.edits });
  return new ReportDraft(opened, saved);
}

async function read(edit: string | null, draft: string | null): Promise<Draft> {
  if (edit !== null) return invoke('complaint_edit', { id: edit });
  if (draft !== null) {
    try {
      return await invoke('draft', { id: draft });
    } catch (thrown) {
      // Saved or thrown away meanwhile, e.g. on the way back through history.
      if (AppError.from(thrown).code !== 'not_found') throw thrown;
    }
  }
  return invoke('draft_open', {});
}
