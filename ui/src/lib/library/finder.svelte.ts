// Asks the core at every letter, at most once a frame, and shows only the answer to what stands in the box. Remembers the
// last answer while the app runs, so that coming back shows it at once.
import type { SearchResults } from '$lib/bindings/types';
import { lang } from '$lib/i18n/index.svelte';
import { AppError, invoke } from '$lib/platform';

let last: { key: string; results: SearchResults } | undefined;

export class Finder {
  /** The answer to the latest question that was answered; `null`: nothing was asked. */
  results = $state.raw<SearchResults | null>(null);
  /** What `results` answers. */
  answered = $state('');
  error = $state.raw<AppError | null>(null);
  #asked = 0;
  #frame = 0;

  constructor(typed: string) {
    const key = this.#key(typed);
    if (last?.key === key) this.#show(typed, last.results);
    if (typed.trim()) void this.#ask(typed);
  }

  /** What stands in the box now. */
  type(typed: string): void {
    cancelAnimationFrame(this.#frame);
    // What was asked before is no longer wanted, whenever its answer comes.
    this.#asked += 1;
    if (!typed.trim()) {
      this.results = null;
      this.answered = '';
      this.error = null;
      return;
    }
    this.#frame = requestAnimationFrame(() => void this.#ask(typed));
  }

  async #ask(typed: string): Promise<void> {
    const mine = ++this.#asked;
    try {
      const results = await invoke('search', { q: typed.trim(), lang: lang(), kind: null });
      if (mine !== this.#asked) return;
      last = { key: this.#key(typed), results };
      this.#show(typed, results);
    } catch (thrown) {
      if (mine === this.#asked) this.error = AppError.from(thrown);
    }
  }

  #show(typed: string, results: SearchResults): void {
    this.results = results;
    this.answered = typed.trim();
    this.error = null;
  }

  #key(typed: string): string {
    return `${lang()} ${typed.trim()}`;
  }
}
