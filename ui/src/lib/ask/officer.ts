// A question becomes a report to an officer: a draft of the form with the words in it.
import { invoke } from '$lib/platform';
import { app } from '$lib/app.svelte';
import { REPORT } from '$lib/triage/kinds';
import { categoryFor, isBlank } from './asking';

/** The address of the form with the words in it; `undefined`: another report is unfinished, and is left as it is. */
export async function toOfficer(words: string): Promise<string | undefined> {
  const draft = await invoke('draft_open', {});
  if (!isBlank(draft)) return undefined;
  const category = categoryFor(app.content?.categories ?? []);
  const fields = {
    ...draft.fields,
    text: words,
    kind: REPORT,
    category,
    step: category === null ? 'category' : 'place',
  };
  await invoke('draft_save', { id: draft.id, fields });
  return `/report?draft=${draft.id}`;
}
