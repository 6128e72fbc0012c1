// What a text means when a dossier's code is asked for. Pure. A citizen's or a phone's number is never offered to be kept.
import type { CodeFound, DossierId, Kind } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/vi';

export type Verdict =
  /** Nothing was typed, or the answer has not come. */
  | { is: 'nothing' }
  /** Can be kept. `inAddress`: it was found in an address. */
  | { is: 'code'; code: string; inAddress: boolean }
  /** On this phone already. */
  | { is: 'known'; id: DossierId }
  /** Looks like none; may be kept as typed when the person says so. */
  | { is: 'odd'; code: string }
  /** A number of something else: a sentence, and no way on. */
  | { is: 'wrong'; text: string };

export function verdictOf(found: CodeFound | null, t: Catalogue['dossierAdd']): Verdict {
  if (!found || found.reading.raw.trim() === '') return { is: 'nothing' };
  const { kind, canonical, raw } = found.reading;
  const wrong: Partial<Record<Kind, string>> = {
    citizen_id: t.citizen,
    phone: t.phone,
    procedure_code: t.procedureCode,
    reference: t.other,
  };
  const text = wrong[kind];
  if (text !== undefined) return { is: 'wrong', text };
  if (kind === 'url' && canonical === null) return { is: 'wrong', text: t.urlNone };
  if (found.known !== null) return { is: 'known', id: found.known };
  const code = canonical ?? raw.trim();
  return kind === 'garbage' ? { is: 'odd', code } : { is: 'code', code, inAddress: kind === 'url' };
}

/** Codes of a picture that can be kept: people photograph their citizen card beside the slip, whose number is nobody's business. */
export function usable(found: CodeFound[]): CodeFound[] {
  return found.filter(
    ({ reading }) => reading.kind === 'dossier' || (reading.kind === 'url' && reading.canonical !== null),
  );
}

/** Why the first question cannot be left yet; `undefined`: it can. */
export function codeMistake(verdict: Verdict, kept: boolean, t: Catalogue['dossierAdd']): string | undefined {
  if (verdict.is === 'nothing') return t.need;
  if (verdict.is === 'known') return t.known;
  if (verdict.is === 'wrong') return verdict.text;
  return verdict.is === 'odd' && !kept ? t.garbage : undefined;
}
