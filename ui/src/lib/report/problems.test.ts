import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DraftFields } from '$lib/bindings/types';
import { LIMITS, stepForField, without, wrongAt } from './problems';
import { addressOf, after, before, numberOf, STEPS, stepOf, type Step } from './steps';

const empty: DraftFields = {
  category: null,
  place: { unit: null, village: null, village_text: '', near: '', position: null },
  place_done: false,
  text: '',
  anonymous: null,
  contact: { name: '', phone: '' },
  consents: [],
  kind: 'phan-anh-kien-nghi',
  kind_asked: '',
  step: 'category',
};

describe('steps', () => {
  it('are six in a straight line that ends at the check page', () => {
    const walked: Step[] = [STEPS[0]];
    for (let i = 0; i < 10; i++) walked.push(after(walked[walked.length - 1] ?? 'check'));
    expect([...new Set(walked)]).toEqual(['category', 'place', 'text', 'photos', 'contact', 'check']);
    expect(before('category')).toBeUndefined();
    for (const step of STEPS.slice(1)) expect(after(before(step) ?? 'check')).toBe(step);
    expect(numberOf('check')).toBe(6);
  });

  it('are known by name, and nothing else is', () => {
    expect(stepOf('photos')).toBe('photos');
    for (const other of ['', 'Photos', null, undefined, '../x']) expect(stepOf(other)).toBeUndefined();
  });

  it('have an address that leads back to the same step of the same draft', () => {
    const url = new URL(addressOf('text', 'a-b', true), 'http://x');
    expect(url.pathname).toBe('/report');
    expect(Object.fromEntries(url.searchParams)).toEqual({ step: 'text', draft: 'a-b', then: 'check' });
    expect(addressOf('text', null)).toBe('/report?step=text');
    expect(addressOf('contact', null, true, { field: 'contact.phone' })).toBe(
      '/report?step=contact&then=check&field=contact.phone',
    );
  });
});

describe('problems', () => {
  it('lead to the step where they are mended', () => {
    expect(stepForField('contact.phone')).toBe('contact');
    expect(stepForField('place.village_text')).toBe('place');
    expect(stepForField('photos')).toBe('photos');
    expect(stepForField('consents')).toBe('check');
    expect(stepForField('brand_new')).toBe('check');
  });

  it('hold a step only while its question is not answered', () => {
    const at = (step: (typeof STEPS)[number], change: Partial<DraftFields>) =>
      wrongAt(step, { ...empty, ...change }).map((e) => e.field);
    expect(at('category', {})).toEqual(['category']);
    expect(at('category', { category: 'khac' })).toEqual([]);
    expect(at('place', {})).toEqual(['place']);
    expect(at('place', { place_done: true })).toEqual([]);
    expect(at('place', { place: { ...empty.place, near: 'cầu treo' } })).toEqual([]);
    expect(at('text', {})).toEqual([]);
    expect(at('contact', {})).toEqual(['contact']);
    expect(at('contact', { anonymous: true })).toEqual([]);
    expect(at('contact', { anonymous: false })).toEqual(['contact.name']);
    expect(at('contact', { anonymous: false, contact: { name: '', phone: '0900 000 123' } })).toEqual([]);
  });

  it('hold a step with what would be refused at the end', () => {
    const at = (step: (typeof STEPS)[number], change: Partial<DraftFields>) =>
      wrongAt(step, { ...empty, anonymous: false, ...change }).map((e) => `${e.field} ${e.code}`);
    expect(at('text', { text: 'ệ'.repeat(1000) })).toEqual([]);
    // Counted as kept: composed, without space around it.
    expect(at('text', { text: `  ${'ệ'.normalize('NFD').repeat(1000)}\n` })).toEqual([]);
    expect(at('text', { text: 'x'.repeat(1001) })).toEqual(['text too_long']);
    const near = { ...empty.place, near: 'x'.repeat(121), village_text: 'y'.repeat(120) };
    expect(at('place', { place: near })).toEqual(['place.near too_long']);
    const person = (name: string, phone: string) => at('contact', { contact: { name, phone } });
    for (const phone of ['0900 000 001', '+84 (90) 000-00.01', ' 12345678 ']) expect(person('', phone)).toEqual([]);
    for (const phone of ['abc12', '1234567', '1'.repeat(16), '0900 000 00x', '٠٩٠٠٠٠٠٠٠١'])
      expect(person('Bông', phone)).toEqual(['contact.phone malformed']);
    expect(person('x'.repeat(81), '')).toEqual(['contact.name too_long']);
    // Without a name nothing of it is sent.
    expect(at('contact', { anonymous: true, contact: { name: '', phone: 'abc12' } })).toEqual([]);
  });

  it('know the limits of the core', () => {
    const rust = readFileSync(new URL('../../../../crates/domain/src/limits.rs', import.meta.url), 'utf8');
    const of = (name: string) => Number(new RegExp(`${name}: usize = ([0-9_]+)`).exec(rust)?.[1]?.replace('_', ''));
    expect(LIMITS).toEqual({ text: of('TEXT_CHARS'), place: of('PLACE_CHARS'), name: of('NAME_CHARS') });
  });

  it('go away when what they are about was changed, and only then', () => {
    const found = ['contact.name', 'contact.phone', 'text'].map((field) => ({ field, code: 'x', limit: null }));
    expect(without(found, ['contact']).map((e) => e.field)).toEqual(['text']);
    expect(without(found, ['con']).length).toBe(3);
  });
});
