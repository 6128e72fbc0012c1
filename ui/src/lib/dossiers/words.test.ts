import { describe, expect, it } from 'vitest';
import type { Clock, Group } from '$lib/bindings/types';
import { isoWeekday } from '$lib/format';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { upTo } from '$lib/growing';
import { GROUPS, grouped, markOf } from './groups';
import { FILE, NOW, OFFICER, SLIP, YOU, card, clock, step } from './samples';
import { answerOf, dueWords, mustOf, sourceWords, statusWords, titleOf } from './words';

const says = { weekday: (iso: string) => isoWeekday(iso, 'vi', NOW) };
const both = (text: { vi: string }) => text.vi;
const t = vi.dossiers;

describe('groups', () => {
  it('put the person’s own turn first and leave out empty ones', () => {
    const cards = (['done', 'office', 'you', 'office', 'fetch'] as Group[]).map((group, i) =>
      card({ id: `${i}`, group }),
    );
    expect(grouped(cards).map(({ group, cards: some }) => [group, some.map((one) => one.id)])).toEqual([
      ['you', ['2']],
      ['fetch', ['4']],
      ['office', ['1', '3']],
      ['done', ['0']],
    ]);
    expect(grouped([])).toEqual([]);
  });

  it('lose no dossier and show none twice', () => {
    const cards = Array.from({ length: 50 }, (_, i) => card({ id: `${i}`, group: GROUPS[(i * 7) % 5]! }));
    expect(grouped(cards).flatMap((one) => one.cards)).toHaveLength(50);
  });

  it('are cut after so many dossiers, without an empty one at the end', () => {
    const cards = (['you', 'you', 'office', 'office', 'done'] as Group[]).map((group, i) =>
      card({ id: `${i}`, group }),
    );
    const ids = (most: number) => upTo(grouped(cards), most, 'cards').map((one) => one.cards.map(({ id }) => id));
    expect(ids(2)).toEqual([['0', '1']]);
    expect(ids(3)).toEqual([['0', '1'], ['2']]);
    expect(ids(99)).toEqual([['0', '1'], ['2', '3'], ['4']]);
  });

  it('tick only what is done', () => {
    expect(GROUPS.filter((group) => markOf(group) === 'done')).toEqual(['done']);
  });
});

describe('a title', () => {
  it('is what the person calls it, else the procedure, else what the office writes, else the code', () => {
    const full = { name: 'Khai sinh bé An', title: { vi: 'Khai sinh', en: '' }, office_title: 'Đăng ký khai sinh' };
    expect(titleOf(card(full), t, both)).toBe('Khai sinh bé An');
    expect(titleOf(card({ ...full, name: '' }), t, both)).toBe('Khai sinh');
    expect(titleOf(card({ office_title: full.office_title }), t, both)).toBe('Đăng ký khai sinh');
    expect(titleOf(card(), t, both)).toBe('H57.132-261112-0583');
    expect(titleOf(card({ code: '' }), t, both)).toBe(t.untitled);
  });
});

describe('a status', () => {
  it('has words for all ten codes in both languages', () => {
    for (let code = 1; code <= 10; code += 1) {
      for (const words of [vi, en])
        expect(statusWords(step(code, '2026-11-20'), words.dossiers).length).toBeGreaterThan(8);
    }
  });

  it('is shown raw, as the office writes it, when nobody knows it', () => {
    expect(statusWords(step(null, '2026-11-20', { raw: 'Chuyển liên thông thuế' }), t)).toBe(
      'Cơ quan ghi: “Chuyển liên thông thuế”',
    );
    expect(statusWords(step(11, '2026-11-20', { raw: 'Mã mới' }), t)).toContain('“Mã mới”');
  });

  it('is nothing where nothing is known, and a new day where only that was told', () => {
    expect(statusWords(null, t)).toBe(t.nothing);
    expect(statusWords(step(null, '2026-11-20', { due_on: '2026-12-01', source: YOU }), t)).toBe(t.newDay);
  });

  it('keeps the legal word for what an office did', () => {
    const ours = JSON.stringify([
      vi.dossiers.saidDone,
      vi.dossier.did,
      vi.dossier.watchStates,
      vi.dossierAdd,
      vi.reminders,
    ]);
    expect(ours.toLowerCase()).not.toContain('tiếp nhận');
  });
});

