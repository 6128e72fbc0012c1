import { describe, expect, it } from 'vitest';
import {
  addressOf,
  after,
  before,
  chosenHome,
  homeOf,
  numberOf,
  placesFirst,
  screenOf,
  STEPS,
  type Screen,
} from './steps';

function walk(visitor: boolean): Screen[] {
  const seen: Screen[] = [];
  for (let at: Screen | undefined = screenOf(null); at; at = after(at, visitor)) seen.push(at);
  return seen;
}

describe('the first screens', () => {
  it('are six at most, three to read and three to answer, in a straight line', () => {
    expect(walk(false)).toEqual(['what', 'offline', 'seen', 'lang', 'home', 'size']);
    expect(STEPS.length).toBeLessThanOrEqual(6);
  });

  it('lead a visitor to one page more, which is no numbered step', () => {
    expect(walk(true)).toEqual([...walk(false), 'guest']);
    expect(numberOf('guest')).toBe(numberOf('size'));
  });

  it('go back the way they came', () => {
    const there = walk(true);
    const back: Screen[] = [];
    for (let at: Screen | undefined = 'guest'; at; at = before(at)) back.push(at);
    expect(back).toEqual([...there].reverse());
  });

  it('begin at the first for an address nobody knows', () => {
    expect(screenOf('no-such')).toBe('what');
    expect(screenOf(new URL(addressOf('home', true), 'x://y').searchParams.get('step'))).toBe('home');
  });
});

describe('where a person lives', () => {
  it('is a commune, or nowhere here for a guest, or not said', () => {
    for (const chosen of ['tra-linh', '-', '']) expect(chosenHome(homeOf(chosen))).toBe(chosen);
    expect(homeOf('-')).toEqual({ unit: null, visitor: true });
    expect(homeOf('tra-linh').visitor).toBe(false);
  });

  it('puts places first for guests in any language', () => {
    expect(placesFirst('vi', { visitor: false })).toBe(false);
    expect(placesFirst('vi', { visitor: true })).toBe(true);
    expect(placesFirst('en', { visitor: false })).toBe(true);
    expect(placesFirst('vi', undefined)).toBe(false);
  });
});
