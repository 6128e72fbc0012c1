// Words about one report: its title, its place, its path.
import type {
  Action,
  ComplaintCard,
  ComplaintDetail,
  Content,
  Event,
  Handover,
  PhotoState,
  Speaker,
  Status,
} from '$lib/bindings/types';
import { both, lang, m } from '$lib/i18n/index.svelte';
import type { PathStep } from '$lib/parts/types';
import { unitName } from '$lib/report/place';
import { say } from '$lib/say.svelte';
import { shorten } from './shorten';
import { standing } from './standing';
import { timeline, type Station } from './timeline';

// Two lines of a narrow screen; the whole text is on the report's own page.
const TITLE = 60;

/** The first line of what was written; the category where nothing was. */
export function titleOf(card: ComplaintCard, content: Content | null): string {
  const category = content?.categories.find((c) => c.id === card.category);
  const words = card.title.trim().replace(/([^.])\.$/, '$1');
  return shorten(words, TITLE) || (category ? both(category.name) : m().reports.untitled);
}

/** `Đã trả lời`. */
export function standingWords(card: ComplaintCard): string {
  const { says } = standing(card);
  return 'status' in says ? m().status[says.status] : m().delivery[says.delivery];
}

/** `Nguyễn Thị Hoa, xã Nam Trà My`. */
export function speaker(by: Speaker, content: Content | null): string {
  return by.unit === null ? by.name : `${by.name}, ${inSentence(unitName(content, by.unit))}`;
}

/** A Vietnamese commune is written "xã …" inside a sentence. */
function inSentence(unit: string): string {
  return lang() === 'vi' ? unit.charAt(0).toLocaleLowerCase('vi') + unit.slice(1) : unit;
}

/** The path as the screen shows it. `shown`: an event whose words stand elsewhere. */
export function pathSteps(detail: ComplaintDetail, shown?: Event): PathStep[] {
  return timeline(detail, shown).map(pathStep);
}

/** One station of it. */
export function pathStep(station: Station): PathStep {
  return { state: station.state, ...step(station) };
}

const wordsOf = (texts: Record<string, string>, key: string): string | undefined => texts[key];
const hashes = (photos: PhotoState[]) => photos.map(({ photo }) => photo.sha256);

/** What was done: the person's own steps and those that move nothing have words of their own, else where it stands. */
export function takenTitle(action: Action, status: Status): string {
  return wordsOf(m().talk.events, action) ?? m().status[status];
}

/** Where a report was handed to, its number there and the day: as far as it is known. */
export function handoverLines(handover: Handover | null | undefined): string[] {
  if (!handover) return [];
  const t = m().talk;
  return [
    t.handover(handover.name),
    ...(handover.number ? [t.handoverNumber(handover.number)] : []),
    t.handoverOn(say.isoDay(handover.on)),
  ];
}

function step(station: Station): Omit<PathStep, 'state'> {
  const t = m().reports;
  const at = (ms: number, who: string) => `${say.dateTime(ms)} · ${who}`;
  const talk = m().talk;
  switch (station.kind) {
    case 'saved':
      return { title: t.steps.saved, meta: at(station.at, t.byPhone) };
    case 'unsent':
      return {
        title: station.stuck ? m().delivery.stuck : t.steps.unsent,
        meta: station.attempts === 0 ? m().outbox.notTried : m().outbox.attempts(station.attempts),
      };
    case 'received':
      return {
        title: station.whole ? m().status.moi : t.steps.words,
        meta: at(station.at, t.byReceipt),
        testid: 'event-moi',
      };
    case 'photos':
      return {
        title: station.stuck ? t.steps.photosStuck : t.steps.photos,
        meta: m().outbox.photos(station.received, station.of),
      };
    case 'event':
      return {
        title: takenTitle(station.action, station.status),
        meta: at(station.at, station.by === 'you' ? t.byYou : station.by.name),
        ...(station.text === null ? {} : { text: station.text }),
        facts: handoverLines(station.handover),
        photos: hashes(station.photos),
        testid: station.by === 'you' ? `message-${station.action}` : `event-${station.status}`,
      };
    case 'message':
      return {
        title: wordsOf(talk.events, station.action) ?? talk.events.remark,
        meta: at(station.at, talk.way[station.delivery]),
        ...(station.text === null ? {} : { text: station.text }),
        ...(station.stuck === null ? {} : { must: m().stuckMessage[station.stuck] }),
        photos: hashes(station.photos),
        testid: `message-${station.action}`,
      };
    case 'todo':
      return {
        title: (t.todo as Record<string, string>)[station.status] ?? m().status[station.status],
        meta: t.notYet,
      };
  }
}
