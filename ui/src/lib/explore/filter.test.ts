import { describe, expect, it } from 'vitest';
import type { PlaceCard } from '$lib/bindings/types';
import { counts, filtered, listHref, monthOf, OUTSIDE, readFilter, type Filter } from './filter';

const card = (id: string, kind: string, unit: string | null, months: number[] = []): PlaceCard => ({
  id,
  kind,
  unit,
  months,
  name: { vi: id, en: id },
  summary: { vi: id, en: id },
  season: null,
  featured: false,
  verified: true,
  reviewed: false,
});
const cards = [
  card('fall', 'nature', 'a', [12, 1, 2]),
  card('peak', 'nature', 'b', [7]),
  card('fair', 'market', 'a'),
  card('airport', 'transport', null),
];
const none: Filter = { kind: null, unit: null, season: null };
const ids = (list: PlaceCard[]) => list.map((one) => one.id);

describe('the list of places', () => {
  it('shows all when nothing is asked', () => {
    expect(filtered(cards, none, 5)).toEqual({ shown: cards, undated: [] });
  });

  it('takes kind and commune together', () => {
    expect(ids(filtered(cards, { ...none, kind: 'nature' }, 5).shown)).toEqual(['fall', 'peak']);
    expect(ids(filtered(cards, { ...none, kind: 'nature', unit: 'a' }, 5).shown)).toEqual(['fall']);
    expect(ids(filtered(cards, { ...none, unit: OUTSIDE }, 5).shown)).toEqual(['airport']);
    expect(filtered(cards, { ...none, kind: 'no-such' }, 5).shown).toEqual([]);
  });

  it('calls good now only what names this month, and keeps what names none apart', () => {
    const now: Filter = { ...none, season: 'now' };
    expect(ids(filtered(cards, now, 1).shown)).toEqual(['fall']);
    expect(ids(filtered(cards, now, 1).undated)).toEqual(['fair', 'airport']);
    expect(ids(filtered(cards, now, 7).shown)).toEqual(['peak']);
    expect(ids(filtered(cards, { ...none, season: 'unknown' }, 7).shown)).toEqual(['fair', 'airport']);
    expect(ids(filtered(cards, { ...now, unit: 'a' }, 7).shown)).toEqual([]);
  });

  it('counts what each other answer would show', () => {
    expect([...counts(cards, { ...none, unit: 'a' }, 'kind')]).toEqual([
      ['nature', 1],
      ['market', 1],
    ]);
    expect(counts(cards, { ...none, kind: 'nature', unit: 'a' }, 'unit').get('b')).toBe(1);
    expect(counts(cards, none, 'unit').get(OUTSIDE)).toBe(1);
  });

  it('stands in the address and comes back out of it', () => {
    const asked: Filter = { kind: 'nature', unit: 'a', season: 'now' };
    expect(listHref(asked)).toBe('/explore?kind=nature&unit=a&season=now');
    expect(listHref(asked, 'unit')).toBe('/explore?kind=nature&unit=a&season=now&pick=unit');
    expect(readFilter(new URL(`x:${listHref(asked)}`).searchParams)).toEqual(asked);
    expect(listHref(none)).toBe('/explore?all=1');
    expect(readFilter(new URLSearchParams('season=whenever'))).toEqual(none);
  });

  it('counts months from one', () => {
    expect(monthOf(new Date(2026, 10, 22).getTime())).toBe(11);
    expect(monthOf(new Date(2026, 0, 1).getTime())).toBe(1);
  });
});
