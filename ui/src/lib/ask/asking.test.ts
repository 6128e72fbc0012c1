import { describe, expect, it } from 'vitest';
import type { AskAnswer, Asked, Category, Draft } from '$lib/bindings/types';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { askState, categoryFor, isBlank, metaOf, mistakeIn, titleOf, viewOf } from './asking';
import { takeOut } from './personal';

const text = (vi: string) => ({ vi, en: vi });
const procedure = (id: string) => ({ id, title: text(id), meta: { as_of: '2026-07' } }) as AskAnswer['procedure'];
const question = (id: string) => ({ id, title: text(id), meta: { as_of: '2026-08' } }) as AskAnswer['question'];
const answers: AskAnswer[] = [
  { question: question('q'), procedure: procedure('a') },
  { question: null, procedure: procedure('b') },
  { question: null, procedure: procedure('c') },
];
const asked = (outcome: Asked['outcome'], of = answers): Asked => ({ outcome, answers: of });
const at = (choices: { at: number }[]) => choices.map((one) => one.at);

describe('what is shown', () => {
  it('opens the first answer that was found, with the others to choose', () => {
    const view = viewOf(asked('found'), undefined);
    expect([view.is, view.open, at(view.choices)]).toEqual(['found', answers[0], [1, 2]]);
  });

  it('asks which of several was meant, and opens the chosen one', () => {
    const view = viewOf(asked('ambiguous'), undefined);
    expect([view.is, view.open, at(view.choices)]).toEqual(['which', undefined, [0, 1, 2]]);
    const chosen = viewOf(asked('ambiguous'), 1);
    expect([chosen.is, chosen.open, at(chosen.choices)]).toEqual(['found', answers[1], [0, 2]]);
  });

  it('shows nothing where nothing is known, whatever a history entry says', () => {
    for (const pick of [undefined, 0, 7]) {
      expect(viewOf(asked('unknown', []), pick)).toEqual({ is: 'unknown', choices: [] });
      expect(viewOf(asked('ambiguous', []), pick)).toEqual({ is: 'unknown', choices: [] });
    }
    expect(viewOf(asked('ambiguous'), 9).is).toBe('which');
  });

  it('takes title and date from the record whose words are shown', () => {
    expect(answers.map((one) => [titleOf(one).vi, metaOf(one)?.as_of])).toEqual([
      ['q', '2026-08'],
      ['b', '2026-07'],
      ['c', '2026-07'],
    ]);
  });
});

describe('what is asked', () => {
  it('must hold a letter or digit and fit', () => {
    expect(mistakeIn('')).toBe('empty');
    expect(mistakeIn('  ?! ')).toBe('empty');
    expect(mistakeIn('khai sinh')).toBeUndefined();
    expect(mistakeIn('ặ'.repeat(300))).toBeUndefined();
    expect(mistakeIn('ặ'.repeat(301))).toBe('tooLong');
  });

  it('is read from a history entry, and from nothing else that lies there', () => {
    expect(askState({ q: 'khai sinh', pick: 1 })).toEqual({ q: 'khai sinh', pick: 1 });
    for (const odd of [null, 'q', {}, { q: '' }, { q: 3, pick: -1 }, { pick: 0.5 }]) expect(askState(odd)).toEqual({});
  });
});

describe('what goes further', () => {
  it('names each number to take out, in both languages', () => {
    const found = [
      { gives: 'phone', raw: '0905 389 330' },
      { gives: 'citizen', raw: '049188001234' },
    ] as const;
    expect(takeOut([...found], vi.unanswered.takeOut)).toBe(
      'Bỏ số điện thoại 0905 389 330 ra. Bỏ số căn cước 049188001234 ra.',
    );
    expect(takeOut([...found], en.unanswered.takeOut)).toContain('phone number 0905 389 330');
    expect(takeOut([], vi.unanswered.takeOut)).toBe('');
  });

  it('goes to the category of offices only where the area has one', () => {
    const of = (...ids: string[]) => ids.map((id) => ({ id }) as Category);
    expect(categoryFor(of('giao-thong', 'dich-vu-cong'))).toBe('dich-vu-cong');
    expect(categoryFor(of('giao-thong'))).toBeNull();
  });

  it('never overwrites a report somebody began', () => {
    const draft = (text: string, photos: number, edits: string | null = null) =>
      ({ edits, photos: Array(photos).fill({}), fields: { text } }) as unknown as Draft;
    expect(isBlank(draft(' ', 0))).toBe(true);
    expect([draft('đá lăn', 0), draft('', 1), draft('', 0, 'x')].map(isBlank)).toEqual([false, false, false]);
  });
});
