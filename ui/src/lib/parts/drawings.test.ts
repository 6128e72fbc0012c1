import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drawingNames, drawingShapes } from './drawings';
import { iconShapes } from './icons';

const pictures = new URL('../../../../assets/pictures/', import.meta.url);
const svg = (name: string) => readFileSync(new URL(`${name}.svg`, pictures), 'utf8');

it('finds every small drawing of the area, and none of the big ones', () => {
  const files = readdirSync(pictures)
    .filter((name) => name.endsWith('.svg'))
    .map((name) => name.slice(0, -4))
    .filter((name) => svg(name).includes('viewBox="0 0 96 96"'));
  expect([...drawingNames].sort()).toEqual(files.sort());
  expect(files.length).toBeGreaterThan(16);
});

it('keeps each under 3 KB, named by its file and in words', () => {
  for (const name of drawingNames) {
    expect(svg(name).length, name).toBeLessThan(3000);
    expect(svg(name), name).toMatch(new RegExp(`id="${name}" .*role="img" aria-label="[^"]{5,}"`));
  }
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
