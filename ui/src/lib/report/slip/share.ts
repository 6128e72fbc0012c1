import { AppError } from '$lib/platform';

/** Hands a text to another app, or copies it where the system has no such way. Answers which of the two happened. */
export async function share(text: string): Promise<'shared' | 'copied' | 'left'> {
  if (typeof navigator.share === 'function') {
    try {
      await navigator.share({ text });
      return 'shared';
    } catch (thrown) {
      // The person changed their mind. Anything else: copying still helps.
      if (thrown instanceof DOMException && thrown.name === 'AbortError') return 'left';
    }
  }
  await copy(text);
  return 'copied';
}

/** Puts a text where it can be pasted from. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
}

/** For web views that keep the clipboard to themselves. */
function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (!copied) throw new AppError('internal');
}
