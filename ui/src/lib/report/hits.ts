/**
 * Where an arrow key leads in a list under its field: from `at` (-1: the field) among `count` rows. `undefined`: the key
 * is not for the list. Stops at the ends.
 */
export function rowAfter(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1);
  return key === 'ArrowUp' && at >= 0 ? at - 1 : undefined;
}
