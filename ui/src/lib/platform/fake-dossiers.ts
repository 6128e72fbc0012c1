// Dossiers for `npm run fake`, one in every state: `/dossiers`, `/dossiers/papers` and so on; `?many=2000` adds more. Keeps what
// is done to them, as the core does. Everything in them is invented, and its calendar knows weekends only. Development only.
import type {
  Clock,
  CodeFound,
  DossierDetail,
  DossierFields,
  DossierSay,
  Kind,
  Reading,
  Said,
  Step,
} from '$lib/bindings/types';
import { kind } from './fake-content';

import { DAY, ago, between, due, file, now, scenes, step, stopped, you, type Scene } from './fake-dossiers-scenes';

const scene = new URLSearchParams(location.search);
const refuse = (code: string) => Promise.reject({ code, errors: [] });
const titles = new Map(
  kind('procedures').map((p) => [p.id as string, p as unknown as { title: { vi: string; en: string }; code?: string }]),
);

interface Kept {
  id: string;
  fields: DossierFields;
  steps: Step[];
  clock: Clock;
  watch: DossierDetail['card']['watch'];
  unread: boolean;
  office: string | null;
  photo: string | null;
  added: number;
  said: Said | null;
}

const none: DossierFields = {
  code: '',
  name: '',
  procedure: null,
  received_on: null,
  received_time: null,
  due_on: null,
  unit: null,
};
const keep = (id: string, s: Scene): Kept => ({
  id,
  fields: { ...none, ...s.fields },
  steps: s.steps ?? [],
  clock: s.clock ?? stopped,
  watch: s.watch ?? 'off',
  unread: s.unread ?? false,
  office: s.office ?? null,
  photo: null,
  added: now() - 12 * DAY,
  said: null,
});

const kept = new Map<string, Kept>();
if (!scene.has('empty')) {
  for (const [id, one] of Object.entries(scenes)) kept.set(id, keep(id, one));
  const all = Object.values(scenes);
  for (let n = 0; n < Number(scene.get('many') ?? 0); n += 1) {
    const one = all[n % all.length]!;
    kept.set(
      `m${n}`,
      keep(`m${n}`, { ...one, fields: { ...one.fields, name: `${one.fields.name ?? 'Hồ sơ'} ${n + 1}` } }),
    );
  }
}

const order = ['you', 'fetch', 'office', 'done', 'ended'] as const;

function group(d: Kept): (typeof order)[number] {
  const status = current(d)?.status;
  if (d.said === 'fetched') return 'done';
  if (d.said) return 'office';
  if (status === 5 || status === 6) return 'you';
  if (status === 9) return 'fetch';
  if (status === 10) return 'done';
  return status === 3 || status === 7 || status === 8 ? 'ended' : 'office';
}

const current = (d: Kept): Step | null => [...d.steps].reverse().find((one) => !one.said) ?? null;

const card = (d: Kept): DossierDetail['card'] => ({
  id: d.id,
  code: d.fields.code,
  name: d.fields.name,
  procedure: d.fields.procedure,
  title: (d.fields.procedure && titles.get(d.fields.procedure)?.title) || null,
  office_title: d.office,
  group: group(d),
  current: current(d),
  said: d.said,
  clock: d.clock,
  unread: d.unread,
  watch: d.watch,
});

const detail = (d: Kept): DossierDetail => ({
  card: card(d),
  fields: d.fields,
  reading: read(d.fields.code),
  steps: d.steps,
  sources: [...new Map(d.steps.map((one) => [one.source.kind + one.source.name, one])).values()]
    .filter((one) => one.source.kind !== 'you' && one.source.kind !== 'slip')
    .map((one) => ({ source: one.source, seen_at_ms: one.noted_at_ms + 5 * 3_600_000 })),
  photo: d.photo,
  added_at_ms: d.added,
  checked_at_ms: d.watch === 'off' || d.watch === 'waiting' ? null : now() - 20 * 60_000,
});

/** Knows just enough forms to look at the screens. */
function read(raw: string): Reading {
  const typed = raw.trim();
  const of = (k: Kind, more: Partial<Reading> = {}): Reading => ({
    ...{ raw, kind: k, canonical: typed || null, agency: null, date: null, serial: null },
    ...more,
  });
  if (/^https?:/i.test(typed)) {
    const code = /[A-Z0-9.]+-\d{6}-\d{4,8}/i.exec(typed)?.[0];
    return of('url', { canonical: code ?? null });
  }
  const digits = typed.replace(/[\s.-]/g, '');
  if (/^\d{12}$/.test(digits)) return of('citizen_id');
  if (/^0\d{9}$/.test(digits)) return of('phone');
  const found = /^([A-Z0-9.]+)-(\d{2})(\d{2})(\d{2})-(\d{4,8})$/i.exec(typed);
  if (found) {
    const [, agency, yy, mo, dd, serial] = found;
    return of('dossier', { agency: agency!.toUpperCase(), date: `20${yy}-${mo}-${dd}`, serial: serial! });
  }
  if (/^\d{5}\/\d{4}\/\d{5}$/.test(typed)) return of('dossier', { serial: typed.slice(-5) });
  if (/^\d\.\d{6}$/.test(typed)) return of('procedure_code');
  return /^\d+\/\d{4}\//.test(typed) ? of('reference') : of('garbage');
}

