import type { FieldError, Text } from '$lib/bindings/types';
import { AppError } from '$lib/platform/errors';
import { en } from './en';
import { vi, type Catalogue } from './vi';

export type { Catalogue } from './vi';
export type Lang = 'vi' | 'en';

const catalogues: Record<Lang, Catalogue> = { vi, en };

let current = $state<Lang>('vi');

/** The language on the screen. */
export function lang(): Lang {
  return current;
}

/** The texts in the language on the screen: `m().home.title`. Read in markup or `$derived`, it follows a change. */
export function m(): Catalogue {
  return catalogues[current];
}

/** The right one of a text that content brings in both languages. */
export function both(text: Text): string {
  return text[current] || text.vi || text.en;
}

/** `chosen` as in the settings; otherwise Vietnamese where the system speaks it, English elsewhere. */
export function pickLang(chosen: string | null, system: readonly string[]): Lang {
  if (chosen === 'vi' || chosen === 'en') return chosen;
  return system[0]?.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}

/** Changes the language of the screen at once. */
export function setLang(next: Lang): void {
  current = next;
  document.documentElement.lang = next;
}

/** What to tell the person about anything that was thrown. */
export function sentence(thrown: unknown): string {
  return m().errors[AppError.from(thrown).code];
}

/** What to tell the person about one field. */
export function fieldSentence(error: FieldError): string {
  const reasons: Record<string, string> | undefined = (m().fields as Record<string, Record<string, string>>)[
    error.field
  ];
  return reasons?.[error.code] ?? m().fieldOther;
}
