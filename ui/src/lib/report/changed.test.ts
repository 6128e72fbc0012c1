import { expect, it } from 'vitest';
import type { ComplaintDetail, DraftFields, PhotoRef } from '$lib/bindings/types';
import { changed } from './changed';

const photo: PhotoRef = { sha256: 'a'.repeat(64), bytes: 1000, width: 10, height: 10 };
const place = { unit: 'tra-linh', village: null, village_text: 'nóc Xa', near: '', position: null };
const saved = {
  card: { category: 'khac', place },
  text: 'mất điện',
  contact: { name: 'Hồ Thị Bông', phone: '0900 000 123' },
  photos: [{ photo, received: false }],
} as unknown as ComplaintDetail;
const fields: DraftFields = {
  category: 'khac',
  place: { ...place },
  place_done: true,
  text: 'mất điện',
  anonymous: false,
  contact: { name: 'Hồ Thị Bông', phone: '0900 000 123' },
  consents: ['handle'],
  kind: 'phan-anh-kien-nghi',
  kind_asked: '',
  step: 'check',
};

it('sees nothing changed where only the step or a tick is another', () => {
  expect(changed(saved, fields, [photo])).toBe(false);
  expect(changed(saved, { ...fields, step: 'text', consents: [] }, [photo])).toBe(false);
});

it('sees every change of an answer', () => {
  const other: Partial<DraftFields>[] = [
    { category: 'dien-nuoc' },
    { place: { ...place, near: 'cầu treo' } },
    { place: { ...place, unit: null } },
    { text: 'mất điện từ sáng' },
    { anonymous: true },
    { contact: { name: 'Hồ Thị Bông', phone: '' } },
  ];
  for (const patch of other) expect(changed(saved, { ...fields, ...patch }, [photo])).toBe(true);
  expect(changed(saved, fields, [])).toBe(true);
  expect(changed(saved, fields, [{ ...photo, sha256: 'b'.repeat(64) }])).toBe(true);
});

it('knows a report without a name', () => {
  const anonymous = { ...saved, contact: null };
  expect(changed(anonymous, { ...fields, anonymous: true }, [photo])).toBe(false);
  expect(changed(anonymous, fields, [photo])).toBe(true);
});
