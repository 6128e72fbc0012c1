// Answers for `npm run fake`: look at screens without a core. Development only; never in a build (see `index.ts`) and
// never in a test. `?vault=needs_choice&waiting=2&trouble=offline` in the address of the first page sets the scene.
import type { AppState, Content, OutboxView, Settings } from '$lib/bindings/types';
import type { Backend } from './backend';
import { browser } from './browser';
import { fakeCards, fakeDetail } from './fake-reports';

const scene = new URLSearchParams(location.search);
const facts = { as_of: '2026-11-22', verified: true, sources: [] };
const id = (n: number) => `0193-${n}`;

const state = {
  vault: scene.get('vault') ?? 'ready',
  settings: {
    lang: scene.get('lang'),
    theme: scene.get('theme'),
    text_percent: Number(scene.get('size') ?? 100),
  },
  waiting: Number(scene.get('waiting') ?? 0),
  stuck: Number(scene.get('stuck') ?? 0),
  draft: scene.get('draft'),
  complaints: 3,
  link: { last_ok_ms: Date.now() - 7_200_000, next_attempt_ms: Date.now() + 240_000, trouble: scene.get('trouble') },
  area: { vi: 'Vùng cao Trà My', en: 'Trà My highlands' },
  version: '0.1.0',
  now_ms: Date.now(),
  rescue: null,
  meter: { month: '2026-11', sent: 0, received: 0 },
  overdue: 0,
} as AppState;

const hotline = (dial: string, vi: string, en: string, when: string, emergency = true) => ({
  id: `h-${dial}`,
  dial,
  shown: dial,
  name: { vi, en },
  when: { vi: when, en: 'When to call, in one line' },
  emergency,
  order: 1,
  ...facts,
});

const content = {
  categories: [],
  units: [
    { id: 'nam-tra-my', name: { vi: 'Xã Nam Trà My', en: 'Nam Trà My commune' }, former: [], order: 1, ...facts },
  ],
  villages: [],
  hotlines: [
    hotline('112', 'Cứu nạn, thiên tai', 'Rescue, disaster', 'Lũ, sạt lở, có người mắc kẹt hoặc mất tích'),
    hotline('113', 'Công an', 'Police', 'Trộm cướp, đánh nhau, tai nạn giao thông'),
    hotline('114', 'Chữa cháy', 'Fire', 'Cháy, nổ, người kẹt trong nhà'),
    hotline('115', 'Cấp cứu', 'Ambulance', 'Người bị thương, bệnh nặng'),
    hotline('1022', 'Tổng đài Đà Nẵng', 'Đà Nẵng hotline', 'Hỏi thủ tục, báo việc không gấp', false),
  ],
  controller: { vi: 'Ủy ban nhân dân xã nơi nhận phản ánh.', en: 'The People’s Committee of the commune.' },
  retention: null,
  purposes: [],
} as unknown as Content;

const entry = (n: number, title: string, more: object) => ({
  card: {
    id: id(n),
    reference: '4827351069',
    reference_shown: '482-735-1069',
    category: n === 1 ? 'giao-thong' : 'dien-nuoc',
    title,
    saved_at_ms: Date.now() - 3_600_000,
    delivery: 'trying',
    photos_received: 1,
    photos: 2,
  },
  attempts: n,
  next_attempt_ms: null,
  stuck: null,
  sending: false,
  bytes: 300_000,
  ...more,
});

const outbox = () =>
  ({
    entries: state.waiting
      ? [
          entry(1, 'Đá lăn chắn đường', {}),
          entry(2, 'Mất điện từ sáng ở thôn 2, cả trạm y tế cũng không có điện', {
            stuck: state.stuck ? 'photo_missing' : null,
          }),
        ]
      : [],
    carried: [],
    link: state.link,
    bytes: 600_000,
  }) as unknown as OutboxView;

/** See the top of this file. */
export const fake: Backend = {
  call(name, args) {
    if (name === 'app_state') return Promise.resolve(state);
    if (name === 'content') return Promise.resolve(content);
    if (name === 'complaints') return Promise.resolve({ cards: scene.has('empty') ? [] : fakeCards, tracked: [] });
    if (name === 'complaint') return fakeDetail((args as { id: string }).id);
    if (name === 'complaint_seen') return Promise.resolve({});
    if (name === 'outbox') return Promise.resolve(outbox());
    if (name === 'settings_set') state.settings = args as Settings;
    if (name === 'vault_unlock') return Promise.reject({ code: 'passphrase', errors: [] });
    if (name.startsWith('vault_')) state.vault = 'ready';
    return Promise.resolve({ ...state });
  },
  subscribe() {},
  photoUrl: () => '',
  askToNotify: () => Promise.resolve(false),
  notify: () => Promise.resolve(),
  dial: () => Promise.resolve(),
  saveFile: browser.saveFile,
  pickFiles: () => Promise.resolve([]),
};
