// What is asked about each thing an office may have said. Pure. 0 stands for "only another day".
import type { Catalogue } from '$lib/i18n/vi';
import type { Mistake } from '$lib/parts/types';

export const ORDER = [2, 4, 5, 6, 9, 10, 3, 8, 0] as const;
export type Spoken = (typeof ORDER)[number];

/** Most characters of what was told. */
export const TEXT_MOST = 500;

/** Papers, fee, reason. */
export const asksText = (status: number | null): boolean => status !== null && [3, 5, 6, 8].includes(status);

/** Whoever works on it may have given a day; whoever is done has not. */
export const asksDay = (status: number | null): boolean => status !== null && [0, 2, 4].includes(status);

/** `due`: `null` empty, `undefined` no day of the calendar. */
export function sayMistakes(
  given: { status: number | null; text: string; due: string | null | undefined },
  m: Catalogue,
): Mistake[] {
  const { status, text, due } = given;
  if (status === null) return [{ id: 'status', text: m.dossierSay.choose }];
  const mistakes: Mistake[] = [];
  if (asksText(status) && Array.from(text).length > TEXT_MOST)
    mistakes.push({ id: 'text', text: m.dossierSay.tooLong });
  if (asksDay(status) && due === undefined) mistakes.push({ id: 'day', text: m.dossierAdd.dateWrong });
  else if (status === 0 && due === null) mistakes.push({ id: 'day', text: m.dossierSay.needDay });
  return mistakes;
}
