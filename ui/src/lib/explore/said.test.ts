import { describe, expect, it } from 'vitest';
import type { Unit } from '$lib/bindings/types';
import { merged } from './merged';
import { joined } from './parts';
import { byTime } from './said';

const fact = (vi: string, as_of: string | null) => ({ text: { vi, en: vi }, as_of });

describe('facts with their year', () => {
  it('come newest first, those without a year last, and none is lost', () => {
    const said = byTime([
      fact('a', null),
      fact('b', '2019'),
      fact('c', '2023-08'),
      fact('d', '2022-2023'),
      fact('e', '2022'),
      fact('f', '2023-08'),
    ]);
    expect(said.map((one) => one.as_of)).toEqual(['2023-08', '2022-2023', '2022', '2019', null]);
    expect(said.flatMap((one) => one.facts.map((f) => f.text.vi)).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('keep figures that contradict each other side by side', () => {
    const said = byTime([fact('60-160', '2023-08'), fact('leaves', '2023'), fact('65-220', '2023-08')]);
    expect(said[0]?.facts.map((f) => f.text.vi)).toEqual(['60-160', '65-220']);
  });
});

describe('what became of old communes', () => {
  it('lists each under its name, not under what it was, and says which kept theirs', () => {
    const text = (vi: string) => ({ vi, en: vi });
    const unit = (id: string, name: string, former: string[]): Unit =>
      ({
        id,
        name: text(name),
        former: former.map((one) => ({ id: one, name: text(one), until: '2025-06-30' })),
      }) as unknown as Unit;
    const rows = merged([
      unit('tra-my', 'Xã Trà My', ['Thị trấn Trà My', 'Xã Trà Giang']),
      unit('tra-leng', 'Xã Trà Leng', ['Xã Trà Leng', 'Xã Trà Đốc']),
    ]);
    expect(rows.map((row) => row.former.name.vi)).toEqual([
      'Xã Trà Đốc',
      'Xã Trà Giang',
      'Xã Trà Leng',
      'Thị trấn Trà My',
    ]);
    expect(rows.filter((row) => row.kept).map((row) => row.unit.id)).toEqual(['tra-leng']);
  });
});

describe('the parts of a guide', () => {
  it('go on in the card before when they have no title, and keep their own mark', () => {
    const part = (title: string | null, verified: boolean, picture: string | null = null) => ({
      title: title === null ? null : { vi: title, en: title },
      picture,
      verified,
      lines: [],
    });
    const cards = joined([part(null, true), part('a', true), part(null, false), part(null, true, 'sam-cu')]);
    expect(cards.map((card) => [card.title?.vi ?? null, card.parts.map((one) => one.verified)])).toEqual([
      [null, [true]],
      ['a', [true, false]],
      [null, [true]],
    ]);
  });
});
