// The beginning of a list in groups. Pure; what makes it grow is `growing.svelte.ts`.

/** The first `most` items over all groups; `key`: where a group has its items. Groups that get none are left out. */
export function upTo<K extends string, T extends Record<K, readonly unknown[]>>(
  groups: readonly T[],
  most: number,
  key: K,
): T[] {
  let left = most;
  return groups
    .map((one) => {
      const some = one[key].slice(0, Math.max(0, left));
      left -= one[key].length;
      return { ...one, [key]: some };
    })
    .filter((one) => one[key].length > 0);
}
