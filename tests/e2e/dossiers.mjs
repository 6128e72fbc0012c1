// The wallet of dossiers as a person uses it, in Chromium against the real core: adding by photo and by hand, numbers that are
// nobody's code, days, what must be done, Back that loses nothing, and a phone that was switched off in between. Prints a line
// `ok …` a check. Not for what a gateway tells: that is the journey of the Rust tests.
//
// What a newcomer would get wrong: nothing is asked of the core here but what the screens ask; the days are counted from the
// clock of this machine, so none is written down.

import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { renderSVG } from "../../ui/node_modules/uqr/dist/index.mjs";
import { Phone } from "./lib/bridge.mjs";
import { launch } from "./lib/officer.mjs";
import { Run, readArgs, until } from "./lib/run.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const args = readArgs(process.argv.slice(2), {
  bridge: path.join(ROOT, "target/debug/bridge"),
  ui: path.join(ROOT, "ui/build"),
  out: path.join(ROOT, "target/dossiers"),
});
rmSync(args.out, { recursive: true, force: true });
mkdirSync(args.out, { recursive: true });
const run = new Run(args.out);
const deployment = path.join(ROOT, "assets/deployment.toml");

// Invented codes and names.
const SCANNED = "H57.132-260804-0583";
const TYPED = "g12.18-260421-00430053";
const CITIZEN = "049201000001";
const PHONE = "0900 000 001";
const NAME = "Khai sinh cho bé Thử";
const PAPER = "Bản sao giấy tờ nhà, nộp ở quầy 3";

const testid = (page, id) => page.locator(`[data-testid="${id}"]`).first();
const where = (page) => page.evaluate(() => location.pathname + location.search);

