// A dossier as a message for somebody else: code, status, who says so and when, the day. Pure. Nothing the person did not put
// into the list themselves: no digits of the proof, no photo.
import type { DossierDetail, Text } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/index.svelte';
import { ageOfDay, whole } from './days';
import type { Told } from './path';
import { dueWords, mustOf, sourceWords, statusWords, titleOf } from './words';

export function shareText(
  detail: DossierDetail,
  m: Catalogue,
  both: (text: Text) => string,
  told: Told & { at: string; basis: string[] },
): string {
  const { card } = detail;
  const t = m.dossiers;
  const due = dueWords(card.clock, t, told);
  const title = titleOf(card, t, both);
  const about = card.title ? both(card.title) : (card.office_title ?? '');
  const must = mustOf(card, t);
  const blocks = [
    [title, about !== title ? about : '', card.code ? m.dossier.shareCode(card.code) : ''],
    [
      statusWords(card.current, t),
      card.current ? said(card.current, t, told) : '',
      must ?? '',
      card.said ? t.saidDone[card.said] : '',
    ],
    [[due.day, due.count?.text].filter(Boolean).join('. '), ...(due.day ? told.basis.slice(0, 1) : []), ...due.notes],
    [m.dossier.shareAt(told.at), m.common.app],
  ];
  return blocks
    .map((block) => block.filter(Boolean).join('\n'))
    .filter(Boolean)
    .join('\n\n');
}

function said(step: NonNullable<DossierDetail['card']['current']>, t: Catalogue['dossiers'], told: Told): string {
  const day = whole(step.on, told.lang, told.now);
  const age = ageOfDay(step.on.slice(0, 10), told.lang, told.now);
  return `${sourceWords(step.source, t)}, ${day}${day.startsWith(age) ? '' : ` (${age})`}`;
}
