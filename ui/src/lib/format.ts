// Dates, ages, numbers and sizes in words. Pure: language and "now" are passed in; `$lib/say.svelte.ts` binds them.
import type { Lang } from './i18n/index.svelte';
import { en } from './i18n/en';
import { vi, type Catalogue } from './i18n/vi';

const texts: Record<Lang, Catalogue> = { vi, en };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (n: number) => String(n).padStart(2, '0');

/** `10:05`. */
export function clock(ms: number): string {
  const d = new Date(ms);
  return `${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** `20/11`, or `20 Nov`; with the year when it is not this one. */
export function day(ms: number, lang: Lang, now: number): string {
  const d = new Date(ms);
  const sameYear = d.getFullYear() === new Date(now).getFullYear();
  if (lang === 'vi') return `${d.getDate()}/${d.getMonth() + 1}${sameYear ? '' : `/${d.getFullYear()}`}`;
  return `${d.getDate()}\u00a0${months[d.getMonth()] ?? ''}${sameYear ? '' : `\u00a0${d.getFullYear()}`}`;
}

/** `20/11, 10:05`. */
export function dateTime(ms: number, lang: Lang, now: number): string {
  return `${day(ms, lang, now)}, ${clock(ms)}`;
}

/** `thứ Hai 23/11`, `Monday 23 Nov`. */
export function weekday(ms: number, lang: Lang, now: number): string {
  return `${texts[lang].dates.weekdays[new Date(ms).getDay()] ?? ''} ${day(ms, lang, now)}`;
}

/** The same of a day written `2026-11-23`; anything else is shown as it is. */
export function isoWeekday(iso: string, lang: Lang, now: number): string {
  const [y, mo, d] = iso.slice(0, 10).split('-').map(Number);
  // A day of the calendar has no time zone: noon of it, here, is that day everywhere.
  return y && mo && d ? weekday(new Date(y, mo - 1, d, 12).getTime(), lang, now) : iso;
}

/** Whole days between two moments as a person counts them: by midnights, not by 24 hours. */
export function daysBetween(ms: number, now: number): number {
  const midnight = (t: number) => {
    const d = new Date(t);
    return Date.UTC(d.getFullYear(), d.getMonth(), d.getDate());
  };
  return Math.round((midnight(now) - midnight(ms)) / (24 * HOUR));
}

/** `hôm nay 08:31`, `hôm qua 15:20`, else `20/11, 10:05`. */
export function when(ms: number, lang: Lang, now: number): string {
  const t = texts[lang].dates;
  const days = daysBetween(ms, now);
  if (days === 0) return `${t.today} ${clock(ms)}`;
  if (days === 1) return `${t.yesterday} ${clock(ms)}`;
  return dateTime(ms, lang, now);
}

/** `vừa xong`, `5 phút trước`, `3 giờ trước`, `hôm qua`, `4 ngày trước`, else the day. A clock that ran ahead says "just now". */
export function age(ms: number, lang: Lang, now: number): string {
  const t = texts[lang].dates;
  const past = now - ms;
  if (past < MINUTE) return t.now;
  if (past < HOUR) return t.minutesAgo(Math.floor(past / MINUTE));
  const days = daysBetween(ms, now);
  if (days === 0) return t.hoursAgo(Math.floor(past / HOUR));
  if (days === 1) return t.yesterday;
  if (days <= 6) return t.daysAgo(days);
  return day(ms, lang, now);
}

/** When something planned will be: `ngay bây giờ`, `khoảng 5 phút nữa`, else the time. */
export function ahead(ms: number, lang: Lang, now: number): string {
  const t = texts[lang].dates;
  const left = ms - now;
  if (left < MINUTE / 2) return t.soon;
  if (left < HOUR) return t.inMinutes(Math.ceil(left / MINUTE));
  return when(ms, lang, now);
}

/** `1.000` in Vietnamese, `1,000` in English. */
export function number(n: number, lang: Lang): string {
  return new Intl.NumberFormat(lang === 'vi' ? 'vi-VN' : 'en-GB').format(n);
}

/** `0,3 MB`: one place, never below 0.1 while there is something. */
export function megabytes(bytes: number, lang: Lang): string {
  const mb = bytes === 0 ? 0 : Math.max(0.1, bytes / 1_000_000);
  const text = mb.toFixed(1);
  return `${lang === 'vi' ? text.replace('.', ',') : text}\u00a0MB`;
}

/** A day written `2026-11-22` in content: `22/11/2026`, `22 Nov 2026`. */
export function isoDay(iso: string, lang: Lang): string {
  const [y, mo, d] = iso.split('-').map(Number);
  if (!y || !mo || !d) return iso;
  return lang === 'vi' ? `${d}/${mo}/${y}` : `${d}\u00a0${months[mo - 1] ?? ''}\u00a0${y}`;
}

/**
 * A day, month, year or span of years of content, to stand inside a sentence: `ngày 22/11/2026`, `tháng 7/2026`,
 * `năm 2026`, `2022-2023`. Anything else is shown as it is.
 */
export function isoDate(iso: string, lang: Lang): string {
  const [y, mo, d] = iso.split('-').map(Number);
  if (/^\d{4}-\d{2}-\d{2}$/.test(iso) && d) return texts[lang].dates.ofDay(isoDay(iso, lang));
  if (/^\d{4}-\d{2}$/.test(iso) && y && mo) {
    return texts[lang].dates.ofMonth(lang === 'vi' ? `${mo}/${y}` : `${months[mo - 1] ?? ''}\u00a0${y}`);
  }
  return /^\d{4}$/.test(iso) ? texts[lang].dates.ofYear(iso) : iso;
}

/** Digits one by one, for screen readers: `4 8 2, 7 3 5, 1 0 6 9`. */
export function spoken(shown: string): string {
  return shown.replace(/\d/g, '$& ').replace(/ *- */g, ', ').trim();
}
