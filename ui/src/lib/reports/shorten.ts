/** At most `max` characters, cut between words where there is one, with `…` for what is left out. */
export function shorten(text: string, max: number): string {
  // By characters as people count them: `slice` could cut a surrogate pair in half.
  const all = Array.from(text);
  if (all.length <= max) return text;
  const cut = all.slice(0, max - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > max / 2 ? cut.slice(0, space) : cut).replace(/[\s,.;:–-]+$/, '')}…`;
}
