import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Action, ComplaintDetail, Event, Status } from '$lib/bindings/types';
import { lastWords, timeline } from './timeline';

// The table of the domain itself, so that a step added there is walked here.
const source = readFileSync(new URL('../../../../crates/domain/src/status.rs', import.meta.url), 'utf8');
const ids = <T extends string>(letter: string) =>
  new Map(
    [...source.matchAll(new RegExp(`${letter}::(\\w+) => "([\\w-]+)"`, 'g'))].map((hit) => [hit[1]!, hit[2] as T]),
  );
const [statuses, actions] = [ids<Status>('S'), ids<Action>('A')];
const table = [...source.matchAll(/\(S::(\w+), A::(\w+), S::(\w+)\)/g)].map((hit) => ({
  from: statuses.get(hit[1]!)!,
  action: actions.get(hit[2]!)!,
  to: statuses.get(hit[3]!)!,
}));
const ended: Status[] = ['khong-tiep-nhan', 'trung', 'da-xac-nhan', 'da-rut'];

type Walk = { action: Action; to: Status }[];

/** Every way a report can go, up to this many steps. */
function walks(steps: number, from: Status = 'moi', taken: Walk = []): Walk[] {
  if (steps === 0) return [taken];
  const on = table.filter((row) => row.from === from);
  return [taken, ...on.flatMap(({ action, to }) => walks(steps - 1, to, [...taken, { action, to }]))];
}

function reachable(from: Status): Set<Status> {
  const seen = new Set<Status>([from]);
  for (const status of seen) for (const row of table) if (row.from === status) seen.add(row.to);
  return seen;
}

const events = (walk: Walk): Event[] =>
  walk.map(({ action, to }, i) => ({
    id: `e${i}`,
    action,
    status: to,
    at_ms: 3000 + i,
    by: { name: 'Nguyễn Thị Hoa', unit: 'nam-tra-my' },
    text: i % 2 ? `lời ${i}` : null,
  }));

function detail(change: Partial<ComplaintDetail> & { photosReceived?: boolean[] } = {}): ComplaintDetail {
  const { photosReceived = [], ...rest } = change;
  const photos = photosReceived.map((received, i) => ({
    photo: { sha256: String(i).repeat(64), bytes: 1, width: 1, height: 1 },
    received,
  }));
  return {
    card: {
      saved_at_ms: 1000,
      photos: photos.length,
      photos_received: photosReceived.filter(Boolean).length,
    } as ComplaintDetail['card'],
    pin: '4071',
    text: '',
    photos,
    messages: [],
    can: [],
    reply_draft: null,
    contact: null,
    received_at_ms: 2000,
    events: [],
    checked_at_ms: null,
    stuck: null,
    attempts: 0,
    edit_replaces: false,
    replaced_by: null,
    replaces: null,
    ...rest,
  };
}

const kinds = (d: ComplaintDetail) => timeline(d).map((s) => s.kind);

it('reads the whole table of the domain', () => {
  expect(statuses.size).toBe(11);
  expect(actions.size).toBe(13);
  expect(table.length).toBeGreaterThan(30);
});

