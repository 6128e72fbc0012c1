// Words about one report: its title, its place, its path.
import type { ComplaintCard, ComplaintDetail, Content, Event, Speaker, Spot } from '$lib/bindings/types';
import { both, lang, m } from '$lib/i18n/index.svelte';
import type { PathStep } from '$lib/parts/types';
import { say } from '$lib/say.svelte';
import { standing } from './standing';
import { timeline, type Station } from './timeline';

/** The first line of what was written; the category where nothing was. */
export function titleOf(card: ComplaintCard, content: Content | null): string {
  const category = content?.categories.find((c) => c.id === card.category);
  return card.title.trim() || (category ? both(category.name) : m().reports.untitled);
}

/** `Đã trả lời`. */
export function standingWords(card: ComplaintCard): string {
  const { says } = standing(card);
  return 'status' in says ? m().status[says.status] : m().delivery[says.delivery];
}

const unitName = (content: Content | null, id: string): string => {
  const unit = content?.units.find((u) => u.id === id);
  return unit ? both(unit.name) : id;
};

/** `Nguyễn Thị Hoa, xã Nam Trà My`. */
export function speaker(by: Speaker, content: Content | null): string {
  return by.unit === null ? by.name : `${by.name}, ${lowerUnit(unitName(content, by.unit))}`;
}

/** `Thôn 2, xã Nam Trà My` and `Gần cầu treo`. Never empty. */
export function placeLines(content: Content | null, spot: Spot): string[] {
  const t = m().reports;
  const unit = spot.unit === null ? t.unitUnknown : unitName(content, spot.unit);
  const known = spot.village === null ? undefined : content?.villages.find((v) => v.id === spot.village)?.name;
  const village = known ?? spot.village_text.trim();
  const first = village ? `${village}, ${lowerUnit(unit)}` : unit;
  return spot.near.trim() ? [first, t.near(spot.near.trim())] : [first];
}

/** A Vietnamese commune is written "xã …" inside a sentence. */
function lowerUnit(name: string): string {
  return lang() === 'vi' ? name.charAt(0).toLocaleLowerCase('vi') + name.slice(1) : name;
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
