import { expect, it } from 'vitest';
import { vi } from '$lib/i18n/vi';
import { drawingNames } from '$lib/parts/drawings';
import { drawingOf, hrefOf, isKind } from './hits';

const hit = (kind: string, id: string, unit: string | null = null) => ({ kind, id, unit });
const none = () => undefined;

it('opens every kind at its own page', () => {
  expect(hrefOf(hit('procedure', 'ht-khai-sinh'))).toBe('/procedures/ht-khai-sinh');
  expect(hrefOf(hit('question', 'faq-bhyt'))).toBe('/questions/faq-bhyt');
  expect(hrefOf(hit('place', 'cho-sam'))).toBe('/explore/cho-sam');
  expect(hrefOf(hit('guide', 'sam-luat'))).toBe('/guides/sam-luat');
  expect(hrefOf(hit('unit', 'tra-linh'))).toBe('/units/tra-linh');
  expect(hrefOf(hit('village', 'v-tak-po', 'nam-tra-my'))).toBe('/units/nam-tra-my');
  expect(hrefOf(hit('office', 'mot-cua-tra-my', 'tra-my'))).toBe('/units/tra-my');
  expect(hrefOf(hit('village', 'v-x'))).toBe('/units');
  expect(hrefOf(hit('elsewhere', 'to-cao'))).toBe('/report/elsewhere?kind=to-cao');
  expect(hrefOf(hit('life_event', 'sinh-con'))).toBe('/procedures/event/sinh-con');
  expect(hrefOf(hit('field', 'ht'))).toBe('/procedures/field/ht');
});

it('has a page, a word and a drawing for every kind, and no link for one of a newer version', () => {
  for (const kind of Object.keys(vi.search.kinds)) {
    expect(isKind(kind)).toBe(true);
    expect(hrefOf(hit(kind, 'x'))).toMatch(/^\//);
  }
  expect(hrefOf(hit('weather', 'x'))).toBeUndefined();
  expect(drawingOf(hit('weather', 'x'), none)).toBe('khac');
});

it('draws what exists', () => {
  const drawn = [
    drawingOf(hit('procedure', 'ht-khai-sinh'), none),
    drawingOf(hit('field', 'cc'), none),
    drawingOf(hit('life_event', 'sinh-con'), none),
    drawingOf(hit('elsewhere', 'to-cao'), none),
    drawingOf(hit('category', 'giao-thong'), none),
    drawingOf(hit('place', 'cho-sam'), () => 'market'),
    drawingOf(hit('guide', 'sam-luat'), () => 'sam-luat'),
    ...['question', 'place', 'guide', 'unit', 'village', 'hotline', 'office'].map((kind) =>
      drawingOf(hit(kind, 'x'), none),
    ),
  ];
  for (const name of drawn) expect(drawingNames).toContain(name);
});
