// Files from and to the person, where the web view's own way works: a browser, and a desktop for choosing.
import type { Commands } from '$lib/bindings/commands';
import { AppError } from './errors';

/** A file the person chose. Nothing of it is read before it is given away. */
export interface Picked {
  readonly name: string;
  /** Hands its bytes to a command of the core as the call's raw body. Rejects with `AppError`. */
  give<K extends keyof Commands>(command: K, args: Commands[K]['args']): Promise<Commands[K]['result']>;
}

/** Most bytes handed over: one more than the core takes, so that the core says what is too large. */
const MOST = 40 * 1024 * 1024 + 1;

/** The bytes of a file of the page. */
export async function bytesOf(file: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, MOST).arrayBuffer());
  } catch {
    // Taken off the card meanwhile, or in a cloud that cannot be reached.
    throw new AppError('file_unreadable');
  }
}

/** Lets the person choose through a file field that nobody sees. An empty list: none chosen. Call it from a tap. */
export function chooseInPage(accept: string, many: boolean): Promise<File[]> {
  const field = document.createElement('input');
  field.type = 'file';
  field.accept = accept;
  field.multiple = many;
  field.hidden = true;
  // Tests find it by this.
  field.dataset.testid = 'pick-file';
  document.querySelector('[data-testid="pick-file"]')?.remove();
  // In the document: some web views forget a field that is nowhere, and what was chosen with it.
  document.body.append(field);
  return new Promise((chosen) => {
    const done = () => {
      field.remove();
      chosen(Array.from(field.files ?? []));
    };
    field.addEventListener('change', done);
    // Not told by web views before Chromium 113: there the field stays until the next choice and nothing happens.
    field.addEventListener('cancel', done);
    field.click();
  });
}

/** Puts bytes into the browser's downloads. */
export function download(name: string, bytes: Uint8Array, mime: string): void {
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download may begin after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** What a command of the core answered: its type is the command's, its errors are `AppError`. */
export async function given<T>(answer: Promise<unknown>): Promise<T> {
  try {
    return (await answer) as T;
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}
