// Which places a list shows: by kind, commune and month. Pure; the filter lives in the address, so that Back undoes it.
//
// What a newcomer would get wrong: a place whose months are not known is not "good now"; it is listed apart, as not known.
import type { PlaceCard } from '$lib/bindings/types';

/** `null`: not asked. `unit` may be `OUTSIDE`. */
export interface Filter {
  kind: string | null;
  unit: string | null;
  /** `unknown`: no months are given. */
  season: 'now' | 'unknown' | null;
}

/** In an address: of no commune of the area. */
export const OUTSIDE = '-';

/** What the address asks for. */
export function readFilter(params: URLSearchParams): Filter {
  return {
    kind: params.get('kind'),
    unit: params.get('unit'),
    season: seasonOf(params.get('season')),
  };
}

const seasonOf = (asked: string | null) => (asked === 'now' || asked === 'unknown' ? asked : null);

/** The address of a list; with nothing asked all places. */
export function listHref(filter: Filter, pick?: 'kind' | 'unit'): string {
  const params = new URLSearchParams();
  if (filter.kind !== null) params.set('kind', filter.kind);
  if (filter.unit !== null) params.set('unit', filter.unit);
  if (filter.season !== null) params.set('season', filter.season);
  if (pick) params.set('pick', pick);
  const query = params.toString();
  return query ? `/explore?${query}` : '/explore?all=1';
}

const fits = (card: PlaceCard, filter: Filter) =>
  (filter.kind === null || card.kind === filter.kind) &&
  (filter.unit === null || (card.unit ?? OUTSIDE) === filter.unit);

/** Places to show, in their order. `month`: 1-12. `undated`: those whose months nobody gave, when a month was asked. */
export function filtered(
  cards: readonly PlaceCard[],
  filter: Filter,
  month: number,
): { shown: PlaceCard[]; undated: PlaceCard[] } {
  const shown = cards.filter((card) => fits(card, filter));
  if (filter.season === null) return { shown, undated: [] };
  const undated = shown.filter((card) => card.months.length === 0);
  if (filter.season === 'unknown') return { shown: undated, undated: [] };
  return { shown: shown.filter((card) => card.months.includes(month)), undated };
}

/** How many places each answer to `by` would show with the rest of the filter as it is; answers with none are left out. */
export function counts(cards: readonly PlaceCard[], filter: Filter, by: 'kind' | 'unit'): Map<string, number> {
  const found = new Map<string, number>();
  for (const card of cards.filter((one) => fits(one, { ...filter, [by]: null }))) {
    const answer = by === 'kind' ? card.kind : (card.unit ?? OUTSIDE);
    found.set(answer, (found.get(answer) ?? 0) + 1);
  }
  return found;
}

/** Month (1-12) by this phone's clock. */
export const monthOf = (ms: number): number => new Date(ms).getMonth() + 1;
