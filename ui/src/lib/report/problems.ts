// What is wrong, and at which step it is mended. What is valid is the core's to say: here is only whether a question was
// answered at all, so that nobody leaves it by mistake.
import type { DraftFields, FieldError } from '$lib/bindings/types';
import { stepOf, type Step } from './steps';

/** The step a field of the core is asked at. A field nobody has heard of: the check page, where all answers are. */
export function stepForField(field: string): Step {
  const [first] = field.split('.');
  return stepOf(first) ?? 'check';
}

const required = (field: string): FieldError => ({ field, code: 'required', limit: null });

/** What is still missing at this step. The words and the photos may be left out here: one of them is enough. */
export function missingAt(step: Step, fields: DraftFields): FieldError[] {
  switch (step) {
    case 'category':
      return fields.category === null ? [required('category')] : [];
    case 'place':
      return placeAnswered(fields) ? [] : [required('place')];
    case 'contact': {
      if (fields.anonymous === null) return [required('contact')];
      const { name, phone } = fields.contact;
      return !fields.anonymous && !name.trim() && !phone.trim() ? [required('contact.name')] : [];
    }
    default:
      return [];
  }
}

/** A commune, a village, a landmark, or "I don't know": each is an answer. */
export function placeAnswered({ place, place_done }: DraftFields): boolean {
  return place_done || place.unit !== null || place.village_text.trim() !== '' || place.near.trim() !== '';
}

/** Those that no longer hold after these fields were changed. */
export function without(problems: FieldError[], changed: string[]): FieldError[] {
  return problems.filter(({ field }) => !changed.some((name) => field === name || field.startsWith(`${name}.`)));
}
