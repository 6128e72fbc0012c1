// Answers about content for `npm run fake`: the real records, a search that only compares letters. Development only.
import type {
  Guide,
  Place,
  Procedure,
  Question,
  SearchHit,
  SearchQuery,
  SearchResults,
  Text,
} from '$lib/bindings/types';
import { fakeChecklists, fakeLook } from './fake-checklists';
import { kind } from './fake-content';
import { fakeNext } from './fake-days';

const no = { note: null, as_of: null };
export const procedures = kind('procedures').map((p) => ({
  ...{ code: null, official_name: null, level: null, channels: null, page: null, place: '', office: null, result: '' },
  ...{ who: [], papers: [], forms: [], steps: [], notes: [], doubts: [], law: [], tags: [] },
  ...p,
  time: { value: null, unit: 'unknown', in_source: false, note: null, ...(p.time as object) },
  fee: { vnd: null, online_vnd: null, per: null, in_source: false, exemptions: [], note: null, ...(p.fee as object) },
})) as unknown as Procedure[];
for (const p of procedures)
  p.papers = p.papers.map((paper) => ({ ...paper, when: paper.when ?? null, unless: paper.unless ?? [] }));
export const questions = kind('questions').map((q) => ({
  ...{ asks_back: null, procedure: null, variants: [], tags: [], ...q },
})) as unknown as Question[];
const places = kind('places').map((p) => ({
  ...{ unit: null, season: null, months: [], access: null, prices: [], facts: [], safety: [], etiquette: [] },
  ...{ recurs: null, coordinates: null, featured: false, note: null, tags: [], ...p },
})) as unknown as Place[];
export const fakePlaces = places;
for (const p of places) p.facts = p.facts.map((fact) => ({ ...no, ...fact }));
const guides = kind('guides').map((g) => ({
  ...{ picture: null, parts: [], hotlines: [], note: null, manners: false, months: [], tags: [], ...g },
})) as unknown as Guide[];
for (const g of guides)
  g.parts = g.parts.map((part) => ({ ...part, title: part.title ?? null, picture: part.picture ?? null }));

const about = (meta: { verified: boolean; reviewed_on: string | null }) => ({
  verified: meta.verified,
  reviewed: meta.reviewed_on !== null,
});
const one = <T extends { id: string }>(all: T[], id: string) => {
  const found = all.find((record) => record.id === id);
  if (!found) throw { code: 'not_found', errors: [] };
  return found;
};

const plain = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd');

function search({ q, lang }: SearchQuery): SearchResults {
  const typed = plain(q).trim();
  const say = (text: Text) => (lang === 'en' ? text.en : text.vi);
  const all: [string, string, Text, Text, boolean, string | null][] = [
    ...procedures.map((p): [string, string, Text, Text, boolean, null] => [
      'procedure',
      p.id,
      p.title,
      p.summary,
      p.meta.verified,
      null,
    ]),
    ...questions.map((p): [string, string, Text, Text, boolean, null] => [
      'question',
      p.id,
      p.title,
      p.summary,
      p.meta.verified,
      null,
    ]),
    ...places.map((p): [string, string, Text, Text, boolean, string | null] => [
      'place',
      p.id,
      p.name,
      p.summary,
      p.meta.verified,
      p.unit,
    ]),
    ...guides.map((p): [string, string, Text, Text, boolean, null] => [
      'guide',
      p.id,
      p.title,
      p.summary,
      p.meta.verified,
      null,
    ]),
  ];
  const hits = all
    .filter(([, , title]) => typed && plain(say(title)).includes(typed))
    .slice(0, 30)
    .map(([kind, id, title, line, verified, unit]): SearchHit => {
      const from = plain(say(title)).indexOf(typed);
      const title_marks = [{ from, to: from + typed.length }];
      return { kind, id, title: say(title), title_marks, line: say(line), line_marks: [], via: null, unit, verified };
    });
  if (typed.includes('tra mai')) {
    const via = { vi: 'Xã Trà Mai', en: 'Tra Mai commune' };
    hits.unshift({
      ...{ kind: 'unit', id: 'nam-tra-my', title: 'Xã Nam Trà My', title_marks: [], line: '', line_marks: [] },
      ...{ via, unit: null, verified: true },
    });
  }
  const outcome = hits.length === 0 ? 'unknown' : typed === 'tra' ? 'ambiguous' : 'found';
  return { outcome, hits };
}

/** By command. */
export const fakeLibrary: Record<string, (args: never) => unknown> = {
  ...fakeChecklists(procedures),
  procedures: () => ({
    fields: kind('fields'),
    events: kind('life-events'),
    cards: procedures.map((p) => ({ ...p, ...about(p.meta) })),
  }),
  procedure: ({ id }: { id: string }) => {
    const procedure = one(procedures, id);
    return {
      procedure,
      field: kind('fields').find((field) => field.id === procedure.field) ?? null,
      questions: questions.filter((q) => q.procedure === id),
      paper_kinds: procedure.papers.map((paper) => fakeLook(paper.name)),
    };
  },
  questions: () => ({ questions }),
  places: () => ({
    kinds: kind('place-kinds').filter((k) => places.some((p) => p.kind === k.id)),
    cards: places.map((p) => ({ ...p, ...about(p.meta) })),
  }),
  place: ({ id }: { id: string }) => {
    const place = one(places, id);
    const own = kind('place-kinds').find((k) => k.id === place.kind);
    // The core also knows which words are guarded; here the gardens are known by name.
    const guests = own?.guests === true || /vuon|htx/.test(id);
    const manners = guests && place.etiquette.length === 0 ? (guides.find((g) => g.manners) ?? null) : null;
    return {
      place,
      kind: own ?? null,
      guests,
      manners,
      next: fakeNext(place, new Date().toISOString().slice(0, 10), 3),
    };
  },
  guides: () => ({ guides }),
  search,
  content_import: () => Promise.reject({ code: 'content_signature', errors: [] }),
};
