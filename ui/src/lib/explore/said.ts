// Facts with the year they are of. Pure.
import type { Fact } from '$lib/bindings/types';

/** Facts of one time; `null`: the source gave none. */
export interface Said {
  as_of: string | null;
  facts: Fact[];
}

/** By time, the newest first and what has none last; within one in the order given, so that what contradicts stays together. */
export function byTime(facts: readonly Fact[]): Said[] {
  const times = new Map<string | null, Fact[]>();
  for (const fact of facts) times.set(fact.as_of, [...(times.get(fact.as_of) ?? []), fact]);
  return [...times.entries()]
    .map(([as_of, own]) => ({ as_of, facts: own }))
    .sort((a, b) => latest(b.as_of).localeCompare(latest(a.as_of)));
}

/** `2022-2023` counts as 2023; a whole year comes after each of its months. */
function latest(as_of: string | null): string {
  if (as_of === null) return '';
  const years = /^\d{4}-(\d{4})$/.exec(as_of);
  return years?.[1] ?? as_of;
}
