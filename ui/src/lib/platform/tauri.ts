import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { isPermissionGranted, requestPermission, sendNotification } from '@tauri-apps/plugin-notification';
import { openUrl } from '@tauri-apps/plugin-opener';
import type { CoreEvent } from '$lib/bindings/types';
import type { Backend } from './backend';
import { base64 } from './base64';

const android = /Android/.test(navigator.userAgent);

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
};
