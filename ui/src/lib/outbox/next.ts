// What can be done about a report that waits: the most useful first. Pure: codes in, codes out.
import type { OutboxEntry, StuckReason } from '$lib/bindings/types';

export type NextStep = 'edit' | 'retry' | 'open' | 'slip' | 'export' | 'discard';

const mends: Record<StuckReason, NextStep[]> = {
  invalid: ['edit', 'export'],
  id_conflict: ['edit', 'retry', 'export'],
  too_large: ['edit'],
  photo_missing: ['edit'],
  // Another phone may be accepted where this one is not.
  refused: ['export', 'slip', 'retry'],
  receipt_unproven: ['retry', 'export'],
  not_understood: ['retry', 'export'],
  package_unreadable: ['slip'],
};

type Waits = Pick<OutboxEntry, 'stuck' | 'only_messages'> & { overdue: boolean };

/**
 * Words said about a report cannot be changed, and throwing them away would take the whole report back: for them there
 * is the report's own page.
 */
export function nextSteps({ stuck, overdue, only_messages }: Waits): NextStep[] {
  if (only_messages) return overdue ? ['retry', 'open', 'export', 'slip'] : ['retry', 'open'];
  if (stuck !== null) {
    // The slip is a way into the report too.
    const open: NextStep[] = mends[stuck].includes('slip') ? [] : ['open'];
    return [...mends[stuck], ...open, 'discard'];
  }
  return overdue ? ['retry', 'export', 'slip', 'open', 'discard'] : ['retry', 'open', 'export', 'discard'];
}

/** What becomes of a report that is thrown away: nothing of it has left the phone, or it has to be taken back. */
export function fate({ attempts, card }: Pick<OutboxEntry, 'attempts' | 'card'>): 'delete' | 'withdraw' {
  return attempts === 0 && card.status === null ? 'delete' : 'withdraw';
}
