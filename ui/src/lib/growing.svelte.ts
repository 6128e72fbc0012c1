// A long list that grows before its end is seen: two thousand cards at once take seconds on a cheap phone.
//
// What a newcomer would get wrong: how far down somebody has been is kept while the app runs, by name, so that Back finds the
// list as long as it was left.

const FIRST = 40;
const reached: Record<string, number> = {};

export class Growing {
  /** How many to show now. */
  shown = $state(FIRST);

  /** `name`: of the list. */
  constructor(private readonly name: string) {
    this.shown = reached[name] ?? FIRST;
  }

  /** For the mark under the last one shown (`More` draws it). */
  end = (mark: HTMLElement): (() => void) => {
    const watch = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) reached[this.name] = this.shown += FIRST;
      },
      { rootMargin: '1200px' },
    );
    watch.observe(mark);
    return () => watch.disconnect();
  };
}
