import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SAVE_AFTER_MS, Saver } from './saver';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function paper() {
  const state = { typed: '', written: [] as string[], broken: false, slow: 0, told: [] as unknown[] };
  const saver = new Saver(
    async () => {
      const now = state.typed;
      if (state.slow) await new Promise((done) => setTimeout(done, state.slow));
      if (state.broken) throw new Error('full');
      state.written.push(now);
    },
    (thrown) => state.told.push(thrown),
  );
  const type = (text: string) => {
    state.typed = text;
    saver.touch();
  };
  return { state, saver, type };
}

it('writes within 300 ms of a change, even while somebody goes on typing', async () => {
  const { state, type } = paper();
  for (let i = 1; i <= 10; i++) {
    type('x'.repeat(i));
    await vi.advanceTimersByTimeAsync(60);
  }
  expect(SAVE_AFTER_MS).toBeLessThanOrEqual(300);
  // 600 ms of typing: written at least every 300 ms.
  expect(state.written.length).toBeGreaterThanOrEqual(2);
  await vi.advanceTimersByTimeAsync(300);
  expect(state.written[state.written.length - 1]).toBe('xxxxxxxxxx');
});

it('writes at once when asked, and nothing twice', async () => {
  const { state, saver, type } = paper();
  type('a');
  expect(await saver.flush()).toBe(true);
  expect(state.written).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(state.written).toEqual(['a']);
});

it('never lets an older writing come after a newer one', async () => {
  const { state, saver, type } = paper();
  state.slow = 500;
  type('a');
  await vi.advanceTimersByTimeAsync(SAVE_AFTER_MS + 1);
  type('b');
  const all = saver.flush();
  await vi.advanceTimersByTimeAsync(2000);
  expect(await all).toBe(true);
  expect(state.written).toEqual(['a', 'b']);
});

it('says when it could not write, and keeps it for the next time', async () => {
  const { state, saver, type } = paper();
  state.broken = true;
  type('a');
  expect(await saver.flush()).toBe(false);
  expect(state.told).toHaveLength(1);
  expect(state.told[0]).toBeInstanceOf(Error);
  state.broken = false;
  expect(await saver.flush()).toBe(true);
  expect(state.written).toEqual(['a']);
  expect(state.told[state.told.length - 1]).toBeUndefined();
});

it('writes nothing after the draft is gone', async () => {
  const { state, saver, type } = paper();
  type('a');
  saver.close();
  type('b');
  await vi.advanceTimersByTimeAsync(1000);
  expect(await saver.flush()).toBe(true);
  expect(state.written).toEqual([]);
});
