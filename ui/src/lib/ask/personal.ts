// What must be taken out of words before they go. Pure: the sentences are passed in.
import type { Gives, Personal } from '$lib/bindings/types';

/** A sentence for each number or address, naming it; empty: nothing to take out. */
export function takeOut(personal: Personal[], words: Record<Gives, (raw: string) => string>): string {
  return personal.map(({ gives, raw }) => words[gives](raw)).join(' ');
}
