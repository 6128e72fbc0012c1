import { describe, expect, it } from 'vitest';
import type { CodeFound, Kind } from '$lib/bindings/types';
import { vi } from '$lib/i18n/vi';
import { codeMistake, usable, verdictOf } from './code';
import { dateMistakes } from './dates';
import { newsBody } from './news';
import { step } from './samples';
import { asksDay, asksText, ORDER, sayMistakes } from './saying';
import { addHref, after, before, changeHref, STEPS, stepOf } from './steps';

const t = vi.dossierAdd;
const found = (kind: Kind, raw: string, more: Partial<CodeFound> & { canonical?: string | null } = {}): CodeFound => {
  const { canonical = raw.trim(), known = null, procedures = [] } = more;
  return { reading: { raw, kind, canonical, agency: null, date: null, serial: null }, known, procedures };
};

describe('a code that was typed', () => {
  it('is kept as it was typed, without what stands around it', () => {
    expect(verdictOf(found('dossier', ' h57.132-261112-0583 '), t)).toEqual({
      is: 'code',
      code: 'h57.132-261112-0583',
      inAddress: false,
    });
    const url = found('url', 'https://vi.du/?ma=H57.132-261112-0583', { canonical: 'H57.132-261112-0583' });
    expect(verdictOf(url, t)).toEqual({ is: 'code', code: 'H57.132-261112-0583', inAddress: true });
  });

  it('never goes on when it is a citizen’s or a phone’s number, or of something else, whatever is pressed', () => {
    for (const kind of ['citizen_id', 'phone', 'procedure_code', 'reference'] as Kind[]) {
      const verdict = verdictOf(found(kind, '049201000001'), t);
      expect(verdict.is, kind).toBe('wrong');
      expect(codeMistake(verdict, true, t), kind).toBeTruthy();
      expect(JSON.stringify(verdict), kind).not.toContain('049201000001');
    }
    expect(verdictOf(found('url', 'https://vi.du', { canonical: null }), t).is).toBe('wrong');
  });

  it('that looks like none goes on only when the person says so', () => {
    const odd = verdictOf(found('garbage', ' abc 12 ', { canonical: null }), t);
    expect(odd).toEqual({ is: 'odd', code: 'abc 12' });
    expect(codeMistake(odd, false, t)).toBe(t.garbage);
    expect(codeMistake(odd, true, t)).toBeUndefined();
  });

  it('that is here already leads there, and is not kept twice', () => {
    const known = verdictOf(found('dossier', 'H57.132-261112-0583', { known: 'd7' }), t);
    expect(known).toEqual({ is: 'known', id: 'd7' });
    expect(codeMistake(known, true, t)).toBe(t.known);
  });

  it('is asked for when nothing stands there', () => {
    expect(codeMistake(verdictOf(null, t), false, t)).toBe(t.need);
    expect(verdictOf(found('garbage', '  '), t).is).toBe('nothing');
  });

  it('is taken from a picture only where it is a dossier’s', () => {
    const all = [
      found('citizen_id', '049201000001'),
      found('dossier', 'A'),
      found('url', 'x', { canonical: null }),
      found('phone', '0'),
    ];
    expect(usable(all).map((one) => one.reading.raw)).toEqual(['A']);
  });
});

describe('the questions', () => {
  it('go in a straight line, and back the same way', () => {
    for (const step of STEPS) {
      const next = after(step, true);
      if (next) expect(before(next)).toBe(step);
    }
    expect(after('watch', true)).toBeUndefined();
    expect(before('code')).toBeUndefined();
    expect(STEPS.length).toBeLessThanOrEqual(6);
  });

  it('do not offer to ask about a dossier without a code', () => {
    expect(after('name', false)).toBeUndefined();
    expect(after('name', true)).toBe('watch');
  });

  it('have addresses that lead to them', () => {
    expect(stepOf(new URLSearchParams('step=dates').get('step'))).toBe('dates');
    expect(stepOf('no-such')).toBe('code');
    expect(addHref('code', null)).toBe('/dossiers/add');
    expect(addHref('code', null, 'ht-khai-sinh')).toBe('/dossiers/add?procedure=ht-khai-sinh');
    expect(addHref('dates', 'd1')).toBe('/dossiers/add?step=dates&id=d1');
    expect(changeHref('name', 'd1')).toContain('then=view');
  });
});

