// Words about one report: its title, its place, its path.
import type { ComplaintCard, ComplaintDetail, Content, Event, Speaker } from '$lib/bindings/types';
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
  return timeline(detail, shown).map((station) => ({ state: station.state, ...step(station) }));
}

function step(station: Station): Omit<PathStep, 'state'> {
  const t = m().reports;
  const at = (ms: number, who: string) => `${say.dateTime(ms)} · ${who}`;
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
        title: m().status[station.status],
        meta: at(station.at, station.by === 'you' ? t.byYou : station.by.name),
        ...(station.text === null ? {} : { text: station.text }),
        testid: `event-${station.status}`,
      };
    case 'todo':
      return {
        title: (t.todo as Record<string, string>)[station.status] ?? m().status[station.status],
        meta: t.notYet,
      };
  }
}
