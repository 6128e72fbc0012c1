// What the error summary of a screen of the form says, in the order of the steps.
import type { Content } from '$lib/bindings/types';
import { fieldSentence } from '$lib/i18n/index.svelte';
import type { Mistake } from '$lib/parts';
import { isNeeded } from './consents';
import type { ReportDraft } from './draft.svelte';
import { stepForField } from './problems';
import { numberOf, type Aside, type Step } from './steps';

/** `mustName`: it cannot go without somebody to ask. `href`: address of the step a field is asked at. */
export function mistakesAt(
  screen: Step | Aside,
  draft: ReportDraft,
  content: Content | null,
  mustName: boolean,
  href: (step: Step, field: string) => string,
): Mistake[] {
  const firstConsent = () => {
    const open = content?.purposes.find((p) => isNeeded(p, mustName) && !draft.fields.consents.includes(p.id));
    return `consent-${open?.id ?? ''}`;
  };
  return draft.problems
    .filter((p) => screen === 'check' || stepForField(p.field) === screen)
    .sort((a, b) => numberOf(stepForField(a.field)) - numberOf(stepForField(b.field)))
    .map((p) => {
      const where = stepForField(p.field);
      if (where !== screen) return { id: p.field, text: fieldSentence(p), href: href(where, p.field) };
      return { id: p.field === 'consents' ? firstConsent() : p.field, text: fieldSentence(p) };
    });
}
