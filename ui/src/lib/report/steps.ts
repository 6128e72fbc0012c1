// The steps of a report, in a straight line, and their addresses. One question a step; the check page is the last.
export const STEPS = ['category', 'place', 'text', 'photos', 'contact', 'check'] as const;
export type Step = (typeof STEPS)[number];

/** The step of this name, if there is one. */
export function stepOf(name: string | null | undefined): Step | undefined {
  return STEPS.find((step) => step === name);
}

/** 1 to 6. */
export function numberOf(step: Step): number {
  return STEPS.indexOf(step) + 1;
}

export function after(step: Step): Step {
  return STEPS[STEPS.indexOf(step) + 1] ?? 'check';
}

/** `undefined` before the first. */
export function before(step: Step): Step | undefined {
  return STEPS[STEPS.indexOf(step) - 1];
}

/**
 * Address of a step. `draft`: only for a draft that changes a saved report; a new report goes on with the latest new
 * draft by itself. `change`: from the check page, and back to it. `field`: what to mend there, it takes the focus.
 */
export function addressOf(step: Step, draft: string | null, change = false, field?: string): string {
  const query = new URLSearchParams({ step });
  if (draft !== null) query.set('draft', draft);
  if (change) query.set('then', 'check');
  if (field !== undefined) query.set('field', field);
  return `/report?${query.toString()}`;
}
