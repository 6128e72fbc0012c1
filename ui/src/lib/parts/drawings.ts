import { inside } from './icons';

// Small drawings (96 × 96), inlined so that they take the theme. Header drawings of places are read later: `scenes.ts`.
const files = import.meta.glob<string>(['../../../../assets/pictures/*.svg', '!**/canh-*.svg'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const shapes = new Map(
  Object.entries(files).map(([path, svg]) => [path.slice(path.lastIndexOf('/') + 1, -'.svg'.length), inside(svg)]),
);

/** Names of all drawings, e.g. `giao-thong`, `nut-phan-anh`. */
export const drawingNames = [...shapes.keys()];

/** The shapes of a drawing; a name nobody drew yet shows the one for "something else". */
export function drawingShapes(name: string): string {
  return shapes.get(name) ?? shapes.get('khac') ?? '';
}
