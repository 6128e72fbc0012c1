import type { CoreEvent } from '$lib/bindings/types';
import type { Picked } from './files';
import type { Fix } from './here';
import type { Scan } from './scan';

/** What a place to run in (shell, browser) must offer. Only `platform/` knows which one it is. */
export interface Backend {
  /** Asks the core. Rejects with whatever came back; `invoke` makes an `AppError` of it. */
  call(name: string, args: object, body?: Uint8Array): Promise<unknown>;
  /** Hears what the core says without being asked. `missed` is called when events may have been lost. */
  subscribe(heard: (event: CoreEvent) => void, missed: () => void): void;
  /** Address of a photo of this phone, for `<img src>`. */
  photoUrl(sha256: string, thumb: boolean): string;
  /** Asks once whether the person wants to be told. */
  askToNotify(): Promise<boolean>;
  /** Tells the person, if they allowed it. */
  notify(title: string, body: string): Promise<void>;
  /** Opens the dialler. */
  dial(digits: string): Promise<void>;
  /** Opens the map app at a `geo:` address; rejects where none answers. */
  openMap(address: string): Promise<void>;
  /** Where the phone is. */
  locate(): Promise<Fix>;
  /** Puts a file where the person says. */
  saveFile(name: string, bytes: Uint8Array, mime: string): Promise<Saved>;
  /** Lets the person choose. An empty list: none chosen. */
  pickFiles(accept: string, many: boolean): Promise<Picked[]>;
  /** Reading codes with the camera. */
  scanner: Scanner;
}

export interface Scanner {
  /** Whether there is one here. */
  there(): Promise<boolean>;
  /** Asks for the camera and answers the first code it sees. */
  scan(): Promise<Scan>;
  /** Ends a scan that runs. */
  stop(): Promise<void>;
  /** Whether the person refused the camera. */
  refused(): Promise<boolean>;
  /** Opens the system's page where the camera can be allowed. */
  settings(): Promise<void>;
}

/** What became of a file that was to be saved. */
export type Saved = 'saved' | 'cancelled';
