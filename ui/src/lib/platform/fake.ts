// Answers for `npm run fake`: look at screens without a core. Development only; never in a build (see `index.ts`) and
// never in a test. `?vault=needs_choice&waiting=2&trouble=offline` in the address of the first page sets the scene.
import type {
  AppState,
  CarriedPackage,
  Draft,
  DraftFields,
  OutboxView,
  Reply,
  Settings,
  TriageReading,
} from '$lib/bindings/types';
import type { Backend } from './backend';
import { browser } from './browser';
import { fakeAsk } from './fake-ask';
import { fakeContent } from './fake-content';
import { dossierCounts, fakeDossiers, onFakeNews } from './fake-dossiers';
import { fakeDays, fakeFix } from './fake-days';
import { fakeExplore } from './fake-explore';
import { fakeLibrary } from './fake-library';
import { fakeCards, fakeDetail, fakeTracked } from './fake-reports';

const scene = new URLSearchParams(location.search);
const HOUR = 3_600_000;

const state = {
  vault: scene.get('vault') ?? 'ready',
  settings: {
    lang: scene.get('lang'),
    theme: scene.get('theme'),
    text_percent: Number(scene.get('size') ?? 100),
    photos_wifi_only: scene.has('wifi'),
    unit: scene.get('unit'),
    reminders: !scene.has('silent'),
    quiet_from: 21,
    quiet_to: 6,
    // `?first`: as if nobody had ever opened the app.
    welcomed: !scene.has('first'),
    visitor: scene.has('visitor'),
  },
  waiting: Number(scene.get('waiting') ?? 0),
  stuck: Number(scene.get('stuck') ?? 0),
  draft: scene.get('draft'),
  complaints: 3,
  link: { last_ok_ms: Date.now() - 2 * HOUR, next_attempt_ms: Date.now() + 240_000, trouble: scene.get('trouble') },
  area: { vi: 'Vùng cao Trà My', en: 'Trà My highlands' },
  version: '0.1.0',
  now_ms: Date.now(),
  rescue: scene.has('rescue')
    ? {
        at_ms: Date.now() - HOUR,
        complaints: 6,
        complaints_lost: scene.get('rescue') === 'all' ? [] : ['482-735-1060', '903-112-4470'],
        photos_lost: scene.get('rescue') === 'all' ? 0 : 1,
        drafts: 1,
        drafts_lost: 0,
        kept_in: 'damaged-2026-11-22',
      }
    : null,
  meter: { month: '2026-11', sent: 4_120_000, received: 310_000 },
  overdue: Number(scene.get('overdue') ?? 0),
  dossiers: 0,
  dossiers_acting: 0,
  content: {
    from: scene.get('content') ?? 'shipped',
    changed_at_ms: Date.now() - 30 * HOUR,
    checked_at_ms: null,
    set_aside: 0,
  },
} as AppState;

/** What stands in `?text=`, as if it had been written before. */
const fields: DraftFields = {
  category: scene.get('category') ?? 'giao-thong',
  place: { unit: 'nam-tra-my', village: null, village_text: 'Thôn 2', near: 'cầu treo', position: null },
  place_done: true,
  text: scene.get('text') ?? 'Đá lăn chắn đường.',
  anonymous: null,
  contact: { name: '', phone: '' },
  consents: [],
  kind: scene.get('kind') ?? '',
  kind_asked: '',
  step: 'category',
};
const drafts = new Map<string, Draft>();
const opened = (id: string, reply: Reply | null = null): Draft => {
  const draft = drafts.get(id) ?? {
    id,
    fields: reply ? { ...fields, text: scene.get('said') ?? '' } : { ...fields },
    photos: [],
    saved_at_ms: Date.now(),
    edits: null,
    reply,
  };
  drafts.set(id, draft);
  return draft;
};

const signs: [RegExp, string][] = [
  [/tố cáo|nhận tiền/i, 'to-cao'],
  [/khiếu nại|quyết định/i, 'khieu-nai'],
  [/trộm|ma túy/i, 'to-giac'],
  [/tranh chấp|lấn đất/i, 'tranh-chap-dat'],
  [/mắc kẹt|cháy/i, 'khan-cap'],
];
const read = (text: string): TriageReading => ({
  kind: signs.find(([sign]) => sign.test(text))?.[1] ?? 'phan-anh-kien-nghi',
  score: 0.9,
});

