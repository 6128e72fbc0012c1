// Where the phone is: once, on a tap, roughly. Through the shell's plugin on phones, through the web view elsewhere. Nothing is
// watched, kept or sent.
//
// What a newcomer would get wrong: most desktops and many web views refuse or never answer. Every way out is an answer.
import { invoke } from '@tauri-apps/api/core';

export type Fix =
  /** `metres`: how sure; `at`: when it was taken (ms), which may be long ago. */
  | { is: 'found'; lat: number; lon: number; metres: number; at: number }
  /** The person or the system does not allow it. */
  | { is: 'denied' }
  /** Location is switched off, or no way to find it answers. */
  | { is: 'off' }
  /** Nothing within `WAIT_MS`. */
  | { is: 'slow' }
  /** There is none here. */
  | { is: 'none' };

/** How long a person waits. */
export const WAIT_MS = 20_000;
/** A position this old will do; the screen says its age. */
const OLD_MS = 10 * 60_000;

const command = (name: string) => `plugin:geolocation|${name}`;

interface Found {
  coords: { latitude: number; longitude: number; accuracy: number };
  timestamp: number;
}

const found = ({ coords, timestamp }: Found): Fix => ({
  is: 'found',
  lat: coords.latitude,
  lon: coords.longitude,
  metres: coords.accuracy,
  at: timestamp,
});

/** Some never call back, whatever they were told. */
function within(asked: Promise<Fix>): Promise<Fix> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Fix>((resolve) => {
    timer = setTimeout(() => resolve({ is: 'slow' }), WAIT_MS + 1_000);
  });
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

/** The web view's own. */
export function locateInPage(geo: Geolocation | undefined = navigator.geolocation): Promise<Fix> {
  if (geo === undefined) return Promise.resolve({ is: 'none' });
  const reasons: Record<number, Fix> = { 1: { is: 'denied' }, 3: { is: 'slow' } };
  return within(
    new Promise((resolve) => {
      geo.getCurrentPosition(
        (position) => resolve(found(position)),
        (error) => resolve(reasons[error.code] ?? { is: 'off' }),
        { enableHighAccuracy: false, timeout: WAIT_MS, maximumAge: OLD_MS },
      );
    }),
  );
}

interface Allowed {
  coarseLocation: string;
}

/** The shell's plugin on a phone. Only the coarse permission is asked for: the other is not in the manifest. */
export async function locateByPlugin(): Promise<Fix> {
  try {
    let allowed = await invoke<Allowed>(command('check_permissions'));
    if (allowed.coarseLocation !== 'granted') {
      allowed = await invoke<Allowed>(command('request_permissions'), { permissions: ['coarseLocation'] });
    }
    if (allowed.coarseLocation !== 'granted') return { is: 'denied' };
    // Waiting for the person's answer is not waiting for a position.
    const options = { enableHighAccuracy: false, timeout: WAIT_MS, maximumAge: OLD_MS };
    return await within(
      invoke<Found>(command('get_current_position'), { options }).then(found, (thrown: unknown): Fix => reason(thrown)),
    );
  } catch (thrown) {
    return reason(thrown);
  }
}

const reason = (thrown: unknown): Fix => (/timeout/i.test(String(thrown)) ? { is: 'slow' } : { is: 'off' });
