// Answers about places, guides and communes for `npm run fake`, from the area's real records. Development only.
import type { Guide, Place, PlaceHit, PlaceKind, Unit } from '$lib/bindings/types';
import { fakeContent, kind } from './fake-content';

const none = { season: null, access: null, note: null, coordinates: null, unit: null, former: null, featured: false };
const dated = (facts: unknown) =>
  (Array.isArray(facts) ? (facts as object[]) : []).map((fact) => ({ as_of: null, ...fact }));

const places = kind('places').map((p) => ({
  ...none,
  months: [],
  safety: [],
  etiquette: [],
  ...p,
  facts: dated(p.facts),
  prices: dated(p.prices),
})) as unknown as Place[];
const kinds = kind('place-kinds') as unknown as PlaceKind[];
const guides = kind('guides').map((g) => ({
  picture: null,
  hotlines: [],
  note: null,
  ...g,
  parts: (g.parts as object[]).map((part) => ({ title: null, picture: null, ...part })),
})) as unknown as Guide[];

const missing = () => Promise.reject({ code: 'not_found', errors: [] });
const fold = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd');

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
  places: () => ({
    kinds: kinds.filter((k) => places.some((p) => p.kind === k.id)),
    cards: places.map((p) => ({ ...p, verified: p.meta.verified, reviewed: false })),
  }),
  place: ({ id }: { id: string }) => {
    const place = places.find((p) => p.id === id);
    return place ? { place, kind: kinds.find((k) => k.id === place.kind) ?? null } : missing();
  },
  guides: () => ({ guides: [...guides].sort((a, b) => a.topic.localeCompare(b.topic) || a.order - b.order) }),
  place_find: ({ typed }: { typed: string }) => ({ hits: find(typed) }),
};
