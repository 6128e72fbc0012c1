// A picture on its way to the core, which makes it small, turns it upright and strips it. On Android it must be small
// before: there every byte crosses as base64.
import { AppError, isAndroidApp } from '$lib/platform';

/** Largest file the core takes in. Checked here too, so that 60 MB are not read into memory to be refused. */
export const INPUT_BYTES = 40 * 1024 * 1024;
const ANDROID_BYTES = 300_000;
const EDGES = [1600, 1280, 1024, 800];
const QUALITIES = [0.82, 0.7, 0.55];

export async function bytesToSend(file: File): Promise<Uint8Array> {
  if (file.size > INPUT_BYTES) throw new AppError('photo_too_large');
  const picture: Blob = isAndroidApp && file.size > ANDROID_BYTES ? await shrink(file) : file;
  try {
    return new Uint8Array(await picture.arrayBuffer());
  } catch {
    // Taken off the card meanwhile, or in a cloud that cannot be reached.
    throw new AppError('photo_broken');
  }
}

async function shrink(file: File): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new AppError('photo_format');
  });
  try {
    for (const edge of EDGES) {
      const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      for (const quality of QUALITIES) {
        const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
        if (jpeg && jpeg.size <= ANDROID_BYTES) return jpeg;
      }
    }
  } finally {
    bitmap.close();
  }
  throw new AppError('photo_too_large');
}
