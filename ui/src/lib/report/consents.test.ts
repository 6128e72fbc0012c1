import { expect, it } from 'vitest';
import type { Purpose } from '$lib/bindings/types';
import { askedFor, hintOf } from './consents';

const purpose = (id: string, required: boolean, with_contact: boolean): Purpose => ({
  id,
  version: '1',
  required,
  with_contact,
  text: { vi: id, en: id },
});
const all = [purpose('handle', true, false), purpose('contact', false, true), purpose('count', false, false)];

it('asks about name and phone only where they are given', () => {
  expect(askedFor(all, false)).toEqual(all);
  for (const anonymous of [true, null]) expect(askedFor(all, anonymous).map((p) => p.id)).toEqual(['handle', 'count']);
});

it('says what is left out when name and phone are not agreed to', () => {
  expect(all.map((purpose) => hintOf(purpose))).toEqual(['agreeMust', 'agreeContact', 'agreeMay']);
  expect(hintOf(purpose('x', true, true))).toBe('agreeMust');
});
