// What a person says about a report afterwards: which steps there are and what each needs. Pure.
import type { Action } from '$lib/bindings/types';

export const REPLIES = ['add_more', 'remark', 'confirm', 'reopen', 'withdraw'] as const;
export type ReplyAction = (typeof REPLIES)[number];

export function replyOf(name: string | null | undefined): ReplyAction | undefined {
  return REPLIES.find((action) => action === name);
}

/** Address of the page that says it. */
export function replyHref(complaint: string, action: Action): string {
  return `/reports/${complaint}/reply?do=${action}`;
}

/** Says nothing without words or a photo. The others say it all by themselves. */
export function needsWords(action: ReplyAction): boolean {
  return action !== 'confirm' && action !== 'withdraw';
}
