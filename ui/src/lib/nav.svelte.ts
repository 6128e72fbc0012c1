// Back that is real history: a way into the app from outside still has somewhere to go back to.
import { goto } from '$app/navigation';
import type { AfterNavigate } from '@sveltejs/kit';

let depth = 0;
let replacing = false;
let spoken = $state('');

/** Called by the layout after each navigation. */
export function count(nav: AfterNavigate): void {
  if (nav.type === 'enter') depth = 0;
  else if (nav.type === 'popstate') depth = Math.max(0, depth + nav.delta);
  else if (!replacing) depth += 1;
  replacing = false;
}

/**
 * Until what was pressed is painted as pressed: the finger is answered at once, however long the work after it takes. The router
 * does the same for links.
 */
export function painted(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    // A page in the background draws no frames.
    setTimeout(done, 100);
  });
}

interface Way {
  replace?: boolean;
  state?: App.PageState;
}

/**
 * Goes to a screen. `replace`: the one left behind is not a place to come back to. `state`: what the screen is told and
 * keeps in its history entry, so that no address and no log holds it.
 */
export async function go(href: string, { replace = false, state = {} }: Way = {}): Promise<void> {
  await painted();
  replacing = replace;
  await goto(href, { replaceState: replace, state });
}

/** Goes back, or to `fallback` when this was the first screen. */
export function goBack(fallback: string): void {
  if (depth > 0) history.back();
  else void go(fallback, { replace: true });
}

/** Puts the focus into a field, out from under what sticks to the edges. A part (`contact.phone`) that is not shown: its whole. */
export function focusField(id: string): void {
  const field = document.getElementById(id) ?? document.getElementById(id.split('.')[0] ?? id);
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}

/** What the live region says. */
export function announced(): string {
  return spoken;
}

/** Lets screen readers say something that happened on the same screen. */
export function announce(text: string): void {
  // The same words twice in a row must be said twice: empty first.
  spoken = '';
  setTimeout(() => (spoken = text), 50);
}
