// Papers a person has put aside already, until the app is closed. Not stored: the screen says so.
import { SvelteSet } from 'svelte/reactivity';

const ticked = new SvelteSet<string>();

export const ticks = {
  has: (procedure: string, paper: string) => ticked.has(`${procedure} ${paper}`),
  set: (procedure: string, paper: string, on: boolean) => {
    if (on) ticked.add(`${procedure} ${paper}`);
    else ticked.delete(`${procedure} ${paper}`);
  },
};
