import { afterEach, expect, test, vi } from 'vitest';
import { locateByPlugin, locateInPage } from './here';

const plugin = vi.hoisted(() => vi.fn());
vi.mock('@tauri-apps/api/core', () => ({ invoke: plugin }));

afterEach(() => {
  plugin.mockReset();
  vi.useRealTimers();
});

const position = { coords: { latitude: 15.5, longitude: 108.25, accuracy: 2000 }, timestamp: 7 };
const at = { is: 'found', lat: 15.5, lon: 108.25, metres: 2000, at: 7 };

const geo = (answer: (ok: PositionCallback, no: PositionErrorCallback) => void) =>
  ({ getCurrentPosition: answer }) as unknown as Geolocation;

test('each way a web view may answer has a name', async () => {
  expect(await locateInPage(geo((ok) => ok(position as GeolocationPosition)))).toEqual(at);
  for (const [code, is] of [
    [1, 'denied'],
    [2, 'off'],
    [3, 'slow'],
  ] as const) {
    expect(await locateInPage(geo((_, no) => no({ code } as GeolocationPositionError)))).toEqual({ is });
  }
  vi.stubGlobal('navigator', {});
  expect(await locateInPage()).toEqual({ is: 'none' });
  vi.unstubAllGlobals();
});

test('a web view that never answers is slow after twenty seconds', async () => {
  vi.useFakeTimers();
  const asked = locateInPage(geo(() => undefined));
  await vi.advanceTimersByTimeAsync(21_000);
  expect(await asked).toEqual({ is: 'slow' });
});

test('on a phone only the rough position is asked for, and a refusal ends there', async () => {
  plugin.mockImplementation((name: string) =>
    Promise.resolve({ coarseLocation: name.endsWith('request_permissions') ? 'denied' : 'prompt' }),
  );
  expect(await locateByPlugin()).toEqual({ is: 'denied' });
  expect(plugin.mock.calls).toEqual([
    ['plugin:geolocation|check_permissions'],
    ['plugin:geolocation|request_permissions', { permissions: ['coarseLocation'] }],
  ]);
});

test('on a phone a position is a position, and what the plugin rejects with has a next step', async () => {
  const answer = (last: () => Promise<unknown>) =>
    plugin.mockImplementation((name: string) =>
      name.endsWith('get_current_position') ? last() : Promise.resolve({ coarseLocation: 'granted' }),
    );
  answer(() => Promise.resolve(position));
  expect(await locateByPlugin()).toEqual(at);
  answer(() => Promise.reject(new Error('Timeout expired.')));
  expect(await locateByPlugin()).toEqual({ is: 'slow' });
  answer(() => Promise.reject(new Error('Location unavailable.')));
  expect(await locateByPlugin()).toEqual({ is: 'off' });
  plugin.mockImplementation(() => Promise.reject(new Error('Location services are disabled.')));
  expect(await locateByPlugin()).toEqual({ is: 'off' });
});
