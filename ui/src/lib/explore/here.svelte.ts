// Where the person is, as far as they said it, while the app runs. In memory only: closed with the app, gone.
import { app } from '$lib/app.svelte';
import { locate, type Fix } from '$lib/platform';
import type { NearAsk } from '$lib/bindings/types';

type Found = Extract<Fix, { is: 'found' }>;
export type Trouble = Exclude<Fix['is'], 'found'>;

class Here {
  fix = $state.raw<Found | null>(null);
  trouble = $state<Trouble | null>(null);
  looking = $state(false);
  /** What the person said; `undefined`: nothing yet, their own commune counts. */
  #unit = $state<string | null | undefined>(undefined);

  get unit(): string | null {
    return this.#unit === undefined ? (app.state?.settings.unit ?? null) : this.#unit;
  }

  /** Said to be in none of the communes. */
  get outside(): boolean {
    return this.#unit === null;
  }

  /** A commune chosen by hand stands instead of a position. */
  choose(unit: string | null) {
    this.#unit = unit;
    this.fix = null;
    this.trouble = null;
  }

  async look() {
    if (this.looking) return;
    this.looking = true;
    this.trouble = null;
    const answer = await locate();
    this.looking = false;
    if (answer.is === 'found') this.fix = answer;
    else this.trouble = answer.is;
  }

  /** Whether there is anything to count from. */
  get known(): boolean {
    return this.fix !== null || this.unit !== null;
  }

  get ask(): NearAsk {
    // Where a position is known, the commune they once said may be another one than they are in now.
    const unit = this.fix && this.#unit === undefined ? null : this.unit;
    return { position: this.fix && { lat: this.fix.lat, lon: this.fix.lon }, unit };
  }
}

export const here = new Here();
