import { m } from '$lib/i18n/index.svelte';
import type { Aside, Step } from './steps';

/** The one question of a step or an aside, and a line of help under it. `mustName`: there is no "without a name". */
export function questionOf(step: Step | Aside, mustName = false): { title: string; hint?: string } {
  const t = m().report;
  switch (step) {
    case 'category':
      return { title: t.categoryTitle, hint: t.categoryHint };
    case 'place':
      return { title: t.placeTitle, hint: t.placeHint };
    case 'text':
      return { title: t.textTitle, hint: t.textHint };
    case 'photos':
      return { title: t.photosTitle, hint: t.photosHint };
    case 'contact':
      return { title: mustName ? t.contactMustTitle : t.contactTitle, hint: t.contactHint };
    case 'check':
      return { title: t.checkTitle };
    case 'kind':
      return { title: m().triage.title, hint: m().triage.hint };
    case 'again':
      return { title: m().triage.againTitle };
    case 'divert':
      return { title: m().triage.divertTitle, hint: m().triage.divertText };
  }
}
