import { app } from '$lib/app.svelte';
import type { AppState } from '$lib/bindings/types';
import { sentence } from '$lib/i18n/index.svelte';

/** One question to the vault at a time, and the sentence about how it went. */
export class Ask {
  /** An answer is on its way: unwrapping a key takes a second on an old phone. */
  busy = $state(false);
  /** What went wrong, in words. */
  trouble = $state('');

  /** Asks, and takes over the state that comes back. */
  run = async (question: () => Promise<AppState>): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    this.trouble = '';
    try {
      app.take(await question());
    } catch (thrown) {
      this.trouble = sentence(thrown);
    } finally {
      this.busy = false;
    }
  };
}
