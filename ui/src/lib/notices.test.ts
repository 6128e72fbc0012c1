import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

// `cargo xtask notices` writes it; without it the screen of third-party software would be empty.
it('ship with the list of third-party software', () => {
  const list = readFileSync(new URL('../../static/THIRD-PARTY.txt', import.meta.url), 'utf8');
  expect(list.startsWith('<')).toBe(false);
  for (const part of ['Be Vietnam Pro', 'SQLCipher', 'serde ', 'svelte ']) expect(list).toContain(part);
});