function same(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

/** `YYYY-MM-DD` in Vietnam, so many days from now. */
const day = (ahead) => new Date(Date.now() + 7 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);

/** A slip with the QR code on it, as a picture. */
async function slip(browser, text) {
  const page = await browser.newPage({ viewport: { width: 600, height: 800 } });
  await page.setContent(`<body style="margin:80px;background:#fff"><div style="width:240px">${renderSVG(text, { border: 4 })}</div><h1>Giấy hẹn</h1></body>`);
  const buffer = await page.screenshot();
  await page.close();
  return { name: "giay-hen.png", mimeType: "image/png", buffer };
}

async function fill(page, field, iso) {
  const [year, month, date] = iso.split("-");
  for (const [part, text] of Object.entries({ day: String(Number(date)), month: String(Number(month)), year })) {
    await testid(page, `${field}-${part}`).fill(text);
  }
}

async function next(page) {
  const here = await where(page);
  await testid(page, "next").click();
  await until("the next screen", async () => (await where(page)) !== here);
}

/** Goes back once and waits for the screen that has `id`. */
async function back(page, id) {
  await testid(page, "back").click();
  await testid(page, id).waitFor();
}

async function fromHome(page, url) {
  await page.goto(url);
  await testid(page, "tile-dossiers").click();
  await testid(page, "dossiers-empty").waitFor();
  await testid(page, "dossier-add").click();
  await testid(page, "code").waitFor();
}

async function numbersOfPeople(page, phone) {
  for (const number of [CITIZEN, PHONE]) {
    await testid(page, "code").fill(number);
    await testid(page, "reading-wrong").waitFor();
    await testid(page, "next").click();
    await page.locator("[role=alert]").waitFor();
    same("still at the code", await where(page), "/dossiers/add");
  }
  same("nothing was kept", (await phone.call("dossiers")).cards.length, 0);
  await testid(page, "code").fill("abc 12");
  await testid(page, "reading-odd").waitFor();
  await testid(page, "keep-odd").waitFor();
  console.log("ok a citizen's and a phone's number go no further, and what looks like no code asks first");
}

async function byPhoto(browser, page, phone) {
  await testid(page, "scan-photo").setInputFiles(await slip(browser, `https://vi.du/tra-cuu?ma=${SCANNED}`));
  await until("the code of the picture", async () => (await testid(page, "code").inputValue()) === SCANNED);
  await testid(page, "reading-code").waitFor();
  await page.locator("#keep-picture").check();
  await next(page);
  const [card] = (await phone.call("dossiers")).cards;
  same("the code that is kept", card.code, SCANNED);
  if (!(await phone.call("dossier", { id: card.id })).photo) throw new Error("the picture was not kept with it");
  console.log("ok a photo of the slip gives its code, which is kept at once, and the photo with it");
  return card.id;
}

async function theQuestions(page, phone, id) {
  await testid(page, "procedure-search").fill("khai sinh");
  await testid(page, "procedure-ht-khai-sinh").click();
  await next(page);
  await fill(page, "received", day(1));
  await fill(page, "due-day", day(4));
  await testid(page, "next").click();
  await page.locator("[role=alert]").waitFor();
  await fill(page, "received", day(-3));
  // Back without pressing on: what was typed is there again.
  await back(page, "procedure-search");
  await page.goForward();
  await testid(page, "due-day-day").waitFor();
  same("the day typed before Back", await testid(page, "due-day-day").inputValue(), String(Number(day(4).slice(8))));
  await next(page);
  await testid(page, "name").fill(NAME);
  await next(page);
  await testid(page, "proof").fill("12");
  await testid(page, "next").click();
  await page.locator("[role=alert]").waitFor();
  await testid(page, "watch-skip").click();
  await until("the dossier", async () => (await where(page)) === `/dossiers/${id}`);
  await testid(page, "due").waitFor();
  const { fields } = await phone.call("dossier", { id });
  same("what was entered", [fields.name, fields.procedure, fields.received_on, fields.due_on], [NAME, "ht-khai-sinh", day(-3), day(4)]);
  await page.goBack();
  await until("the list behind it, not the questions", async () => (await where(page)) === "/dossiers");
  console.log("ok the questions refuse a day after today, Back keeps what was typed, and the dossier has all of it");
}

async function whoMustAct(page, phone, id) {
  await testid(page, "group-office").waitFor();
  await testid(page, "dossier-card").click();
  await testid(page, "tell").click();
  await testid(page, "say-5").click();
  await testid(page, "say-text").fill(PAPER);
  await testid(page, "say-save").click();
  await testid(page, "must").waitFor();
  const must = await testid(page, "must").innerText();
  if (!must.includes(PAPER)) throw new Error(`the exact paper is missing: ${must}`);
  same("the group", (await phone.call("dossier", { id })).card.group, "you");
  await page.goBack();
  await testid(page, "group-you").waitFor();
  await page.goBack();
  const badge = await testid(page, "tile-dossiers").innerText();
  if (!badge.includes("1")) throw new Error(`home does not say that one waits: ${badge}`);
  await page.goForward();
  await testid(page, "dossier-card").click();
  await testid(page, "say-handed_in").click();
  await testid(page, "said").waitFor();
  await testid(page, "unsay").click();
  await testid(page, "say-handed_in").click();
  await testid(page, "said").waitFor();
  console.log("ok the exact paper stands on top, home says so, and what was answered can be taken back");
}

async function switchedOff(page, phone, id) {
  await phone.stop();
  await phone.start();
  await page.goto(`${phone.url}/dossiers/${id}`);
  await testid(page, "said").waitFor();
  await testid(page, "watch-start").click();
  await testid(page, "proof").fill("4321");
  await testid(page, "watch-go").click();
  await testid(page, "watch-waiting").waitFor();
  console.log("ok it is all there after the phone was off, and asking for news waits for a link");
}

async function twice(page, phone, id) {
  await page.goto(`${phone.url}/dossiers/add`);
  await testid(page, "code").fill(SCANNED.toLowerCase());
  await testid(page, "see-known").click();
  await until("the dossier that is there", async () => (await where(page)) === `/dossiers/${id}`);
  await page.goto(`${phone.url}/procedures/ht-trich-luc`);
  await testid(page, "follow").click();
  await testid(page, "code").fill(TYPED);
  await testid(page, "reading-code").waitFor();
  await next(page);
  await page.locator('[data-testid="procedure-ht-trich-luc"] input:checked').waitFor();
  const kept = (await phone.call("dossiers")).cards.map((card) => card.code);
  same("codes as they were typed", kept.includes(TYPED) && kept.includes(SCANNED), true);
  console.log("ok a code that is there leads to its dossier, and a procedure's page to a new one about it");
}

async function goes(page, phone, id) {
  await page.goto(`${phone.url}/dossiers/${id}`);
  await testid(page, "remove").click();
  await testid(page, "remove-yes").click();
  await until("the list", async () => (await where(page)) === "/dossiers");
  same("those left", (await phone.call("dossiers")).cards.map((card) => card.code), [TYPED]);
  const left = readdirSync(args.out, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .filter((file) => readFileSync(path.join(file.parentPath ?? file.path, file.name)).includes(CITIZEN));
  same("files with the citizen's number", left.map((file) => file.name), []);
  console.log("ok a dossier that is removed is gone, and the citizen's number is in no file");
}

let failed = false;
try {
  const browser = await launch(run);
  const phone = await new Phone(run, "wallet", { bridge: args.bridge, folder: args.out, ui: args.ui, deployment }).start();
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "vi-VN", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => {
    failed = true;
    console.log(`WRONG error on the page: ${error.message}`);
  });
  await fromHome(page, phone.url);
  await numbersOfPeople(page, phone);
  const id = await byPhoto(browser, page, phone);
  await theQuestions(page, phone, id);
  await whoMustAct(page, phone, id);
  await switchedOff(page, phone, id);
  await twice(page, phone, id);
  await goes(page, phone, id);
} catch (error) {
  failed = true;
  console.log(`WRONG ${error.stack}`);
} finally {
  await run.end();
}
process.exit(failed ? 1 : 0);
