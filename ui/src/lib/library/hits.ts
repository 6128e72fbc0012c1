// Where a thing found by the search opens, and what is drawn beside it. Pure.
import type { SearchHit } from '$lib/bindings/types';
import type { Catalogue } from '$lib/i18n/vi';

export type HitKind = keyof Catalogue['search']['kinds'];

type Found = Pick<SearchHit, 'kind' | 'id' | 'unit'>;

/** The page it opens; a kind this version has never heard of has none. */
export function hrefOf({ kind, id, unit }: Found): string | undefined {
  const at = encodeURIComponent(id);
  const commune = unit === null ? '/units' : `/units/${encodeURIComponent(unit)}`;
  const pages: Record<HitKind, string> = {
    procedure: `/procedures/${at}`,
    question: `/questions/${at}`,
    place: `/explore/${at}`,
    guide: `/guides/${at}`,
    unit: `/units/${at}`,
    village: commune,
    hotline: '/emergency',
    office: commune,
    elsewhere: `/report/elsewhere?kind=${at}`,
    category: '/report',
    life_event: `/procedures/event/${at}`,
    field: `/procedures/field/${at}`,
    phrase: `/explore/phrases/${at}`,
  };
  return isKind(kind) ? pages[kind] : undefined;
}

/** The name of its drawing. `kindOf`: the kind of a place, the picture of a guide, where they are known. */
export function drawingOf({ kind, id }: Found, kindOf: (id: string) => string | null | undefined): string {
  const pictures: Record<HitKind, string> = {
    // The beginning of a procedure's id is its field.
    procedure: `linh-vuc-${id.split('-')[0] ?? ''}`,
    question: 'nut-thu-tuc',
    place: `noi-${kindOf(id) ?? 'place'}`,
    guide: kindOf(id) ?? 'nut-kham-pha',
    unit: 'noi-town',
    village: 'noi-village',
    hotline: 'lam-goi-112',
    office: 'dich-vu-cong',
    elsewhere: `loai-${id}`,
    category: id,
    life_event: `viec-${id}`,
    field: `linh-vuc-${id}`,
    phrase: 'nut-kham-pha',
  };
  return isKind(kind) ? pictures[kind] : 'khac';
}

const KINDS: readonly HitKind[] = [
  'procedure',
  'question',
  'place',
  'guide',
  'unit',
  'village',
  'hotline',
  'office',
  'elsewhere',
  'category',
  'life_event',
  'field',
  'phrase',
];

/** Whether this version has words, a page and a drawing for it. */
export function isKind(kind: string): kind is HitKind {
  return (KINDS as readonly string[]).includes(kind);
}
