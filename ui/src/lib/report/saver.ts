/** Longest wait between a change and its being written (ms). With the writing itself it stays under 300. */
export const SAVE_AFTER_MS = 200;

/**
 * Writes what changes, soon and one writing at a time. Counts from the *first* change that is not written yet: somebody
 * who types without a pause is saved as often as somebody who stops.
 */
export class Saver {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | undefined;
  #dirty = false;
  #closed = false;

  /** `write` stores everything as it is when called. `told`: how the last writing went. */
  constructor(
    private readonly write: () => Promise<void>,
    private readonly told: (thrown: unknown) => void = () => undefined,
    private readonly waitMs = SAVE_AFTER_MS,
  ) {}

  /** Nothing more will be written. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Something changed. */
  touch(): void {
    if (this.#closed) return;
    this.#dirty = true;
    if (this.#timer !== undefined || this.#running) return;
    this.#timer = setTimeout(() => void this.flush(), this.waitMs);
  }

  /** Writes now what is not written yet. Answers whether everything is. */
  flush(): Promise<boolean> {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    return (this.#running ??= this.#run().finally(() => (this.#running = undefined)));
  }

  /** Nothing is written any more: the draft is gone. */
  close(): void {
    this.#closed = true;
    this.#dirty = false;
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #run(): Promise<boolean> {
    while (this.#dirty && !this.#closed) {
      this.#dirty = false;
      try {
        await this.write();
        this.told(undefined);
      } catch (thrown) {
        if (this.#closed) return true;
        // Kept for the next change or the next step: what is on the screen is not lost.
        this.#dirty = true;
        this.told(thrown);
        return false;
      }
    }
    return true;
  }
}
