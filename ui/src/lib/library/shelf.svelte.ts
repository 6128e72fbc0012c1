// Content as it was last read, kept while the app runs: a list that comes back is whole at once, so that it is where it was
// left. Never older than the next answer of the core, which is asked for at once.
import type { Commands } from '$lib/bindings/commands';
import { live, type Live } from '$lib/live.svelte';
import { invoke } from '$lib/platform';

type Lists = 'procedures' | 'questions' | 'places' | 'guides';
type Pages = 'procedure' | 'place';

// Some two hundred records at most: there is nothing to throw away.
const kept: Record<string, unknown> = {};

function onShelf<T>(key: string, load: () => Promise<T>): Live<T> {
  const read = async () => {
    const answer = await load();
    kept[key] = answer;
    return answer;
  };
  return live(read, kept[key] as T | undefined);
}

/** A list of content, live. Call it while a component is set up. */
export function shelf<K extends Lists>(name: K): Live<Commands[K]['result']> {
  return onShelf(name, () => invoke(name, {}));
}

/** A record with its page, live; `error` when there is none. Call it while a component is set up, once for each id. */
export function record<K extends Pages>(name: K, id: string): Live<Commands[K]['result']> {
  return onShelf(`${name} ${id}`, () => invoke(name, { id }));
}
