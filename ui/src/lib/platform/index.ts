// The one door to the shell. Everything else in `ui/` imports from here and never from `@tauri-apps`.
import { isTauri as inTauri } from '@tauri-apps/api/core';
import type { Commands } from '$lib/bindings/commands';
import type { CoreEvent } from '$lib/bindings/types';
import type { Backend, Saved } from './backend';
import { unbase64 } from './base64';
import { browser } from './browser';
import { AppError } from './errors';
import type { Picked } from './files';
import type { Fix } from './here';
import type { Scan } from './scan';
import { tauri } from './tauri';

export { AppError, type ErrorCode } from './errors';
export { away, forget, remember } from './away';
export type { Saved } from './backend';
export type { Picked } from './files';
export type { Fix } from './here';
export type { Scan } from './scan';

/** Whether this runs in the app's own window. */
export const isTauri = inTauri();

/** The app on Android: pictures must be small before they are handed over, and there is a camera to ask for. */
export const isAndroidApp = isTauri && /Android/.test(navigator.userAgent);

/** Whether a page can be put on paper from here. Android's web view has the function and does nothing. */
export const canPrint = !/Android/.test(navigator.userAgent) && typeof window.print === 'function';

/** Opens the system's print window. Call it from a tap. */
export function print(): void {
  window.print();
}

async function choose(): Promise<Backend> {
  if (isTauri) return tauri;
  // `npm run dev -- --mode fake`: screens without a core. Never in a build: the condition is a constant there.
  if (import.meta.env.DEV && import.meta.env.MODE === 'fake') return (await import('./fake')).fake;
  return browser;
}

const backend = once(choose);
const direct: Backend = isTauri ? tauri : browser;

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Asks the core. `body`: raw bytes that go along (a photo). Rejects only with `AppError`. */
export async function invoke<K extends keyof Commands>(
  name: K,
  args: Commands[K]['args'],
  body?: Uint8Array,
): Promise<Commands[K]['result']> {
  try {
    return (await (await backend()).call(name, args, body)) as Commands[K]['result'];
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}

/** Hears the core's events, for as long as the page lives. `missed`: some may have been lost, read again. */
export async function subscribe(heard: (event: CoreEvent) => void, missed: () => void): Promise<void> {
  (await backend()).subscribe(heard, missed);
}

/** Address of a photo of this phone, for `<img src>`. */
export function photoUrl(sha256: string, thumb = false): string {
  return direct.photoUrl(sha256, thumb);
}

/** Asks whether the person wants to be told when something happens. Call it from a tap, after the first *Save*. */
export async function askToNotify(): Promise<boolean> {
  return (await backend()).askToNotify().catch(() => false);
}

/** Tells the person, if they allowed it; otherwise does nothing. */
export async function notify(title: string, body: string): Promise<void> {
  await (await backend()).notify(title, body).catch(() => undefined);
}

/** Whether codes can be read with the camera here. */
export async function canScan(): Promise<boolean> {
  return (await backend()).scanner.there().catch(() => false);
}

/**
 * Reads a code with the camera. Never rejects; ends with `cancelled` after `stopScan()`. What the camera sees stands behind the
 * page, so the page must let it through. Call it from a tap.
 */
export async function scanCode(): Promise<Scan> {
  return (await backend()).scanner.scan().catch(() => ({ is: 'failed' as const }));
}

/** Whether "take a picture" would answer nothing, because the person refused the camera. */
export async function cameraRefused(): Promise<boolean> {
  return (await backend()).scanner.refused().catch(() => false);
}

/** Ends a scan. */
export async function stopScan(): Promise<void> {
  await (await backend()).scanner.stop().catch(() => undefined);
}

/** Opens the page of the system where the camera can be allowed. */
export async function scanSettings(): Promise<void> {
  await (await backend()).scanner.settings().catch(() => undefined);
}

/** Opens the dialler with a number (digits only). */
export async function dial(digits: string): Promise<void> {
  await (await backend()).dial(digits);
}

/** Opens the map app at a `geo:` address. `false`: none answered, as far as one can tell. Call it from a tap. */
export async function openMap(address: string): Promise<boolean> {
  return (await backend()).openMap(address).then(
    () => true,
    () => false,
  );
}

/** Where the phone is, roughly. Asks the person first; never rejects. Call it from a tap. */
export async function locate(): Promise<Fix> {
  return (await backend()).locate().catch(() => ({ is: 'off' as const }));
}

/**
 * Puts a file where the person says (a browser: into its downloads). `bytes`: as they are, or base64. `name`: with an
 * ending the system knows. Call it from a tap. Rejects with `AppError` (`disk_full`, `file_unwritable`).
 */
export async function saveFile(name: string, bytes: Uint8Array | string, mime: string): Promise<Saved> {
  try {
    const raw = typeof bytes === 'string' ? unbase64(bytes) : bytes;
    return await (await backend()).saveFile(name, raw, mime);
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}

/**
 * Lets the person choose a file; `null`: none chosen. Its bytes go straight to a command of the core, as the raw body:
 * `const file = await pickFile('.vsam'); await file?.give('name', args)`. Call it from a tap. `accept` as in `<input>`.
 */
export async function pickFile(accept: string): Promise<Picked | null> {
  return (await pick(accept, false))[0] ?? null;
}

/** Several at once. An empty list: none chosen. */
export function pickFiles(accept: string): Promise<Picked[]> {
  return pick(accept, true);
}

async function pick(accept: string, many: boolean): Promise<Picked[]> {
  try {
    return await direct.pickFiles(accept, many);
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}
