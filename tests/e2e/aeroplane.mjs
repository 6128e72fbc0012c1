// A first start in aeroplane mode: empty data folder, no gateway anywhere. Every kind of content is listed, opened and
// found by typing, in the real window. Called by `cargo xtask test`, once a language.
//
// What a newcomer would get wrong: nothing here waits for a network that might come; what a person came for must be there
// from the first screen on.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { App, testid } from "./lib/app.mjs";
import { startDesk } from "./lib/desk.mjs";
import { Run, readArgs, until } from "./lib/run.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const args = readArgs(process.argv.slice(2), {
  app: path.join(ROOT, "target/debug/vung-sam"),
  out: path.join(ROOT, "target/aeroplane"),
  lang: "vi",
});

const out = path.resolve(args.out, args.lang);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const run = new Run(out);
const ADDRESS = "return location.pathname + location.search;";

let app;
let taken = 0;
async function step(name, work) {
  await work();
  taken += 1;
  await app.screenshot(path.join(out, `${String(taken).padStart(2, "0")}-${name.replaceAll(" ", "-")}.png`));
  console.log(`ok ${name}`);
}

const title = () => app.page("return document.querySelector('h1')?.innerText ?? '';");
const count = (css) => app.page("return document.querySelectorAll(args[0]).length;", css);

/** A long list grows as one reads on. */
async function atLeast(css, wanted) {
  const enough = async () => {
    if ((await count(css)) >= wanted) return true;
    await app.page("window.scrollTo(0, document.documentElement.scrollHeight);");
    return false;
  };
  await until(`${wanted} of ${css}`, enough, 10_000);
}

/** Goes to a page of the app without a link: as the router would. */
async function go(to, ready) {
  await app.page(
    `const link = document.createElement("a");
     link.href = args[0];
     document.querySelector("main").append(link);
     link.click();`,
    to,
  );
  await until(`to be at ${to}`, async () => (await app.page(ADDRESS)) === to, 10_000);
  await app.see(ready);
}

/** Types into the one box, after clearing what stands there. */
async function type(text) {
  await go("/search", testid("search"));
  if (await app.has(testid("search-clear"))) await app.press(testid("search-clear"));
  await app.type(testid("search"), text);
}

async function find(typed, href) {
  await type(typed);
  await app.see(`${testid("hits")} a[href="${href}"]`);
}

async function begin(desk) {
  // An address where nobody listens; not even asked about.
  const deployment = path.join(out, "deployment.toml");
  const text = readFileSync(path.join(ROOT, "assets/deployment.toml"), "utf8");
  writeFileSync(deployment, text.replace(/^gateway_url = .*$/m, 'gateway_url = "https://127.0.0.1:9"'));
  app = new App(run, desk, { binary: args.app, data: path.join(out, "phone"), deployment, lang: args.lang });
  mkdirSync(app.data, { recursive: true });
  await app.open();
}

async function walk() {
  const lists = {
    procedures: await app.invoke("procedures"),
    places: await app.invoke("places"),
    guides: (await app.invoke("guides")).guides,
    questions: (await app.invoke("questions")).questions,
    content: await app.invoke("content"),
  };
  await step("procedures by life event and field", async () => {
    await app.press(testid("tile-procedures"));
    await atLeast('[data-testid^="event-"]', lists.procedures.events.length);
    await atLeast('[data-testid^="field-"]', lists.procedures.fields.length);
    await app.press(testid("event-sinh-con"));
    await app.see(testid("procedure-ht-khai-sinh"));
  });
  await step("a procedure", async () => {
    await app.press(testid("procedure-ht-khai-sinh"));
    await app.see(testid("fee"));
    await atLeast(testid("paper"), 3);
    await app.see(testid("sources"));
  });
  await step("every procedure opens", async () => {
    for (const { id, title: name } of lists.procedures.cards) {
      await go(`/procedures/${id}`, testid("fee"));
      await until(`the title of ${id}`, async () => (await title()).includes(name[args.lang]), 5_000);
    }
  });
  await step("questions", async () => {
    await go("/questions", testid("question-faq-khai-sinh"));
    await atLeast('[data-testid^="question-"]', lists.questions.length);
    await app.press(testid("question-faq-khai-sinh"));
    await app.see(testid("answer"));
  });
  await step("places by kind", async () => {
    await go("/explore", testid("explore-ginseng"));
    await atLeast('[data-testid^="kind-"]', lists.places.kinds.length);
    await app.press(testid("kind-market"));
    await app.see(testid("place-cho-sam"));
  });
  await step("every place opens", async () => {
    for (const { id, name } of lists.places.cards) {
      await go(`/explore/${id}`, testid("sources"));
      await until(`the name of ${id}`, async () => (await title()).includes(name[args.lang]), 5_000);
    }
  });
  await step("guides", async () => {
    for (const { id } of lists.guides) {
      await go(`/guides/${id}`, testid("guide-part"));
    }
  });
  await step("what the app does not do", async () => {
    await go("/limits", testid("guide-part"));
  });
  await step("communes", async () => {
    await go("/units", testid("unit-nam-tra-my"));
    for (const { id } of lists.content.units) await go(`/units/${id}`, testid("offices"));
  });
  await step("emergency with what to do", async () => {
    await go("/emergency", testid("guide-sat-lo"));
    await app.press(testid("guide-sat-lo"));
    await app.see(testid("guide-part"));
  });
  const english = args.lang === "en";
  const searches = [
    [english ? "birth reg" : "khai sinh", "/procedures/ht-khai-sinh"],
    [english ? "ginseng market" : "cho sam", "/explore/cho-sam"],
    ["Tra Mai", "/units/nam-tra-my"],
    ["tak ngo", "/explore/vuon-tak-ngo"],
    [english ? "landslide" : "sat lo", "/guides/sat-lo"],
  ];
  for (const [typed, href] of searches) await step(`search ${typed}`, () => find(typed, href));
  await step("nothing found says where to ask", async () => {
    await type("xyzqq");
    await app.see(testid("search-none"));
  });
}

let failed;
try {
  await begin(await startDesk(run, path.join(out, "desk")));
  await walk();
} catch (error) {
  failed = error;
  await app?.screenshot(path.join(out, "failed.png")).catch(() => {});
  console.error(`\nFAILED: ${error.message}\n${await app?.text().catch(() => "")}\n${run.tails()}`);
}
await run.end();
process.exit(failed ? 1 : 0);
