// What is wrong, and at which step it is mended. What is valid is the core's to say at *Save*: here is whether a question was
// answered at all, and what would be refused later for its length or its digits, so that it is mended where it is typed.
import type { DraftFields, FieldError, Purpose } from '$lib/bindings/types';
import { stepOf, type Step } from './steps';

/** The step a field of the core is asked at. A field nobody has heard of: the check page, where all answers are. */
export function stepForField(field: string): Step {
  const [first] = field.split('.');
  return stepOf(first) ?? 'check';
}

/** The core's limits, in characters (a test compares them). */
export const LIMITS = { text: 1000, place: 120, name: 80 } as const;

/** Characters as the core counts what it keeps: composed, without space around it. */
const length = (text: string) => Array.from(text.normalize('NFC').trim()).length;

const tooLong = (field: string, text: string, limit: number): FieldError[] =>
  length(text) > limit ? [{ field, code: 'too_long', limit }] : [];

/** A number somebody could call: digits and what people put between them. */
function phoneProblems(typed: string): FieldError[] {
  const phone = typed.trim();
  const digits = phone.replace(/[^0-9]/g, '').length;
  const fits = phone === '' || (/^[0-9 +.()-]*$/.test(phone) && digits >= 8 && digits <= 15);
  return fits ? [] : [{ field: 'contact.phone', code: 'malformed', limit: null }];
}

const required = (field: string): FieldError => ({ field, code: 'required', limit: null });

/** What holds this step. The words and the photos may be left out here: one of them is enough. */
export function wrongAt(step: Step, fields: DraftFields): FieldError[] {
  switch (step) {
    case 'category':
      return fields.category === null ? [required('category')] : [];
    case 'place':
      if (!placeAnswered(fields)) return [required('place')];
      return [
        ...tooLong('place.village_text', fields.place.village_text, LIMITS.place),
        ...tooLong('place.near', fields.place.near, LIMITS.place),
      ];
    case 'text':
      return tooLong('text', fields.text, LIMITS.text);
    case 'contact': {
      if (fields.anonymous === null) return [required('contact')];
      const { name, phone } = fields.contact;
      if (fields.anonymous) return [];
      if (!name.trim() && !phone.trim()) return [required('contact.name')];
      return [...tooLong('contact.name', name, LIMITS.name), ...phoneProblems(phone)];
    }
    default:
      return [];
  }
}

/** What is missing where a report needs somebody to ask: the person may have chosen "without a name" before. */
export function noNameWhereNeeded(fields: DraftFields, purposes: Purpose[]): FieldError[] {
  if (fields.anonymous !== false) return [required('contact.name')];
  // A name that may not be used is none.
  const unticked = purposes.some((p) => p.with_contact && !fields.consents.includes(p.id));
  return [...wrongAt('contact', fields), ...(unticked ? [required('consents')] : [])];
}

/** A commune, a village, a landmark, or "I don't know": each is an answer. */
export function placeAnswered({ place, place_done }: DraftFields): boolean {
  return place_done || place.unit !== null || place.village_text.trim() !== '' || place.near.trim() !== '';
}

/** Those that no longer hold after these fields were changed. */
export function without(problems: FieldError[], changed: string[]): FieldError[] {
  return problems.filter(({ field }) => !changed.some((name) => field === name || field.startsWith(`${name}.`)));
}
