// A picture of every screen and console page, and what is wrong with each: accessibility, sideways scrolling, targets
// too small. Real core behind the bridge, real gateway. Called by `cargo xtask screens` and `cargo xtask test`.
//
// What a newcomer would get wrong: a new screen is a line in screens.list.mjs; nothing here knows a screen.

import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { keys, look, manners, settled } from "./lib/look.mjs";
import { launch } from "./lib/officer.mjs";
import { Run, readArgs } from "./lib/run.mjs";
import { CONSOLE_VARIANTS, EVERY, PAIRWISE, pages, screens } from "./screens.list.mjs";
import { scene } from "./screens.scene.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const args = readArgs(process.argv.slice(2), {
  bridge: path.join(ROOT, "target/debug/bridge"),
  server: path.join(ROOT, "target/debug/vungsam-server"),
  ui: path.join(ROOT, "ui/build"),
  out: path.join(ROOT, "target/screens"),
  only: "",
});

const out = path.resolve(args.out);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const run = new Run(path.join(out, "run"));
const wrong = [];
let taken = 0;

/** Opens, waits, looks, photographs. */
async function take(page, name, { url, ready, target, act, citizen = false, keyboard = false, alter = {}, refused = false }) {
  const findings = [];
  const broke = (error) => findings.push(`error on the page: ${error.message ?? error}`);
  const said = (message) => message.type() === "error" && !refused && broke(message.text());
  page.on("pageerror", broke).on("console", said);
  try {
    for (const [command, change] of Object.entries(alter)) {
      await page.route(`**/invoke/${command}`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: change(await response.json()) });
      });
    }
    await page.goto(url);
    await page.locator(ready).first().waitFor({ timeout: 15_000 });
    await act?.(page);
    await settled(page);
    findings.push(...(await look(page, target)));
    if (citizen) findings.push(...(await manners(page)));
    await whole(page, path.join(out, `${name}.png`));
    if (keyboard) findings.push(...(await keys(page)));
  } catch (error) {
    findings.push(error.message.split("\n").slice(0, 3).join(" "));
    await page.screenshot({ path: path.join(out, `${name}.png`) }).catch(() => {});
  }
  page.off("pageerror", broke).off("console", said);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  taken += 1;
  if (findings.length === 0) console.log(`ok ${name}`);
  else {
    wrong.push([name, findings]);
    console.log(`WRONG ${name}\n${findings.map((line) => `    ${line}`).join("\n")}`);
  }
}

/** A page with every fault there is: were it found good, no other finding could be believed. */
async function checkTheLook(browser) {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await page.setContent(`<html lang="vi"><title>x</title><main><h1>x</h1><img src="data:,"><button>small</button>
    <p style="color:#ccc">pale words</p><p style="color:#666;font-size:17px">paler than the sun allows</p><div style="width:900px">wide</div>
    <h3>jump</h3><button style="margin:0;height:60px">one</button><button style="margin-left:2px;height:60px;outline:0">two</button></main>
    <div style="position:fixed;bottom:0;height:600px;width:100%;background:#fff"></div>`);
  const found = [...(await look(page, 48)), ...(await manners(page)), ...(await keys(page))].join("\n");
  await page.close();
  const faults = ["image-alt", "color-contrast", "scrolls sideways", "target of", "text of 17 px", "less than 7:1", "heading 3 after 1", "between two targets", "no ring", "under something else"];
  const missed = faults.filter((fault) => !found.includes(fault));
  if (missed.length > 0) throw new Error(`the look missed ${missed.join(", ")} in:\n${found}`);
  console.log("ok the look finds what is wrong with a bad page");
}

/** A picture of the whole page, as if the window were that high: what sticks to its bottom stays at the bottom. */
async function whole(page, file) {
  const size = page.viewportSize();
  const height = await page.evaluate(() => Math.max(document.scrollingElement.scrollHeight, window.innerHeight));
  if (height > size.height) {
    await page.setViewportSize({ width: size.width, height });
    await settled(page);
  }
  await page.screenshot({ path: file });
  if (height > size.height) await page.setViewportSize(size);
}

const slug = (v) => [v.lang, `${v.width}x${v.height}`, v.theme === "dark" && "dark", v.text > 100 && v.text].filter(Boolean).join("-");

