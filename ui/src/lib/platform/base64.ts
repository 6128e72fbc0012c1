/** Base64 (standard alphabet) of bytes, in pieces: one call with 300,000 arguments overflows the stack. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

/** Bytes of base64 text (standard alphabet). */
export function unbase64(text: string): Uint8Array {
  const plain = atob(text);
  const bytes = new Uint8Array(plain.length);
  for (let i = 0; i < plain.length; i++) bytes[i] = plain.charCodeAt(i);
  return bytes;
}
