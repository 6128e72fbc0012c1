// Photographs of 12 and 48 megapixels from smaller real ones: enlarged, with the noise of a sensor, an invented EXIF block.
// Usage: node inputs.mjs FOLDER-OF-ORIGINALS FOLDER-FOR-PHOTOS
import sharp from 'sharp';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const [from, to] = process.argv.slice(2);
mkdirSync(to, { recursive: true });

const SIZES = { 12: [4000, 3000], 48: [8000, 6000] };

for (const name of ['Wood', 'LadyBird', 'Storm', 'Garden']) {
  for (const [megapixels, [width, height]] of Object.entries(SIZES)) {
    const file = join(to, `${name.toLowerCase()}-${megapixels}.jpg`);
    const progressive = join(to, `${name.toLowerCase()}-${megapixels}-progressive.jpg`);
    const wanted = megapixels === '48' && name === 'Wood' ? [file, progressive] : [file];
    if (wanted.every((f) => existsSync(f))) continue;
    const raw = await sharp(join(from, `${name}.jpg`))
      .resize(width, height, { fit: 'cover', kernel: 'cubic' })
      .removeAlpha()
      .raw()
      .toBuffer();
    // The same noise every time: a linear congruential generator, two bytes summed, standard deviation 5.2.
    let seed = 12345;
    for (let i = 0; i < raw.length; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
      const noisy = raw[i] + ((seed >>> 24) + ((seed >>> 16) & 255) - 255) / 20;
      raw[i] = Math.min(255, Math.max(0, noisy));
    }
    for (const path of wanted) {
      await sharp(raw, { raw: { width, height, channels: 3 } })
        .withExif({ IFD0: { Make: 'bench camera', Model: 'invented' } })
        .jpeg({ quality: 92, chromaSubsampling: '4:2:0', progressive: path === progressive })
        .toFile(path);
    }
  }
}
