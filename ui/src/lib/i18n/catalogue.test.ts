import { describe, expect, it } from 'vitest';
import { errorCodes } from '$lib/bindings/commands';
import { en } from './en';
import { fieldSentence, pickLang, sentence } from './index.svelte';
import { vi } from './vi';

/** Every text of a catalogue by its path; functions are called with plausible arguments. */
function texts(part: unknown, path = ''): [string, string][] {
  if (typeof part === 'string') return [[path, part]];
  if (typeof part === 'function') {
    const given = Array.from({ length: part.length }, (_, i) => i + 2);
    return [[`${path}()${part.length}`, String((part as (...a: unknown[]) => unknown)(...given))]];
  }
  return Object.entries(part as object).flatMap(([key, value]) => texts(value, path ? `${path}.${key}` : key));
}

const all = { vi: texts(vi), en: texts(en) };

describe('catalogues', () => {
  it('have the same texts in both languages', () => {
    expect(all.en.map(([path]) => path).sort()).toEqual(all.vi.map(([path]) => path).sort());
  });

  it.each(['vi', 'en'] as const)('have no empty, untrimmed or decomposed text (%s)', (lang) => {
    const bad = all[lang].filter(([, text]) => text.trim() !== text || text === '' || text.normalize('NFC') !== text);
    expect(bad).toEqual([]);
  });

  it('use every argument a text is given', () => {
    const dropped = [...all.vi, ...all.en].filter(([path, text]) => {
      const count = Number(path.split('()')[1] ?? 0);
      return Array.from({ length: count }, (_, i) => String(i + 2)).some((given) => !text.includes(given));
    });
    expect(dropped).toEqual([]);
  });

  it('leave no Vietnamese in the English one', () => {
    // Names of the product and of places keep their marks.
    const marks = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;
    const left = all.en.filter(([, text]) => marks.test(text.replaceAll('Vùng Sâm', '')));
    expect(left).toEqual([]);
  });

  it('keep titles within 40 characters', () => {
    const long = [...all.vi, ...all.en].filter(([path, text]) => /title$/i.test(path) && text.length > 40);
    expect(long).toEqual([]);
  });

  it('keep sentences under 16 words', () => {
    const long = [...all.vi, ...all.en].flatMap(([path, text]) =>
      text
        .split(/[.!?…]\s+/)
        .filter((one) => one.split(/\s+/).length > 15)
        .map((one) => `${path}: ${one}`),
    );
    expect(long).toEqual([]);
  });

  it('have a sentence for every code of the core, without the code in it', () => {
    for (const code of errorCodes) {
      const words = sentence({ code, errors: [] });
      expect(words.length).toBeGreaterThan(10);
      expect(words).not.toContain('_');
    }
  });

  it('have words for codes nobody has heard of', () => {
    expect(sentence({ code: 'brand_new', errors: [] })).toBe(vi.errors.internal);
    expect(sentence(new TypeError('x is undefined'))).toBe(vi.errors.internal);
    expect(fieldSentence({ field: 'v', code: 'unknown', limit: null })).toBe(vi.fieldOther);
    expect(fieldSentence({ field: 'contact.phone', code: 'malformed', limit: null })).toBe(
      vi.fields['contact.phone'].malformed,
    );
  });
});

describe('language', () => {
  it('is the chosen one, else the one of the system, else English', () => {
    expect(pickLang('en', ['vi-VN'])).toBe('en');
    expect(pickLang('xx', ['vi-VN'])).toBe('vi');
    expect(pickLang(null, ['vi-VN', 'en'])).toBe('vi');
    expect(pickLang(null, ['ko-KR', 'vi'])).toBe('en');
    expect(pickLang(null, [])).toBe('en');
  });
});
