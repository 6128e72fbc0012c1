import { describe, expect, it } from 'vitest';
import type { ChecklistPaper, DueIfToday } from '$lib/bindings/types';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import {
  answered,
  answerOf,
  casesOf,
  chosen,
  dueLines,
  groups,
  missing,
  progress,
  progressWhole,
  type Answer,
} from './progress';

const t = vi.checklist;
const nbsp = '\u00a0';
const paper = (name: string, more: Partial<ChecklistPaper> = {}): ChecklistPaper => ({
  ...{ name, when: null, in_source: true, look: null, have: false, ask: false, change: null },
  ...more,
});

describe('progress', () => {
  it('says how many are missing of how many, and when all are there', () => {
    expect(progress({ needed: 5, missing: 2, ask: 0 }, t)).toBe(`Còn thiếu 2 trên 5${nbsp}giấy`);
    expect(progress({ needed: 5, missing: 0, ask: 0 }, t)).toBe(`Đã đủ 5${nbsp}giấy`);
    expect(progress({ needed: 1, missing: 1, ask: 0 }, en.checklist)).toBe(`1 of 1${nbsp}paper still missing`);
  });

  it('never says that all is there while something is to be asked about', () => {
    expect(progressWhole({ needed: 5, missing: 0, ask: 1 }, t)).toBe(`Đã đủ 5${nbsp}giấy. Phải hỏi thêm 1${nbsp}giấy`);
    expect(progressWhole({ needed: 0, missing: 0, ask: 2 }, t)).toBe(`Phải hỏi thêm 2${nbsp}giấy`);
    expect(progress({ needed: 0, missing: 0, ask: 0 }, t)).toBe(t.nothing);
  });

  it('draws what is missing for sure, and nothing else', () => {
    const papers = [
      paper('a'),
      paper('b', { have: true }),
      paper('c', { ask: true }),
      paper('d', { change: 'gone' }),
      paper('e', { change: 'new' }),
    ];
    expect(missing(papers).map((one) => one.name)).toEqual(['a', 'e']);
  });
});

it('groups papers by case and keeps apart what is no longer asked for', () => {
  const shown = groups([
    paper('a'),
    paper('b', { when: 'x', ask: true }),
    paper('c', { change: 'gone' }),
    paper('d', { when: 'x', ask: true }),
    paper('e', { when: 'x', change: 'gone' }),
  ]);
  expect(shown.asked.map((group) => [group.when, group.ask, group.papers.map((one) => one.name).join('')])).toEqual([
    [null, false, 'a'],
    ['x', true, 'bd'],
  ]);
  expect(shown.gone.map((one) => one.name)).toEqual(['c', 'e']);
});

describe('the question of cases', () => {
  const all = ['x', 'y', 'z'];
  const nothing: Answer = { yes: [], none: false, unsure: false };

  it('takes several, in the order of the list', () => {
    const two = answered(answered(nothing, 'z', true, all), 'x', true, all);
    expect(two.yes).toEqual(['x', 'z']);
    expect(chosen(two, all)).toEqual({ yes: ['x', 'z'], unsure: [] });
    expect(answered(two, 'x', false, all).yes).toEqual(['z']);
  });

  it('"none of these" and any other answer take each other away', () => {
    const some = answered(answered(nothing, 'x', true, all), 'unsure', true, all);
    const none = answered(some, 'none', true, all);
    expect(none).toEqual({ yes: [], none: true, unsure: false });
    expect(answered(none, 'y', true, all)).toEqual({ yes: ['y'], none: false, unsure: false });
    expect(answered(none, 'unsure', true, all).none).toBe(false);
    expect(chosen(none, all)).toEqual({ yes: [], unsure: [] });
  });

  it('"not sure" is about what was not chosen, and goes together with a choice', () => {
    const both = answered(answered(nothing, 'y', true, all), 'unsure', true, all);
    expect(chosen(both, all)).toEqual({ yes: ['y'], unsure: ['x', 'z'] });
  });

  it('is not answered before something is ticked', () => {
    expect(chosen(nothing, all)).toBeUndefined();
    expect(chosen(answered(answered(nothing, 'x', true, all), 'x', false, all), all)).toBeUndefined();
  });

  it('shows the answer there is, and none where a case is new', () => {
    const cases = casesOf([
      { name: 'a', when: null },
      { name: 'b', when: 'x' },
      { name: 'c', when: 'y' },
      { name: 'd', when: 'x' },
    ]);
    expect(cases.map((one) => [one.when, one.papers.join('')])).toEqual([
      ['x', 'bd'],
      ['y', 'c'],
    ]);
    const as = (...given: ('yes' | 'no' | 'unsure' | null)[]) =>
      answerOf(cases.map((one, i) => ({ ...one, answer: given[i] ?? null })));
    expect(as('no', 'no')).toEqual({ yes: [], none: true, unsure: false });
    expect(as('yes', 'unsure')).toEqual({ yes: ['x'], none: false, unsure: true });
    expect(as('no', null)).toEqual(nothing);
  });
});

describe('the day it would be done', () => {
  const due = (more: Partial<DueIfToday>): DueIfToday => ({
    ...{ today: '2026-11-23', counts_from: '2026-11-23', on: '2026-11-26', working_days: 2 },
    ...{ provisional: false, unknown_year: null },
    ...more,
  });
  const says = (given: DueIfToday | null) => dueLines(given, t, vi.dossiers, (iso) => iso);

  it('is "about", and never without where it comes from', () => {
    expect(says(due({}))).toEqual(['Nếu nộp hôm nay (2026-11-23): khoảng 2026-11-26', t.counted]);
    expect(says(due({ on: '2026-11-23', working_days: 0 }))[0]).toBe(
      'Nếu nộp hôm nay (2026-11-23): có thể lấy trong ngày',
    );
  });

  it('says when handing in now counts as another day, and what year is not official', () => {
    const lines = says(due({ counts_from: '2026-11-25', on: '2027-01-06', provisional: true }));
    expect(lines).toContain(t.countsFrom('2026-11-25'));
    expect(lines).toContain(vi.dossiers.provisional('2027'));
  });

  it('is no day where none is known', () => {
    expect(says(null)).toEqual([]);
    expect(says(due({ on: null, counts_from: null, unknown_year: 2028 }))).toEqual([vi.dossiers.unknownYear(2028)]);
  });
});
