import type { Status } from '$lib/bindings/types';
import { m } from '$lib/i18n/index.svelte';

/** Where a report of another phone stands. The sender is not the one who reads this. */
export function trackedStatus(status: Status): string {
  const { events } = m().track;
  if (status === 'da-xac-nhan') return events.confirm;
  return status === 'da-rut' ? events.withdraw : m().status[status];
}
