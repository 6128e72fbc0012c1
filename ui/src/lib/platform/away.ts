// Where the person was when the camera or a chooser came to the front. A small phone ends the app meanwhile; at its next
// start it goes back there (the draft itself is in the core's database).
const KEY = 'away';
/** Longer ago than this, the person has begun something else. */
const MOST_MS = 30 * 60_000;

/** The app is about to lose the front. */
export function remember(now = Date.now(), path = location.pathname + location.search): void {
  write(JSON.stringify({ path, at: now }));
  // Not every web view tells of a chooser that was left; all tell of the page being seen again.
  document.addEventListener('visibilitychange', seen);
}

function seen(): void {
  if (document.visibilityState === 'visible') forget();
}

/** It came back alive. */
export function forget(): void {
  document.removeEventListener('visibilitychange', seen);
  write(null);
}

/** Where to go on after the app was ended while away; `null`: it was not. Asked once a start. */
export function away(now = Date.now()): string | null {
  const kept = read();
  forget();
  try {
    const { path, at } = JSON.parse(kept ?? 'null') as { path: unknown; at: unknown };
    // Only our own forms: nothing kept on the phone sends the app anywhere else.
    const ours =
      typeof path === 'string' &&
      /^\/report(\?|$)|^\/reports\/[\w-]+\/reply\?|^\/dossiers\/(add|[\w-]+)(\?|$)/.test(path);
    return ours && typeof at === 'number' && now >= at && now - at < MOST_MS ? path : null;
  } catch {
    return null;
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function write(value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, value);
  } catch {
    // A web view that keeps nothing: then the home screen reminds of the draft.
  }
}
