// The formatters of `format.ts` in the language on the screen, at the app's own "now".
import { app } from './app.svelte';
import * as format from './format';
import { lang } from './i18n/index.svelte';

export const say = {
  /** `20/11, 10:05`. */
  dateTime: (ms: number) => format.dateTime(ms, lang(), app.now),
  /** `hôm nay 08:31`. */
  when: (ms: number) => format.when(ms, lang(), app.now),
  /** `5 phút trước`. */
  age: (ms: number) => format.age(ms, lang(), app.now),
  /** `khoảng 5 phút nữa`. */
  ahead: (ms: number) => format.ahead(ms, lang(), app.now),
  /** `thứ Hai 23/11`. */
  weekday: (ms: number) => format.weekday(ms, lang(), app.now),
  /** `thứ Hai 23/11` of `2026-11-23`. */
  isoWeekday: (iso: string) => format.isoWeekday(iso, lang(), app.now),
  /** `1.000`. */
  number: (n: number) => format.number(n, lang()),
  /** `0,3 MB`. */
  megabytes: (bytes: number) => format.megabytes(bytes, lang()),
  /** `22/11/2026` of `2026-11-22`. */
  isoDay: (iso: string) => format.isoDay(iso, lang()),
  /** `tháng 7/2026` of `2026-07`, `năm 2026` of `2026`: to stand inside a sentence. */
  isoDate: (iso: string) => format.isoDate(iso, lang()),
};
