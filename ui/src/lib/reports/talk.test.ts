import { describe, expect, it } from 'vitest';
import type { Action, ComplaintDetail, Event, MessageView, Status } from '$lib/bindings/types';
import { lastWords, openQuestion, timeline } from './timeline';

const detail = (change: Partial<ComplaintDetail>): ComplaintDetail =>
  ({
    card: { saved_at_ms: 1000, photos: 0, photos_received: 0 },
    photos: [],
    messages: [],
    events: [],
    received_at_ms: 2000,
    attempts: 0,
    stuck: null,
    replaced_by: null,
    ...change,
  }) as unknown as ComplaintDetail;
const kinds = (d: ComplaintDetail) => timeline(d).map((s) => s.kind);

describe('what the person said since', () => {
  const message = (id: string, change: Partial<MessageView> = {}): MessageView => ({
    id,
    action: 'remark',
    text: `lời ${id}`,
    photos: [],
    saved_at_ms: 9000,
    delivery: 'trying',
    stuck: null,
    ...change,
  });
  const step = (action: Action, status: Status, more: Partial<Event> = {}): Event => ({
    id: `${action}-${status}`,
    action,
    status,
    at_ms: 3000,
    by: { name: 'Hoa', unit: null },
    ...more,
  });
  const picture = { sha256: 'f'.repeat(64), bytes: 1, width: 1, height: 1 };

  it('stands in the path at once, as something that waits', () => {
    const path = timeline(detail({ messages: [message('m1'), message('m2', { delivery: 'received' })] }));
    expect(path.flatMap((s) => (s.kind === 'message' ? [[s.text, s.state]] : []))).toEqual([
      ['lời m1', 'waiting'],
      ['lời m2', 'done'],
    ]);
  });

  it('is shown once, as the step it became, with its words and photos', () => {
    const photos = [{ photo: picture, received: false }];
    const told = step('add_more', 'da-tiep-nhan', { message: 'm1', by: { name: '', unit: null } });
    const path = timeline(detail({ events: [told], messages: [message('m1', { action: 'add_more', photos })] }));
    expect(path.filter((s) => s.kind === 'message')).toEqual([]);
    expect(path.find((s) => s.kind === 'event')).toMatchObject({ by: 'you', text: 'lời m1', photos });
  });

  it('says what became of it, not what was wished: too late is a remark', () => {
    const told = step('remark', 'da-xu-ly', { message: 'm1' });
    const path = timeline(detail({ events: [told], messages: [message('m1', { action: 'add_more' })] }));
    expect(path.filter((s) => s.kind === 'event').map((s) => s.action)).toEqual(['remark']);
  });

  it('does not take the mark from the step that waits for an answer', () => {
    const asked = step('ask_more', 'can-bo-sung', { text: 'Ở đâu?' });
    const path = timeline(detail({ events: [asked, step('remark', 'can-bo-sung'), step('assign', 'can-bo-sung')] }));
    expect(path.flatMap((s) => (s.kind === 'event' ? [s.state] : []))).toEqual(['waiting', 'done', 'done']);
  });

  it('ends the path when it takes the report back, and confirms when it confirms', () => {
    const answered = [step('answer', 'da-xu-ly', { text: 'Xong' })];
    const todo = (messages: MessageView[]) => kinds(detail({ events: answered, messages })).filter((k) => k === 'todo');
    expect(todo([])).toHaveLength(1);
    expect(todo([message('m', { action: 'confirm' })])).toHaveLength(0);
    expect(kinds(detail({ messages: [message('m', { action: 'withdraw' })] }))).not.toContain('todo');
  });

  it('never counts as the last words of the office', () => {
    const answer = step('answer', 'da-xu-ly', { text: 'Xong' });
    expect(lastWords([answer, step('remark', 'da-xu-ly', { text: 'Cảm ơn' })])).toBe(answer);
  });

  it('lets a question go from the top once it was answered', () => {
    const asked = step('ask_more', 'can-bo-sung', { text: 'Ở đâu?' });
    expect(lastWords([asked, step('remark', 'can-bo-sung')])).toBe(asked);
    expect(lastWords([asked, step('add_more', 'da-tiep-nhan', { text: 'Cầu treo' })])).toBeUndefined();
  });

  it('finds the question only while it waits for an answer', () => {
    const asked = step('ask_more', 'can-bo-sung', { text: 'Ở đâu?' });
    const at = (status: Status, all: Event[]) =>
      openQuestion({ card: { status } as ComplaintDetail['card'], events: all });
    expect(at('can-bo-sung', [asked, step('remark', 'can-bo-sung', { text: 'x' })])).toBe(asked);
    expect(at('da-tiep-nhan', [asked, step('add_more', 'da-tiep-nhan')])).toBeUndefined();
  });

  it('shows the office’s photos and where a report was handed', () => {
    const handover = { agency: null, name: 'Điện lực', number: '12', on: '2026-11-22' };
    const moved = step('transfer', 'da-chuyen', { photos: [picture], handover });
    expect(timeline(detail({ events: [moved] })).find((s) => s.kind === 'event')).toMatchObject({
      photos: [{ photo: picture, received: true }],
      handover,
    });
  });
});
