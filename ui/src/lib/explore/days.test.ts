import { expect, test } from 'vitest';
import type { Away, NearPlace, Plan, PlaceCard } from '$lib/bindings/types';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { awayWords, far, geoAddress, nearGroups } from './away';
import { byMonth, doubtWords, isOn, planText, spanWords, type Words } from './dayWords';

const number = String;
const away = (basis: Away['basis'], metres: number | null, direction: Away['direction'] = null): Away => ({
  basis,
  metres,
  direction,
});
const text = (words: string) => ({ vi: words, en: words });
const card = (id: string): PlaceCard => ({ id, unit: 'suoi' }) as PlaceCard;
const w: Words = { m: en, both: (t) => t.en, day: (iso) => iso, number, unit: () => 'Suoi' };

test('a distance is whole kilometres, to ten from a hundred on', () => {
  expect(far(999, en.near, number)).toBe('under 1\u00a0km');
  expect(far(11_600, en.near, number)).toBe('≈\u00a012\u00a0km');
  expect(far(99_400, en.near, number)).toBe('≈\u00a099\u00a0km');
  expect(far(134_000, en.near, number)).toBe('≈\u00a0130\u00a0km');
});

test('the words say to what it was measured, and never more than is known', () => {
  expect(awayWords(away('place', 12_000, 'north-east'), 'X', vi.near, number)).toBe(
    '≈\u00a012\u00a0km, hướng đông bắc, đường chim bay',
  );
  expect(awayWords(away('place', 120), 'X', en.near, number)).toBe('under 1\u00a0km, as the crow flies');
  expect(awayWords(away('commune', 12_000, 'south'), 'X', en.near, number)).toBe(
    '≈\u00a012\u00a0km, south, as the crow flies. Only to X, not to this place.',
  );
  expect(awayWords(away('same', null), 'X', en.near, number)).toBe('In the same commune, distance not known');
  expect(awayWords(away('unknown', null), 'X', en.near, number)).toBe('Distance not known');
});

test('near places stand under what is known of them, in their order', () => {
  const place = (id: string, a: Away): NearPlace => ({ card: card(id), away: a });
  const groups = nearGroups([
    place('a', away('commune', 5)),
    place('b', away('place', 6)),
    place('c', away('unknown', null)),
  ]);
  expect(groups.map(([name, found]) => [name, found.map((p) => p.card.id)])).toEqual([
    ['far', ['a', 'b']],
    ['unknown', ['c']],
  ]);
});

test('a map is asked with the point and a name it can read', () => {
  expect(geoAddress({ lat: 15.17889, lon: 108.15556 }, 'Trung tâm (Tak Pỏ) & chợ')).toBe(
    'geo:15.17889,108.15556?q=15.17889,108.15556(Trung%20t%C3%A2m%20Tak%20P%E1%BB%8F%20%26%20ch%E1%BB%A3)',
  );
});

test('what runs over the end of a month stands under this month while it lasts', () => {
  const entry = (from: string, to: string) => ({ place: card('x'), days: { from, to, as_of: '2022' } });
  const days = [
    entry('2026-10-30', '2026-11-02'),
    entry('2026-11-05', '2026-11-05'),
    entry('2027-08-01', '2027-08-03'),
  ];
  expect(byMonth(days, '2026-11-01').map(([month, list]) => [month, list.length])).toEqual([
    ['2026-11', 2],
    ['2027-08', 1],
  ]);
  expect(isOn(days[0]!.days, '2026-11-02')).toBe(true);
  expect(isOn(days[0]!.days, '2026-11-03')).toBe(false);
});

test('a span names its year once', () => {
  const day = (iso: string) => `thứ ${Number(iso.slice(8))}/${iso.slice(0, 4)}`;
  const span = (from: string, to: string) => spanWords({ from, to }, { ...w, m: vi, day });
  expect(span('2027-01-01', '2027-01-03')).toBe('thứ 1 đến thứ 3/2027');
  expect(span('2026-12-31', '2027-01-02')).toBe('thứ 31/2026 đến thứ 2/2027');
  expect(span('2027-01-01', '2027-01-01')).toBe('thứ 1/2027');
});

test('a day as a message names the doubts, the risks and that the roads are not known', () => {
  const stop = (id: string, more: Partial<Plan['stops'][number]>) => ({
    place: { id, name: text(id.toUpperCase()), card: card(id) },
    note: '',
    doubts: [],
    from_last: null,
    ...more,
  });
  const plan: Plan = {
    day: '2026-11-28',
    past: false,
    stops: [
      stop('a', { note: 'early', doubts: [{ is: 'other_months', months: [2, 3, 4, 12] }] }),
      stop('b', {
        from_last: away('place', 3_000, 'west'),
        doubts: [{ is: 'not_that_day', next: { from: '2026-12-01', to: '2026-12-03', as_of: '2022' } }],
      }),
    ],
    risks: [{ guide: 'g', title: text('Rains'), summary: text('Slides.'), source: null, as_of: '2026' }],
  };
  expect(planText(plan, w)).toBe(
    [
      '2026-11-28',
      '1. A (Suoi)\nearly\n! Said to be good in February - April, December. Your day is in another month.',
      '2. B (Suoi)\nFrom the place before: ≈\u00a03\u00a0km, west, as the crow flies\n! Not on that day. Next: 2026-12-01 to 2026-12-03.',
      '! Rains: Slides.',
      en.plans.roads,
      en.common.app,
    ].join('\n\n'),
  );
  expect(doubtWords({ is: 'not_listed' }, w)).toBe(en.plans.doubts.gone);
});
