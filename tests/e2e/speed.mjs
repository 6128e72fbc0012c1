// How fast the screens answer a finger, in Chromium with the window of a phone and a sixth of this machine's speed, over the
// real core: each main tap until the next paint, long tasks, scrolling lists of 2,000. A row a case on stdout, as JSON.
// Called by `cargo xtask bench ui`; not part of the tests, because a busy machine would fail them.
//
// What a newcomer would get wrong: only the tap is slowed down, not what leads to it; and `paint_ms` is what the browser
// itself reports (Event Timing: from the finger to the frame after the handlers), in steps of 8 ms. `screen_ms` is until the
// next screen stands, with the core's answer. Other programs stretch all of these; what they do only adds, so beside the
// median, which is judged, stands the best of the runs, and `cpu_ms`, the page's own processor time, which they cannot stretch.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Phone } from "./lib/bridge.mjs";
import { settled } from "./lib/look.mjs";
import { launch } from "./lib/officer.mjs";
import { Run, readArgs } from "./lib/run.mjs";
import { LISTS, loads, setUp, taps } from "./speed.list.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const args = readArgs(process.argv.slice(2), {
  bridge: path.join(ROOT, "target/debug/bridge"),
  ui: path.join(ROOT, "ui/build"),
  out: path.join(ROOT, "target/speed"),
  runs: "5",
  slow: "6",
  only: "",
  // Whoever reads the rows judges them: end well in any case.
  "rows-only": false,
});
const RUNS = Number(args.runs);
const SLOW = Number(args.slow);
const LIMIT = { tap: 100, task: 200, fps: 50 };

rmSync(args.out, { recursive: true, force: true });
mkdirSync(args.out, { recursive: true });
const run = new Run(args.out);
const over = [];

const sorted = (list) => [...list].sort((a, b) => a - b);
const median = (list) => sorted(list)[Math.floor(list.length / 2)];
const p95 = (list) => sorted(list)[Math.max(0, Math.ceil(list.length * 0.95) - 1)];
const round = (n) => Math.round(n * 10) / 10;

function tell(row, wrong) {
  console.log(JSON.stringify(wrong ? { ...row, over: wrong } : row));
  if (wrong) over.push(`${row.case} ${row.name}: ${wrong}`);
}

/** Runs in the page before anything else: what took how long. */
function watch() {
  window.perf = { events: [], tasks: [] };
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) window.perf.tasks.push({ at: e.startTime, ms: e.duration });
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (e.interactionId) window.perf.events.push({ at: e.startTime, ms: e.duration, name: e.name });
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
}