async function shoot(browser, phones, list, variants, keyboard = false) {
  for (const variant of variants) {
    const { width, height, lang, theme, text } = variant;
    const context = await browser.newContext({ viewport: { width, height }, locale: lang === "vi" ? "vi-VN" : "en-GB", reducedMotion: "reduce" });
    await context.addInitScript(onMobileData);
    const page = await context.newPage();
    for (const phone of new Set(list.map((screen) => phones[screen.phone]))) {
      await phone.choose({ lang, theme, text_percent: text });
      for (const screen of list.filter((s) => phones[s.phone] === phone)) {
        const name = `${screen.name}--${slug(variant)}`;
        await take(page, name, { ...screen, url: phone.url + screen.path, ready: screen.ready ?? "main", target: 48, citizen: true, keyboard });
      }
    }
    await context.close();
  }
}

/** A desktop does not tell Wi-Fi from mobile data; a phone's web view does. An address with `on=cellular` looks like one. */
function onMobileData() {
  if (!location.search.includes("on=cellular")) return;
  Object.defineProperty(navigator, "connection", { value: Object.assign(new EventTarget(), { type: "cellular" }) });
}

/** Pages for everybody, on the citizens' listener. */
async function shootPublic(browser, gateway, list, { width, height, lang, ...variant }) {
  // The certificate is the gateway's own development one.
  const context = await browser.newContext({ viewport: { width, height }, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  for (const one of list) {
    const name = `public-${one.name}--${slug({ width, height, lang, ...variant })}`;
    await take(page, name, { ...one, url: `https://${gateway.api}${one.path}?lang=${lang}`, ready: "main h1", target: 48 });
  }
  await context.close();
}

async function shootConsole(browser, gateway, list) {
  for (const variant of CONSOLE_VARIANTS) {
    const { width, height, lang } = variant;
    await shootPublic(browser, gateway, list.filter((one) => one.public), variant);
    for (const open of new Set(list.filter((one) => !one.public).map((one) => one.open))) {
      const context = await browser.newContext({
        viewport: { width, height },
        locale: lang === "vi" ? "vi-VN" : "en-GB",
        storageState: open && gateway.states[open],
      });
      const page = await context.newPage();
      for (const one of list.filter((p) => !p.public && p.open === open)) {
        const url = `${gateway.console}${one.path}${one.path.includes("?") ? "&" : "?"}lang=${lang}`;
        await take(page, `console-${one.name}--${slug(variant)}`, { ...one, url, ready: "main h1", target: 24 });
      }
      await context.close();
    }
  }
}

try {
  const browser = await launch(run);
  await checkTheLook(browser);
  const fits = (one) => one.name.includes(args.only);
  await scene(
    { run, browser, args, folder: path.join(out, "run"), fixtures: fixtures() },
    {
      console: ({ gateway, ids }) => shootConsole(browser, gateway, pages(ids).filter(fits)),
      phones: async ({ phones, ids }) => {
        const list = screens(ids).filter(fits);
        await shoot(browser, phones, list, EVERY);
        const table = list.filter((screen) => screen.table);
        for (const [third, rows] of PAIRWISE.entries()) {
          await shoot(browser, phones, table.filter((_, i) => i % PAIRWISE.length === third), rows, true);
        }
      },
    },
  );
} catch (error) {
  wrong.push(["setup", [error.stack, run.tails()]]);
  console.log(`WRONG setup: ${error.stack}\n${run.tails()}`);
}
await run.end();
if (wrong.length > 0) {
  console.error(`\n${wrong.length} of ${taken} pictures have something wrong:`);
  const byFinding = new Map();
  const alike = (line) => line.replace(/127\.0\.0\.1:\d+|[0-9a-f]{8}-[0-9a-f-]{27}/g, "…");
  for (const [name, lines] of wrong) {
    for (const line of lines.map(alike)) byFinding.set(line, [...(byFinding.get(line) ?? []), name]);
  }
  for (const [line, names] of byFinding) console.error(`- ${line}\n    in ${names.slice(0, 4).join(", ")}${names.length > 4 ? ` and ${names.length - 4} more` : ""}`);
}
console.log(`${taken} pictures in ${args.out}, ${taken - wrong.length} without a finding`);
process.exit(wrong.length === 0 && taken > 0 ? 0 : 1);

function fixtures() {
  const folder = path.join(ROOT, "tests/fixtures/photos");
  return readdirSync(folder).filter((f) => f.endsWith(".jpg")).sort().map((f) => path.join(folder, f));
}
