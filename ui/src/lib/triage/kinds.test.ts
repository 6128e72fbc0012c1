import { describe, expect, it } from 'vitest';
import type { Content } from '$lib/bindings/types';
import { drawingNames } from '$lib/parts/drawings';
import { vi } from '$lib/i18n/vi';
import { asksAgain, asText, DANGER, doubtOf, elsewhere, numbersFor, OTHERS, REPORT } from './kinds';

const hotline = (id: string, verified: boolean) => ({ id, meta: { verified } });
const content = {
  elsewhere: [{ id: 'to-giac', hotlines: ['h-113', 'h-999', 'h-111'] }],
  hotlines: [hotline('h-111', true), hotline('h-113', true), hotline('h-999', false)],
} as unknown as Content;

describe('a text that was read', () => {
  it('is asked about when it reads like something else, and once only', () => {
    for (const kind of [...OTHERS, DANGER]) {
      expect(asksAgain({ kind, score: 0.9 }, { kind_asked: '' })).toBe(kind);
      expect(asksAgain({ kind, score: 0.9 }, { kind_asked: kind })).toBeUndefined();
    }
  });

  it('is asked about again when it was changed into something else again', () => {
    expect(asksAgain({ kind: 'to-cao', score: 1 }, { kind_asked: 'to-giac' })).toBe('to-cao');
  });

  it('goes on when it reads like a report, or like something this version has never heard of', () => {
    expect(asksAgain({ kind: REPORT, score: 1 }, { kind_asked: '' })).toBeUndefined();
    expect(asksAgain({ kind: 'brand-new', score: 1 }, { kind_asked: '' })).toBeUndefined();
  });
});

it('every kind has a picture and words of its own', () => {
  for (const kind of [REPORT, DANGER, ...OTHERS]) expect(drawingNames).toContain(`loai-${kind}`);
  for (const kind of OTHERS) expect(vi.triage.kinds[kind].length * vi.triage.again[kind].length).toBeGreaterThan(0);
});

it('shows only verified numbers, the one to call first at the front', () => {
  expect(numbersFor(content, elsewhere(content, 'to-giac')).map((h) => h.id)).toEqual(['h-113', 'h-111']);
  expect(numbersFor(content, elsewhere(content, 'to-cao'))).toEqual([]);
  expect(numbersFor(null, undefined)).toEqual([]);
});

it('knows no kind but its own', () => {
  expect(doubtOf('to-cao')).toBe('to-cao');
  expect(doubtOf(REPORT)).toBeUndefined();
  expect(doubtOf(null)).toBeUndefined();
});

it('writes the words as UTF-8 that any editor knows for such', () => {
  expect([...asText('  Đá lăn ').slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(new TextDecoder().decode(asText(' Đá lăn '))).toBe('Đá lăn\n');
});
