import type { Content, Hotline } from './bindings/types';

// National numbers, should the content not be readable: the one list a person may need before anything else works.
const BUILT_IN = ['112', '113', '114', '115'] as const;

export type BuiltIn = (typeof BUILT_IN)[number];

/** Numbers for danger to people, in the order of the content; the national ones when there is none. */
export function emergencyNumbers(content: Content | null): string[] {
  const verified = verifiedHotlines(content).filter((h) => h.emergency);
  return verified.length > 0 ? verified.map((h) => h.shown) : [...BUILT_IN];
}

/** Only verified numbers are numbers to rely on. */
export function verifiedHotlines(content: Content | null): Hotline[] {
  return content?.hotlines.filter((h) => h.meta.verified) ?? [];
}

/** The national numbers. */
export const builtInNumbers: readonly BuiltIn[] = BUILT_IN;
