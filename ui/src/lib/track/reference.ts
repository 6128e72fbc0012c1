// The number of a report as somebody types it: ten digits, the last a check digit (Damm), shown 3-3-4. The core checks
// again; here it is so that a wrong digit is told while the slip is still in the hand.

const DAMM = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

export const REFERENCE_DIGITS = 10;
export const PIN_DIGITS = 4;

/** Only the digits. */
export function digitsOf(typed: string): string {
  return typed.replace(/\D/g, '');
}

/** `4827351060` → `482-735-1060`, as far as it goes. What is too long stays, so that it can be seen. */
export function grouped(typed: string): string {
  const digits = digitsOf(typed);
  return [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)].filter(Boolean).join('-');
}

export type Check = 'short' | 'long' | 'wrong' | 'right';

export function checkReference(typed: string): Check {
  const digits = digitsOf(typed);
  if (digits.length > REFERENCE_DIGITS) return 'long';
  if (digits.length < REFERENCE_DIGITS) return 'short';
  const sum = Array.from(digits).reduce((row, digit) => DAMM[row]?.[Number(digit)] ?? 0, 0);
  return sum === 0 && !digits.startsWith('0') ? 'right' : 'wrong';
}

/** Where the caret stands after grouping: behind as many digits as before. */
export function caretAfter(typed: string, caret: number): number {
  const before = digitsOf(typed.slice(0, caret)).length;
  const shown = grouped(typed);
  let at = 0;
  for (let seen = 0; at < shown.length && seen < before; at += 1) if (/\d/.test(shown.charAt(at))) seen += 1;
  return at;
}
