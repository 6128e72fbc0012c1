// Shapes that parts share.

/** See `Diamond`. */
export type DiamondState = 'done' | 'waiting' | 'office' | 'todo';

/** One station of a `Path`. */
export interface PathStep {
  state: DiamondState;
  title: string;
  /** When, and who says so. */
  meta: string;
  /** What was written. */
  text?: string;
  /** Short facts, a line each. */
  facts?: string[];
  /** Photos that belong to it, by their hash; shown by the screen's `photos` snippet. */
  photos?: string[];
  /** What the person has to do about it. */
  must?: string;
  /** For tests. */
  testid?: string;
}

/** One line of an `ErrorSummary`: what to mend, and the id of the field it is about, or with `href` the screen it is on. */
export interface Mistake {
  id: string;
  text: string;
  href?: string;
}
