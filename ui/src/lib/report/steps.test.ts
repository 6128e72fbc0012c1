import { describe, expect, it } from 'vitest';
import type { DraftFields } from '$lib/bindings/types';
import { noNameWhereNeeded } from './problems';
import { addressOf, ASIDES, before, isStep, numberOf, screenOf, STEPS } from './steps';

describe('screens of the form', () => {
  it('are the six steps and what stands beside them, each under its own name', () => {
    for (const screen of [...STEPS, ...ASIDES]) expect(screenOf(screen)).toBe(screen);
    expect(STEPS).toHaveLength(6);
    expect(STEPS.filter((step) => isStep(step))).toHaveLength(6);
    expect(ASIDES.some((aside) => isStep(aside))).toBe(false);
    expect(screenOf('elsewhere')).toBeUndefined();
  });

  it('show as woven what is behind: nothing before the pictures, the words after the question about them', () => {
    expect(numberOf('kind')).toBe(0);
    expect(numberOf('again')).toBe(numberOf('text'));
    expect(STEPS.map(numberOf)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(before('category')).toBeUndefined();
  });

  it('have an address that carries what the words were taken for, and the way back to the check page', () => {
    const url = new URL(addressOf('again', 'd-1', true, { kind: 'to-cao' }), 'http://x');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      step: 'again',
      draft: 'd-1',
      then: 'check',
      kind: 'to-cao',
    });
  });
});

describe('where somebody must be there to ask', () => {
  const fields = (anonymous: boolean | null, name = '', phone = '') =>
    ({ anonymous, contact: { name, phone } }) as DraftFields;

  it('"without a name", chosen before, is not enough', () => {
    expect(noNameWhereNeeded(fields(true, 'Hồ Thị Thử'))).toMatchObject([{ field: 'contact.name', code: 'required' }]);
    expect(noNameWhereNeeded(fields(null))).toHaveLength(1);
  });

  it('a name or a number is', () => {
    expect(noNameWhereNeeded(fields(false))).toHaveLength(1);
    expect(noNameWhereNeeded(fields(false, 'Hồ Thị Thử'))).toEqual([]);
    expect(noNameWhereNeeded(fields(false, '', '0900 000 001'))).toEqual([]);
    expect(noNameWhereNeeded(fields(false, '', '12'))).toMatchObject([{ field: 'contact.phone' }]);
  });
});
