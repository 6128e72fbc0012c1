import { expect, it } from 'vitest';
import type { Procedure } from '$lib/bindings/types';
import { isoDate, number } from '$lib/format';
import { vi } from '$lib/i18n/vi';
import { procedureText } from './text';

const say = { number: (n: number) => number(n, 'vi'), isoDate: (iso: string) => isoDate(iso, 'vi') };
const procedure = {
  id: 'ct-thu',
  title: { vi: 'Nhập hộ khẩu', en: 'Residence' },
  summary: { vi: 'Để có tên ở nơi mình ở.', en: '…' },
  papers: [
    { name: 'Tờ khai', when: null, in_source: true },
    { name: 'Giấy ủy quyền', when: 'nhờ người khác làm thay', in_source: false },
  ],
  time: { value: 7, unit: 'working-day', in_source: true, note: null },
  fee: {
    vnd: 20000,
    online_vnd: 10000,
    per: 'một lần',
    in_source: true,
    exemptions: ['Hộ nghèo.', 'Chưa rõ ai nữa: hỏi nơi nhận.'],
    note: null,
  },
  place: 'Công an xã.',
  page: null,
  meta: { as_of: '2026-07', verified: true, sources: [], reviewed_on: null },
} as unknown as Procedure;
const text = (change: Partial<Procedure> = {}) =>
  procedureText({ ...procedure, ...change }, vi, (both) => both.vi, say);

it('sends the amount with its exemptions, its date, and that the commune has not looked at it', () => {
  const lines = text().split('\n');
  expect(lines).toContain('Lệ phí: 20.000\u00a0đ nộp tại nơi, 10.000\u00a0đ nộp qua mạng (một lần)');
  expect(lines).toContain('Ai được miễn, giảm: Hộ nghèo. Chưa rõ ai nữa: hỏi nơi nhận.');
  expect(lines).toContain('Số liệu tháng\u00a07/2026. Xã chưa xem lại phần này.');
  expect(lines).toContain('Mất bao lâu: 7\u00a0ngày làm việc');
});

it('says which papers only some people need, and which nobody has checked', () => {
  expect(text()).toContain('- Tờ khai\nKhi nhờ người khác làm thay:\n- Giấy ủy quyền (chưa kiểm chứng)');
});

it('says what is not known instead of leaving it out', () => {
  const unknown = text({
    papers: [],
    place: '',
    time: { value: 7, unit: 'working-day', in_source: false, note: null },
    fee: { ...procedure.fee, in_source: false },
  });
  expect(unknown).not.toMatch(/20\.000|7\u00a0ngày/);
  expect(unknown).toContain('Chưa rõ mất bao nhiêu tiền. Hỏi nơi nhận giấy tờ trước khi nộp tiền.');
  expect(unknown).toContain('Chưa rõ cần giấy gì.');
  expect(unknown).toContain('Chưa rõ nộp ở đâu.');
});
