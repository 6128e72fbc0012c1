// What the asking screen shows of an outcome. Pure: records in, choices out.
import type { AskAnswer, Asked, Category, Draft, Meta, Text } from '$lib/bindings/types';

/** Longest question, in characters as a person sees them. The core counts the same. */
export const LONGEST = 300;

/** What stands in a history entry of the asking screen. Never in an address: addresses end up in logs. */
export interface AskState {
  q?: string;
  /** Which of the answers was chosen. */
  pick?: number;
}

/** Reads what a history entry holds; anything else is no question. */
export function askState(state: unknown): AskState {
  if (typeof state !== 'object' || state === null) return {};
  const { q, pick } = state as Record<string, unknown>;
  return {
    ...(typeof q === 'string' && q !== '' && { q }),
    ...(typeof pick === 'number' && Number.isInteger(pick) && pick >= 0 && { pick }),
  };
}

export type Mistake = 'empty' | 'tooLong';

/** What is wrong with a typed question. */
export function mistakeIn(typed: string): Mistake | undefined {
  if (!/[\p{L}\p{N}]/u.test(typed)) return 'empty';
  return Array.from(typed.trim()).length > LONGEST ? 'tooLong' : undefined;
}

/** What vouches for an answer: the approved answer's record, else the procedure's. */
export function metaOf(answer: AskAnswer): Meta | undefined {
  return (answer.question ?? answer.procedure)?.meta;
}

/** What an answer is called: what people ask, else the procedure. */
export function titleOf(answer: AskAnswer): Text {
  return (answer.question ?? answer.procedure)?.title ?? { vi: '', en: '' };
}

export interface View {
  is: 'found' | 'which' | 'unknown';
  /** Shown whole. */
  open?: AskAnswer;
  /** To choose from, each with its place among the answers. */
  choices: { at: number; answer: AskAnswer }[];
}

/** What to show: one answer whole, several to choose from, or nothing known. */
export function viewOf(asked: Asked, pick: number | undefined): View {
  const all = asked.answers.map((answer, at) => ({ at, answer }));
  const at = pick !== undefined && pick < all.length ? pick : asked.outcome === 'found' ? 0 : undefined;
  const open = at === undefined ? undefined : asked.answers[at];
  if (open) return { is: 'found', open, choices: all.filter((one) => one.at !== at) };
  if (asked.outcome === 'unknown' || all.length === 0) return { is: 'unknown', choices: [] };
  return { is: 'which', choices: all };
}

/** The category of what offices do, where this area's content has it. */
const OFFICES = 'dich-vu-cong';

/** The category a question to an officer belongs to; `null`: this area has none for it, the person chooses. */
export function categoryFor(categories: Category[]): string | null {
  return categories.find((one) => one.id === OFFICES)?.id ?? null;
}

/** Whether a draft holds nothing yet, so that a question may be written into it. */
export function isBlank(draft: Draft): boolean {
  return draft.edits === null && draft.fields.text.trim() === '' && draft.photos.length === 0;
}
