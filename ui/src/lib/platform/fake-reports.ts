// Reports for `npm run fake`, one in every state: `/reports`, `/reports/answered` and so on. Everything in them is invented.
import type {
  Action,
  ComplaintDetail,
  Delivery,
  Event,
  MessageView,
  Status,
  StuckReason,
  TrackedCard,
} from '$lib/bindings/types';

const HOUR = 3_600_000;
const now = Date.now();

interface Scene {
  text?: string;
  category?: string;
  delivery?: Delivery;
  stuck?: StuckReason;
  photos?: number;
  received?: number;
  steps?: [Action, Status, string?][];
  /** The last step was a hand-over. */
  handover?: boolean;
  /** Photos of the officer with the last step. */
  proof?: number;
  more?: Partial<ComplaintDetail>;
}

const said = (action: Action, text: string, delivery: Delivery): MessageView => ({
  id: `m-${text.length}`,
  action,
  text,
  photos: [],
  saved_at_ms: now - 2 * HOUR,
  delivery,
  stuck: null,
});
const photo = (n: number) => ({ sha256: n.toString(16).repeat(64), bytes: 200_000, width: 1600, height: 1200 });

const accept: [Action, Status] = ['accept', 'da-tiep-nhan'];
const start: [Action, Status] = ['start', 'dang-xu-ly'];
const answer: [Action, Status, string] = [
  'answer',
  'da-xu-ly',
  'Đã dọn đá, xe máy và ô tô qua được. Đường còn trơn, bà con đi chậm.',
];
const long = 'Con đường từ nóc ra trung tâm lầy và trơn, trẻ em phải lội qua hai khúc suối. ';

const scenes: Record<string, Scene> = {
  saved: { delivery: 'saved', photos: 2 },
  trying: { delivery: 'trying', category: 'dien-nuoc', text: 'Mất điện từ sáng ở thôn 2', more: { attempts: 3 } },
  words: { delivery: 'words_received', photos: 2, received: 1, category: 'sat-lo', text: 'Đất sạt xuống sau nhà' },
  invalid: { delivery: 'stuck', stuck: 'invalid', photos: 1, text: 'Cầu treo hỏng ván' },
  refusedphone: { delivery: 'stuck', stuck: 'refused', text: 'Rác đổ bên suối', category: 'moi-truong' },
  tooold: { delivery: 'stuck', stuck: 'not_understood', text: '', category: 'y-te', photos: 1 },
  received: { photos: 1, received: 1, category: 'moi-truong', text: 'Nước suối đục từ sáng, cá chết ở khúc dưới' },
  accepted: { steps: [accept], category: 'dien-nuoc', text: 'Đèn đường trước trường học tắt ba đêm nay' },
  asked: {
    steps: [accept, ['ask_more', 'can-bo-sung', 'Chỗ sạt ở trước hay sau cầu treo?']],
    more: {
      can: ['add_more', 'remark', 'withdraw'],
      messages: [said('remark', 'Mưa to lắm, xin xã lên sớm.', 'trying')],
    },
  },
  replied: {
    steps: [
      accept,
      ['ask_more', 'can-bo-sung', 'Chỗ sạt ở trước hay sau cầu treo?'],
      ['add_more', 'da-tiep-nhan', 'Sau cầu treo, chỗ khúc cua.'],
    ],
    more: {
      can: ['remark', 'withdraw'],
      messages: [
        said('remark', 'Hôm nay đá lăn thêm.', 'received'),
        { ...said('remark', 'Gửi thêm một ảnh.', 'stuck'), stuck: 'photo_missing' },
      ],
      reply_draft: 'reply-replied',
    },
  },
  moved: {
    steps: [accept, ['transfer', 'da-chuyen', 'Việc này điện lực Trà My làm. Xã đã báo.']],
    handover: true,
    more: { can: ['remark', 'withdraw'] },
  },
  gone: { steps: [accept], more: { can: ['remark'] } },
  working: { steps: [accept, start], photos: 2, received: 2 },
  answered: {
    steps: [accept, start, answer],
    photos: 2,
    received: 2,
    proof: 2,
    more: { contact: { name: 'Hồ Thị Thử', phone: '0900 000 001' }, can: ['confirm', 'reopen', 'remark'] },
  },
  confirmed: { steps: [accept, start, answer, ['confirm', 'da-xac-nhan']] },
  reopened: { steps: [accept, answer, ['reopen', 'mo-lai', 'Đá lại lăn xuống sáng nay.']] },
  refused: {
    steps: [['refuse', 'khong-tiep-nhan', 'Việc này thuộc xã Trà Linh. Mời bà con gửi cho xã Trà Linh hoặc gọi 1022.']],
    more: { can: ['reopen', 'remark'] },
  },
  duplicate: { steps: [accept, ['mark_duplicate', 'trung']] },
  withdrawn: { steps: [['withdraw', 'da-rut']] },
  replaced: { delivery: 'trying', more: { replaced_by: 'answered', attempts: 2 } },
  overfull: {
    text: `${long.repeat(10)}\n\n${'Nghiêngngảkhúckhuỷu'.repeat(10)}`,
    photos: 5,
    received: 5,
    steps: [accept, ['answer', 'da-xu-ly', long.repeat(6)]],
    more: { replaces: 'refused' },
  },
};

