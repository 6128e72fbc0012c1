// A dossier while it is added or changed: what was typed, and what is kept. The core keeps it after the first answer; whatever is
// typed later is given to it with every step, forward and back, so that nothing depends on reaching the end.
import type { CodeFound, DossierDetail, DossierFields } from '$lib/bindings/types';
import { AppError, invoke, type Picked } from '$lib/platform';
import { bytesToSend } from '$lib/report/intake';
import { boxesOf, dayOf, timeOf, todayAt } from './days';

const NONE: DossierFields = {
  code: '',
  name: '',
  procedure: null,
  received_on: null,
  received_time: null,
  due_on: null,
  unit: null,
};

export interface Boxes {
  day: string;
  month: string;
  year: string;
}

/** What was typed as a code before anything was kept: Back and a second look do not lose it. */
let typedBefore = '';

export class Adding {
  detail = $state.raw<DossierDetail>();
  /** As typed. */
  code = $state(typedBefore);
  /** The answer to what stands in the box. */
  found = $state.raw<CodeFound | null>(null);
  /** The person says: keep it though it looks like none. */
  keepOdd = $state(false);
  procedure = $state<string | null>(null);
  received = $state<Boxes>(boxesOf(null));
  time = $state('');
  due = $state<Boxes>(boxesOf(null));
  name = $state('');
  proof = $state('');
  /** The picture the code was read from, and whether it is to be kept. */
  picture = $state.raw<File | Picked>();
  keepPicture = $state(false);
  #asked = 0;

  /** Begins anew, or with what is kept. */
  async open(id: string | null, procedure: string | null, now: number): Promise<void> {
    this.#years(now);
    this.procedure = procedure;
    if (id !== null) this.take(await invoke('dossier', { id }), now);
    if (this.code.trim() !== '') await this.read();
  }

  take(detail: DossierDetail, now: number): void {
    this.detail = detail;
    const { fields } = detail;
    this.code = fields.code;
    this.procedure = fields.procedure;
    this.received = boxesOf(fields.received_on);
    this.due = boxesOf(fields.due_on);
    this.time = fields.received_time ?? '';
    this.name = fields.name;
    this.#years(now);
  }

  /** Nearly every slip is of this year: one box less to fill. */
  #years(now: number): void {
    const year = todayAt(now).slice(0, 4);
    for (const boxes of [this.received, this.due]) if (boxes.year === '') boxes.year = year;
  }

  /** What stands in the box has changed. */
  typed(): void {
    this.keepOdd = false;
    if (!this.detail) typedBefore = this.code;
    void this.read();
  }

  /** Asks the core what it is; only the answer to the latest text counts. */
  async read(): Promise<void> {
    const mine = ++this.#asked;
    const text = this.code;
    if (text.trim() === '') {
      this.found = null;
      return;
    }
    const found = await invoke('dossier_read', { text }).catch(() => null);
    if (mine !== this.#asked) return;
    // The dossier that is being changed is no double of itself.
    this.found = found && found.known === this.detail?.card.id ? { ...found, known: null } : found;
  }

  /** Codes of a picture; it is kept in mind, to go with the dossier if the person says so. */
  async scan(picture: File | Picked): Promise<CodeFound[]> {
    this.picture = picture;
    const { found } =
      picture instanceof File
        ? await invoke('dossier_scan', { base64: null }, await bytesToSend(picture))
        : await picture.give('dossier_scan', { base64: null });
    return found;
  }

  /** What is typed, as fields. Dates that are none of the calendar stay out. */
  fields(): DossierFields {
    const { unit } = this.detail?.fields ?? NONE;
    return {
      code: this.detail ? this.detail.fields.code : '',
      name: this.name.trim(),
      procedure: this.procedure,
      received_on: dayOf(this.received.day, this.received.month, this.received.year) ?? null,
      received_time: timeOf(this.time) ?? null,
      due_on: dayOf(this.due.day, this.due.month, this.due.year) ?? null,
      unit,
    };
  }

  /** Keeps it, for the first time or again. Rejects with `AppError`. */
  async keep(code: string, now: number): Promise<DossierDetail> {
    const fields = { ...this.fields(), code };
    const detail = this.detail
      ? await invoke('dossier_change', { id: this.detail.card.id, fields })
      : await invoke('dossier_add', fields);
    typedBefore = '';
    this.take(detail, now);
    if (this.keepPicture && this.picture) await this.#attach(detail.card.id, this.picture, now);
    return detail;
  }

  /** A photo that cannot be kept does not hold up the dossier: there is a place to add it later. */
  async #attach(id: string, picture: File | Picked, now: number): Promise<void> {
    try {
      const detail =
        picture instanceof File
          ? await invoke('dossier_photo_add', { id, base64: null }, await bytesToSend(picture))
          : await picture.give('dossier_photo_add', { id, base64: null });
      this.take(detail, now);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
    } finally {
      this.keepPicture = false;
    }
  }
}
