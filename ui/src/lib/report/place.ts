// A place in words: village and commune on one line, the landmark on the next.
import type { Content, Spot } from '$lib/bindings/types';
import { both, lang, m } from '$lib/i18n/index.svelte';

/** `Xã Trà Linh`; the id where the content does not know it (a newer pack wrote it). */
export function unitName(content: Content | null, id: string): string {
  const unit = content?.units.find((u) => u.id === id);
  return unit ? both(unit.name) : id;
}

/** The village as chosen from the list or written. */
export function villageName(content: Content | null, spot: Spot): string {
  const known = spot.village === null ? undefined : content?.villages.find((v) => v.id === spot.village)?.name;
  return known ?? spot.village_text.trim();
}

/** `Thôn 2, xã Nam Trà My` and `Gần cầu treo`. Never empty. */
export function placeLines(content: Content | null, spot: Spot): string[] {
  const t = m().report;
  const unit = spot.unit === null ? t.unitUnknown : unitName(content, spot.unit);
  const village = villageName(content, spot);
  const near = spot.near.trim();
  const first = village ? `${capital(village)}, ${lang() === 'vi' ? lower(unit) : unit}` : unit;
  return near ? [first, startsNear(near) ? capital(near) : t.nearShown(near)] : [first];
}

const startsNear = (text: string) => /^(gần|near|cạnh|sau|trước|next to|behind)\s/i.test(text);
const capital = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
const lower = (text: string) => text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);
