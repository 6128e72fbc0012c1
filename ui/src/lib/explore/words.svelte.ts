// The words of days in the language on the screen. Not the words themselves (`dayWords.ts`).
import { app } from '$lib/app.svelte';
import { both, m } from '$lib/i18n/index.svelte';
import { unitName } from '$lib/report/place';
import { say } from '$lib/say.svelte';
import type { Words } from './dayWords';

export const words = (): Words => ({
  m: m(),
  both,
  day: (iso) => say.isoWeekday(iso),
  number: (n) => say.number(n),
  unit: (id) => unitName(app.content, id),
});
