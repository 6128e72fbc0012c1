// The questions when a dossier is added, in a straight line, and their addresses. Pure. The dossier is kept after the first, so
// each of the others can be left, come back to, and changed alone later.
export const STEPS = ['code', 'procedure', 'dates', 'name', 'watch'] as const;
export type Step = (typeof STEPS)[number];

/** The step of this name; anything else begins at the beginning. */
export function stepOf(name: string | null): Step {
  return STEPS.find((step) => step === name) ?? 'code';
}

/** 1 to 5. */
export const numberOf = (step: Step): number => STEPS.indexOf(step) + 1;

/** The one after it; `undefined`: that was the last. A dossier without a code cannot be asked about. */
export function after(step: Step, hasCode: boolean): Step | undefined {
  const next = STEPS[STEPS.indexOf(step) + 1];
  return next === 'watch' && !hasCode ? undefined : next;
}

/** The one before it. */
export const before = (step: Step): Step | undefined => STEPS[STEPS.indexOf(step) - 1];

/** Address of a step of adding. `id`: once the dossier is kept. `procedure`: chosen before the first question. */
export function addHref(step: Step, id: string | null, procedure: string | null = null): string {
  const query = new URLSearchParams(id === null && step === 'code' ? {} : { step });
  if (id !== null) query.set('id', id);
  if (procedure !== null) query.set('procedure', procedure);
  const text = query.toString();
  return text === '' ? '/dossiers/add' : `/dossiers/add?${text}`;
}

/** Address to change one answer of a dossier, and come back to it. */
export const changeHref = (step: Step, id: string): string => `/dossiers/add?step=${step}&id=${id}&then=view`;
