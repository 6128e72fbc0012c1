import { expect, it } from 'vitest';
import { base64, unbase64 } from './base64';
import { AppError } from './errors';

it('keeps code and fields of what the core answered', () => {
  const error = AppError.from({ code: 'invalid', errors: [{ field: 'text', code: 'required', limit: null }] });
  expect(error.code).toBe('invalid');
  expect(error.errors[0]?.field).toBe('text');
});

it('turns anything else into "the app made a mistake"', () => {
  for (const thrown of [undefined, 'boom', new Error('boom'), { code: 7 }, { code: 'invalid', errors: 'x' }]) {
    const error = AppError.from(thrown);
    expect(['internal', 'invalid']).toContain(error.code);
    expect(error.errors).toEqual([]);
  }
});

it('writes base64 of more bytes than a call takes arguments', () => {
  const bytes = Uint8Array.from({ length: 300_001 }, (_, i) => i % 251);
  expect(Buffer.from(base64(bytes), 'base64').equals(Buffer.from(bytes))).toBe(true);
});

it('reads back the base64 it wrote', () => {
  const bytes = Uint8Array.from({ length: 70_001 }, (_, i) => (i * 7) % 256);
  expect(unbase64(base64(bytes))).toEqual(bytes);
});
