// What is said of a dossier. Pure: words and language are passed in. A status is never without its speaker, a number of days
// never without the day it counts to, and what is not known is said.
import type { Clock, DossierCard, DossierSource, Said, Step, Text } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/vi';

/** How days are written; `$lib/say` and `days.ts` bound to the language on the screen. */
export interface Says {
  weekday: (iso: string) => string;
}

type Words = Catalogue['dossiers'];

/** What the person calls it; else the procedure; else its code. */
export function titleOf(card: DossierCard, t: Words, both: (text: Text) => string): string {
  return card.name || (card.title ? both(card.title) : '') || card.office_title || card.code || t.untitled;
}

/** The status of a step in a person's words; an unknown one as the source writes it. */
export function statusWords(step: Step | null, t: Words): string {
  if (!step) return t.nothing;
  if (step.said) return t.saidDone[step.said];
  const known = step.status === null ? undefined : (t.status as Record<number, string>)[step.status];
  if (known) return known;
  if (step.raw) return t.raw(step.raw);
  return step.due_on ? t.newDay : t.nothing;
}

/** Who says so. */
export function sourceWords(source: DossierSource, t: Words): string {
  if (source.kind === 'officer' && source.name) return t.officer(source.name);
  return source.name || t.sources[source.kind];
}

/** What the person has to do, with what exactly; `undefined`: nothing. */
export function mustOf(card: DossierCard, t: Words): string | undefined {
  if (card.group === 'fetch') return t.fetch;
  if (card.group !== 'you') return undefined;
  const what = card.current?.supplement?.trim();
  if (card.current?.status === 6) return what ? t.fee(what) : t.feeUnknown;
  return what ? t.papers(what) : t.papersUnknown;
}

/** What a person can answer to it. */
export function answerOf(card: DossierCard): Said | undefined {
  if (card.group === 'fetch') return 'fetched';
  if (card.group !== 'you') return undefined;
  return card.current?.status === 6 ? 'paid' : 'handed_in';
}

export interface DueWords {
  /** The day, with its weekday. */
  day?: string;
  /** How much is left, or how late. */
  count?: { text: string; late: boolean };
  /** What goes with it, a line each. */
  notes: string[];
}

/** The due day in the list: day and weekday first, then the count to it, then what is not sure about it. */
export function dueWords(clock: Clock, t: Words, says: Says): DueWords {
  const { state } = clock;
  if (state.state === 'stopped') return { notes: [] };
  const day = clock.due_on === null ? undefined : (clock.computed ? t.expected : t.due)(says.weekday(clock.due_on));
  const notes: string[] = [];
  if (state.state === 'paused') notes.push(t.paused);
  if (state.state === 'unknown_year') notes.push(t.unknownYear(state.year));
  if (state.state === 'late') notes.push(clock.computed ? t.pastCounted : t.owes);
  if (state.state === 'no_day') notes.push(t.noDay);
  if (clock.provisional && clock.due_on !== null) notes.push(t.provisional(clock.due_on.slice(0, 4)));
  const count = countOf(clock, t);
  return { ...(day === undefined ? {} : { day }), ...(count && day !== undefined ? { count } : {}), notes };
}

function countOf({ state, computed }: Clock, t: Words): DueWords['count'] {
  // Late is what an office printed and did not keep. A day this app counted is only past.
  if (state.state === 'late')
    return computed ? { text: t.past(state.by), late: false } : { text: t.late(state.by), late: true };
  if (state.state !== 'running') return undefined;
  return { text: state.left === 0 ? t.dueToday : t.left(state.left), late: false };
}
