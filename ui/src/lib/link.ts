// What the platform says about the network: a hint for the core, never a truth and never shown.
import type { LinkHint } from './bindings/types';

/** Network Information API: Android's web view has it, desktops and older ones mostly not. */
interface Connection extends EventTarget {
  readonly type?: string;
}

const connection = (): Connection | undefined => (navigator as Navigator & { connection?: Connection }).connection;

/** Wi-Fi or cable, mobile data, or `null`: the platform does not tell. */
export function wifi(): boolean | null {
  return isWifi(connection()?.type);
}

/** The same of the platform's own word. */
export function isWifi(type: string | undefined): boolean | null {
  if (type === 'wifi' || type === 'ethernet') return true;
  if (type === 'cellular' || type === 'bluetooth' || type === 'wimax') return false;
  return null;
}

export function linkHint(): LinkHint {
  return { online: navigator.onLine, wifi: wifi() };
}

/** Tells now and after every change, for as long as the page lives. */
export function watchLink(tell: (hint: LinkHint) => void): void {
  const hear = () => tell(linkHint());
  window.addEventListener('online', hear);
  window.addEventListener('offline', hear);
  connection()?.addEventListener?.('change', hear);
  hear();
}
