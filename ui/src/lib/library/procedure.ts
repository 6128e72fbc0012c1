// What a procedure's page says of papers, time and fee. Pure: the words are passed in. Never a number that its source does
// not have.
import type { Catalogue } from '$lib/i18n/vi';
import type { Duration, Fee, Paper } from '$lib/bindings/types';

type Words = Catalogue['procedures'];

export interface PaperGroup<P> {
  /** The case in words; `null`: everybody. */
  when: string | null;
  papers: P[];
}

/** Everybody's papers first, then case by case, cases in the order they come up. */
export function paperGroups<P extends Paper>(papers: P[]): PaperGroup<P>[] {
  const groups: PaperGroup<P>[] = [{ when: null, papers: [] }];
  for (const paper of papers) {
    let group = groups.find((one) => one.when === paper.when);
    if (!group) groups.push((group = { when: paper.when, papers: [] }));
    group.papers.push(paper);
  }
  return groups.filter((group) => group.papers.length > 0);
}

/** How long; `undefined`: not known for sure. `working`: weekends and holidays do not count. */
export function timeWords(
  time: Duration,
  t: Words,
  number: (n: number) => string,
): { text: string; working: boolean } | undefined {
  if (!time.in_source) return undefined;
  const said = (text: string, working = false) => ({ text, working });
  if (time.unit === 'same-day') return said(t.sameDay);
  if (time.unit === 'same-day-or-agreed') return said(t.sameDayOrAgreed);
  if (time.value === null) return undefined;
  if (time.unit === 'working-day') return said(t.workingDays(number(time.value)), true);
  if (time.unit === 'day') return said(t.days(number(time.value)));
  return time.unit === 'hour' ? said(t.hours(number(time.value))) : undefined;
}

export interface Amount {
  /** As printed, `20.000 đ`. */
  shown: string;
  way: 'counter' | 'online' | 'any';
}

/** `unknown`: ask. `free`: nothing to pay, whichever way. Otherwise each amount with the way it is for. */
export function feeAmounts(fee: Fee, number: (n: number) => string): 'unknown' | 'free' | Amount[] {
  if (!fee.in_source || fee.vnd === null) return 'unknown';
  const differs = fee.online_vnd !== null && fee.online_vnd !== fee.vnd;
  if (fee.vnd === 0 && !differs) return 'free';
  const shown = (n: number) => `${number(n)}\u00a0đ`;
  if (!differs || fee.online_vnd === null) return [{ shown: shown(fee.vnd), way: 'any' }];
  return [
    { shown: shown(fee.vnd), way: 'counter' },
    { shown: shown(fee.online_vnd), way: 'online' },
  ];
}

/** `Nộp tại Công an xã.` of `nộp tại Công an xã.` */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
