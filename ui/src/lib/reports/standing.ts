// Where a report stands, in one mark and one line. Pure: codes in, codes out; the words are the catalogue's.
import type { ComplaintCard, ComplaintDetail, Delivery, Status } from '$lib/bindings/types';
import type { DiamondState } from '$lib/parts/types';

export interface Standing {
  state: DiamondState;
  /** Whose words say it: the office's or the way to it. */
  says: { status: Status } | { delivery: Delivery };
  /** Since when. */
  at: number;
}

const marks: Record<Status, DiamondState> = {
  moi: 'done',
  'da-tiep-nhan': 'office',
  // The person must act.
  'can-bo-sung': 'waiting',
  'da-chuyen': 'office',
  'dang-xu-ly': 'office',
  'da-xu-ly': 'done',
  // A tick would look like success.
  'khong-tiep-nhan': 'office',
  trung: 'office',
  'mo-lai': 'office',
  'da-xac-nhan': 'done',
  'da-rut': 'done',
};

/** The mark of a status. */
export function mark(status: Status): DiamondState {
  return marks[status];
}

/** What the office last said counts once it said something; before that, how far the report has come on its way. */
export function standing(card: ComplaintCard): Standing {
  const { delivery, status } = card;
  const heard = status !== null && status !== 'moi';
  if (delivery !== 'stuck' && status !== null && (heard || delivery === 'received'))
    return { state: marks[status], says: { status }, at: card.status_at_ms ?? card.saved_at_ms };
  // A receipt covers everything, though nobody said since when.
  if (delivery === 'received') return { state: 'done', says: { delivery }, at: card.saved_at_ms };
  return {
    state: 'waiting',
    says: { delivery },
    at: delivery === 'words_received' ? (card.status_at_ms ?? card.saved_at_ms) : card.saved_at_ms,
  };
}

/** Whether *Edit* makes sense: nobody has taken the report on yet. */
export function editable({ card, replaced_by }: ComplaintDetail): boolean {
  return replaced_by === null && (card.status === null || card.status === 'moi');
}
