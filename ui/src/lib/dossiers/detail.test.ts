import { describe, expect, it } from 'vitest';
import type { Duration } from '$lib/bindings/types';
import { isoWeekday } from '$lib/format';
import { vi } from '$lib/i18n/vi';
import { basisOf } from './basis';
import { pathOf } from './path';
import { FILE, NOW, OFFICER, SLIP, YOU, card, clock, detail, step } from './samples';
import { shareText } from './text';

const told = { weekday: (iso: string) => isoWeekday(iso, 'vi', NOW), lang: 'vi' as const, now: NOW };
const both = (text: { vi: string }) => text.vi;
const days = (value: number): Duration => ({ value, unit: 'working-day', in_source: true, note: null });
const sameDay: Duration = { value: null, unit: 'same-day', in_source: true, note: 'Nộp sau 15 giờ: lấy ngày sau.' };
const fields = (more: object) => ({ ...detail().fields, ...more });

describe('what a due day is from', () => {
  const b = vi.dossier.basis;
  const running = clock({ state: 'running', left: 2 });

  it('is the slip, or who gave it', () => {
    const entered = detail({ fields: fields({ due_on: '2026-11-25' }) }, { clock: running });
    expect(basisOf(entered, vi, told, null)).toEqual([b.slip]);
    const from = (source = FILE) =>
      detail({ steps: [step(2, '2026-11-12', { due_on: '2026-11-25', source })] }, { clock: running });
    expect(basisOf(from(), vi, told, null)).toEqual([b.office('Tệp một cửa mẫu')]);
    expect(basisOf(from(YOU), vi, told, null)).toEqual([b.you]);
    expect(basisOf(from(SLIP), vi, told, null)).toEqual([b.slip]);
  });

  const counted = clock({ state: 'running', left: 2 }, '2026-11-25', { computed: true });

  it('is the procedure’s term from the day of receipt, and says what does not count', () => {
    const given = detail({ fields: fields({ received_on: '2026-11-16' }) }, { clock: counted });
    const lines = basisOf(given, vi, told, days(7));
    expect(lines[0]).toBe(b.counted('7\u00a0ngày làm việc', 'thứ\u00a0Hai 16/11'));
    expect(lines).toContain(b.working);
    expect(lines).not.toContain(b.after15);
  });

  it('says the rule of 15:00 only after 15:00 and only where the procedure has it', () => {
    const at = (received_time: string) =>
      detail({ fields: fields({ received_on: '2026-11-16', received_time }) }, { clock: counted });
    expect(basisOf(at('15:01'), vi, told, sameDay)).toContain(b.after15);
    expect(basisOf(at('15:00'), vi, told, sameDay)).not.toContain(b.after15);
    expect(basisOf(at('15:01'), vi, told, days(7))).not.toContain(b.after15);
    expect(basisOf(at('15:01'), vi, told, { ...sameDay, note: null })).not.toContain(b.after15);
  });

  it('never gives a number of days that no source has', () => {
    const given = detail({ fields: fields({ received_on: '2026-11-16' }) }, { clock: counted });
    const unsure = { ...days(7), in_source: false };
    expect(basisOf(given, vi, told, unsure)[0]).toBe(b.countedPlain);
    expect(basisOf(given, vi, told, null)[0]).toBe(b.countedPlain);
    expect(basisOf(detail({}, { clock: counted }), vi, told, days(7))[0]).toBe(b.countedPlain);
  });

  it('says that it moved because the office waited, and from which day', () => {
    const steps = [step(2, '2026-11-02', { due_on: '2026-11-13' }), step(5, '2026-11-06'), step(4, '2026-11-16')];
    const lines = basisOf(detail({ steps }, { clock: counted }), vi, told, days(7));
    expect(lines.slice(0, 2)).toEqual([b.moved, b.movedFrom('thứ\u00a0Sáu 13/11')]);
  });

  it('is nothing where there is no day', () => {
    expect(basisOf(detail({}, { clock: clock({ state: 'no_day' }, null) }), vi, told, days(7))).toEqual([]);
  });
});

describe('the way of a dossier', () => {
  const steps = [
    step(2, '2026-11-12T08:20', { due_on: '2026-11-25', source: SLIP }),
    step(4, '2026-11-16'),
    step(5, '2026-11-20T09:05', { source: OFFICER, supplement: 'Giấy đồng ý của chủ hộ' }),
    step(null, '2026-11-23T07:00', { source: YOU, said: 'handed_in' }),
  ];
  const path = pathOf(detail({ steps }, { group: 'you', current: steps[2]! }), vi, told);

  it('is newest first, each with its speaker, day and age', () => {
    expect(path.map((one) => one.title)).toEqual([
      vi.dossiers.saidDone.handed_in,
      'Cần nộp thêm giấy tờ',
      'Đang giải quyết',
      'Cơ quan đã tiếp nhận',
    ]);
    expect(path[1]!.meta).toBe('Cán bộ ghi, Nguyễn Thị Hoa · thứ\u00a0Sáu 20/11, 09:05 · 3\u00a0ngày trước');
    expect(path[1]!.text).toBe('Giấy đồng ý của chủ hộ');
    expect(path[3]!.facts).toEqual(['Hẹn trả thứ\u00a0Tư 25/11']);
  });

  it('ticks only what an office said, and never what the person noted or read off the slip', () => {
    expect(path.map((one) => one.state)).toEqual(['todo', 'waiting', 'done', 'todo']);
  });

  it('says an old day once, and when it was taken in where that was another day', () => {
    expect(path[2]!.meta).toBe('Tệp một cửa mẫu · thứ\u00a0Hai 16/11');
    const late = step(4, '2026-11-16', { noted_at_ms: Date.parse('2026-11-22T09:00:00+07:00') });
    expect(pathOf(detail({ steps: [late] }), vi, told)[0]!.meta).toContain('ghi lúc 22/11, 09:00');
  });
});

describe('a dossier as a message', () => {
  const steps = [step(4, '2026-11-20')];
  const of = card({ name: 'Khai sinh bé An', title: { vi: 'Làm giấy khai sinh', en: '' }, current: steps[0]! });
  const text = shareText(detail({ steps }, of), vi, both, {
    ...told,
    at: 'hôm nay 08:00',
    basis: ['Ngày này in trên giấy hẹn.'],
  });

  it('has code, status, who says so, how old it is, the day and what that is from', () => {
    expect(text).toBe(
      [
        'Khai sinh bé An',
        'Làm giấy khai sinh',
        'Mã hồ sơ: H57.132-261112-0583',
        '',
        'Đang giải quyết',
        'Tệp một cửa mẫu, thứ\u00a0Sáu 20/11 (3\u00a0ngày trước)',
        '',
        'Hẹn thứ\u00a0Tư 25/11. Còn 2\u00a0ngày làm\u00a0việc',
        'Ngày này in trên giấy hẹn.',
        '',
        'Xem trên máy lúc hôm nay 08:00.',
        'Vùng Sâm',
      ].join('\n'),
    );
  });

  it('has no empty lines where nothing is known', () => {
    const bare = shareText(detail({}, card({ clock: clock({ state: 'no_day' }, null) })), vi, both, {
      ...told,
      at: 'x',
      basis: [],
    });
    expect(bare).not.toMatch(/\n\n\n|^\n|\n$/);
    expect(bare).toContain(vi.dossiers.nothing);
    expect(bare).toContain(vi.dossiers.noDay);
  });
});
