// A tus client that is not ours uploads a photo: whole, or cut in the middle and gone on with. Started by a story in
// tests/tests/stories/foreign.rs, which checks what the gateway then holds. Not a demonstration.
//
// What a newcomer would get wrong: the second run is another process that knows only the upload's address, as after a
// phone was switched off.
import { readFileSync } from 'node:fs';
import { Upload } from 'tus-js-client';

const [endpoint, file, mode] = process.argv.slice(2);
const asked = JSON.parse(process.env.TUS_ASKED ?? '{}');

const upload = new Upload(readFileSync(file), {
  endpoint: `${endpoint}/api/v1/uploads`,
  uploadUrl: asked.url ?? null,
  headers: asked.headers,
  metadata: asked.metadata,
  retryDelays: null,
  chunkSize: mode === 'cut' ? 40_000 : Infinity,
  uploadDataDuringCreation: mode === 'at-once',
  onChunkComplete: (_, accepted) => {
    if (mode === 'cut' && accepted >= 80_000) {
      console.log(JSON.stringify({ url: upload.url, accepted }));
      process.exit(0); // without a word, as a phone without power
    }
  },
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: ({ lastResponse }) => {
    console.log(JSON.stringify({ url: upload.url, receipt: lastResponse.getHeader('vungsam-receipt') ?? null }));
  },
});
upload.start();
