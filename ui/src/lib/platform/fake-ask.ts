// Answers of asking for `npm run fake`: real records, chosen by counting words in common; the core weighs them.
// `?ask=found|ambiguous|unknown` fixes the outcome; `?asking=2` is how many questions wait. Development only.
import type {
  AskAnswer,
  Asked,
  AskQuestion,
  Personal,
  Procedure,
  Question,
  UnansweredAdd,
  UnansweredCard,
} from '$lib/bindings/types';
import { procedures, questions } from './fake-library';

const scene = new URLSearchParams(typeof location === 'undefined' ? '' : location.search);

const words = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('đ', 'd')
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1);

const shown = (p: Procedure) => {
  const { id, title, summary, field, place, channels, time, fee, meta } = p;
  return { id, title, summary, field, place, channels, time, fee, meta };
};

function ask({ q }: AskQuestion): Asked {
  const typed = new Set(words(q));
  const near = (texts: string[]) =>
    Math.max(
      0,
      ...texts.map((text) => words(text).filter((word) => typed.has(word)).length / (words(text).length + 2)),
    );
  const like = (one: Question) => near([one.title.vi, one.title.en, ...one.variants]);
  const scored = procedures.map((p) => {
    const about = questions.filter((one) => one.procedure === p.id).sort((a, b) => like(b) - like(a));
    const best = about[0] && like(about[0]) > 0.4 ? about[0] : null;
    return { p, question: best, score: Math.max(near([p.title.vi, p.title.en, ...p.tags]), ...about.map(like)) };
  });
  scored.sort((a, b) => b.score - a.score);
  const top = scored[0]?.score ?? 0;
  const fixed = scene.get('ask');
  if (fixed === 'unknown' || (!fixed && top < 0.3)) return { outcome: 'unknown', answers: [] };
  const answers = scored.slice(0, 3).map(({ p, question }): AskAnswer => ({ question, procedure: shown(p) }));
  const close = scored.filter((one) => one.score > top - 0.06).length > 1;
  return { outcome: fixed === 'ambiguous' || (!fixed && close) ? 'ambiguous' : 'found', answers };
}

let cards: UnansweredCard[] = Array.from({ length: Number(scene.get('asking') ?? 0) }, (_, i) => ({
  id: `u${i}`,
  text: i % 3 === 2 ? 'Giá vàng hôm nay bao nhiêu một chỉ?'.repeat(8) : 'Nuôi ong trong rừng có phải xin phép không?',
  said_at_ms: Date.now() - i * 7_200_000,
  tried: i % 3 === 1,
  refused: i % 3 === 2,
}));

/** By command. `heard` tells the screens that something changed. */
export const fakeAsk = (heard: () => void): Record<string, (args: never) => unknown> => ({
  ask,
  unanswered: () => ({ cards }),
  unanswered_add: ({ text }: UnansweredAdd) => {
    const line = text.split(/\s+/).join(' ').trim();
    const personal: Personal[] = (line.match(/\d[\d .-]{7,}\d/g) ?? []).map((raw) => ({
      gives: raw.replace(/\D/g, '').length === 12 ? 'citizen' : 'phone',
      raw,
    }));
    if (personal.length > 0) return { saved: null, personal };
    if (!/[\p{L}\p{N}]/u.test(line)) throw { code: 'invalid', errors: [{ field: 'text', code: 'required' }] };
    if (Array.from(line).length > 300) throw { code: 'invalid', errors: [{ field: 'text', code: 'too_long' }] };
    const saved = { id: `n${cards.length}`, text: line, said_at_ms: Date.now(), tried: false, refused: false };
    cards = [...cards, saved];
    // A link comes.
    if (scene.has('sends')) setTimeout(() => ((cards = cards.filter((card) => card !== saved)), heard()), 3000);
    return { saved, personal };
  },
  unanswered_discard: ({ id }: { id: string }) => {
    cards = cards.filter((card) => card.id !== id);
    return { cards };
  },
});
