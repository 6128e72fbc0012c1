// What a list of papers says about itself. Pure: the words are passed in. A paper of a case the person is not sure of counts
// neither as needed nor as missing; what is no longer asked for does not count at all.
import type {
  CasesChosen,
  ChecklistCase,
  ChecklistDetail,
  ChecklistPaper,
  DueIfToday,
  PaperLook,
} from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/vi';

type Words = Catalogue['checklist'];
type Counts = Pick<ChecklistDetail['card'], 'needed' | 'missing' | 'ask'>;

/** How far it is, one line: what is missing, or that all is there. */
export function progress({ needed, missing, ask }: Counts, t: Words): string {
  if (needed === 0) return ask > 0 ? t.toAsk(ask) : t.nothing;
  return missing > 0 ? t.missing(missing, needed) : t.complete(needed);
}

/** The same with what is still to be asked, as it is said aloud and sent. */
export function progressWhole(counts: Counts, t: Words): string {
  const { needed, ask } = counts;
  return needed > 0 && ask > 0 ? `${progress(counts, t)}. ${t.toAsk(ask)}` : progress(counts, t);
}

export interface Group {
  /** The case; `null`: everybody. */
  when: string | null;
  /** The person is not sure whether it is theirs. */
  ask: boolean;
  papers: ChecklistPaper[];
}

/** What is asked for, case by case as it comes; what is not any more is in `gone`. */
export function groups(papers: ChecklistPaper[]): { asked: Group[]; gone: ChecklistPaper[] } {
  const asked: Group[] = [];
  for (const paper of papers.filter((one) => one.change !== 'gone')) {
    const group = asked.find((one) => one.when === paper.when);
    if (group) group.papers.push(paper);
    else asked.push({ when: paper.when, ask: paper.ask, papers: [paper] });
  }
  return { asked, gone: papers.filter((one) => one.change === 'gone') };
}

/** Papers that are needed and not there: what is drawn at a glance. */
export const missing = (papers: ChecklistPaper[]): ChecklistPaper[] =>
  papers.filter((paper) => !paper.have && !paper.ask && paper.change !== 'gone');

/** What was ticked in the question of cases. `none` and `unsure` are answers of their own. */
export interface Answer {
  yes: string[];
  none: boolean;
  unsure: boolean;
}

/** The answer a list has, as it stands in the question; nothing where a case was never asked about. */
export function answerOf(cases: ChecklistCase[]): Answer {
  const yes = cases.filter((one) => one.answer === 'yes').map((one) => one.when);
  const unsure = cases.some((one) => one.answer === 'unsure');
  const none = yes.length === 0 && !unsure && cases.every((one) => one.answer === 'no');
  return { yes, none, unsure };
}

/** One more answer. "None of these" and any other take each other away. */
export function answered(answer: Answer, what: string | 'none' | 'unsure', on: boolean, cases: string[]): Answer {
  if (what === 'none') return on ? { yes: [], none: true, unsure: false } : { ...answer, none: false };
  if (what === 'unsure') return { ...answer, unsure: on, none: on ? false : answer.none };
  const yes = cases.filter((one) => (one === what ? on : answer.yes.includes(one)));
  return { yes, none: on ? false : answer.none, unsure: answer.unsure };
}

/** What goes to the core; `undefined`: nothing was answered. */
export function chosen(answer: Answer, cases: string[]): CasesChosen | undefined {
  if (!answer.none && !answer.unsure && answer.yes.length === 0) return undefined;
  return { yes: answer.yes, unsure: answer.unsure ? cases.filter((one) => !answer.yes.includes(one)) : [] };
}

/** The cases of a procedure before there is a list. */
export function casesOf(papers: { name: string; when: string | null; look?: PaperLook | null }[]): ChecklistCase[] {
  const cases: ChecklistCase[] = [];
  for (const { name, when, look = null } of papers) {
    if (when === null) continue;
    const one = cases.find((found) => found.when === when);
    if (one) one.papers.push(name);
    else cases.push({ when, answer: null, papers: [name], look });
  }
  return cases;
}

/** The day it would be done, line by line: the day first, then what is not sure about it. Empty: no day is known. */
export function dueLines(
  due: DueIfToday | null,
  t: Words,
  dossiers: Catalogue['dossiers'],
  weekday: (iso: string) => string,
): string[] {
  if (due === null) return [];
  if (due.on === null) return due.unknown_year === null ? [] : [dossiers.unknownYear(due.unknown_year)];
  const today = weekday(due.today);
  const lines = [due.on === due.today ? t.ifTodayToday(today) : t.ifToday(today, weekday(due.on))];
  if (due.counts_from !== null && due.counts_from !== due.today) lines.push(t.countsFrom(weekday(due.counts_from)));
  if (due.provisional) lines.push(dossiers.provisional(due.on.slice(0, 4)));
  return [...lines, t.counted];
}
