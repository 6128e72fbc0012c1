// Says before anything is started whether a file can be sent as a photo. Not for what the core makes of it.

import { closeSync, openSync, readSync } from "node:fs";

/** Why this file is no photo; `undefined` when it begins as one. */
export function whyNoPhoto(file) {
  const head = Buffer.alloc(12);
  try {
    const handle = openSync(file, "r");
    try {
      readSync(handle, head, 0, head.length, 0);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    return `cannot be read (${error.code})`;
  }
  const jpeg = head.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]));
  const png = head.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1"));
  const webp = head.toString("latin1", 0, 4) === "RIFF" && head.toString("latin1", 8, 12) === "WEBP";
  return jpeg || png || webp ? undefined : "is no such picture";
}
