// Handing a list on as text, and the sentence about what became of it.
import { app } from '$lib/app.svelte';
import type { ChecklistDetail } from '$lib/bindings/types';
import { both, m } from '$lib/i18n/index.svelte';
import { announce } from '$lib/nav.svelte';
import { share } from '$lib/report/slip/share';
import { say } from '$lib/say.svelte';
import { checklistText } from './text';

export class Sending {
  /** What to tell; empty where the system's own sheet has told it. */
  told = $state('');

  async send(list: ChecklistDetail | undefined): Promise<void> {
    if (!list) return;
    const t = m().checklist;
    try {
      this.told =
        (await share(checklistText(list, m(), both, say, say.dateTime(app.now)))) === 'copied' ? t.shared : '';
    } catch {
      this.told = t.shareFailed;
    }
    if (this.told) announce(this.told);
  }
}
