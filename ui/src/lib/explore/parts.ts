// How the parts of a guide become cards. Pure.
import type { Part, Text } from '$lib/bindings/types';

/** One card: a title and drawing, and the parts under it. */
export interface GuideCard {
  title: Text | null;
  picture: string | null;
  parts: Part[];
}

/** A part without title and drawing goes on in the card before it, keeping its own mark of whether it was checked. */
export function joined(parts: readonly Part[]): GuideCard[] {
  const cards: GuideCard[] = [];
  for (const part of parts) {
    const last = cards[cards.length - 1];
    if (last && part.title === null && part.picture === null) last.parts.push(part);
    else cards.push({ title: part.title, picture: part.picture, parts: [part] });
  }
  return cards;
}
