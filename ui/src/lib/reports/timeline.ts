// The path of a report: what is proven, what waits, what is still to come. Pure: no words, no clock.
// What a newcomer would get wrong: a station is ticked because something stored proves it, never because a later one was
// reached. A report answered without "being handled" never shows "being handled".
import type { Action, ComplaintDetail, Event, Speaker, Status, StuckReason } from '$lib/bindings/types';
import type { DiamondState } from '$lib/parts/types';
import { mark } from './standing';

export type Station =
  | { kind: 'saved'; state: 'done'; at: number }
  /** On this phone only: on its way, or waiting for the person. */
  | { kind: 'unsent'; state: 'waiting'; attempts: number; stuck: StuckReason | null }
  /** The receipt: of everything, or of the words while photos are still going. */
  | { kind: 'received'; state: 'done'; at: number; whole: boolean }
  | { kind: 'photos'; state: 'waiting'; received: number; of: number; stuck: StuckReason | null }
  | { kind: 'event'; state: DiamondState; at: number; status: Status; by: Speaker | 'you'; text: string | null }
  | { kind: 'todo'; state: 'todo'; status: Status };

/** The usual way, as far as it is still ahead. To confirm is not part of it while no screen asks for it. */
const ahead: Status[] = ['moi', 'da-tiep-nhan', 'dang-xu-ly', 'da-xu-ly'];

/** How much of the usual way lies behind somebody who stands here; everything when nothing more is expected. */
const behind: Record<Status, number> = {
  moi: 1,
  'can-bo-sung': 1,
  'mo-lai': 1,
  'da-tiep-nhan': 2,
  'da-chuyen': 2,
  'dang-xu-ly': 3,
  'da-xu-ly': 4,
  'khong-tiep-nhan': ahead.length,
  trung: ahead.length,
  'da-xac-nhan': ahead.length,
  'da-rut': ahead.length,
};

const yours: Action[] = ['add_more', 'confirm', 'reopen', 'withdraw'];

/** The last words of the office: what the person came to read. */
export function lastWords(events: Event[]): Event | undefined {
  return events
    .slice()
    .reverse()
    .find((event) => !yours.includes(event.action) && (event.text ?? '').trim() !== '');
}

/** The whole path, in order. `shown`: an event whose words stand elsewhere on the screen. */
export function timeline(detail: ComplaintDetail, shown?: Event): Station[] {
  const { card, events, stuck } = detail;
  const path: Station[] = [{ kind: 'saved', state: 'done', at: card.saved_at_ms }];

  const missing = detail.photos.some((p) => !p.received);
  if (detail.received_at_ms === null) {
    path.push({ kind: 'unsent', state: 'waiting', attempts: detail.attempts, stuck });
  } else {
    path.push({ kind: 'received', state: 'done', at: detail.received_at_ms, whole: !missing });
    if (missing)
      path.push({ kind: 'photos', state: 'waiting', received: card.photos_received, of: card.photos, stuck });
  }

  events.forEach((event, i) => {
    const last = i === events.length - 1;
    path.push({
      kind: 'event',
      state: eventMark(event.status, last),
      at: event.at_ms,
      status: event.status,
      by: yours.includes(event.action) ? 'you' : event.by,
      text: event.id === shown?.id ? null : event.text?.trim() || null,
    });
  });

  // Replaced by a newer one: nothing more will happen to this one.
  if (detail.replaced_by !== null) return path;
  return path.concat(ahead.slice(reached(detail)).map((status) => ({ kind: 'todo', state: 'todo', status })));
}

/** How much of the usual way is behind this report. */
function reached({ events, received_at_ms }: ComplaintDetail): number {
  const now = events[events.length - 1]?.status;
  if (now === undefined) return received_at_ms === null ? 0 : 1;
  // Asked after it was accepted: it is accepted still.
  const accepted = events.some((event) => event.status === 'da-tiep-nhan');
  return now === 'can-bo-sung' && accepted ? behind['da-tiep-nhan'] : behind[now];
}

/** A step that was taken is ticked. Not one that ended it without success, nor the last one while it waits for somebody. */
function eventMark(status: Status, last: boolean): DiamondState {
  if (status === 'da-tiep-nhan' || status === 'dang-xu-ly') return 'done';
  if (last || status === 'khong-tiep-nhan' || status === 'trung') return mark(status);
  return 'done';
}
