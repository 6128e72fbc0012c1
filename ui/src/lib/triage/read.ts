import { lang } from '$lib/i18n/index.svelte';
import { invoke } from '$lib/platform';
import type { ReportDraft } from '$lib/report/draft.svelte';
import { asksAgain, type Doubt } from './kinds';

/** What the words must be asked about before they go on. A reading that fails never holds anybody up. */
export async function doubtAbout(draft: ReportDraft): Promise<Doubt | undefined> {
  const text = draft.fields.text.trim();
  if (!text) return undefined;
  try {
    return asksAgain(await invoke('triage', { text, lang: lang() }), draft.fields);
  } catch {
    return undefined;
  }
}
