// Days out for `npm run fake`: near, calendar, favourites, plans, phrases. The sums are the core's; here they are rough.
// `?fix=denied|off|slow|none|old` says how the phone answers; `?day=full` fills a day. Development only.
import type {
  Away,
  DayEntry,
  Days,
  NearAsk,
  Phrase,
  Place,
  PlaceCard,
  Plan,
  PlanStop,
  Text,
} from '$lib/bindings/types';
import { fakeContent, kind } from './fake-content';
import { fakePlaces } from './fake-library';
import type { Fix } from './here';

const KM = 111.2;
const card = (p: Place): PlaceCard => ({ ...p, verified: p.meta.verified, reviewed: false });
const find = (id: string) => fakePlaces.find((p) => p.id === id);
const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

export function fakeFix(asked: string | null): Fix {
  if (asked === 'denied' || asked === 'off' || asked === 'slow' || asked === 'none') return { is: asked };
  const at = Date.now() - (asked === 'old' ? 9 * 60_000 : 5_000);
  return { is: 'found', lat: 15.3, lon: 108.25, metres: 2000, at };
}

function away(place: Place, { position, unit }: NearAsk): Away {
  const own = place.coordinates;
  const commune = fakeContent.units.find((u) => u.id === place.unit) as { point?: { lat: number; lon: number } };
  const point = own ?? commune?.point;
  if (position && point) {
    const [up, right] = [(point.lat - position.lat) * KM, (point.lon - position.lon) * KM * 0.96];
    const metres = Math.hypot(up, right) * 1000;
    return { basis: own ? 'place' : 'commune', metres, direction: up < 0 ? 'south-west' : 'north-east' };
  }
  return { basis: unit !== null && unit === place.unit ? 'same' : 'unknown', metres: null, direction: null };
}

function near(ask: NearAsk) {
  const rank = (a: Away) => a.metres ?? (a.basis === 'same' ? 1e9 : 1e10);
  const nowhere = kind('place-kinds').filter((k) => k.nowhere === true);
  const spots = fakePlaces.filter((p) => !nowhere.some((k) => k.id === p.kind));
  const places = spots.map((p) => ({ card: card(p), away: away(p, ask) }));
  return { places: places.sort((a, b) => rank(a.away) - rank(b.away)) };
}

/** The next days of what comes back, from a day on. */
export function fakeNext(place: Place, from: string, n: number): Days[] {
  const rule = place.recurs;
  if (!rule) return [];
  const spans: Days[] = [];
  for (let k = 0; k < 40 && spans.length < n; k++) {
    const month = new Date(Date.UTC(Number(from.slice(0, 4)), Number(from.slice(5, 7)) - 1 + k, 1))
      .toISOString()
      .slice(0, 7);
    const day = (text: string) => (rule.every === 'month' ? text.padStart(2, '0') : text.slice(3));
    if (rule.every === 'year' && rule.from.slice(0, 2) !== month.slice(5)) continue;
    const span = { from: `${month}-${day(rule.from)}`, to: `${month}-${day(rule.to)}`, as_of: rule.as_of };
    if (span.to >= from) spans.push(span);
  }
  return spans;
}

function calendar() {
  const days = fakePlaces.flatMap((p): DayEntry[] =>
    fakeNext(p, today(), p.recurs?.every === 'year' ? 1 : 12).map((span) => ({ place: card(p), days: span })),
  );
  days.sort((a, b) => a.days.from.localeCompare(b.days.from));
  const dated = ['market', 'event'];
  return { today: today(), days, undated: fakePlaces.filter((p) => dated.includes(p.kind) && !p.recurs).map(card) };
}

const GONE: Text = { vi: 'Vườn hoa đã đóng cửa', en: 'A flower garden that closed' };
const named = (id: string) => {
  const place = find(id);
  return { id, name: place?.name ?? GONE, card: place ? card(place) : null };
};
const liked: string[] = ['thac-nam-tang', 'khong-con'];
const plans = new Map<string, PlanStop[]>([
  [
    '2026-11-28',
    ['cho-sam', 'vuon-tak-ngo', 'trung-tam-nam-tra-my', 'khong-con'].map((place) => ({ place, note: '' })),
  ],
  ['2026-12-02', [{ place: 'cho-sam', note: 'Đi sớm, hỏi giấy kiểm định.' }]],
  ['2026-10-02', []],
]);

function plan(day: string): Plan {
  const stops = plans.get(day);
  if (!stops) throw { code: 'not_found', errors: [] };
  const month = Number(day.slice(5, 7));
  return {
    day,
    past: day < today(),
    stops: stops.map(({ place: id, note }, i) => {
      const place = find(id);
      const doubts: Plan['stops'][number]['doubts'] = [];
      if (!place) doubts.push({ is: 'not_listed' });
      else if (place.recurs) {
        const next = fakeNext(place, day, 1)[0] ?? null;
        if (!next || next.from > day) doubts.push({ is: 'not_that_day', next });
      } else if (place.months.length > 0 && !place.months.includes(month)) {
        doubts.push({ is: 'other_months', months: place.months });
      }
      const from_last: Away | null = i === 0 ? null : { basis: 'unknown', metres: null, direction: null };
      return { place: named(id), note, doubts, from_last };
    }),
    risks: kind('guides')
      .filter((g) => (g.months as number[] | undefined)?.includes(month))
      .map((g) => ({
        guide: g.id as string,
        title: g.title as Text,
        summary: g.summary as Text,
        source: (g.meta as { sources: { title: string; address: string; date: string }[] }).sources[0] ?? null,
        as_of: '2026-11-22',
      })),
  };
}

const favourites = () => ({ places: liked.map(named) });
const planCards = () => ({
  today: today(),
  days: [...plans.entries()].map(([day, stops]) => ({
    day,
    stops: stops.map((stop) => named(stop.place).name),
    past: day < today(),
  })),
});

const phrases = ['help', 'greeting', 'manners', 'way', 'buying', 'eating', 'staying'].flatMap((topic) =>
  kind('phrases')
    .filter((p) => p.topic === topic)
    .map((p) => ({ note: null, ...p }) as unknown as Phrase),
);

/** By command. */
export const fakeDays: Record<string, (args: never) => unknown> = {
  near,
  day_calendar: calendar,
  calendar_export: () => ({ name: 'lich.ics', media: 'text/calendar', base64: 'QkVHSU46VkNBTEVOREFS' }),
  phrases: () => ({ phrases }),
  favourites,
  favourite_set: ({ id, on }: { id: string; on: boolean }) => {
    const at = liked.indexOf(id);
    if (at >= 0) liked.splice(at, 1);
    if (on) liked.unshift(id);
    return favourites();
  },
  plans: planCards,
  plan: ({ day }: { day: string }) => plan(day),
  plan_save: ({ day, stops }: { day: string; stops: PlanStop[] }) => {
    plans.set(day, stops);
    return plan(day);
  },
  plan_remove: ({ day }: { day: string }) => {
    plans.delete(day);
    return planCards();
  },
};
