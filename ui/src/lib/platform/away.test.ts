import { beforeEach, expect, it, vi } from 'vitest';
import { away, forget, remember } from './away';

let seen: (() => void) | undefined;

beforeEach(() => {
  seen = undefined;
  vi.stubGlobal('document', {
    visibilityState: 'visible',
    addEventListener: (_: string, heard: () => void) => (seen = heard),
    removeEventListener: () => (seen = undefined),
  });
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});

it('goes back once to where the camera was opened', () => {
  remember(1000, '/report?step=photos');
  expect(away(61_000)).toBe('/report?step=photos');
  expect(away(61_000)).toBeNull();
});

it('goes back to what was being said about a report', () => {
  remember(1000, '/reports/0193-a/reply?do=add_more');
  expect(away(2000)).toBe('/reports/0193-a/reply?do=add_more');
  for (const path of ['/dossiers/add', '/dossiers/add?step=name&id=0193-a', '/dossiers/0193-a']) {
    remember(1000, path);
    expect(away(2000)).toBe(path);
  }
});

it('stays home when the app came back alive, after half an hour, or when the clock went back', () => {
  remember(1000, '/report?step=photos');
  forget();
  expect(away(2000)).toBeNull();
  remember(1000, '/report?step=photos');
  expect(away(1000 + 30 * 60_000)).toBeNull();
  remember(1000, '/report?step=photos');
  expect(away(999)).toBeNull();
});

it('stays home when the page was seen again, told of the choice or not', () => {
  remember(1000, '/report?step=photos');
  seen?.();
  expect(away(2000)).toBeNull();
});

it('never goes anywhere but to the forms', () => {
  for (const path of [
    'https://example.org/',
    '//example.org',
    '/reports',
    '/report/../x',
    '/reportx',
    '/reports/../reply?',
    '/dossiers',
    '/dossiers/../settings',
    '/dossiers/0193-a/remove',
  ]) {
    remember(1000, path);
    expect(away(2000), path).toBeNull();
  }
  vi.stubGlobal('localStorage', { getItem: () => '{', removeItem: () => undefined });
  expect(away(2000)).toBeNull();
  vi.stubGlobal('localStorage', undefined);
  expect(away(2000)).toBeNull();
  remember(1, '/report');
});