const found = (text: string): CodeFound => {
  const reading = read(text);
  const code = (reading.canonical ?? '').toUpperCase();
  const known = [...kept.values()].find((one) => code !== '' && one.fields.code.toUpperCase() === code);
  return {
    reading,
    known: known?.id ?? null,
    procedures: reading.kind === 'dossier' ? ['ht-khai-sinh', 'ct-thuong-tru'] : [],
  };
};

function wrong(fields: DossierFields): string | undefined {
  const { kind: k } = read(fields.code);
  if (k === 'citizen_id') return 'code_citizen';
  if (k === 'phone') return 'code_phone';
  if (k === 'procedure_code' || k === 'reference') return 'code_other';
  const { received_on, due_on } = fields;
  return (received_on !== null && received_on > ago(0)) ||
    (received_on !== null && due_on !== null && due_on < received_on)
    ? 'date'
    : undefined;
}

const one = (id: string): Kept => {
  const here = kept.get(id);
  if (!here) throw { code: 'not_found', errors: [] };
  return here;
};

function change(id: string, fields: DossierFields): DossierDetail | Promise<never> {
  const bad = wrong(fields);
  if (bad) return refuse(bad);
  const here = one(id);
  here.fields = fields;
  if (fields.due_on) {
    const late = fields.due_on < ago(0);
    const state: Clock['state'] = late
      ? { state: 'late', by: Math.max(1, between(fields.due_on, ago(0))) }
      : { state: 'running', left: between(ago(0), fields.due_on) };
    here.clock = { due_on: fields.due_on, computed: false, provisional: false, state };
  }
  return detail(here);
}

let tell: () => void = () => undefined;
/** Calls back whenever something came by itself, as the gateway's news do. */
export const onFakeNews = (heard: () => void): void => void (tell = heard);

/** Of `app_state`. */
export const dossierCounts = () => ({
  dossiers: kept.size,
  dossiers_acting: [...kept.values()].filter((d) => group(d) === 'you' || group(d) === 'fetch').length,
});

type By = { id: string };

/** By command. */
export const fakeDossiers: Record<string, (args: never) => unknown> = {
  dossiers: () => ({
    cards: [...kept.values()].map(card).sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group)),
    today: ago(0),
  }),
  dossier: ({ id }: By) => detail(one(id)),
  dossier_read: ({ text }: { text: string }) => found(text),
  dossier_scan: () => ({
    found: [found('H57.132-261122-0999'), found('000.00.19.H47-261117-0001')].slice(0, scene.has('one') ? 1 : 2),
  }),
  dossier_add: (fields: DossierFields) => {
    const bad = wrong(fields);
    if (bad) return refuse(bad);
    if (found(fields.code).known) return refuse('code_twice');
    const id = `new${kept.size}`;
    kept.set(id, { ...keep(id, { fields, clock: { ...stopped, state: { state: 'no_day' } } }), added: now() });
    return change(id, { ...none, ...fields });
  },
  dossier_change: ({ id, fields }: By & { fields: DossierFields }) => change(id, fields),
  dossier_photo_add: ({ id }: By) => detail(Object.assign(one(id), { photo: 'a'.repeat(64) })),
  dossier_photo_remove: ({ id }: By) => detail(Object.assign(one(id), { photo: null })),
  dossier_say: ({ id, said, status, supplement, due_on }: DossierSay) => {
    const here = one(id);
    here.steps.push({ ...step(status, 0, you, { on: '10:00', supplement, due_on }), said });
    here.said = said;
    if (due_on) here.clock = { ...due(0), due_on, state: { state: 'running', left: between(ago(0), due_on) } };
    return detail(here);
  },
  dossier_unsay: ({ id }: By) => {
    const here = one(id);
    const last = here.steps.map((s) => s.source.kind).lastIndexOf('you');
    if (last >= 0) here.steps.splice(last, 1);
    here.said = null;
    return detail(here);
  },
  dossier_watch: ({ id, proof }: By & { proof: string }) => {
    if (!/^\d{4}$/.test(proof.trim())) return refuse('proof');
    const here = one(id);
    here.watch = 'waiting';
    setTimeout(() => (Object.assign(here, { watch: 'asked' }), tell()), 1500);
    setTimeout(() => {
      here.steps.push(step(2, 0, file, { on: '10:30' }));
      Object.assign(here, { watch: 'told', unread: true });
      tell();
    }, 4000);
    return detail(here);
  },
  dossier_unwatch: ({ id }: By) => detail(Object.assign(one(id), { watch: 'off' })),
  dossier_seen: ({ id }: By) => {
    Object.assign(one(id), { unread: false });
    return {};
  },
  dossier_remove: ({ id }: By) => {
    kept.delete(id);
    return {};
  },
};
