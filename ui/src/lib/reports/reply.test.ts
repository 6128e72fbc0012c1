import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { en } from '$lib/i18n/en';
import { vi } from '$lib/i18n/vi';
import { needsWords, replyHref, replyOf, REPLIES } from './reply';

const source = readFileSync(new URL('../../../../crates/domain/src/status.rs', import.meta.url), 'utf8');
/** Ids of the actions a line of the domain's table lists. */
const listed = (pattern: RegExp) => {
  const names = (pattern.exec(source)?.[1] ?? '').match(/A::(\w+)/g) ?? [];
  return names.map((name) => new RegExp(`${name} => "([a-z_]+)"`).exec(source)?.[1]);
};

it('are the sender’s steps of the domain, each with its words', () => {
  const own = listed(/((?:A::\w+ \| )+A::\w+) => Actor::Citizen/);
  expect([...REPLIES].sort()).toEqual(own.sort());
  for (const texts of [vi, en])
    for (const action of REPLIES)
      for (const words of [texts.talk.titles, texts.talk.hints, texts.talk.send, texts.talk.events])
        expect(words[action]).toBeTruthy();
});

it('need words where the domain needs them', () => {
  const needed = listed(/matches!\(self, ((?:A::\w+ \| )+A::\w+)\)/);
  for (const action of REPLIES) expect(needsWords(action)).toBe(needed.includes(action));
});

it('have an address that leads back to them', () => {
  const url = new URL(replyHref('a-b', 'reopen'), 'http://x');
  expect(url.pathname).toBe('/reports/a-b/reply');
  expect(replyOf(url.searchParams.get('do'))).toBe('reopen');
  expect(replyOf('answer')).toBeUndefined();
});
