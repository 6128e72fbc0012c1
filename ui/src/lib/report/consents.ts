import type { Purpose } from '$lib/bindings/types';

/** The purposes to ask about: the one about name and phone only where there is one. */
export function askedFor(purposes: Purpose[], anonymous: boolean | null): Purpose[] {
  return purposes.filter((p) => !p.with_contact || anonymous === false);
}

/** What to say under a tick. Without the one about name and phone, the core sends neither. */
export function hintOf(purpose: Purpose): 'agreeMust' | 'agreeContact' | 'agreeMay' {
  if (purpose.required) return 'agreeMust';
  return purpose.with_contact ? 'agreeContact' : 'agreeMay';
}
