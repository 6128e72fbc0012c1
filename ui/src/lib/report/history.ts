// The form's own entries in the history of the app: so that Back goes through the questions and, once it is saved or
// thrown away, not into it again.
import type { AfterNavigate } from '@sveltejs/kit';
import { go } from '$lib/nav.svelte';

export class FormHistory {
  /** `route`: of the form, as the router writes it. */
  constructor(private readonly route = '/report') {}

  /** How many entries this form has made. */
  depth = 0;
  #replacing = false;
  #left: (() => void) | undefined;

  /** Called after each navigation. */
  count(nav: AfterNavigate): void {
    if (nav.type === 'popstate') this.depth = Math.max(0, this.depth + nav.delta);
    else if (nav.from?.route.id === this.route && !this.#replacing) this.depth += 1;
    this.#replacing = false;
    this.#left?.();
    this.#left = undefined;
  }

  move(to: string, replace = false): Promise<void> {
    this.#replacing = replace;
    return go(to, { replace });
  }

  /** Back over `entries` of this form, or to `otherwise` when it has not that many. */
  back(entries: number, otherwise: string): void {
    if (this.depth >= entries) history.go(-entries);
    else void this.move(otherwise, true);
  }

  /** Goes on to another screen; Back from there does not come into this form again. */
  async leave(to: string): Promise<void> {
    if (this.depth > 0) {
      const gone = new Promise<void>((done) => (this.#left = done));
      history.go(-this.depth);
      await gone;
    }
    await this.move(to, true);
  }
}
