import { expect, it } from 'vitest';
import { segments } from './marks';

const shown = (text: string, ...marks: [number, number][]) =>
  segments(
    text,
    marks.map(([from, to]) => ({ from, to })),
  )
    .map(({ text, on }) => (on ? `[${text}]` : text))
    .join('');

it('marks parts of a text in UTF-16 units', () => {
  expect(shown('Đăng ký khai sinh', [0, 4], [8, 12])).toBe('[Đăng] ký [khai] sinh');
  expect(shown('Xã 🌿 Trà My', [6, 9])).toBe('Xã 🌿 [Trà] My');
  expect(shown('Trà My')).toBe('Trà My');
  expect(shown('')).toBe('');
});

it('loses and repeats nothing when marks overlap, touch, come out of order or leave the text', () => {
  expect(shown('khai sinh', [5, 9], [0, 4])).toBe('[khai] [sinh]');
  expect(shown('khai sinh', [0, 6], [4, 9])).toBe('[khai s][inh]');
  expect(shown('khai sinh', [5, 90], [-3, 2])).toBe('[kh]ai [sinh]');
  expect(shown('khai sinh', [4, 4], [7, 5], [20, 30])).toBe('khai sinh');
});

it('never cuts a letter from its accent, nor a character in two', () => {
  const apart = 'tra\u0300 my';
  expect(shown(apart, [0, 3])).toBe('[tra\u0300] my');
  expect(shown('🌿🌿', [0, 1])).toBe('[🌿]🌿');
  expect(shown('🌿🌿', [1, 4])).toBe('[🌿🌿]');
});
