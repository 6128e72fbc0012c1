// The first ten minutes of two people in the real window: a tourist without any network, and a helper who goes from house to
// house with one phone. Called by `cargo xtask test`.
//
// What a newcomer would get wrong: both are killed in the middle; what they chose, ticked and planned must be there again, and
// the closing checks ask the core, not the screen that was just drawn.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { App, testid } from "./lib/app.mjs";
import { startDesk } from "./lib/desk.mjs";
import { Gateway } from "./lib/gateway.mjs";
import { Run, readArgs, until } from "./lib/run.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const args = readArgs(process.argv.slice(2), {
  app: path.join(ROOT, "target/debug/vung-sam"),
  server: path.join(ROOT, "target/debug/vungsam-server"),
  out: path.join(ROOT, "target/firsttime"),
});

const out = path.resolve(args.out);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const run = new Run(out);

let app;
let taken = 0;
async function step(name, work) {
  const began = Date.now();
  await work();
  const ms = Date.now() - began;
  taken += 1;
  await app.screenshot(path.join(out, `${String(taken).padStart(2, "0")}-${name.replaceAll(" ", "-")}.png`));
  console.log(`ok ${name} (${(ms / 1000).toFixed(1)} s)`);
}

function same(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

const text = (css) => app.page("return document.querySelector(args[0])?.innerText ?? '';", css);
const at = (where) => until(`to be at ${where}`, async () => (await app.page("return location.pathname;")) === where, 10_000);
const phone = (name) => {
  const data = path.join(out, name);
  mkdirSync(data, { recursive: true });
  return data;
};

/** The screens of the welcome, one *Next* each; `acts` by screen. */
async function welcome(acts) {
  for (const screen of ["what", "offline", "seen", "lang", "home", "size"]) {
    const title = await text("h1");
    await acts[screen]?.();
    await app.press(testid("next"));
    await until(`to leave ${screen}`, async () => (await text("h1")) !== title, 10_000);
  }
}

async function tourist(desk) {
  // An address where nobody listens: there is no network on the whole trip.
  const deployment = path.join(out, "nowhere.toml");
  const shipped = readFileSync(path.join(ROOT, "assets/deployment.toml"), "utf8");
  writeFileSync(deployment, shipped.replace(/^gateway_url = .*$/m, 'gateway_url = "https://127.0.0.1:9"'));
  app = new App(run, desk, { name: "tourist", binary: args.app, data: phone("tourist"), deployment, lang: "en" });
  await step("tourist opens the app", () => app.open(testid("welcome-skip")));
  await step("tourist is welcomed and says guest and larger text", () =>
    welcome({ home: () => app.press(testid("commune-visitor")), size: () => app.press(testid("size-125")) }));
  await step("tourist reads whom to call", async () => {
    await app.press(testid("guest-call"));
    await app.see('main a[href="tel:112"], main button');
    await app.page("history.back();");
    await app.see(testid("guest-places"));
  });
  await step("tourist finds the ginseng market", async () => {
    await app.press(testid("guest-places"));
    await app.press(testid("kind-market"));
    await app.press(testid("place-cho-sam"));
    await app.see(testid("place-next"));
    await app.see(testid("sources"));
  });
  await step("tourist keeps it and plans a day", async () => {
    await app.press(testid("heart"));
    await app.see(`${testid("heart")}[aria-pressed=true]`);
    await app.press(testid("place-plan"));
    // The place's name comes a moment later and moves the button.
    await app.see(testid("make-day"));
    await until("the question with the place's name", async () => (await text("main")).includes("ginseng market"));
    await app.press(testid("make-day"));
    await app.see(testid("stop-0"));
  });
  await step("tourist adds a village and reads its manners first", async () => {
    const { cards } = await app.invoke("places");
    const village = cards.find((card) => card.kind === "village").id;
    await app.page(`const a = document.createElement("a"); a.href = args[0]; document.querySelector("main").append(a); a.click();`, `/explore/${village}`);
    await at(`/explore/${village}`);
    const [manners, access] = await app.page(
      `const top = (id) => document.querySelector('[data-testid="' + id + '"]')?.getBoundingClientRect().top ?? null;
       return [top("manners") ?? top("place-etiquette"), top("place-access") ?? top("place-where")];`,
    );
    if (manners === null || (access !== null && manners > access)) throw new Error(`manners at ${manners}, the way at ${access}`);
    await app.press(testid("place-plan"));
    await app.see(testid("make-day"));
    await app.press('[data-testid^="into-"]');
    await app.see(testid("stop-1"));
  });
  await step("tourist shows a phrase", async () => {
    await app.page(`const a = document.createElement("a"); a.href = "/explore/phrases"; document.querySelector("main").append(a); a.click();`);
    await app.press('[data-testid^="phrase-"]');
    await app.see(testid("phrase-say"));
  });
  const [plan] = (await app.invoke("plans")).days;
  await step("tourist's phone goes out and on again", async () => {
    await app.kill();
    await app.open(testid("tile-explore"));
  });
  const settings = (await app.invoke("app_state")).settings;
  same("what the tourist chose", [settings.visitor, settings.text_percent, settings.lang ?? "en"], [true, 125, "en"]);
  same("the tile of a guest", await app.page("return document.querySelector('nav a')?.getAttribute('href');"), "/explore");
  same("the plan", (await app.invoke("plan", { day: plan.day })).stops.length, 2);
  same("what the tourist likes", (await app.invoke("favourites")).places.map((one) => one.id), ["cho-sam"]);
  await app.close();
}

async function helper(desk) {
  const gateway = await Gateway.make(run, args.server, phone("gateway"));
  await gateway.start();
  app = new App(run, desk, { name: "helper", binary: args.app, data: phone("helper"), deployment: gateway.deployment, lang: "vi" });
  await step("helper skips the welcome", () => app.open());
  await step("helper asks without accents", async () => {
    await app.press(testid("tile-procedures"));
    await app.press(testid("ask"));
    await app.type(testid("ask-field"), "lam giay khai sinh cho con o mo");
    await app.press(testid("ask-go"));
    await app.see(testid("ask-reference"));
    if (await app.has(testid("ask-choice"))) await app.press(testid("ask-choice"));
    await app.see(testid("ask-answer"));
  });
  const answered = await app.invoke("ask", { q: "lam giay khai sinh cho con o mo", lang: "vi" });
  same("the best answer", answered.answers[0].procedure?.id, "ht-khai-sinh");
  await step("helper makes a list to take along", async () => {
    await app.press(testid("ask-whole"));
    await app.press(testid("checklist-make"));
    await app.press(testid("case-none"));
    await app.press(testid("next"));
    await app.see(testid("progress"));
  });
  const list = (await app.page("return location.pathname;")).split("/").at(-1);
  await step("helper ticks the first paper", async () => {
    await app.press(`${testid("paper")} input, ${testid("paper")}`);
    await until("a tick in the store", async () => (await app.invoke("checklist", { id: list })).papers.some((one) => one.have), 10_000);
  });
  await step("helper's phone is killed and the tick is there", async () => {
    await app.kill();
    await app.open();
    same("ticks", (await app.invoke("checklist", { id: list })).papers.filter((one) => one.have).length, 1);
    await app.press(testid("tile-procedures"));
    await app.press(testid("checklists"));
    await app.press(testid("checklist-card"));
    await app.see(testid("progress"));
  });
  await gateway.stop();
  await step("helper asks what nobody knows without a network", async () => {
    await app.page(`const a = document.createElement("a"); a.href = "/ask"; document.querySelector("main").append(a); a.click();`);
    await app.type(testid("ask-field"), "con trâu nhà tui thích nghe nhạc gì");
    await app.press(testid("ask-go"));
    await app.see(testid("ask-unknown"));
    await app.see(testid("tile-emergency"));
    await app.press(testid("ask-count"));
    await app.press(testid("unanswered-send"));
    await until("one that waits", async () => (await app.invoke("unanswered")).cards.length === 1, 10_000);
  });
  await step("with the network it is counted and gone from the phone", async () => {
    await gateway.start();
    await app.invoke("sync_now");
    await until("none that waits", async () => (await app.invoke("unanswered")).cards.length === 0, 60_000);
  });
  await app.close();
  await gateway.stop();
}

let failed;
try {
  await tourist(await startDesk(run, path.join(out, "desk-tourist")));
  await helper(await startDesk(run, path.join(out, "desk-helper")));
} catch (error) {
  failed = error;
  await app?.screenshot(path.join(out, "failed.png")).catch(() => {});
  console.error(`\nFAILED: ${error.message}\n${await app?.text().catch(() => "")}\n${run.tails()}`);
}
await run.end();
process.exit(failed ? 1 : 0);
