// The area's real records for `npm run fake`, read from `assets/` by a reader that knows just enough TOML. Development
// only; the app's own pack is compiled by Rust.
import type { Content } from '$lib/bindings/types';

const files = import.meta.glob<string>('../../../../assets/content/*/*.toml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** A value, with inline tables made JSON: there a key stands before `=`. Strings are the same in both. */
function value(text: string): unknown {
  const json = text
    .split(/("(?:[^"\\]|\\.)*")/)
    .map((part, i) => (i % 2 ? part : part.replace(/(\w+) *= */g, '"$1": ').replace(/,(\s*[\]}])/g, '$1')))
    .join('');
  return JSON.parse(json);
}

function read(toml: string): Record<string, unknown> {
  const record: Record<string, unknown> = { verified: false, sources: [] };
  let into = record;
  let open = '';
  for (const line of toml.split('\n').filter((one) => !one.startsWith('#'))) {
    const table = /^\[\[?(\w+)(?:\.(\w+))?\]\]?$/.exec(line);
    if (table?.[1] && table[2]) {
      into = { address: '' };
      (record[table[1]] as Record<string, unknown>)[table[2]] = into;
      continue;
    }
    if (table?.[1]) {
      into = { address: '' };
      const before = record[table[1]];
      record[table[1]] = line.startsWith('[[') ? [...(Array.isArray(before) ? before : []), into] : into;
      continue;
    }
    open += line;
    const pair = /^(\w+) = (.*)$/s.exec(open);
    const count = (mark: RegExp) => (open.replace(/"(?:[^"\\]|\\.)*"/g, '').match(mark) ?? []).length;
    if (!pair || count(/\[/g) !== count(/\]/g)) continue;
    into[pair[1]!] = value(pair[2]!);
    open = '';
  }
  const { as_of, verified, sources, ...own } = record;
  const none = { effective_from: null, effective_to: null, reviewed_by: null, reviewed_on: null };
  return { ...own, meta: { as_of, verified, sources, ...none } };
}

/** All records of a folder, in order. What a record leaves out is `undefined` here, `null` or empty in the core's answers. */
export const kind = (name: string): Record<string, unknown>[] =>
  Object.entries(files)
    .filter(([path]) => path.includes(`/${name}/`))
    .map(([, toml]) => read(toml))
    .sort((a, b) => Number(a.order ?? 0) - Number(b.order ?? 0));

export const fakeContent = {
  categories: kind('categories').map((c) => ({ seen_in_field: true, danger: null, ...c })),
  units: kind('units').map((u) => ({ former: [], seat: null, figures: null, population: null, area_km2: null, ...u })),
  districts: kind('districts'),
  villages: kind('villages').map((v) => ({ also: [], former: null, ...v })),
  offices: kind('offices').map((o) => ({
    address: null,
    phone: null,
    hours: null,
    note: null,
    coordinates: null,
    ...o,
  })),
  hotlines: kind('hotlines').map((h) => ({ emergency: false, ...h })),
  elsewhere: kind('elsewhere').map((e) => ({ hotlines: [], law: [], note: null, ...e })),
  controller: { vi: 'Ủy ban nhân dân xã nơi nhận phản ánh.', en: 'The People’s Committee of the commune.' },
  retention: null,
  purposes: [
    {
      id: 'handle',
      version: '1',
      text: { vi: 'Tôi đồng ý: xã dùng lời kể để giải quyết.', en: 'I agree: the commune may use my words.' },
      required: true,
      with_contact: false,
    },
  ],
} as unknown as Content;
