import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { isPermissionGranted, requestPermission, sendNotification } from '@tauri-apps/plugin-notification';
import { openUrl } from '@tauri-apps/plugin-opener';
import type { CoreEvent } from '$lib/bindings/types';
import type { Backend, Saved } from './backend';
import { base64 } from './base64';
import { bytesOf, chooseInPage, given, type Picked } from './files';
import { locateByPlugin, locateInPage } from './here';
import { cameraRefused, canScan, scanCode, scanSettings, stopScan } from './scan';

const android = /Android/.test(navigator.userAgent);
const mobile = /Android|iPhone|iPad/.test(navigator.userAgent);

interface Tickets {
  files: { ticket: number; name: string }[];
}

/** In the shell. */
export const tauri: Backend = {
  call(name, args, body) {
    if (!body) return invoke(name, args as Record<string, unknown>);
    // On Android a raw body arrives as a JSON array of numbers: base64 is a quarter of that.
    if (android) return invoke(name, { ...args, base64: base64(body) });
    return invoke(name, body, { headers: { 'x-args': encodeURIComponent(JSON.stringify(args)) } });
  },
  subscribe(heard) {
    void listen<CoreEvent>('core', (event) => heard(event.payload));
  },
  photoUrl: (sha256, thumb) => convertFileSrc(sha256, 'photo') + (thumb ? '?thumb=1' : ''),
  askToNotify: async () => (await isPermissionGranted()) || (await requestPermission()) === 'granted',
  async notify(title, body) {
    if (await isPermissionGranted()) sendNotification({ title, body });
  },
  dial: (digits) => openUrl(`tel:${digits}`),
  openMap: (address) => openUrl(address),
  locate: () => (mobile ? locateByPlugin() : locateInPage()),
  async saveFile(name, bytes, mime) {
    const { outcome } = (await tauri.call('shell_save', { name, mime }, bytes)) as { outcome: Saved };
    return outcome;
  },
  scanner: {
    there: canScan,
    scan: scanCode,
    stop: stopScan,
    settings: scanSettings,
    refused: async () => android && cameraRefused(),
  },
  async pickFiles(accept, many): Promise<Picked[]> {
    if (!android) {
      return (await chooseInPage(accept, many)).map((file) => ({
        name: file.name,
        give: async (command, args) => given(tauri.call(command, args, await bytesOf(file))),
      }));
    }
    // The shell reads the file itself: what the page reads would cross as text, four bytes for three.
    const pictures = accept.includes('image/*');
    const { files } = (await tauri.call('shell_pick', { pictures, many })) as Tickets;
    return files.map(({ ticket, name }) => ({
      name,
      give: (command, args) => given(tauri.call('shell_give', { ticket, command, args })),
    }));
  },
};
