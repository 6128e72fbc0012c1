import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drawingNames, drawingShapes } from './drawings';
import { iconShapes } from './icons';

it('finds every small drawing of the area', () => {
  const files = readdirSync(new URL('../../../../assets/pictures', import.meta.url))
    .filter((name) => name.endsWith('.svg') && !name.startsWith('noi-'))
    .map((name) => name.slice(0, -4));
  expect([...drawingNames].sort()).toEqual(files.sort());
  expect(files.length).toBeGreaterThan(16);
});

it('inlines shapes only, without script, and with classes that take the theme', () => {
  for (const name of drawingNames) {
    const shapes = drawingShapes(name);
    expect(shapes, name).toMatch(/class="[fl][0-3]"/);
    expect(shapes, name).not.toMatch(/<svg|<script|\son\w+=|javascript:/i);
  }
});

it('shows "something else" for a drawing nobody made yet', () => {
  expect(drawingShapes('chua-ve')).toBe(drawingShapes('khac'));
});

it('takes what stands inside a Lucide file', () => {
  expect(iconShapes('check')).toMatch(/^<path d="[^"]+" \/>$/);
});
