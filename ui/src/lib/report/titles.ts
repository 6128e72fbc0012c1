import { m } from '$lib/i18n/index.svelte';
import type { Step } from './steps';

/** The one question of a step, and a line of help under it. */
export function questionOf(step: Step): { title: string; hint?: string } {
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
      return { title: t.contactTitle, hint: t.contactHint };
    case 'check':
      return { title: t.checkTitle };
  }
}
