// Dossiers in the list, by who must act. Pure: the core says to which group a dossier belongs and in which order they come.
import type { DossierCard, Group } from '$lib/bindings/types';
import type { DiamondState } from '$lib/parts/types';

export const GROUPS: readonly Group[] = ['you', 'fetch', 'office', 'done', 'ended'];

/** Groups that have something in them, the person's own turn first. The core's order inside a group stays. */
export function grouped(cards: DossierCard[]): { group: Group; cards: DossierCard[] }[] {
  return GROUPS.map((group) => ({ group, cards: cards.filter((card) => card.group === group) })).filter(
    ({ cards: some }) => some.length > 0,
  );
}

/** The mark of a group: cinnamon where the person has to move, indigo where the office has. */
export function markOf(group: Group): DiamondState {
  return ({ you: 'waiting', fetch: 'waiting', office: 'office', done: 'done', ended: 'todo' } as const)[group];
}
