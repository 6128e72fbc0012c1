// The first screens in their order, and where each leads. Pure.
//
// What a newcomer would get wrong: `guest` is no numbered step. Only who said "I am a visitor" comes to it.

/** What it does, without network, who sees what; then language, commune, text size. */
export const STEPS = ['what', 'offline', 'seen', 'lang', 'home', 'size'] as const;
export type Step = (typeof STEPS)[number];
export type Screen = Step | 'guest';

/** The screen of this name; the first one for any other. */
export function screenOf(name: string | null): Screen {
  return name === 'guest' ? name : (STEPS.find((step) => step === name) ?? 'what');
}

/** 1 to 6; the guest's page comes when all are behind. */
export function numberOf(screen: Screen): number {
  return screen === 'guest' ? STEPS.length : STEPS.indexOf(screen) + 1;
}

/** What comes next; `undefined`: the first screens are over. */
export function after(screen: Screen, visitor: boolean): Screen | undefined {
  if (screen === 'guest') return undefined;
  return STEPS[STEPS.indexOf(screen) + 1] ?? (visitor ? 'guest' : undefined);
}

/** `undefined` before the first. */
export function before(screen: Screen): Screen | undefined {
  return screen === 'guest' ? 'size' : STEPS[STEPS.indexOf(screen) - 1];
}

/** `again`: opened by the person, who goes back to where they were. */
export function addressOf(screen: Screen, again: boolean): string {
  return `/welcome?step=${screen}${again ? '&again=1' : ''}`;
}

/** In a list of communes: a guest of the area, and nothing said. */
export const VISITOR = '-';
export const UNSAID = '';

/** Which line of the list of communes is chosen. */
export function chosenHome(settings: { unit: string | null; visitor: boolean }): string {
  return settings.unit ?? (settings.visitor ? VISITOR : UNSAID);
}

/** What choosing a line means. A guest has no commune here. */
export function homeOf(chosen: string): { unit: string | null; visitor: boolean } {
  if (chosen === VISITOR) return { unit: null, visitor: true };
  return { unit: chosen || null, visitor: false };
}

/** Whether places come first on the home screen: for a guest, and for who does not read Vietnamese, most likely one. */
export function placesFirst(lang: string, settings: { visitor: boolean } | undefined): boolean {
  return lang !== 'vi' || settings?.visitor === true;
}
