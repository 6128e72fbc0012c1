// What became of each former commune. Pure.
import type { Former, Unit } from '$lib/bindings/types';
import { bare } from './names';

/** A former commune and the one it is in now. */
export interface Merged {
  former: Former;
  unit: Unit;
  /** The current one has the same name. */
  kept: boolean;
}

/** Every former commune, in the order of the Vietnamese alphabet. */
export function merged(units: readonly Unit[]): Merged[] {
  return units
    .flatMap((unit) => unit.former.map((former) => ({ former, unit, kept: former.name.vi === unit.name.vi })))
    .sort((a, b) => bare(a.former.name.vi).localeCompare(bare(b.former.name.vi), 'vi'));
}
