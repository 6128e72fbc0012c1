import { inside } from './icons';

// Header drawings of places (720 × 400). All code is one bundle, so an import would put them all in it: each stays a file of the
// app, is read when a screen shows it, and is inlined then, so that it takes the theme.
const files = import.meta.glob<string>('../../../../assets/pictures/canh-*.svg', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

const urls = new Map(
  Object.entries(files).map(([path, url]) => [path.slice(path.lastIndexOf('/canh-') + 6, -'.svg'.length), url]),
);

/** Ids of the places somebody drew. */
export const scenePlaces = [...urls.keys()];

/** The shapes of a place's scene; none if nobody drew it or it can't be read: the words beside it say all. */
export async function sceneShapes(place: string): Promise<string> {
  const url = urls.get(place);
  if (url === undefined) return '';
  try {
    const answer = await fetch(url);
    return answer.ok ? inside(await answer.text()) : '';
  } catch {
    return '';
  }
}
