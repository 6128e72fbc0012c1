import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** `--name: #rrggbb` declarations between two places of the file. */
function colours(from: string, to: string): Map<string, string> {
  const start = css.indexOf(from);
  const block = css.slice(start, css.indexOf(to, start + from.length));
  expect(start, from).toBeGreaterThan(-1);
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/gi)].map((hit) => [hit[1]!, hit[2]!]));
}

const light = colours(':root {', '@media');
const dark = new Map([...light, ...colours(':root[data-theme="dark"] {', '@media')]);
const system = new Map([...light, ...colours('@media (prefers-color-scheme: dark)', ':root[data-theme="dark"]')]);

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [lo, hi] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (hi! + 0.05) / (lo! + 0.05);
}

const paper = ['ground', 'surface', 'sunken'];
// Words on what they stand on in some screen.
const text: [string, string[]][] = [
  ['ink', [...paper, 'leaf', 'patch-1', 'patch-2', 'patch-3', 'patch-4']],
  ['ink-2', [...paper, 'leaf']],
  ['link', [...paper, 'leaf']],
  ['berry-ink', [...paper, 'berry-soft']],
  ['on-forest', ['forest', 'forest-2', 'tick']],
  ['on-leaf', ['leaf']],
  ['on-berry', ['berry']],
  ['que', ['que-soft', 'ground', 'surface']],
  ['cham', ['cham-soft', 'ground', 'surface']],
];
// Edges and marks that say what a thing is.
const edges: [string, string[]][] = [
  ['edge', [...paper, 'leaf']],
  ['forest-edge', [...paper, 'leaf']],
  ['focus-out', [...paper, 'leaf', 'que-soft']],
  ['berry-ink', ['surface']],
  ['que-line', ['surface', 'ground']],
  ['cham', ['surface', 'ground']],
  ['draw-1', ['surface', 'patch-1', 'patch-2', 'patch-3', 'patch-4']],
  ['draw-3', ['surface', 'patch-1', 'patch-2', 'patch-3', 'patch-4']],
];

const rows = (pairs: [string, string[]][]) => pairs.flatMap(([a, grounds]) => grounds.map((b) => [a, b] as const));

describe.each([
  ['light', light],
  ['dark', dark],
])('contrast in %s', (_, theme) => {
  const of = (a: string, b: string) => contrast(theme.get(a) ?? '', theme.get(b) ?? '');

  it.each(rows(text))('text %s on %s is at least 7:1', (a, b) => {
    expect(of(a, b)).toBeGreaterThanOrEqual(7);
  });

  it.each(rows(edges))('edge %s on %s is at least 3:1', (a, b) => {
    expect(of(a, b)).toBeGreaterThanOrEqual(3);
  });
});

it('has the same dark theme whether the system or the person asks for it', () => {
  expect([...system].sort()).toEqual([...dark].sort());
});
