import { expect, test } from 'vitest';
import { bare, inside, olds } from './names';
import { whole } from './whole';

const name = (vi: string) => ({ name: { vi, en: 'x' } });

test('a commune inside a sentence has a small letter in Vietnamese', () => {
  expect(inside('Xã Trà Linh')).toBe('xã Trà Linh');
  expect(inside('Tra Linh Commune')).toBe('Tra Linh Commune');
  expect(inside('Xãng')).toBe('Xãng');
});

test('old names stand without the word for a commune, and a township keeps its own', () => {
  expect(bare('Thị trấn Trà My')).toBe('Trà My');
  const old = [name('Thị trấn Trà My'), name('Xã Trà Dơn')];
  expect(olds(old, true)).toBe('thị trấn Trà\u00a0My, Trà\u00a0Dơn');
  expect(olds(old, false)).toBe('Trà\u00a0My, Trà\u00a0Dơn');
});

test('a number stays with what it counts', () => {
  const seen = (text: string) => whole(text).replaceAll('\u00a0', '_').replaceAll('\u2060', '~');
  expect(seen('Cả vườn 85 ha: tham quan 11 ha.')).toBe('Cả vườn 85_ha: tham quan 11_ha.');
  expect(seen('Củ: 60-160 triệu đồng/kg')).toBe('Củ: 60~-~160_triệu đồng/kg');
  expect(seen('Tháng 12-3 thường khô')).toBe('Tháng_12~-~3 thường khô');
  expect(seen('Nhà hơn 1.650 m², 3 mươi')).toBe('Nhà hơn 1.650_m², 3 mươi');
});
