import { expect, it } from 'vitest';
import type { OutboxEntry, StuckReason } from '$lib/bindings/types';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { fate, nextSteps, type NextStep } from './next';

const reasons = Object.keys(vi.stuck) as StuckReason[];
const at = (stuck: StuckReason | null, overdue = false, only_messages = false) =>
  nextSteps({ stuck, overdue, only_messages });

it('every reason has a sentence in both languages and a step to take', () => {
  for (const reason of reasons) {
    for (const texts of [vi, en]) expect(texts.stuck[reason].length).toBeGreaterThan(20);
    expect(at(reason).length).toBeGreaterThan(1);
    expect(at(reason)[0]).not.toBe('discard');
  }
});

it('every step has its words', () => {
  const all = new Set<NextStep>([null, ...reasons].flatMap((r) => [...at(r), ...at(r, true), ...at(r, true, true)]));
  for (const step of all)
    for (const texts of [vi, en]) expect(texts.waits.steps[step] && texts.waits.hints[step]).toBeTruthy();
});

it('what is in the report itself is mended by changing it, before anything else', () => {
  for (const reason of ['invalid', 'id_conflict', 'too_large', 'photo_missing'] as const)
    expect(at(reason)[0]).toBe('edit');
});

it('a file is not offered where its photo is gone or it would be too large', () => {
  for (const reason of ['too_large', 'photo_missing'] as const) expect(at(reason)).not.toContain('export');
});

it('a report nobody could deliver for a week can be carried away and read out', () => {
  expect(at(null, true)).toEqual(expect.arrayContaining(['export', 'slip', 'retry']));
});

it('words said later are never a way to throw the report away', () => {
  for (const reason of [null, ...reasons])
    for (const overdue of [false, true]) {
      expect(at(reason, overdue, true)).not.toContain('discard');
      expect(at(reason, overdue, true)).not.toContain('edit');
    }
});

it('nothing is deleted once an attempt was made: it is taken back', () => {
  const entry = (attempts: number, status: 'moi' | null) => ({ attempts, card: { status } }) as OutboxEntry;
  expect(fate(entry(0, null))).toBe('delete');
  expect(fate(entry(1, null))).toBe('withdraw');
  expect(fate(entry(0, 'moi'))).toBe('withdraw');
});
