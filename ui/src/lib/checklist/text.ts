// A list as a message for somebody else. Pure. Not the name of the list: whom it is for stays on this phone.
import type { ChecklistDetail, Text } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/vi';
import { capital } from '$lib/library/procedure';
import { factLines, type Says } from '$lib/library/text';
import { dueLines, groups, progressWhole } from './progress';

export function checklistText(
  list: ChecklistDetail,
  m: Catalogue,
  both: (text: Text) => string,
  say: Says & { isoWeekday: (iso: string) => string },
  at: string,
): string {
  const t = m.checklist;
  const { asked, gone } = groups(list.papers);
  const papers = asked.flatMap((group) => [
    ...(group.when === null ? [] : [`${caseWords(group.when, m)}${group.ask ? ` (${t.mustAsk.toLowerCase()})` : ''}:`]),
    ...group.papers.map((paper) => {
      const marks = [
        ...(paper.in_source ? [] : [m.library.unverified.toLowerCase()]),
        ...(paper.change === 'new' ? [t.new.toLowerCase()] : []),
      ];
      return `${box(paper)} ${paper.name}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
    }),
  ]);
  const p = list.procedure;
  const blocks = [
    [`${t.title}: ${both(list.card.title)}`, progressWhole(list.card, t)],
    list.waits ? [`${t.waits}: ${list.supplement ?? t.waitsUnknown}`] : [],
    papers,
    gone.length > 0 ? [`${t.goneTitle}: ${gone.map((paper) => paper.name).join('; ')}`] : [],
    p ? [...factLines(p, m, say), ...dueLines(list.due, t, m.dossiers, say.isoWeekday)] : [`${t.lost}. ${t.lostText}`],
    [t.shareAt(at), m.common.app],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

const box = (paper: { have: boolean; ask: boolean }) => (paper.have ? '[x]' : paper.ask ? '[?]' : '[ ]');

/** `Khi nhờ người khác làm thay`; a case that says "if" itself stays as it is. */
export const caseWords = (when: string, m: Catalogue): string =>
  /^nếu /i.test(when) ? capital(when) : `${m.procedures.onlyWhen} ${when}`;
