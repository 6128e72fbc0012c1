// The way of a dossier as stations, newest first. Pure. A tick only for what an office or its file said; what the person noted
// or read off the slip is hollow, with its speaker.
import type { DossierDetail, Step } from '$lib/bindings/types';
import type { Catalogue, Lang } from '$lib/i18n/index.svelte';
import type { DiamondState, PathStep } from '$lib/parts/types';
import { ageOfDay, notedApart, whole } from './days';
import { markOf } from './groups';
import { sourceWords, statusWords, type Says } from './words';

export interface Told extends Says {
  lang: Lang;
  now: number;
}

const byOffice = (step: Step) => step.source.kind === 'office_file' || step.source.kind === 'officer';

/** Whether two are the same step: they have no id. */
const same = (a: Step, b: Step | null) =>
  b !== null &&
  a.on === b.on &&
  a.noted_at_ms === b.noted_at_ms &&
  a.status === b.status &&
  a.source.kind === b.source.kind;

export function pathOf(detail: DossierDetail, m: Catalogue, told: Told): PathStep[] {
  const { current, group } = detail.card;
  return [...detail.steps].reverse().map((step) => {
    const counts = same(step, current);
    const state: DiamondState = !byOffice(step) ? 'todo' : counts && group !== 'ended' ? markOf(group) : 'done';
    const apart = notedApart(step.on, step.noted_at_ms, told.lang, told.now);
    const day = whole(step.on, told.lang, told.now);
    const age = ageOfDay(step.on.slice(0, 10), told.lang, told.now);
    // The age of an old day is the day again: once is enough.
    const meta = [sourceWords(step.source, m.dossiers), day, ...(day.startsWith(age) ? [] : [age])];
    if (apart !== undefined) meta.push(m.dossier.notedLater(apart));
    return {
      state,
      title: statusWords(step, m.dossiers),
      meta: meta.join(' · '),
      ...(step.supplement ? { text: step.supplement } : {}),
      facts: step.due_on ? [m.dossier.dueGiven(told.weekday(step.due_on))] : [],
      testid: `step-${step.said ?? step.status ?? 'raw'}`,
    };
  });
}
