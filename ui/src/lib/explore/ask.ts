// Whom to ask about what is not known. Pure.
import type { Content, Hotline } from '$lib/bindings/types';
import { verifiedHotlines } from '$lib/hotlines';

/** The verified number for questions that are no danger; the area's content says which. */
export function helpline(content: Content | null): Hotline | undefined {
  return verifiedHotlines(content).find((h) => !h.emergency);
}
