// Reading a code with the camera, through the shell's plugin on phones. Whether there is one is asked, never supposed: a build
// without it, a desktop and a browser have none, and the screens then do not offer it.
import { invoke } from '@tauri-apps/api/core';

export type Scan =
  | { is: 'found'; text: string }
  /** The person went back. */
  | { is: 'cancelled' }
  /** The system keeps the camera from the app. */
  | { is: 'denied' }
  | { is: 'failed' };

const command = (name: string) => `plugin:barcode-scanner|${name}`;
const FORMATS = ['QR_CODE', 'CODE_128', 'CODE_39', 'PDF_417', 'DATA_MATRIX'];
/** What the plugin rejects a cancelled scan with. */
const CANCELLED = /cancel/i;

const mobile = () => /Android|iPhone|iPad/.test(navigator.userAgent);
const state = async (name: string) => (await invoke<{ camera: string }>(command(name))).camera;

export async function canScan(): Promise<boolean> {
  return mobile() && (await state('check_permissions').then(Boolean, () => false));
}

/** Whether the person refused the camera for good: "take a picture" then answers nothing, without a word. */
export const cameraRefused = (): Promise<boolean> =>
  state('check_permissions').then(
    (camera) => camera === 'denied',
    () => false,
  );

/** Asks for the camera, shows what it sees behind the page, and answers the first code. The page must be see-through meanwhile. */
export async function scanCode(): Promise<Scan> {
  try {
    let allowed = await state('check_permissions');
    if (allowed !== 'granted') allowed = await state('request_permissions');
    if (allowed !== 'granted') return { is: 'denied' };
    const { content } = await invoke<{ content: string }>(command('scan'), {
      windowed: true,
      cameraDirection: 'back',
      formats: FORMATS,
    });
    return { is: 'found', text: content };
  } catch (thrown) {
    return CANCELLED.test(String(thrown)) ? { is: 'cancelled' } : { is: 'failed' };
  }
}

export const stopScan = (): Promise<void> => invoke(command('cancel'));
export const scanSettings = (): Promise<void> => invoke(command('open_app_settings'));
