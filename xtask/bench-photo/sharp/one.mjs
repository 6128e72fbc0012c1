// One photo through sharp in a process of its own: node one.mjs IN OUT. Prints the CPU time of the work alone, ns.
import sharp from 'sharp';
import { readFileSync, writeFileSync } from 'node:fs';

sharp.cache(false);
sharp.concurrency(1);
const [from, to] = process.argv.slice(2);
const bytes = readFileSync(from);
const begun = process.cpuUsage();
const jpeg = await sharp(bytes)
  .autoOrient()
  .resize(1600, 1600, { fit: 'inside', withoutEnlargement: true })
  .jpeg({ quality: 75, chromaSubsampling: '4:2:0' })
  .toBuffer();
const used = process.cpuUsage(begun);
writeFileSync(to, jpeg);
console.log((used.user + used.system) * 1000);
