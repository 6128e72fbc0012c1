// Names of communes inside sentences and lists. Pure.
//
// What a newcomer would get wrong: English names have no marks, so Trà Don and Trà Dơn are one in them. Old names are shown
// as everybody there writes them.
import type { Text } from '$lib/bindings/types';

/** Without the word for what it is: everybody looks under the name. */
export const bare = (name: string): string => name.replace(/^(Xã|Thị trấn|Phường)\s+/u, '');

/** `xã Trà Linh`: as it stands inside a sentence. An English name stays as it is. */
export const inside = (name: string): string =>
  name.replace(/^(Xã|Thị trấn|Phường)(?=\s)/u, (kind) => kind.toLocaleLowerCase('vi'));

/**
 * Former communes in a row: `thị trấn Trà My, Trà Sơn`. In Vietnamese a township keeps its word, or it reads like the new
 * commune. No name breaks in two.
 */
export const olds = (former: readonly { name: Text }[], vietnamese: boolean): string =>
  former
    .map(({ name: { vi } }) => {
      const own = bare(vi);
      const kind = inside(vi).slice(0, vi.length - own.length);
      return (vietnamese && !kind.startsWith('xã') ? kind : '') + own.replaceAll(' ', '\u00a0');
    })
    .join(', ');
