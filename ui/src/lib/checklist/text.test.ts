import { describe, expect, it } from 'vitest';
import type { ChecklistDetail, Procedure } from '$lib/bindings/types';
import { en } from '$lib/i18n/en';
import { vi, type Catalogue } from '$lib/i18n/vi';
import { caseWords, checklistText } from './text';

const meta = {
  ...{ as_of: '2026-07', verified: true, sources: [], effective_from: null, effective_to: null },
  ...{ reviewed_by: null, reviewed_on: null },
};
const procedure = {
  ...{ id: 'x', title: { vi: 'Việc thử', en: 'A trial' }, place: 'Nơi thử', meta },
  time: { value: 2, unit: 'working-day', in_source: true, note: null },
  fee: { vnd: 8000, online_vnd: null, per: 'một bản', in_source: true, exemptions: ['Người già.'], note: null },
} as unknown as Procedure;
const paper = { when: null, in_source: true, look: null, have: false, ask: false, change: null };
const list: ChecklistDetail = {
  card: {
    ...{ id: 'i', procedure: 'x', title: procedure.title, name: 'bà Ví Dụ', needed: 2, missing: 1, ask: 1 },
    ...{ changed: false, dossier: null, changed_at_ms: 0 },
  },
  procedure,
  cases: [],
  papers: [
    { ...paper, name: 'Tờ khai', have: true },
    { ...paper, name: 'Căn cước', in_source: false },
    { ...paper, name: 'Giấy ủy quyền', when: 'nhờ người làm thay', ask: true },
    { ...paper, name: 'Sổ cũ', change: 'gone' },
  ],
  due: {
    ...{ today: '2026-11-23', counts_from: '2026-11-23', on: '2026-11-26', working_days: 2 },
    ...{ provisional: false, unknown_year: null },
  },
  offices: [],
  waits: false,
  supplement: null,
};
const say = { number: String, isoDate: (iso: string) => iso, isoWeekday: (iso: string) => iso };
const text = (more: Partial<ChecklistDetail> = {}, m: Catalogue = vi) =>
  checklistText({ ...list, ...more }, m, (both) => both.vi, say, '10:05');

describe('a list as a message', () => {
  it('says what is there, what is missing and what is to be asked, by case', () => {
    expect(text()).toContain(
      '[x] Tờ khai\n[ ] Căn cước (chưa kiểm chứng)\nKhi nhờ người làm thay (phải hỏi):\n[?] Giấy ủy quyền',
    );
    expect(text()).toContain('Còn thiếu 1 trên 2\u00a0giấy. Phải hỏi thêm 1\u00a0giấy');
    expect(text()).toContain('Không cần nữa: Sổ cũ');
  });

  it('gives the amount with who pays less and its date, and the day as "about"', () => {
    expect(text()).toContain('8000\u00a0đ (một bản)\nAi được miễn, giảm: Người già.');
    expect(text()).toContain('Số liệu 2026-07');
    expect(text()).toContain('khoảng 2026-11-26');
  });

  it('tells nobody for whom it is', () => {
    expect(text()).not.toContain('Ví Dụ');
    expect(text({}, en)).not.toContain('Ví Dụ');
  });

  it('says what the office waits for', () => {
    expect(text({ waits: true, supplement: 'Giấy nhà' })).toContain(`${vi.checklist.waits}: Giấy nhà`);
    expect(text({ waits: true })).toContain(vi.checklist.waitsUnknown);
  });

  it('of a procedure nobody lists any more says so, and no cost', () => {
    expect(text({ procedure: null, due: null })).toContain(vi.checklist.lostText);
    expect(text({ procedure: null, due: null })).not.toContain('đ (');
  });
});

it('puts no second "if" before a case that has one', () => {
  expect(caseWords('nếu có', vi)).toBe('Nếu có');
  expect(caseWords('đã ly hôn', vi)).toBe('Khi đã ly hôn');
});
