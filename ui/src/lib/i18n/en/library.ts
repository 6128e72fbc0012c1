import type { Catalogue } from '../vi';

export const library: Catalogue['library'] = {
  unverified: 'Not verified',
  asOf: (when) => `As of ${when}`,
  holdsFrom: (when) => `In force from ${when}`,
  holdsUntil: (when) => `In force until the end of ${when}`,
  notReviewed: 'Not yet reviewed by the commune.',
  reviewed: (who, when) => `Reviewed by ${who}, ${when}`,
  reviewedOn: (when) => `Reviewed by the commune, ${when}`,
  from: 'Where we read it',
  noSource: 'No source was found. Ask at the commune before you act.',
  onlyVietnamese: 'This part is in Vietnamese.',
  search: 'Search',
  searchLabel: 'Search procedures, places',
  clear: 'Clear',
};
