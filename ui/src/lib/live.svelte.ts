import { app } from './app.svelte';
import { AppError } from './platform';

/** An answer of the core that is read again whenever something changed. Keeps the last good one on the screen meanwhile. */
export interface Live<T> {
  readonly value: T | undefined;
  readonly error: AppError | undefined;
  /** Reads again now. */
  reload(): Promise<void>;
}

/**
 * Reads now and after every change, as long as the component lives. Call it while a component is set up:
 * `const outbox = live(() => invoke('outbox', {}));` Reactive values read inside `load` before its first `await` count too.
 * `first`: what is shown until the first answer.
 */
export function live<T>(load: () => Promise<T>, first?: T): Live<T> {
  let value = $state.raw<T | undefined>(first);
  let error = $state.raw<AppError>();
  let asked = 0;

  function read(): Promise<void> {
    const mine = ++asked;
    return load().then(
      (answer) => {
        // An older answer that comes late must not replace a newer one.
        if (mine !== asked) return;
        value = answer;
        error = undefined;
      },
      (thrown: unknown) => {
        if (mine === asked) error = AppError.from(thrown);
      },
    );
  }

  $effect(() => {
    void app.tick;
    void read();
  });

  return {
    get value() {
      return value;
    },
    get error() {
      return error;
    },
    reload: read,
  };
}
