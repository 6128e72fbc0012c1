import { expect, it } from 'vitest';
import { shorten } from './shorten';

it('keeps what fits as it is', () => {
  expect(shorten('Đá lăn chắn đường', 17)).toBe('Đá lăn chắn đường');
  expect(shorten('', 5)).toBe('');
});

it('cuts between words, without a comma left over', () => {
  expect(shorten('Con đường lầy, trẻ em phải lội qua hai khúc suối', 18)).toBe('Con đường lầy…');
});

it('cuts a word that never ends, and no character in half', () => {
  expect(shorten('ngoằn'.repeat(20), 10)).toBe('ngoằnngoằ'.slice(0, 9) + '…');
  expect(shorten('🌧'.repeat(9), 4)).toBe('🌧🌧🌧…');
});

it('never grows past the limit', () => {
  for (let max = 2; max < 60; max += 1) {
    const short = shorten('Nước suối đục từ sáng, cá chết ở khúc dưới cầu treo', max);
    expect(Array.from(short).length).toBeLessThanOrEqual(max);
  }
});
