import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { scenePlaces, sceneShapes } from './scenes';

const folder = new URL('../../../../assets/pictures/', import.meta.url);
const drawn = readdirSync(folder).filter((name) => name.startsWith('canh-'));
const tokens = readFileSync(new URL('../tokens.css', import.meta.url), 'utf8');
// The first declaration of each is the light one.
const colour = (n: string) => new RegExp(`--scene-${n}: (#[0-9a-f]{6})`).exec(tokens)?.[1];

it('finds every scene', () => {
  expect([...scenePlaces].sort()).toEqual(drawn.map((name) => name.slice('canh-'.length, -'.svg'.length)).sort());
  expect(drawn.length).toBeGreaterThan(11);
});

it.each(drawn)('%s is small, has a name, and takes the theme', (file) => {
  const svg = readFileSync(new URL(file, folder), 'utf8');
  expect(svg.length).toBeLessThan(6 * 1024);
  expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 720 400"[^>]* aria-label="[^"]{12,}">/);
  expect(svg).not.toMatch(/<script|<style|Gradient|\son\w+=|javascript:|https?:\/\/(?!www\.w3\.org\/2000\/svg")/i);
  const painted = [...svg.matchAll(/(?:fill|stroke)="(#\w+)"(?: stroke-width="[\d.]+")? class="[sk](\d)"/g)];
  for (const [, plain, n] of painted) expect(plain!.toLowerCase(), `class ${n}`).toBe(colour(n!));
  expect(painted.length, 'a colour without its class').toBe([...svg.matchAll(/"#[0-9a-f]{6}"/gi)].length);
});

it('shares no id between scenes: two may stand on one page', () => {
  const ids = drawn.flatMap((file) =>
    [...readFileSync(new URL(file, folder), 'utf8').matchAll(/ id="([^"]+)"/g)].map((hit) => hit[1]),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

afterEach(() => vi.unstubAllGlobals());

it('reads the file when asked, and gives shapes only', async () => {
  const get = vi.fn((url: string) =>
    Promise.resolve(new Response(readFileSync(new URL(url.replace(/^.*\//, ''), folder), 'utf8'))),
  );
  vi.stubGlobal('fetch', get);
  expect(await sceneShapes('cho-sam')).toMatch(/^<g .*<\/g>$/);
  expect(get).toHaveBeenCalledOnce();
  expect(await sceneShapes('chua-ve')).toBe('');
  expect(get).toHaveBeenCalledOnce();
});

it('shows nothing rather than fail', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('<svg><g>no</g></svg>', { status: 404 })));
  expect(await sceneShapes('cho-sam')).toBe('');
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await sceneShapes('cho-sam')).toBe('');
});
