import { beforeEach, expect, it, vi } from 'vitest';
import type { Draft } from '$lib/bindings/types';
import { AppError } from '$lib/platform/errors';
import { ReportDraft } from './draft.svelte';

const bad = new Set<string>();
vi.mock('$lib/platform', async () => ({
  ...(await vi.importActual('$lib/platform/errors')),
  isAndroidApp: false,
  invoke: async (_name: string, _args: unknown, body?: Uint8Array) => {
    if (body && bad.has(new TextDecoder().decode(body))) throw new AppError('photo_format');
    return { photos: [] };
  },
}));

beforeEach(() => bad.clear());
const file = (name: string) => new File([name], name);
const draft = () => new ReportDraft({ id: 'd', edits: null, fields: {}, photos: [] } as unknown as Draft, null);
const names = (d: ReportDraft) => d.refused.map((one) => one.name);

it('tells of a refused photo until another is taken in', async () => {
  const d = draft();
  bad.add('letter.pdf').add('other.pdf');
  await d.addPhotos([file('letter.pdf')]);
  expect(names(d)).toEqual(['letter.pdf']);
  await d.addPhotos([file('other.pdf')]);
  expect(names(d)).toEqual(['letter.pdf', 'other.pdf']);
  await d.addPhotos([file('road.jpg')]);
  expect(names(d)).toEqual([]);
});

it('still tells of one that was refused beside good ones', async () => {
  const d = draft();
  bad.add('letter.pdf');
  await d.addPhotos([file('letter.pdf'), file('road.jpg')]);
  expect(names(d)).toEqual(['letter.pdf']);
});
