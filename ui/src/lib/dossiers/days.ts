// Days as text: `2026-11-25`, or with a time `2026-11-20T09:05`, Vietnam's clock. Pure. A day that stands in no calendar is
// no day: nothing is put right here.
import { age, clock, dateTime, isoWeekday } from '$lib/format';
import type { Lang } from '$lib/i18n/index.svelte';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';

const texts = { vi, en };
const DAY = 86_400_000;

/** The day in Vietnam at a moment, ISO. */
export function todayAt(ms: number): string {
  return new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** What stands in three boxes. All empty: `null`. No day of the calendar: `undefined`. */
export function dayOf(day: string, month: string, year: string): string | null | undefined {
  const [d, mo, y] = [day.trim(), month.trim(), year.trim()];
  if (d === '' && mo === '') return null;
  if (!/^\d{1,2}$/.test(d) || !/^\d{1,2}$/.test(mo) || !/^\d{4}$/.test(y)) return undefined;
  const iso = `${y}-${mo.padStart(2, '0')}-${d.padStart(2, '0')}`;
  const made = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(made.getTime()) && made.toISOString().slice(0, 10) === iso ? iso : undefined;
}

/** The three boxes of an ISO day, without leading zeros. */
export function boxesOf(iso: string | null): { day: string; month: string; year: string } {
  const [y, mo, d] = (iso ?? '').slice(0, 10).split('-');
  return { day: String(Number(d) || ''), month: String(Number(mo) || ''), year: y ?? '' };
}

/** `HH:MM` of what was typed (`9:05`, `9h05`, `14:30`); empty: `null`; no time of the day: `undefined`. */
export function timeOf(typed: string): string | null | undefined {
  if (typed.trim() === '') return null;
  const parts = /^(\d{1,2})\s*[:h.]\s*(\d{2})$/i.exec(typed.trim());
  const [hours, minutes] = [Number(parts?.[1] ?? 99), Number(parts?.[2] ?? 99)];
  if (hours > 23 || minutes > 59) return undefined;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** How long ago a day was, by midnights: `hôm nay 07:50`, `hôm qua`, `3 ngày trước`, else `thứ Sáu 20/11`. */
export function ageOfDay(on: string, lang: Lang, now: number): string {
  const t = texts[lang].dates;
  const time = on.slice(11, 16);
  const days = Math.round((Date.parse(`${todayAt(now)}T00:00:00Z`) - Date.parse(`${on.slice(0, 10)}T00:00:00Z`)) / DAY);
  if (days === 0) return time ? `${t.today} ${time}` : t.today;
  if (days === 1) return time ? `${t.yesterday} ${time}` : t.yesterday;
  return days >= 2 && days <= 6 ? t.daysAgo(days) : isoWeekday(on, lang, now);
}

/** The day and time of a step, whole: `thứ Sáu 20/11, 09:05`. */
export function whole(on: string, lang: Lang, now: number): string {
  const time = on.slice(11, 16);
  return isoWeekday(on, lang, now) + (time ? `, ${time}` : '');
}

/** When phone or gateway took a step in, where that is not the day it speaks of; else `undefined`. */
export function notedApart(on: string, notedAt: number, lang: Lang, now: number): string | undefined {
  if (todayAt(notedAt) === on.slice(0, 10)) return undefined;
  return todayAt(notedAt) === todayAt(now)
    ? `${texts[lang].dates.today} ${clock(notedAt)}`
    : dateTime(notedAt, lang, now);
}

/** `hôm qua`, `3 ngày trước` of a moment. */
export const ageAt = age;
