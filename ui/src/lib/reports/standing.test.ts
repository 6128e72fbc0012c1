import { describe, expect, it } from 'vitest';
import type { ComplaintCard, ComplaintDetail, Delivery, Status } from '$lib/bindings/types';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { editable, standing } from './standing';

const card = (delivery: Delivery, status: Status | null = null): ComplaintCard =>
  ({ delivery, status, status_at_ms: status === null ? null : 2000, saved_at_ms: 1000 }) as ComplaintCard;

const detail = (of: ComplaintCard, replaced_by: string | null = null) => ({ card: of, replaced_by }) as ComplaintDetail;

const deliveries: Delivery[] = ['saved', 'trying', 'words_received', 'received', 'stuck'];
const statuses = Object.keys(vi.status) as Status[];

describe('where a report stands', () => {
  it.each(['saved', 'trying', 'words_received', 'stuck'] as const)('%s without an officer is no tick', (delivery) => {
    for (const status of [null, 'moi'] as const)
      expect(standing(card(delivery, status))).toMatchObject({ state: 'waiting', says: { delivery } });
  });

  it('is a tick once a receipt covers everything', () => {
    expect(standing(card('received', 'moi'))).toEqual({ state: 'done', says: { status: 'moi' }, at: 2000 });
  });

  it('is what the office said, even while photos are still going', () => {
    for (const status of statuses.filter((s) => s !== 'moi'))
      expect(standing(card('words_received', status)).says).toEqual({ status });
  });

  it('is the person’s turn when something is stuck, whatever the office said', () => {
    for (const status of statuses) expect(standing(card('stuck', status)).says).toEqual({ delivery: 'stuck' });
  });

  it('always has words in both languages and a time', () => {
    for (const delivery of deliveries)
      for (const status of [null, ...statuses]) {
        const { says, at } = standing(card(delivery, status));
        for (const texts of [vi, en])
          expect('status' in says ? texts.status[says.status] : texts.delivery[says.delivery]).toBeTruthy();
        expect(at).toBeGreaterThan(0);
      }
  });
});

describe('changing a report', () => {
  it('is offered until the office has taken it on', () => {
    const open = [null, ...statuses].filter((status) => editable(detail(card('received', status))));
    expect(open).toEqual([null, 'moi']);
  });

  it('is not offered for one that was replaced', () => {
    expect(editable(detail(card('trying'), 'other'))).toBe(false);
  });
});
