// The steps of a report, in a straight line, and their addresses. One question a step; the check page is the last.
export const STEPS = ['category', 'place', 'text', 'photos', 'contact', 'check'] as const;
export type Step = (typeof STEPS)[number];

/**
 * Screens of the form that are no step of it: the pictures before it, the question whether the words are something else,
 * and the way out. A draft is never left at one of them.
 */
export const ASIDES = ['kind', 'again', 'divert'] as const;
export type Aside = (typeof ASIDES)[number];

/** The screen of this name, if there is one. */
export function screenOf(name: string | null | undefined): Step | Aside | undefined {
  return stepOf(name) ?? ASIDES.find((aside) => aside === name);
}

export function isStep(screen: Step | Aside): screen is Step {
  return stepOf(screen) !== undefined;
}

/** The step of this name, if there is one. */
export function stepOf(name: string | null | undefined): Step | undefined {
  return STEPS.find((step) => step === name);
}

/** 1 to 6; how much of the way is behind an aside. */
export function numberOf(screen: Step | Aside): number {
  if (isStep(screen)) return STEPS.indexOf(screen) + 1;
  return screen === 'kind' ? 0 : numberOf('text');
}

export function after(step: Step): Step {
  return STEPS[STEPS.indexOf(step) + 1] ?? 'check';
}

/** `undefined` before the first. */
export function before(step: Step): Step | undefined {
  return STEPS[STEPS.indexOf(step) - 1];
}

interface More {
  field?: string;
  kind?: string;
}

/**
 * Address of a step or an aside. `draft`: only for a draft that changes a saved report; a new report goes on with the latest new
 * draft by itself. `change`: from the check page, and back to it. `field`: what to mend there, it takes the
 * focus. `kind`: what the words were taken for.
 */
export function addressOf(screen: Step | Aside, draft: string | null, change = false, more: More = {}): string {
  const query = new URLSearchParams({ step: screen });
  if (draft !== null) query.set('draft', draft);
  if (change) query.set('then', 'check');
  if (more.field !== undefined) query.set('field', more.field);
  if (more.kind !== undefined) query.set('kind', more.kind);
  return `/report?${query.toString()}`;
}
