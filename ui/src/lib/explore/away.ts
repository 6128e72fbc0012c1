// How far in words, and the address that opens a map there. Pure.
//
// What a newcomer would get wrong: whole kilometres. A phone that gives its rough position knows it to a kilometre or two.
import type { Away, Coordinates, NearPlace } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/index.svelte';

/** `≈ 12 km`, `under 1 km`. `number` writes it as the language does. */
export function far(metres: number, t: Catalogue['near'], number: (n: number) => string): string {
  const km = Math.round(metres / 1000);
  if (metres < 1000) return t.underKm;
  // A hundred and more: to ten, so that nobody takes it for a road.
  return t.km(number(km < 100 ? km : Math.round(km / 10) * 10));
}

/** The whole line. `unit`: name of the place's commune. */
export function awayWords(away: Away, unit: string, t: Catalogue['near'], number: (n: number) => string): string {
  if (away.metres === null) return away.basis === 'same' ? t.same : t.unknown;
  const distance = far(away.metres, t, number);
  const line = away.direction ? t.toPlace(distance, t.directions[away.direction]) : t.toPlaceHere(distance);
  return away.basis === 'commune' ? t.toUnit(unit, line) : line;
}

export type NearGroup = 'far' | 'same' | 'unknown';

/** In the core's order, under what is known of them; empty groups are left out. */
export function nearGroups(places: readonly NearPlace[]): [NearGroup, NearPlace[]][] {
  const of = ({ away }: NearPlace): NearGroup =>
    away.metres !== null ? 'far' : away.basis === 'same' ? 'same' : 'unknown';
  const names: NearGroup[] = ['far', 'same', 'unknown'];
  return names
    .map((name): [NearGroup, NearPlace[]] => [name, places.filter((place) => of(place) === name)])
    .filter(([, found]) => found.length > 0);
}

/** What a map app is asked with: the point, and its name for the pin. */
export function geoAddress(point: Pick<Coordinates, 'lat' | 'lon'>, name: string): string {
  const at = `${point.lat},${point.lon}`;
  // Brackets end the label for some apps.
  return `geo:${at}?q=${at}(${encodeURIComponent(name.replace(/[()]/g, ' ').replace(/\s+/g, ' ').trim())})`;
}
