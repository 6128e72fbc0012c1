import { describe, expect, it } from 'vitest';
import type { Duration, Fee, Paper } from '$lib/bindings/types';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { feeAmounts, paperGroups, timeWords } from './procedure';

const dots = (n: number) => String(n).replace(/\B(?=(\d{3})+$)/g, '.');
const paper = (name: string, when: string | null = null): Paper => ({ name, when, unless: [], in_source: true });
const time = (change: Partial<Duration>): Duration => ({
  value: null,
  unit: 'unknown',
  in_source: true,
  note: null,
  ...change,
});
const fee = (change: Partial<Fee>): Fee => ({
  vnd: null,
  online_vnd: null,
  per: null,
  in_source: true,
  exemptions: [],
  note: null,
  ...change,
});

describe('papers', () => {
  it('come for everybody first, then case by case as the cases come up', () => {
    const all = [
      paper('a', 'trẻ bị bỏ rơi'),
      paper('b'),
      paper('c', 'làm thay'),
      paper('d', 'trẻ bị bỏ rơi'),
      paper('e'),
    ];
    const groups = paperGroups(all).map((group) => [group.when, group.papers.map((one) => one.name).join('')]);
    expect(groups).toEqual([
      [null, 'be'],
      ['trẻ bị bỏ rơi', 'ad'],
      ['làm thay', 'c'],
    ]);
  });

  it('make no empty group', () => {
    expect(paperGroups([])).toEqual([]);
    expect(paperGroups([paper('a', 'làm thay')]).map((group) => group.when)).toEqual(['làm thay']);
  });
});

describe('time', () => {
  const says = (change: Partial<Duration>) => timeWords(time(change), vi.procedures, dots);

  it('says working days, and that weekends do not count', () => {
    expect(says({ value: 7, unit: 'working-day' })).toEqual({ text: '7\u00a0ngày làm việc', working: true });
    expect(says({ value: 15, unit: 'day' })).toEqual({ text: '15\u00a0ngày', working: false });
    expect(says({ value: 24, unit: 'hour' })?.text).toBe('24\u00a0giờ');
    expect(timeWords(time({ value: 1, unit: 'working-day' }), en.procedures, dots)?.text).toBe('1\u00a0working day');
  });

  it('needs no number for the same day', () => {
    expect(says({ unit: 'same-day' })?.text).toBe('Trong ngày');
    expect(says({ unit: 'same-day-or-agreed' })?.text).toBe('Trong ngày, hoặc hẹn ngày khác');
  });

  it('is not known without a source, whatever else is written', () => {
    expect(says({ value: 7, unit: 'working-day', in_source: false })).toBeUndefined();
    expect(says({ unit: 'same-day', in_source: false })).toBeUndefined();
    expect(says({ unit: 'working-day' })).toBeUndefined();
    expect(says({ value: 3, unit: 'unknown' })).toBeUndefined();
  });
});

describe('fee', () => {
  it('says both amounts when handing in online costs something else', () => {
    expect(feeAmounts(fee({ vnd: 20000, online_vnd: 10000 }), dots)).toEqual([
      { shown: '20.000\u00a0đ', way: 'counter' },
      { shown: '10.000\u00a0đ', way: 'online' },
    ]);
    expect(feeAmounts(fee({ vnd: 20000, online_vnd: 0 }), dots)).toEqual([
      { shown: '20.000\u00a0đ', way: 'counter' },
      { shown: '0\u00a0đ', way: 'online' },
    ]);
  });

  it('says one amount when there is one', () => {
    expect(feeAmounts(fee({ vnd: 2000 }), dots)).toEqual([{ shown: '2.000\u00a0đ', way: 'any' }]);
    expect(feeAmounts(fee({ vnd: 2000, online_vnd: 2000 }), dots)).toEqual([{ shown: '2.000\u00a0đ', way: 'any' }]);
  });

  it('is free only when a source says nothing is paid', () => {
    expect(feeAmounts(fee({ vnd: 0 }), dots)).toBe('free');
    expect(feeAmounts(fee({ vnd: null }), dots)).toBe('unknown');
    expect(feeAmounts(fee({ vnd: 0, in_source: false }), dots)).toBe('unknown');
    expect(feeAmounts(fee({ vnd: 50000, in_source: false }), dots)).toBe('unknown');
  });
});
