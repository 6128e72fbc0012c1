import { expect, it } from 'vitest';
import type { Procedures, Question } from '$lib/bindings/types';
import { questionGroups } from './groups';

const text = (vi: string) => ({ vi, en: vi });
const list = {
  fields: [
    { id: 'ht', name: text('Hộ tịch') },
    { id: 'dd', name: text('Đất') },
    { id: 'bh', name: text('Bảo hiểm') },
  ],
  cards: [
    { id: 'dd-cap', field: 'dd' },
    { id: 'ht-khai-sinh', field: 'ht' },
    { id: 'xx-la', field: 'xx' },
  ],
} as unknown as Procedures;
const question = (id: string, procedure: string | null) => ({ id, procedure }) as unknown as Question;

it('sorts questions by field in the order of the fields, and loses none', () => {
  const all = [
    question('a', 'dd-cap'),
    question('b', null),
    question('c', 'ht-khai-sinh'),
    question('d', 'no-such'),
    question('e', 'xx-la'),
    question('f', 'ht-khai-sinh'),
  ];
  const groups = questionGroups(all, list).map((group) => [group.id, group.questions.map((one) => one.id).join('')]);
  expect(groups).toEqual([
    ['ht', 'cf'],
    ['dd', 'a'],
    [null, 'bde'],
  ]);
});
