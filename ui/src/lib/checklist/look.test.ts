import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drawingNames } from '$lib/parts/drawings';
import { drawingOf } from './look';

const content = new URL('../../../../assets/content/', import.meta.url);
const files = (folder: string) =>
  readdirSync(new URL(folder, content)).map((file) => readFileSync(new URL(`${folder}/${file}`, content), 'utf8'));

it('has every drawing the content names, and a plain sheet', () => {
  const named = files('paper-kinds').map((toml) => /^picture = "(.+)"$/m.exec(toml)?.[1]);
  expect(named.length).toBeGreaterThan(20);
  for (const name of [...named, drawingOf(null)]) expect(drawingNames).toContain(name);
});
