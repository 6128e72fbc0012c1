// A procedure as a message: what to bring, cost, time, place, and of when this is. Pure: the words are passed in.
import type { Procedure, Text } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/vi';
import { capital, feeAmounts, paperGroups, timeWords } from './procedure';

export interface Says {
  number: (n: number) => string;
  isoDate: (iso: string) => string;
}

/** The amount never goes without its exemptions, nor anything without its date. */
export function procedureText(p: Procedure, m: Catalogue, both: (text: Text) => string, say: Says): string {
  const t = m.procedures;
  const unsure = (sure: boolean) => (sure ? '' : ` (${m.library.unverified.toLowerCase()})`);
  const heading = (when: string | null) => {
    if (when === null) return [];
    return [/^nếu /i.test(when) ? `${capital(when)}:` : `${t.onlyWhen} ${when}:`];
  };
  const papers = paperGroups(p.papers).flatMap((group) => [
    ...heading(group.when),
    ...group.papers.map((paper) => `- ${paper.name}${unsure(paper.in_source)}`),
  ]);
  const lines = [
    both(p.title) + unsure(p.meta.verified),
    both(p.summary),
    '',
    `${t.papers}:`,
    ...(papers.length > 0 ? papers : [t.papersUnknown]),
    '',
    ...factLines(p, m, say),
    ...(p.page ? [p.page] : []),
    m.common.app,
  ];
  return lines.join('\n');
}

/** Cost, time and place, and of when they are. */
export function factLines(p: Procedure, m: Catalogue, say: Says): string[] {
  const t = m.procedures;
  const amounts = feeAmounts(p.fee, say.number);
  const ways = { any: '', counter: ` ${t.counterFee}`, online: ` ${t.onlineFee}` };
  const per = p.fee.per ? ` (${p.fee.per})` : '';
  const cost = () => {
    if (amounts === 'unknown') return `${t.feeUnknown} ${t.feeAsk}`;
    if (amounts === 'free') return t.free;
    return amounts.map((amount) => `${amount.shown}${ways[amount.way]}`).join(', ') + per;
  };
  return [
    `${t.fee}: ${cost()}`,
    ...(p.fee.note ? [p.fee.note] : []),
    ...(p.fee.exemptions.length > 0 ? [`${t.exempt}: ${p.fee.exemptions.join(' ')}`] : []),
    `${t.time}: ${timeWords(p.time, t, say.number)?.text ?? t.timeUnknown}`,
    ...(p.time.note ? [p.time.note] : []),
    `${t.where}: ${p.place || t.whereUnknown}`,
    '',
    `${m.library.asOf(say.isoDate(p.meta.as_of))}. ${p.meta.reviewed_on ? '' : m.library.notReviewed}`.trim(),
  ];
}
