/** Whose page it is; nobody types the rest of an address. */
export function site(address: string): string {
  return /^https?:\/\/(?:www\.)?([^/]+)/.exec(address)?.[1] ?? address;
}
