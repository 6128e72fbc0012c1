// A text as it is compared while typing: no accents, no capitals. Pure. The search over content is the core's.
export const plain = (text: string): string =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replace(/\s+/g, ' ').trim();
