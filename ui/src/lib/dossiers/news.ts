// What a notification says of a dossier. Pure. It may be read on a lock screen by anybody: no code, no paper, no fee.
import type { DossierNews, Step } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/vi';

type Known = keyof Catalogue['dossierNews']['status'];

/** `weekday`: `thứ Tư 25/11` of an ISO day. */
export function newsBody(news: DossierNews, m: Catalogue, weekday: (iso: string) => string): string {
  const t = m.dossierNews;
  switch (news.about) {
    case 'step':
      return status(news.step, t) ?? t.other;
    case 'due_soon':
      return t.soon(weekday(news.on));
    case 'due_today':
      return t.today;
    case 'late':
      return t.late(news.by);
    case 'your_turn':
      return news.step.status === 5 ? t.papers : news.step.status === 6 ? t.fee : t.turn;
  }
}

function status(step: Step, t: Catalogue['dossierNews']): string | undefined {
  return step.status === null ? undefined : (t.status as Record<number, string>)[step.status as Known];
}
