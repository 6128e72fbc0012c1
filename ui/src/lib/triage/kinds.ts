// What a text can be taken for, and what to do about it. Pure: codes in, codes out; the words are the catalogue's and
// the content's. Reading a text is the core's (`triage`).
import type { Content, DraftFields, Elsewhere, Hotline, TriageReading } from '$lib/bindings/types';
import { verifiedHotlines } from '$lib/hotlines';

/** The one kind the form is for. */
export const REPORT = 'phan-anh-kien-nghi';
/** Danger now: a call, never a form. */
export const DANGER = 'khan-cap';
/** What the law treats differently: not for the form. In the order they are shown. */
export const OTHERS = ['to-giac', 'khieu-nai', 'to-cao', 'tranh-chap-dat'] as const;

export type Other = (typeof OTHERS)[number];
/** What the person is asked about when the text reads like it. */
export type Doubt = Other | typeof DANGER;

export function doubtOf(kind: string | null | undefined): Doubt | undefined {
  return kind === DANGER ? DANGER : OTHERS.find((other) => other === kind);
}

/** What to ask about after the words were read; `undefined`: go on. Nobody is asked the same thing twice. */
export function asksAgain(reading: TriageReading, fields: Pick<DraftFields, 'kind_asked'>): Doubt | undefined {
  const doubt = doubtOf(reading.kind);
  return doubt === fields.kind_asked ? undefined : doubt;
}

/** Where to go with it, as far as the content knows. */
export function elsewhere(content: Content | null, kind: Doubt): Elsewhere | undefined {
  return content?.elsewhere.find((one) => one.id === kind);
}

/** Numbers to call about it, in the record's order; only verified ones. */
export function numbersFor(content: Content | null, record: Elsewhere | undefined): Hotline[] {
  const known = verifiedHotlines(content);
  return (record?.hotlines ?? []).flatMap((id) => known.find((hotline) => hotline.id === id) ?? []);
}

/** The words as a file: what was written, and nothing about the person or this phone. */
export function asText(words: string): Uint8Array {
  // With a mark at the beginning, old editors on Windows show the Vietnamese right.
  return new TextEncoder().encode(`\uFEFF${words.trim()}\n`);
}
