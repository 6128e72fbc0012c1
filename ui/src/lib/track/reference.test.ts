import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { caretAfter, checkReference, grouped } from './reference';

const source = readFileSync(new URL('../../../../crates/domain/src/reference.rs', import.meta.url), 'utf8');
const table = [...source.matchAll(/^ {4}\[([\d, ]+)\],$/gm)].map((row) => row[1]!.split(', ').map(Number));
/** The check digit by the domain's own table. */
const checkDigit = (nine: string) => Array.from(nine).reduce((row, d) => table[row]![Number(d)]!, 0);
const numbers = Array.from({ length: 300 }, (_, i) => String(100_000_000 + i * 2_999_993)).map(
  (nine) => nine + String(checkDigit(nine)),
);

describe('the number of a report', () => {
  it('is right exactly where the domain says so', () => {
    expect(table).toHaveLength(10);
    for (const number of numbers) {
      expect(checkReference(number)).toBe('right');
      expect(checkReference(grouped(number))).toBe('right');
      expect(checkReference(number.slice(0, 9) + String((Number(number[9]) + 1) % 10))).toBe('wrong');
    }
  });

  it('tells every swap of neighbours', () => {
    for (const number of numbers)
      for (let i = 1; i < 9; i += 1) {
        const swapped = number.slice(0, i) + number[i + 1]! + number[i]! + number.slice(i + 2);
        if (swapped !== number) expect(checkReference(swapped)).toBe('wrong');
      }
  });

  it('is not yet one, or too much of one', () => {
    expect(checkReference('482-735')).toBe('short');
    expect(checkReference('')).toBe('short');
    expect(checkReference(`${numbers[0]!}1`)).toBe('long');
    expect(checkReference('0000000000')).toBe('wrong');
  });

  it('is shown right in the example', () => {
    for (const texts of [vi, en]) expect(checkReference(/[\d-]{12}/.exec(texts.track.referenceHint)![0])).toBe('right');
  });

  it('is grouped 3-3-4 while it is typed, and nothing is cut off', () => {
    expect(['', '4', '4827', '482735', '4827351', '4827351060', '482 735 10609'].map(grouped)).toEqual([
      '',
      '4',
      '482-7',
      '482-735',
      '482-735-1',
      '482-735-1060',
      '482-735-10609',
    ]);
  });

  it('keeps the caret behind the digit that was typed', () => {
    expect(caretAfter('4827', 4)).toBe(5);
    expect(caretAfter('4829-735', 4)).toBe(5);
    expect(caretAfter('482-735-1060', 2)).toBe(2);
    expect(caretAfter('', 0)).toBe(0);
  });
});
