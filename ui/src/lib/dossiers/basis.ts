// What a due day and its count come from. Pure. Which of several days counts is the core's answer; this only says where it
// was read, or how it was counted.
import type { DossierDetail, Duration } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/vi';
import { sourceWords, type Says } from './words';

/** The lines under a due day, what it is from first. `time`: of the procedure, where it is known. */
export function basisOf(detail: DossierDetail, m: Catalogue, says: Says, time: Duration | null): string[] {
  const t = m.dossier.basis;
  const { clock } = detail.card;
  if (clock.due_on === null) return [];
  if (!clock.computed) return [givenBy(detail, m)];
  const paused = detail.steps.some((step) => step.status === 5);
  const before = printed(detail).find((day) => day !== clock.due_on);
  if (paused && before !== undefined) return [t.moved, t.movedFrom(says.weekday(before)), t.working];
  const received = detail.fields.received_on;
  const lines = received === null ? [t.countedPlain] : [counted(time, says.weekday(received), m)];
  if (!sameDay(time)) lines.push(t.working);
  if (cutoff(time) && (detail.fields.received_time ?? '') > '15:00') lines.push(t.after15);
  return [...lines, ...(paused ? [t.moved] : []), t.ask];
}

const sameDay = (time: Duration | null) => time?.unit === 'same-day' || time?.unit === 'same-day-or-agreed';

/** Whether it has the rule of 15:00, which stands in the note of its time. */
const cutoff = (time: Duration | null) => sameDay(time) && /15\s*(giờ|h)/i.test(time?.note ?? '');

function counted(time: Duration | null, day: string, m: Catalogue): string {
  const t = m.dossier.basis;
  if (sameDay(time)) return t.sameDay(day);
  if (time?.unit === 'working-day' && time.value !== null && time.in_source)
    return t.counted(m.procedures.workingDays(String(time.value)), day);
  return t.countedPlain;
}

/** Days that stand on paper, the latest said first. */
function printed(detail: DossierDetail): string[] {
  const told = detail.steps.map((step) => step.due_on ?? null).reverse();
  return [...told, detail.fields.due_on].filter((day) => day !== null);
}

function givenBy(detail: DossierDetail, m: Catalogue): string {
  const t = m.dossier.basis;
  const step = [...detail.steps].reverse().find((one) => one.due_on === detail.card.clock.due_on);
  if (!step || step.source.kind === 'slip') return t.slip;
  return step.source.kind === 'you' ? t.you : t.office(sourceWords(step.source, m.dossiers));
}
