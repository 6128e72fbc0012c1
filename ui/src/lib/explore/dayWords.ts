// Days and plans in words. Pure.
import type { DayEntry, Days, Doubt, Plan, Text } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/index.svelte';
import { awayWords } from './away';
import { inside } from './names';

/** What the words need of language and now. */
export interface Words {
  m: Catalogue;
  both: (text: Text) => string;
  /** `thứ Ba 1/12`. */
  day: (iso: string) => string;
  number: (n: number) => string;
  unit: (id: string) => string;
}

/** `thứ Sáu 1/1 đến Chủ nhật 3/1/2027`: the year once; one day is one. */
export function spanWords(days: Pick<Days, 'from' | 'to'>, w: Words): string {
  if (days.from === days.to) return w.day(days.from);
  const year = days.from.slice(0, 4);
  const from = days.to.startsWith(year) ? w.day(days.from).replace(new RegExp(`[/\\s]${year}$`), '') : w.day(days.from);
  return w.m.dayCalendar.span(from, w.day(days.to));
}

export const isOn = (days: Pick<Days, 'from' | 'to'>, today: string): boolean => days.from <= today && today <= days.to;

/** By the month they begin in (`2026-12`), in order; what runs today stands under this month. */
export function byMonth(days: readonly DayEntry[], today: string): [string, DayEntry[]][] {
  const months = new Map<string, DayEntry[]>();
  for (const entry of days) {
    const begins = entry.days.from < today ? today : entry.days.from;
    const month = begins.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), entry]);
  }
  return [...months.entries()].sort(([a], [b]) => a.localeCompare(b));
}

/** `tháng 2 - tháng 8, tháng 12`: months in a row are a run. */
function monthsOf(months: readonly number[], m: Catalogue): string {
  const runs: [number, number][] = [];
  for (const month of [...months].sort((a, b) => a - b)) {
    const last = runs[runs.length - 1];
    if (last && last[1] === month - 1) last[1] = month;
    else runs.push([month, month]);
  }
  const name = (month: number) => m.explore.months[month - 1] ?? '';
  return runs.map(([a, b]) => (a === b ? name(a) : `${name(a)} - ${name(b)}`)).join(', ');
}

/** What speaks against a stop, in a sentence. */
export function doubtWords(doubt: Doubt, w: Words): string {
  const t = w.m.plans.doubts;
  switch (doubt.is) {
    case 'not_listed':
      return t.gone;
    case 'other_months':
      return t.months(monthsOf(doubt.months, w.m));
    case 'not_that_day':
      return doubt.next ? t.notThatDay(spanWords(doubt.next, w)) : t.notThatDayEver;
    case 'days_unknown':
      return t.days;
  }
}

/** Whether any way from one stop to the next is longer than anybody knows: all of them, but for what is as the crow flies. */
export const roadsUnknown = (plan: Plan): boolean => plan.stops.length > 1;

/** A day as a message: what, where, when, what to mind. */
export function planText(plan: Plan, w: Words): string {
  const t = w.m.plans;
  const stops = plan.stops.map((stop, i) => {
    const unit = stop.place.card?.unit;
    const where = unit ? w.unit(unit) : '';
    const way =
      stop.from_last?.metres != null ? t.fromLast(awayWords(stop.from_last, inside(where), w.m.near, w.number)) : '';
    return [
      `${t.byFeet(i + 1)} ${w.both(stop.place.name)}${where ? ` (${where})` : ''}`,
      stop.note,
      way,
      ...stop.doubts.map((doubt) => `! ${doubtWords(doubt, w)}`),
    ]
      .filter(Boolean)
      .join('\n');
  });
  const risks = plan.risks.map((risk) => `! ${w.both(risk.title)}: ${w.both(risk.summary)}`);
  return [w.day(plan.day), ...stops, ...risks, roadsUnknown(plan) ? t.roads : '', w.m.common.app]
    .filter(Boolean)
    .join('\n\n');
}