/** Processor time of the page's thread so far, in ms. */
const spent = async (cdp) => (await cdp.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1000;

const frames = (page, n = 2) =>
  page.evaluate(async (count) => {
    for (let i = 0; i < count; i += 1) await new Promise((done) => requestAnimationFrame(done));
  }, n);

/** Answers of the core as `alter` wants them, made once and not on the phone's time. */
async function altered(page, alter = {}) {
  for (const [command, change] of Object.entries(alter)) {
    let body;
    await page.route(`**/invoke/${command}`, async (route) => {
      body ??= JSON.stringify(change(await (await route.fetch()).json()));
      await route.fulfill({ contentType: "application/json", body });
    });
  }
}

async function tap(page, slow, cdp, { name, path: at, ready, tap: on, then, alter, act }) {
  const [paints, screens, tasks, busy] = [[], [], [], []];
  await altered(page, alter);
  for (let n = 0; n < RUNS; n += 1) {
    await page.goto(page.phone + at);
    await page.locator(ready ?? on).first().waitFor();
    await act?.(page);
    await settled(page);
    const target = page.locator(on).first();
    await target.scrollIntoViewIfNeeded();
    await frames(page);
    await slow(SLOW);
    await frames(page);
    await page.evaluate(() => void (window.perf.events.length = window.perf.tasks.length = 0));
    const used = await spent(cdp);
    const began = await page.evaluate(() => performance.now());
    await target.tap();
    await page.locator(then).first().waitFor({ state: "visible" });
    await frames(page);
    const { now, events, long } = await page.evaluate(() => ({ now: performance.now(), events: window.perf.events, long: window.perf.tasks }));
    busy.push((await spent(cdp)) - used);
    await slow(1);
    // The frame after the tap may come before the entry about it.
    const late = await page.evaluate(() => new Promise((done) => setTimeout(() => done(window.perf.events), 60)));
    const seen = late.length >= events.length ? late : events;
    // Less than two frames is not reported at all.
    paints.push(Math.max(8, ...seen.map((e) => e.ms)));
    screens.push(now - began);
    tasks.push(Math.max(0, ...long.map((t) => t.ms)));
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
  const wrong = [
    median(paints) > LIMIT.tap && `${median(paints)} ms to the next paint, more than ${LIMIT.tap}`,
    median(tasks) > LIMIT.task && `a task of ${Math.round(median(tasks))} ms, more than ${LIMIT.task}`,
  ].filter(Boolean);
  const row = { case: "tap", name, paint_ms: median(paints), paint_best_ms: Math.min(...paints), paint_p95_ms: p95(paints) };
  const task = { task_ms: Math.round(median(tasks)), task_best_ms: Math.round(Math.min(...tasks)) };
  tell({ ...row, screen_ms: Math.round(median(screens)), cpu_ms: Math.round(median(busy)), ...task }, wrong.join("; "));
  return { paints, best: Math.min(...paints) };
}

/** A long list moved down, 3,000 px a second: frames while it moves. (By wheel: headless Chromium moves nothing for a made-up finger.) */
async function scroll(page, slow, cdp, { name, path: at, ready, alter, rows }) {
  await altered(page, alter);
  await page.goto(page.phone + at);
  await page.locator(ready).first().waitFor();
  await settled(page);
  const [found, tasks, busy] = [[], [], []];
  let reached = 0;
  for (let n = 0; n < 3; n += 1) {
    await page.evaluate(() => window.scrollTo(0, 0));
    await settled(page);
    await slow(SLOW);
    const used = await spent(cdp);
    await page.evaluate(() => {
      window.perf.tasks.length = 0;
      window.count = { frames: 0, from: performance.now(), on: true };
      const tick = () => {
        window.count.frames += 1;
        if (window.count.on) requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
    await cdp.send("Input.synthesizeScrollGesture", { x: 180, y: 400, yDistance: -9000, speed: 3000, gestureSourceType: "mouse", preventFling: true });
    const got = await page.evaluate(() => {
      window.count.on = false;
      return { ms: performance.now() - window.count.from, frames: window.count.frames, tasks: window.perf.tasks.map((t) => t.ms), y: window.scrollY };
    });
    busy.push(((await spent(cdp)) - used) / got.frames);
    await slow(1);
    found.push((got.frames / got.ms) * 1000);
    tasks.push(Math.max(0, ...got.tasks));
    reached = Math.max(reached, got.y);
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
  const wrong = [
    median(found) < LIMIT.fps && `${round(median(found))} frames a second, fewer than ${LIMIT.fps}`,
    median(tasks) > LIMIT.task && `a task of ${Math.round(median(tasks))} ms, more than ${LIMIT.task}`,
    reached < 3000 && `scrolled only ${reached} px`,
  ].filter(Boolean);
  const row = { case: "scroll", name, rows, fps: round(median(found)), fps_best: round(Math.max(...found)), cpu_ms_a_frame: round(median(busy)) };
  tell({ ...row, task_ms: Math.round(median(tasks)), task_best_ms: Math.round(Math.min(...tasks)), scrolled_px: Math.round(reached) }, wrong.join("; "));
}

/** Opening a screen for the first time in a run, all slowed down: reported, not judged. */
async function load(page, slow, cdp, { name, path: at, ready, alter }) {
  const [times, tasks] = [[], []];
  await altered(page, alter);
  for (let n = 0; n < 3; n += 1) {
    await page.goto("about:blank");
    await slow(SLOW);
    await page.goto(page.phone + at);
    await page.locator(ready).first().waitFor();
    await frames(page);
    times.push(await page.evaluate(() => performance.now()));
    tasks.push(Math.max(0, ...(await page.evaluate(() => window.perf.tasks.map((t) => t.ms)))));
    await slow(1);
  }
  await page.unrouteAll({ behavior: "ignoreErrors" });
  const best = { ready_best_ms: Math.round(Math.min(...times)), task_best_ms: Math.round(Math.min(...tasks)) };
  tell({ case: "load", name, ready_ms: Math.round(median(times)), task_ms: Math.round(median(tasks)), ...best });
}

/** A case that cannot be walked says so and leaves the others to be measured. */
async function tried({ name }, work) {
  try {
    return await work();
  } catch (error) {
    tell({ case: "not measured", name }, error.message.split("\n").slice(0, 3).join(" "));
    return undefined;
  }
}

try {
  const browser = await launch(run);
  const deployment = path.join(ROOT, "assets/deployment.toml");
  const phone = await new Phone(run, "speed", { bridge: args.bridge, folder: args.out, ui: args.ui, deployment }).start();
  const ids = await setUp(phone);
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "vi-VN", hasTouch: true, isMobile: true });
  await context.addInitScript(watch);
  const page = await context.newPage();
  page.phone = phone.url;
  page.setDefaultTimeout(30_000);
  const cdp = await context.newCDPSession(page);
  const slow = (rate) => cdp.send("Emulation.setCPUThrottlingRate", { rate });
  const fits = (one) => one.name.includes(args.only);
  // Processor time of the thread, not the clock.
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  for (const one of loads(ids).filter(fits)) await tried(one, () => load(page, slow, cdp, one));
  const paints = [];
  const best = [];
  for (const one of taps(ids).filter(fits)) {
    const got = await tried(one, () => tap(page, slow, cdp, one));
    paints.push(...(got?.paints ?? []));
    if (got) best.push(got.best);
  }
  for (const one of LISTS.filter(fits)) await tried(one, () => scroll(page, slow, cdp, one));
  if (paints.length > 0) {
    const row = { case: "taps", name: "all", count: paints.length, paint_ms: median(paints), paint_p95_ms: p95(paints) };
    tell({ ...row, best_median_ms: median(best), best_p95_ms: p95(best), best_worst_ms: Math.max(...best) });
  }
} catch (error) {
  over.push(error.stack);
} finally {
  await run.end();
}
writeFileSync(path.join(args.out, "over.txt"), over.join("\n"));
for (const line of over) console.error(`OVER ${line}`);
process.exit(over.length === 0 || args["rows-only"] ? 0 : 1);
