import { describe, expect, it } from 'vitest';
import type { DraftFields, Purpose } from '$lib/bindings/types';
import { isNeeded } from './consents';
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
  const purposes = [
    { id: 'handle', required: true, with_contact: false },
    { id: 'contact', required: false, with_contact: true },
  ] as Purpose[];
  const fields = (anonymous: boolean | null, name = '', phone = '', consents = ['contact']) =>
    ({ anonymous, contact: { name, phone }, consents }) as DraftFields;
  const missing = (of: DraftFields) => noNameWhereNeeded(of, purposes);

  it('"without a name", chosen before, is not enough', () => {
    expect(missing(fields(true, 'Hồ Thị Thử'))).toMatchObject([{ field: 'contact.name', code: 'required' }]);
    expect(missing(fields(null))).toHaveLength(1);
  });

  it('a name or a number is', () => {
    expect(missing(fields(false))).toHaveLength(1);
    expect(missing(fields(false, 'Hồ Thị Thử'))).toEqual([]);
    expect(missing(fields(false, '', '0900 000 001'))).toEqual([]);
    expect(missing(fields(false, '', '12'))).toMatchObject([{ field: 'contact.phone' }]);
  });

  it('a name that may not be used is none', () => {
    expect(missing(fields(false, 'Hồ Thị Thử', '', ['handle']))).toMatchObject([{ field: 'consents' }]);
    expect(purposes.map((p) => [isNeeded(p, false), isNeeded(p, true)])).toEqual([
      [true, true],
      [false, true],
    ]);
  });
});
