import { afterEach, expect, it, vi } from 'vitest';
import { isWifi, watchLink } from './link';

afterEach(() => vi.unstubAllGlobals());

it('says Wi-Fi only where the platform says so', () => {
  expect(['wifi', 'ethernet', 'cellular', 'bluetooth', 'none', 'unknown', undefined].map(isWifi)).toEqual([
    true,
    true,
    false,
    false,
    null,
    null,
    null,
  ]);
});

it('tells at once, and whenever the network or its kind changes', () => {
  const window = new EventTarget();
  const connection = Object.assign(new EventTarget(), { type: 'cellular' });
  const navigator = { onLine: true, connection };
  vi.stubGlobal('window', window);
  vi.stubGlobal('navigator', navigator);
  const heard: unknown[] = [];
  watchLink((hint) => heard.push(hint));
  navigator.onLine = false;
  window.dispatchEvent(new Event('offline'));
  Object.assign(navigator, { onLine: true });
  connection.type = 'wifi';
  connection.dispatchEvent(new Event('change'));
  expect(heard).toEqual([
    { online: true, wifi: false },
    { online: false, wifi: false },
    { online: true, wifi: true },
  ]);
});
