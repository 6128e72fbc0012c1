import type { Mark } from '$lib/bindings/types';

export interface Segment {
  text: string;
  on: boolean;
}

/**
 * A text cut at its marks (UTF-16 code units, end excluded), nothing lost and nothing twice, whatever the marks are. A mark
 * grows to whole characters: half a letter with its accent would be shown as two.
 */
export function segments(text: string, marks: readonly Mark[]): Segment[] {
  const found: Segment[] = [];
  let at = 0;
  const put = (to: number, on: boolean) => {
    if (to > at) found.push({ text: text.slice(at, to), on });
    at = Math.max(at, to);
  };
  for (const mark of [...marks].sort((a, b) => a.from - b.from)) {
    let from = Math.max(at, Math.min(mark.from, text.length));
    let to = Math.min(mark.to, text.length);
    if (to <= from) continue;
    while (from > at && joins(text, from)) from -= 1;
    while (joins(text, to)) to += 1;
    put(from, false);
    put(to, true);
  }
  put(text.length, false);
  return found;
}

/** Whether the unit at `i` belongs to the character before it. */
function joins(text: string, i: number): boolean {
  return i < text.length && /[\u0300-\u036f\udc00-\udfff]/.test(text.charAt(i));
}
