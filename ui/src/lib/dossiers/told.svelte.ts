// The pure words of dossiers in the language on the screen, at the app's own "now".
import { app } from '$lib/app.svelte';
import { lang, m } from '$lib/i18n/index.svelte';
import { say } from '$lib/say.svelte';
import type { Step } from '$lib/bindings/types';
import { ageOfDay, whole } from './days';
import type { Told } from './path';
import { sourceWords } from './words';

/** What the pure modules take. */
export const told = (): Told => ({ weekday: say.isoWeekday, lang: lang(), now: app.now });

/** `hôm nay 07:50`, `3 ngày trước`, `thứ Sáu 20/11` of the day a step speaks of. */
export const ageOf = (on: string): string => ageOfDay(on, lang(), app.now);

/** Who says so, and how old it is: `Tệp một cửa mẫu, 3 ngày trước`. */
export const spokenBy = (step: Step): string => `${sourceWords(step.source, m().dossiers)}, ${ageOf(step.on)}`;

/** The same with the whole day: `Tệp một cửa mẫu, thứ Sáu 20/11`. */
export const spokenWhole = (step: Step): string =>
  `${sourceWords(step.source, m().dossiers)}, ${whole(step.on, lang(), app.now)}`;
