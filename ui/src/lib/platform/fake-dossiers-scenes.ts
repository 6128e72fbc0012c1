// Dossiers in every state for `npm run fake`, and what its small calendar can count: weekends only. Everything is invented.
// Development only.
import type { Clock, DossierDetail, DossierFields, DossierSource, Step } from '$lib/bindings/types';

export const DAY = 86_400_000;
export const now = () => Date.now();
const iso = (ms: number) => new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10);
export const ago = (days: number, time = '') => iso(now() - days * DAY) + (time && `T${time}`);

export const file: DossierSource = { kind: 'office_file', name: 'Tệp một cửa mẫu', trust: 50 };
const officer: DossierSource = { kind: 'officer', name: 'Nguyễn Thị Hoa', trust: 60 };
export const you: DossierSource = { kind: 'you', name: '', trust: 0 };

/** Working days after `from` up to and with `to`; weekends only. */
export function between(from: string, to: string): number {
  let n = 0;
  for (let ms = Date.parse(from) + DAY; ms <= Date.parse(to); ms += DAY)
    if (![0, 6].includes(new Date(ms).getUTCDay())) n += 1;
  return n;
}

export const step = (status: number | null, days: number, source = file, more: Partial<Step> = {}): Step => ({
  status,
  raw: null,
  said: null,
  on: ago(days, more.on),
  noted_at_ms: now() - days * DAY + 3_600_000,
  source,
  supplement: null,
  due_on: null,
  ...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'on')),
});

export interface Scene {
  fields: Partial<DossierFields>;
  steps?: Step[];
  clock?: Clock;
  watch?: DossierDetail['card']['watch'];
  unread?: boolean;
  office?: string;
}

export const due = (days: number, more: Partial<Clock> = {}): Clock => {
  const day = iso(now() + days * DAY);
  const today = ago(0);
  return {
    due_on: day,
    computed: false,
    provisional: false,
    state:
      days >= 0
        ? { state: 'running', left: between(today, day) }
        : { state: 'late', by: Math.max(1, between(day, today)) },
    ...more,
  };
};
export const stopped: Clock = { due_on: null, computed: false, provisional: false, state: { state: 'stopped' } };
const paused: Clock = { ...due(4), state: { state: 'paused' } };

export const scenes: Record<string, Scene> = {
  papers: {
    fields: {
      name: 'Thường trú nhà anh Dũng',
      procedure: 'ct-thuong-tru',
      code: 'H57.132-261112-0583',
      received_on: ago(10),
      due_on: iso(now() + 4 * DAY),
    },
    steps: [
      step(2, 10, file, { on: '08:20', due_on: iso(now() + 4 * DAY) }),
      step(4, 7),
      step(5, 2, officer, {
        on: '09:05',
        supplement: 'Giấy đồng ý của chủ hộ. Nộp ở quầy 3, trung tâm hành chính công xã.',
      }),
    ],
    clock: paused,
    watch: 'told',
    unread: true,
  },
  fee: {
    fields: { procedure: 'ht-trich-luc', code: 'G12.18-261118-00430053', received_on: ago(4) },
    steps: [step(2, 4), step(6, 1, file, { supplement: '8.000 đ một bản, nộp ở quầy 1' })],
    clock: paused,
    watch: 'told',
  },
  fetch: {
    fields: {
      name: 'Khai sinh cho bé An',
      procedure: 'ht-khai-sinh',
      code: '000.00.19.H47-261117-0001',
      received_on: ago(5),
    },
    steps: [step(2, 5), step(4, 4), step(9, 0, file, { on: '07:50' })],
    clock: stopped,
    watch: 'told',
    unread: true,
  },
  office: {
    fields: {
      procedure: 'hkd-thanh-lap',
      code: 'H57.132-261119-0601',
      received_on: ago(3),
      due_on: iso(now() + 3 * DAY),
    },
    steps: [step(2, 3, file, { due_on: iso(now() + 3 * DAY) }), step(4, 3)],
    clock: due(3),
    watch: 'told',
  },
  late: {
    fields: {
      name: 'Tách thửa đất',
      code: 'H57.132-261005-0112',
      received_on: ago(45),
      received_time: '14:10',
      due_on: ago(4),
    },
    steps: [step(2, 20, { kind: 'slip', name: '', trust: 0 }, { due_on: ago(4) })],
    clock: due(-4),
    watch: 'asked',
  },
  raw: {
    fields: { name: 'Vay vốn hộ nghèo', code: '03706/2026/07906', received_on: ago(8) },
    steps: [step(2, 8), step(null, 2, file, { raw: 'Chuyển liên thông thuế' })],
    clock: due(9, { computed: true }),
    watch: 'told',
    office: 'Xác nhận hộ vay vốn ưu đãi',
  },
  moved: {
    fields: { procedure: 'ct-thuong-tru', code: 'H57.132-261030-0440', received_on: ago(22), due_on: ago(9) },
    steps: [
      step(2, 22, file, { due_on: ago(9) }),
      step(5, 16, officer, { supplement: 'Bản sao giấy tờ nhà' }),
      step(4, 6, officer),
    ],
    clock: due(2, { computed: true }),
    watch: 'waiting',
  },
  provisional: {
    fields: { name: 'Giấy phép xây nhà', code: 'H57.132-261120-0700', received_on: ago(2) },
    steps: [step(2, 2)],
    clock: due(48, { computed: true, provisional: true }),
    watch: 'told',
  },
  far: {
    fields: { name: 'Cấp đổi sổ đỏ', code: 'H57.132-261121-0702', received_on: ago(1) },
    steps: [step(2, 1)],
    clock: { due_on: null, computed: false, provisional: false, state: { state: 'unknown_year', year: 2028 } },
    watch: 'closed',
  },
  bare: { fields: { code: 'H57.132-261122-0710' }, clock: { ...stopped, state: { state: 'no_day' } }, watch: 'asked' },
  uncoded: { fields: { name: 'Giấy của mẹ' }, clock: { ...stopped, state: { state: 'no_day' } } },
  done: {
    fields: { name: 'Bản sao khai sinh', code: 'H57.132-261101-0100' },
    steps: [step(2, 14), step(9, 11), step(10, 10)],
    clock: stopped,
    watch: 'told',
  },
  ended: {
    fields: { name: 'Tạm trú ở Đà Nẵng', code: 'G22.01-260901-00000123' },
    steps: [step(2, 30), step(8, 20, file, { supplement: 'Thiếu hợp đồng thuê nhà, đã báo hai lần.' })],
    clock: stopped,
  },
};