describe('the days of a slip', () => {
  const none = { day: '', month: '', year: '2026' };
  const day = (text: string) => ({ day: text.slice(8), month: text.slice(5, 7), year: text.slice(0, 4) });
  const wrong = (received: string | null, due: string | null, time = '') =>
    dateMistakes({ received: received ? day(received) : none, due: due ? day(due) : none, time }, '2026-11-23', t);

  it('may all be empty, the same day, or today', () => {
    expect(wrong(null, null)).toEqual([]);
    expect(wrong('2026-11-23', '2026-11-23', '15:00')).toEqual([]);
    expect(wrong(null, '2026-01-01')).toEqual([]);
  });

  it('are refused at their field: after today, out of order, no day, no time', () => {
    expect(wrong('2026-11-24', null)).toEqual([{ id: 'received', text: t.dateFuture }]);
    expect(wrong('2026-11-20', '2026-11-19')).toEqual([{ id: 'due', text: t.dateOrder }]);
    expect(wrong('2026-02-30', '2026-13-01', '25:00').map((one) => one.id)).toEqual(['received', 'time', 'due']);
  });
});

describe('what an office said', () => {
  it('has words for every line, and asks a text or a day where one belongs', () => {
    for (const code of ORDER) expect(vi.dossierSay.options[code].length).toBeGreaterThan(5);
    expect(ORDER.filter(asksText)).toEqual([5, 6, 3, 8]);
    expect(ORDER.filter(asksDay)).toEqual([2, 4, 0]);
  });

  it('needs a choice, and a day where it is only about that', () => {
    expect(sayMistakes({ status: null, text: '', due: null }, vi)[0]?.id).toBe('status');
    expect(sayMistakes({ status: 0, text: '', due: null }, vi)).toEqual([{ id: 'day', text: vi.dossierSay.needDay }]);
    expect(sayMistakes({ status: 0, text: '', due: undefined }, vi)[0]?.text).toBe(t.dateWrong);
    expect(sayMistakes({ status: 2, text: '', due: null }, vi)).toEqual([]);
    expect(sayMistakes({ status: 5, text: 'a'.repeat(501), due: null }, vi)[0]?.id).toBe('text');
  });
});

describe('a notification', () => {
  const weekday = (iso: string) => `<${iso}>`;
  const secret = step(5, '2026-11-20', { supplement: 'Giấy đồng ý của chủ hộ', raw: 'Chữ riêng' });

  it('has words for everything the core tells', () => {
    expect(newsBody({ about: 'due_soon', on: '2026-11-25' }, vi, weekday)).toContain('<2026-11-25>');
    expect(newsBody({ about: 'late', by: 2 }, vi, weekday)).toContain('2\u00a0ngày');
    for (let status = 1; status <= 10; status += 1) {
      expect(newsBody({ about: 'step', step: step(status, '2026-11-20') }, vi, weekday).length).toBeGreaterThan(10);
    }
    expect(newsBody({ about: 'your_turn', step: step(6, '2026-11-20') }, vi, weekday)).toBe(vi.dossierNews.fee);
  });

  it('tells nobody who reads the lock screen which paper, which fee or what the office wrote', () => {
    const bodies = [
      newsBody({ about: 'step', step: secret }, vi, weekday),
      newsBody({ about: 'your_turn', step: secret }, vi, weekday),
      newsBody({ about: 'step', step: { ...secret, status: null } }, vi, weekday),
    ].join();
    expect(bodies).not.toMatch(/chủ hộ|Chữ riêng/);
  });
});
