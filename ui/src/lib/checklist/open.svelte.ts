// One list as a screen has it: read, and changed one thing at a time, in the order it was pressed.
import type { ChecklistDetail, ChecklistEdit } from '$lib/bindings/types';
import { live, type Live } from '$lib/live.svelte';
import { AppError, invoke } from '$lib/platform';

export interface OpenList {
  readonly value: ChecklistDetail | undefined;
  readonly error: AppError | undefined;
  /** Why the last change was not stored. */
  readonly failed: AppError | undefined;
  /** Whether there is none such on this phone. */
  readonly gone: boolean;
  /** Stores one change; answers the list as it is then, `undefined` where it is not stored. */
  change(edit: ChecklistEdit): Promise<ChecklistDetail | undefined>;
}

/** Call it while a component is set up. */
export function openList(id: () => string): OpenList {
  const read: Live<ChecklistDetail> = live(() => invoke('checklist', { id: id() }));
  let value = $state.raw<ChecklistDetail>();
  let failed = $state.raw<AppError>();
  $effect(() => {
    value = read.value;
  });
  // Two taps on one box must not overtake each other on their way to the core.
  let last: Promise<unknown> = Promise.resolve();

  async function store(edit: ChecklistEdit): Promise<ChecklistDetail | undefined> {
    try {
      const stored = await invoke('checklist_change', { id: id(), edit });
      failed = undefined;
      value = stored;
      // A read that was under way may have seen the list before: the next one puts it out of date.
      void read.reload();
      return stored;
    } catch (thrown) {
      failed = AppError.from(thrown);
      return undefined;
    }
  }

  return {
    get value() {
      return value;
    },
    get error() {
      return read.error;
    },
    get failed() {
      return failed;
    },
    get gone() {
      return read.error?.code === 'not_found' || read.error?.code === 'arguments';
    },
    change(edit) {
      const mine = last.then(() => store(edit));
      last = mine;
      return mine;
    },
  };
}
