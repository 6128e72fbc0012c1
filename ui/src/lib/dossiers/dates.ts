// Whether the days of a slip can be. Pure; the core has the last word (`date`). Each mistake is at its field.
import type { Catalogue } from '$lib/i18n/vi';
import type { Mistake } from '$lib/parts/types';
import { dayOf, timeOf } from './days';

interface Boxes {
  day: string;
  month: string;
  year: string;
}

export interface Dates {
  received: Boxes;
  time: string;
  due: Boxes;
}

/** Ids of the fields: `received`, `time`, `due`. */
export function dateMistakes(dates: Dates, today: string, t: Catalogue['dossierAdd']): Mistake[] {
  const of = ({ day, month, year }: Boxes) => dayOf(day, month, year);
  const received = of(dates.received);
  const due = of(dates.due);
  const mistakes: Mistake[] = [];
  if (received === undefined) mistakes.push({ id: 'received', text: t.dateWrong });
  else if (received !== null && received > today) mistakes.push({ id: 'received', text: t.dateFuture });
  if (timeOf(dates.time) === undefined) mistakes.push({ id: 'time', text: t.timeWrong });
  if (due === undefined) mistakes.push({ id: 'due', text: t.dateWrong });
  else if (due && received && due < received) mistakes.push({ id: 'due', text: t.dateOrder });
  return mistakes;
}
