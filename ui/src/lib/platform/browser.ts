import type { CoreEvent } from '$lib/bindings/types';
import type { Backend } from './backend';
import { AppError } from './errors';
import { bytesOf, chooseInPage, download, given } from './files';
import { locateInPage } from './here';

/** In a browser against the HTTP bridge: tests, screenshots and development. */
export const browser: Backend = {
  async call(name, args, body) {
    const json = JSON.stringify(args);
    const answer = await fetch(`/invoke/${name}`, {
      method: 'POST',
      headers: body
        ? { 'content-type': 'application/octet-stream', 'x-args': encodeURIComponent(json) }
        : { 'content-type': 'application/json' },
      body: body ? new Blob([body as Uint8Array<ArrayBuffer>]) : json,
    });
    const result: unknown = await answer.json();
    if (!answer.ok) throw AppError.from(result);
    return result;
  },
  subscribe(heard, missed) {
    const events = new EventSource('/events');
    events.onmessage = (message: MessageEvent<string>) => heard(JSON.parse(message.data) as CoreEvent);
    events.onopen = missed;
  },
  photoUrl: (sha256, thumb) => `/photo/${sha256}${thumb ? '?thumb=1' : ''}`,
  async askToNotify() {
    if (!('Notification' in window)) return false;
    return Notification.permission === 'granted' || (await Notification.requestPermission()) === 'granted';
  },
  notify(title, body) {
    if ('Notification' in window && Notification.permission === 'granted') new Notification(title, { body });
    return Promise.resolve();
  },
  dial(digits) {
    window.location.href = `tel:${digits}`;
    return Promise.resolve();
  },
  openMap(address) {
    window.location.href = address;
    return Promise.resolve();
  },
  locate: () => locateInPage(),
  saveFile(name, bytes, mime) {
    download(name, bytes, mime);
    return Promise.resolve('saved' as const);
  },
  scanner: {
    there: () => Promise.resolve(false),
    scan: () => Promise.resolve({ is: 'failed' }),
    stop: () => Promise.resolve(),
    settings: () => Promise.resolve(),
    refused: () => Promise.resolve(false),
  },
  pickFiles: async (accept, many) =>
    (await chooseInPage(accept, many)).map((file) => ({
      name: file.name,
      give: async (command, args) => given(browser.call(command, args, await bytesOf(file))),
    })),
};
