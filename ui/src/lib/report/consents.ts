import type { Purpose } from '$lib/bindings/types';

/** The purposes to ask about: the one about name and phone only where there is one. */
export function askedFor(purposes: Purpose[], anonymous: boolean | null): Purpose[] {
  return purposes.filter((p) => !p.with_contact || anonymous === false);
}

/** Whether the report cannot go without this tick. `mustName`: nor without somebody to ask. */
export function isNeeded(purpose: Purpose, mustName: boolean): boolean {
  return purpose.required || (mustName && purpose.with_contact);
}

/** What to say under a tick. Without the one about name and phone, the core sends neither. */
export function hintOf(purpose: Purpose, mustName = false): 'agreeMust' | 'agreeContact' | 'agreeMay' {
  if (isNeeded(purpose, mustName)) return 'agreeMust';
  return purpose.with_contact ? 'agreeContact' : 'agreeMay';
}
