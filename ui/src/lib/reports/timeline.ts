// The path of a report: what is proven, what was said, what waits, what is still to come. Pure: no words, no clock.
// What a newcomer would get wrong: a station is ticked because something stored proves it, never because a later one was
// reached. A report answered without "being handled" never shows "being handled".
import type {
  Action,
  ComplaintDetail,
  Delivery,
  Event,
  Handover,
  MessageView,
  PhotoState,
  Speaker,
  Status,
  StuckReason,
} from '$lib/bindings/types';
import type { DiamondState } from '$lib/parts/types';
import { mark } from './standing';

/** A step somebody took, as the gateway tells it. */
export interface Taken {
  kind: 'event';
  state: DiamondState;
  at: number;
  action: Action;
  status: Status;
  by: Speaker | 'you';
  text: string | null;
  photos: PhotoState[];
  handover: Handover | null;
}

/** What the person said and the gateway has not told back yet. */
export interface Spoken {
  kind: 'message';
  state: 'waiting' | 'done';
  at: number;
  action: Action;
  text: string | null;
  photos: PhotoState[];
  delivery: Delivery;
  stuck: StuckReason | null;
}

export type Station =
  | { kind: 'saved'; state: 'done'; at: number }
  /** On this phone only: on its way, or waiting for the person. */
  | { kind: 'unsent'; state: 'waiting'; attempts: number; stuck: StuckReason | null }
  /** The receipt: of everything, or of the words while photos are still going. */
  | { kind: 'received'; state: 'done'; at: number; whole: boolean }
  | { kind: 'photos'; state: 'waiting'; received: number; of: number; stuck: StuckReason | null }
  | Taken
  | Spoken
  | { kind: 'todo'; state: 'todo'; status: Status };

/** The usual way, as far as it is still ahead. */
const ahead: Status[] = ['moi', 'da-tiep-nhan', 'dang-xu-ly', 'da-xu-ly', 'da-xac-nhan'];

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

const yours: Action[] = ['add_more', 'remark', 'confirm', 'reopen', 'withdraw'];
/** These leave the report where it stands. */
const still: Action[] = ['remark', 'assign'];

const moving = (events: Event[]) => events.filter((event) => !still.includes(event.action));

/** The last words of the office: what the person came to read. A question that was answered is none of them. */
export function lastWords(events: Event[]): Event | undefined {
  const steps = moving(events);
  return events
    .slice()
    .reverse()
    .find((event) => {
      const answered = event.action === 'ask_more' && event !== steps[steps.length - 1];
      return !yours.includes(event.action) && !answered && (event.text ?? '').trim() !== '';
    });
}

/** What the office asks, while it waits for the answer. */
export function openQuestion({ card, events }: Pick<ComplaintDetail, 'card' | 'events'>): Event | undefined {
  if (card.status !== 'can-bo-sung') return undefined;
  return events
    .slice()
    .reverse()
    .find((event) => event.action === 'ask_more');
}

/** Messages the gateway has not told back as a step. */
export function untold({ events, messages }: Pick<ComplaintDetail, 'events' | 'messages'>): MessageView[] {
  return messages.filter((message) => !events.some((event) => event.message === message.id));
}

/** Steps of a report, each with the words and photos of the message that came with it. */
export function taken(events: Event[], messages: MessageView[], shown?: Event): Taken[] {
  const steps = moving(events);
  return events.map((event) => {
    const own = messages.find((message) => message.id === event.message);
    const text = (event.text ?? '').trim() || own?.text.trim() || null;
    return {
      kind: 'event',
      state: still.includes(event.action) ? 'done' : eventMark(event.status, event === steps[steps.length - 1]),
      at: event.at_ms,
      action: event.action,
      status: event.status,
      by: yours.includes(event.action) ? 'you' : event.by,
      text: event.id === shown?.id ? null : text,
      photos: event.id === shown?.id ? [] : (own?.photos ?? photosOf(event)),
      handover: event.id === shown?.id ? null : (event.handover ?? null),
    };
  });
}

/** Photos the office put with a step: they came with it, there is nothing left to be received. */
function photosOf(event: Event): PhotoState[] {
  return (event.photos ?? []).map((photo) => ({ photo, received: true }));
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
  path.push(...taken(events, detail.messages, shown));

  const waiting = untold(detail);
  path.push(...waiting.map(spoken));

  // Replaced by a newer one, or taken back: nothing more will happen to this one.
  if (detail.replaced_by !== null || waiting.some((message) => message.action === 'withdraw')) return path;
  const confirms = waiting.some((message) => message.action === 'confirm');
  const todo = ahead.slice(reached(detail)).filter((status) => !(confirms && status === 'da-xac-nhan'));
  return path.concat(todo.map((status) => ({ kind: 'todo', state: 'todo', status })));
}

function spoken({ action, text, photos, saved_at_ms, delivery, stuck }: MessageView): Spoken {
  return {
    kind: 'message',
    state: delivery === 'received' ? 'done' : 'waiting',
    at: saved_at_ms,
    action,
    text: text.trim() || null,
    photos,
    delivery,
    stuck,
  };
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
