// Which drawing stands beside a paper. Pure: the sort is the core's answer, by words of the content.
import type { PaperLook } from '$lib/bindings/types';

/** A paper of no known sort is a plain sheet. */
export const drawingOf = (look: PaperLook | null | undefined): string => look?.picture ?? 'giay-thuong';