const waitingIds = ['saved', 'trying', 'invalid', 'refusedphone', 'tooold', 'words'];
const outbox = (): OutboxView => ({
  entries: fakeCards
    .filter((card) => waitingIds.includes(card.id) && state.waiting > 0)
    .map((card) => ({
      card: { ...card, overdue: state.overdue > 0 && card.id === 'trying' },
      attempts: card.delivery === 'saved' ? 0 : 3,
      next_attempt_ms: card.delivery === 'trying' ? Date.now() + 240_000 : null,
      stuck: ({ invalid: 'invalid', refusedphone: 'refused', tooold: 'not_understood' } as const)[card.id] ?? null,
      sending: false,
      waits_for_wifi: card.id === 'words',
      only_messages: false,
      bytes: card.photos * 210_000 + 3_000,
    })),
  carried: scene.has('carried') ? carried : [],
  link: state.link,
  bytes: state.waiting > 0 ? 600_000 : 0,
});
const carried: CarriedPackage[] = [
  { id: 'c1', taken_at_ms: Date.now() - 5 * HOUR, bytes: 812_000, delivery: 'saved', stuck: null },
  { id: 'c2', taken_at_ms: Date.now() - 30 * HOUR, bytes: 412_000, delivery: 'received', stuck: null },
  { id: 'c3', taken_at_ms: Date.now() - 50 * HOUR, bytes: 22_000, delivery: 'stuck', stuck: 'package_unreadable' },
];

let tell = () => {};

const answers: Record<string, (args: never) => unknown> = {
  content: () => fakeContent,
  complaints: () => ({
    cards: scene.has('empty') ? [] : fakeCards,
    tracked: scene.has('empty') ? [] : fakeTracked,
  }),
  complaint: ({ id }: { id: string }) => fakeDetail(id),
  complaint_seen: () => ({}),
  outbox,
  place_find: () => ({ hits: [] }),
  triage: ({ text }: { text: string }) => read(text),
  draft_open: () => opened('new'),
  draft: ({ id }: { id: string }) => opened(id),
  draft_save: ({ id, fields }: { id: string; fields: DraftFields }) => Object.assign(opened(id), { fields }),
  draft_discard: ({ id }: { id: string }) => drafts.delete(id),
  complaint_edit: ({ id }: { id: string }) => Object.assign(opened(`edit-${id}`), { edits: id }),
  complaint_submit: () => ({ id: 'saved' }),
  reply_open: (reply: Reply) => opened(`reply-${reply.complaint}`, reply),
  reply_send: ({ id }: { id: string }) => drafts.delete(id),
  outbox_export: () => ({ name: 'phan-anh-482-735-1060.vungsam', media: 'application/octet-stream', base64: 'e30=' }),
  track_add: ({ reference }: { reference: string }) => ({ ...fakeTracked[1], reference }),
  tracked: ({ reference }: { reference: string }) =>
    fakeTracked.find((card) => card.reference === reference) ?? Promise.reject({ code: 'not_found', errors: [] }),
  settings_set: (settings: Settings) => Object.assign(state, { settings }),
  vault_unlock: () => Promise.reject({ code: 'passphrase', errors: [] }),
  rescue_seen: () => Object.assign(state, { rescue: null }),
  ...fakeAsk(() => tell()),
  ...fakeDossiers,
  ...fakeExplore,
  ...fakeLibrary,
  ...fakeDays,
};

/** See the top of this file. */
export const fake: Backend = {
  async call(name, args) {
    if (name.startsWith('vault_') && name !== 'vault_unlock') state.vault = 'ready';
    const answer = answers[name];
    Object.assign(state, dossierCounts());
    // As a core would: a copy, never the thing itself.
    return JSON.parse(JSON.stringify(answer ? await answer(args as never) : state)) as unknown;
  },
  subscribe: (heard) => {
    tell = () => heard({ kind: 'changed', complaint: null });
    onFakeNews(tell);
  },
  photoUrl: () => '',
  askToNotify: () => Promise.resolve(false),
  notify: () => Promise.resolve(),
  dial: () => Promise.resolve(),
  openMap: () => (scene.has('map') ? Promise.resolve() : Promise.reject(new Error('no map app'))),
  locate: () => Promise.resolve(fakeFix(scene.get('fix'))),
  saveFile: browser.saveFile,
  // `?scan=denied` and so on: what the camera answers; without it there is none.
  scanner: {
    there: () => Promise.resolve(scene.has('scan')),
    scan: () => {
      const is = scene.get('scan');
      if (is === 'denied' || is === 'failed') return Promise.resolve({ is });
      if (is === 'open') return new Promise(() => undefined);
      return Promise.resolve({ is: 'found', text: 'https://vi.du/tra-cuu?ma=H57.132-261122-0999' });
    },
    stop: () => Promise.resolve(),
    settings: () => Promise.resolve(),
    refused: () => Promise.resolve(false),
  },
  pickFiles: () => Promise.resolve([]),
};
