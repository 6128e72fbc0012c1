import type { ComplaintDetail, DraftFields, PhotoRef } from '$lib/bindings/types';

/** Whether a draft that changes a saved report says anything else than the report does. */
export function changed(saved: ComplaintDetail, fields: DraftFields, photos: PhotoRef[]): boolean {
  const { place, contact } = fields;
  const before = [
    saved.card.category,
    saved.card.place.unit,
    saved.card.place.village,
    saved.card.place.village_text,
    saved.card.place.near,
    saved.text,
    saved.contact === null,
    saved.contact?.name ?? '',
    saved.contact?.phone ?? '',
    ...saved.photos.map(({ photo }) => photo.sha256),
  ];
  const now = [
    fields.category,
    place.unit,
    place.village,
    place.village_text,
    place.near,
    fields.text,
    fields.anonymous,
    fields.anonymous ? '' : contact.name,
    fields.anonymous ? '' : contact.phone,
    ...photos.map(({ sha256 }) => sha256),
  ];
  return before.length !== now.length || before.some((value, i) => value !== now[i]);
}
