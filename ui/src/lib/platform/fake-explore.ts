// Communes and villages by name for `npm run fake`, a search that only compares letters. Development only.
import type { PlaceHit, Unit } from '$lib/bindings/types';
import { fakeContent } from './fake-content';

const fold = (text: string) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd');

function find(typed: string): PlaceHit[] {
  const has = (name: string) => fold(name).includes(fold(typed));
  const unit = (u: Unit): PlaceHit[] => [
    ...(has(u.name.vi) ? [{ unit: u.id, village: null, via: null }] : []),
    ...u.former.filter((f) => has(f.name.vi)).map((f) => ({ unit: u.id, village: null, via: f.name })),
  ];
  const villages = fakeContent.villages.filter((v) => has(v.name));
  return [...fakeContent.units.flatMap(unit), ...villages.map((v) => ({ unit: v.unit, village: v.id, via: null }))];
}

export const fakeExplore: Record<string, (args: never) => unknown> = {
  place_find: ({ typed }: { typed: string }) => ({ hits: find(typed) }),
};
