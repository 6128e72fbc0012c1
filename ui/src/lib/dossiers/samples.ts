// Invented dossiers for tests.
import type { Clock, DossierCard, DossierDetail, DossierSource, Step } from '$lib/bindings/types';

export const FILE: DossierSource = { kind: 'office_file', name: 'Tệp một cửa mẫu', trust: 50 };
export const OFFICER: DossierSource = { kind: 'officer', name: 'Nguyễn Thị Hoa', trust: 60 };
export const YOU: DossierSource = { kind: 'you', name: '', trust: 0 };
export const SLIP: DossierSource = { kind: 'slip', name: '', trust: 0 };

/** 23 November 2026, 08:00 in Vietnam: a Monday. */
export const NOW = Date.parse('2026-11-23T08:00:00+07:00');

export const step = (status: number | null, on: string, more: Partial<Step> = {}): Step => ({
  status,
  raw: null,
  said: null,
  on,
  noted_at_ms: Date.parse(`${on.slice(0, 10)}T10:00:00+07:00`),
  source: FILE,
  supplement: null,
  due_on: null,
  ...more,
});

export const clock = (
  state: Clock['state'],
  due_on: string | null = '2026-11-25',
  more: Partial<Clock> = {},
): Clock => ({
  due_on,
  computed: false,
  provisional: false,
  state,
  ...more,
});

export const card = (more: Partial<DossierCard> = {}): DossierCard => ({
  id: 'd1',
  code: 'H57.132-261112-0583',
  name: '',
  procedure: null,
  title: null,
  office_title: null,
  group: 'office',
  current: null,
  said: null,
  clock: clock({ state: 'running', left: 2 }),
  unread: false,
  watch: 'off',
  ...more,
});

export const detail = (more: Partial<DossierDetail> = {}, of: Partial<DossierCard> = {}): DossierDetail => ({
  card: card({ current: more.steps?.[more.steps.length - 1] ?? null, ...of }),
  fields: {
    code: 'H57.132-261112-0583',
    name: '',
    procedure: null,
    received_on: null,
    received_time: null,
    due_on: null,
    unit: null,
  },
  reading: { raw: '', kind: 'dossier', canonical: null, agency: null, date: null, serial: null },
  steps: [],
  sources: [],
  photo: null,
  added_at_ms: NOW,
  checked_at_ms: null,
  ...more,
});