it('names every source, and an officer by name', () => {
  expect(sourceWords(FILE, t)).toBe('Tệp một cửa mẫu');
  expect(sourceWords({ ...FILE, name: '' }, t)).toBe(t.sources.office_file);
  expect(sourceWords(OFFICER, t)).toBe('Cán bộ ghi, Nguyễn Thị Hoa');
  expect(sourceWords({ ...OFFICER, name: '' }, t)).toBe(t.sources.officer);
  expect(sourceWords(SLIP, t)).toBe(t.sources.slip);
  expect(sourceWords(YOU, t)).toBe(t.sources.you);
});

describe('what the person must do', () => {
  const papers = step(5, '2026-11-20', { supplement: 'Giấy đồng ý của chủ hộ, nộp ở quầy 3' });

  it('says the exact paper, or fee, and where', () => {
    expect(mustOf(card({ group: 'you', current: papers }), t)).toBe('Nộp thêm: Giấy đồng ý của chủ hộ, nộp ở quầy 3');
    const fee = step(6, '2026-11-20', { supplement: '8.000 đ ở quầy 1' });
    expect(mustOf(card({ group: 'you', current: fee }), t)).toBe('Nộp tiền: 8.000 đ ở quầy 1');
  });

  it('says to ask where the office did not say which', () => {
    expect(mustOf(card({ group: 'you', current: step(5, '2026-11-20', { supplement: '  ' }) }), t)).toBe(
      t.papersUnknown,
    );
    expect(mustOf(card({ group: 'you', current: step(6, '2026-11-20') }), t)).toBe(t.feeUnknown);
  });

  it('has its own answer, and none where it is the office’s turn', () => {
    expect(answerOf(card({ group: 'you', current: papers }))).toBe('handed_in');
    expect(answerOf(card({ group: 'you', current: step(6, '2026-11-20') }))).toBe('paid');
    expect(answerOf(card({ group: 'fetch' }))).toBe('fetched');
    // The person has answered: the same step, but it is the office's turn.
    const answered = card({ group: 'office', current: papers, said: 'handed_in' });
    expect([mustOf(answered, t), answerOf(answered)]).toEqual([undefined, undefined]);
  });
});

describe('the due day', () => {
  const due = (state: Clock['state'], on: string | null = '2026-11-25', more: Partial<Clock> = {}) =>
    dueWords(clock(state, on, more), t, says);

  it('is a day with its weekday and how many working days there are to it', () => {
    expect(due({ state: 'running', left: 3 })).toEqual({
      day: 'Hẹn thứ\u00a0Tư 25/11',
      count: { text: 'Còn 3\u00a0ngày làm\u00a0việc', late: false },
      notes: [],
    });
    expect(due({ state: 'running', left: 0 }).count?.text).toBe(t.dueToday);
  });

  it('is called expected when no office printed it', () => {
    expect(due({ state: 'running', left: 3 }, '2026-11-25', { computed: true }).day).toBe('Dự kiến thứ\u00a0Tư 25/11');
  });

  it('says by how much it is late and what the office owes then', () => {
    const late = due({ state: 'late', by: 2 }, '2026-11-19');
    expect(late.count).toEqual({ text: 'Trễ 2\u00a0ngày làm\u00a0việc', late: true });
    expect(late.notes).toEqual([t.owes]);
    expect(t.owes).toContain('04');
  });

  it('never says that an office is late by a day this app counted', () => {
    const past = dueWords(
      { due_on: '2026-11-19', computed: true, provisional: false, state: { state: 'late', by: 2 } },
      t,
      says,
    );
    expect(past.count?.late).toBe(false);
    expect(past.notes).toEqual([t.pastCounted]);
  });

  it('never gives a number of days without the day they count to', () => {
    for (const state of [
      { state: 'running', left: 3 },
      { state: 'late', by: 3 },
    ] as const) {
      expect(due(state, null).count).toBeUndefined();
    }
  });

  it('says which year has no table, and which is not official', () => {
    expect(due({ state: 'unknown_year', year: 2028 }, null).notes).toEqual([t.unknownYear(2028)]);
    expect(due({ state: 'running', left: 30 }, '2027-01-08', { provisional: true }).notes).toEqual([
      t.provisional('2027'),
    ]);
  });

  it('says that the clock stands still while it waits for the person, and nothing once it is over', () => {
    expect(due({ state: 'paused' }).notes).toEqual([t.paused]);
    expect(due({ state: 'paused' }).count).toBeUndefined();
    expect(due({ state: 'stopped' })).toEqual({ notes: [] });
    expect(due({ state: 'no_day' }, null).notes).toEqual([t.noDay]);
  });

  it('has one day in English', () => {
    const one = dueWords(clock({ state: 'late', by: 1 }), en.dossiers, says);
    expect(one.count?.text).toBe('Late by 1\u00a0working\u00a0day');
  });
});