describe('on any way a report can go', () => {
  const all = walks(6);

  it('shows every step taken, in order, and nothing else as taken', () => {
    expect(all.length).toBeGreaterThan(1000);
    for (const walk of all) {
      const path = timeline(detail({ events: events(walk) }));
      expect(path.flatMap((s) => (s.kind === 'event' ? [s.status] : []))).toEqual(walk.map((step) => step.to));
      expect(path.filter((s) => s.kind === 'todo').every((s) => s.state === 'todo')).toBe(true);
      expect(path.filter((s) => s.state === 'todo').every((s) => s.kind === 'todo')).toBe(true);
    }
  });

  it('shows what is to come last, and only what can still come', () => {
    for (const walk of all) {
      const now = walk[walk.length - 1]?.to ?? 'moi';
      const path = timeline(detail({ events: events(walk) }));
      const first = path.findIndex((s) => s.kind === 'todo');
      const todo = first === -1 ? [] : path.slice(first);
      expect(todo.every((s) => s.kind === 'todo')).toBe(true);
      const named = todo.flatMap((s) => (s.kind === 'todo' ? [s.status] : []));
      expect(named).not.toContain(now);
      expect(named).not.toContain('moi');
      const possible = reachable(now);
      expect(named.filter((status) => !possible.has(status))).toEqual([]);
      if (ended.includes(now)) expect(named).toEqual([]);
      else expect(named[named.length - 1]).toBe('da-xac-nhan');
    }
  });

  it('asks to confirm once there is an answer to come, and ticks it where somebody did', () => {
    for (const walk of all) {
      const confirmed = timeline(detail({ events: events(walk) })).filter(
        (s) => (s.kind === 'event' || s.kind === 'todo') && s.status === 'da-xac-nhan',
      );
      const now = walk[walk.length - 1]?.to ?? 'moi';
      const done = walk.filter((s) => s.to === 'da-xac-nhan').map(() => 'done');
      expect(confirmed.map((s) => s.state)).toEqual(ended.includes(now) ? done : [...done, 'todo']);
    }
  });

  it('never ticks a refusal or a duplicate, and marks an open question as waiting', () => {
    for (const walk of all) {
      const path = timeline(detail({ events: events(walk) }));
      for (const s of path)
        if (s.kind === 'event' && (s.status === 'khong-tiep-nhan' || s.status === 'trung'))
          expect(s.state).toBe('office');
      const asked = path.filter((s) => s.kind === 'event' && s.status === 'can-bo-sung');
      asked.forEach((s) =>
        expect(s.state).toBe(s === path.filter((p) => p.kind === 'event').pop() ? 'waiting' : 'done'),
      );
    }
  });

  it('says that the person spoke where they did', () => {
    for (const walk of all)
      for (const s of timeline(detail({ events: events(walk) })))
        if (s.kind === 'event' && ['da-xac-nhan', 'da-rut', 'mo-lai'].includes(s.status)) expect(s.by).toBe('you');
  });
});

describe('the way to the gateway', () => {
  it('ticks "received" only for a receipt', () => {
    for (const received_at_ms of [null, 2000])
      for (const photosReceived of [[], [true], [false], [true, false]]) {
        const path = timeline(detail({ received_at_ms, photosReceived }));
        const receipt = path.find((s) => s.kind === 'received');
        expect(receipt?.state).toBe(received_at_ms === null ? undefined : 'done');
        if (receipt?.kind === 'received') expect(receipt.whole).toBe(photosReceived.every(Boolean));
      }
  });

  it('says what waits on this phone, and that all is still to come', () => {
    expect(kinds(detail({ received_at_ms: null, attempts: 2, photosReceived: [false] }))).toEqual([
      'saved',
      'unsent',
      'todo',
      'todo',
      'todo',
      'todo',
      'todo',
    ]);
  });

  it('keeps photos that wait apart from the words that were received', () => {
    const path = timeline(detail({ photosReceived: [true, false] }));
    expect(path.slice(0, 3).map((s) => [s.kind, s.state])).toEqual([
      ['saved', 'done'],
      ['received', 'done'],
      ['photos', 'waiting'],
    ]);
    expect(path[2]).toMatchObject({ received: 1, of: 2 });
  });

  it('expects nothing more of a report that was replaced', () => {
    expect(kinds(detail({ received_at_ms: null, replaced_by: 'x' }))).toEqual(['saved', 'unsent']);
  });
});

describe('the last words of the office', () => {
  const said = (action: Action, status: Status, text: string | null): Event => ({
    id: action,
    action,
    status,
    at_ms: 1,
    by: { name: 'Hoa', unit: null },
    text,
  });

  it('are the newest that carry words, and not the person’s own', () => {
    const all = [
      said('accept', 'da-tiep-nhan', 'Đã nhận'),
      said('answer', 'da-xu-ly', 'Xong rồi'),
      said('reopen', 'mo-lai', 'Chưa xong'),
      said('accept', 'da-tiep-nhan', ' '),
    ];
    expect(lastWords(all)?.text).toBe('Xong rồi');
    expect(lastWords(all.slice(3))).toBeUndefined();
  });

  it('are not said twice on one screen', () => {
    const answer = said('answer', 'da-xu-ly', 'Xong rồi');
    const path = (shown?: Event) => timeline(detail({ events: [answer] }), shown).find((s) => s.kind === 'event');
    expect(path()).toMatchObject({ text: 'Xong rồi' });
    expect(path(answer)).toMatchObject({ text: null });
  });
});