function make(id: string, n: number): ComplaintDetail {
  const {
    text = 'Đá lăn chắn đường',
    category = 'giao-thong',
    delivery = 'received',
    stuck = null,
    photos = 0,
    received = 0,
    steps = [],
    handover = false,
    proof = 0,
    more,
  } = scenes[id]!;
  const saved = now - (n + 1) * 7 * HOUR;
  const at = delivery === 'received' || delivery === 'words_received' ? saved + 2 * HOUR : null;
  const events: Event[] = steps.map(([action, status, words], i) => ({
    id: `${id}-${i}`,
    action,
    status,
    at_ms: saved + (i + 3) * HOUR,
    by: { name: 'Nguyễn Thị Hoa', unit: 'nam-tra-my' },
    text: words ?? null,
    photos: i === steps.length - 1 ? Array.from({ length: proof }, (_, n) => photo(10 + n)) : [],
    handover:
      handover && i === steps.length - 1
        ? { agency: 'dien-luc', name: 'Điện lực Trà My', number: 'DL-2026-118', on: '2026-11-20' }
        : null,
  }));
  const last = events[events.length - 1];
  return {
    card: {
      id,
      reference: '4827351069',
      reference_shown: '482-735-1069',
      category,
      title: (text.split('\n')[0] ?? '').slice(0, 80),
      place: { unit: 'nam-tra-my', village: null, village_text: 'Thôn 2', near: 'cầu treo', position: null },
      saved_at_ms: saved,
      delivery,
      status: at === null ? null : (last?.status ?? 'moi'),
      status_at_ms: last?.at_ms ?? at,
      photos_received: received,
      photos,
      unread: id === 'answered' || id === 'asked',
      overdue: false,
      gone: id === 'gone',
      messages_waiting: (more?.messages ?? []).filter((message) => message.delivery === 'trying').length,
      withdrawing: false,
    },
    pin: '4071',
    text,
    photos: Array.from({ length: photos }, (_, i) => ({
      photo: photo(i + 1),
      received: i < received,
    })),
    contact: null,
    received_at_ms: at,
    events,
    messages: [],
    can: [],
    reply_draft: null,
    checked_at_ms: at === null ? null : now - 5 * 60_000,
    stuck,
    attempts: 0,
    edit_replaces: delivery === 'saved',
    replaced_by: null,
    replaces: null,
    ...more,
  };
}

const details = Object.keys(scenes).map(make);

/** All of them, newest first. */
export const fakeCards = details.map((detail) => detail.card);

const tracked = (reference: string, state: TrackedCard['state'], of?: string): TrackedCard => {
  const detail = details.find((one) => one.card.id === of);
  return {
    reference,
    reference_shown: `${reference.slice(0, 3)}-${reference.slice(3, 6)}-${reference.slice(6)}`,
    added_at_ms: now - 20 * HOUR,
    state,
    reports: detail
      ? [
          {
            id: detail.card.id,
            category: detail.card.category,
            unit: detail.card.place.unit,
            text: detail.text,
            received_at_ms: detail.received_at_ms ?? now,
            status: detail.card.status ?? 'moi',
            status_at_ms: detail.card.status_at_ms ?? now,
            events: detail.events.map((event) => ({ ...event, photos: [] })),
          },
        ]
      : [],
    checked_at_ms: state === 'waiting' ? null : now - HOUR,
    unread: of === 'replied',
  };
};

/** Reports of other phones: one in every state. */
export const fakeTracked = [
  tracked('4827351060', 'found', 'replied'),
  tracked('9031124470', 'waiting'),
  tracked('5550123457', 'not_found'),
  tracked('7120034562', 'closed'),
];

/** One of them. */
export function fakeDetail(id: string): Promise<ComplaintDetail> {
  const found = details.find((detail) => detail.card.id === id);
  return found ? Promise.resolve(found) : Promise.reject({ code: 'not_found', errors: [] });
}
