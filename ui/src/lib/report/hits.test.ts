import { expect, it } from 'vitest';
import { rowAfter } from './hits';

it('leads from the field into the rows and back', () => {
  expect([-1, 0, 1, 2].map((at) => rowAfter('ArrowDown', at, 3))).toEqual([0, 1, 2, 2]);
  expect([2, 1, 0].map((at) => rowAfter('ArrowUp', at, 3))).toEqual([1, 0, -1]);
});

it('leaves every other key to the field', () => {
  expect(rowAfter('ArrowUp', -1, 3)).toBeUndefined();
  expect(rowAfter('ArrowDown', -1, 0)).toBeUndefined();
  for (const key of ['Enter', 'a', 'Tab', 'ArrowLeft']) expect(rowAfter(key, 0, 3)).toBeUndefined();
});
