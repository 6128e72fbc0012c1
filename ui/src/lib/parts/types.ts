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
  /** For tests. */
  testid?: string;
}

/** One line of an `ErrorSummary`: what to mend, and the id of the field it is about, or with `href` the screen it is on. */
export interface Mistake {
  id: string;
  text: string;
  href?: string;
}
