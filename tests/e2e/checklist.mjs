// Papers to take along as a person uses them, in Chromium against the real core: from a procedure through the one question to
// ticks that survive a phone that was switched off, sharing, one sheet of paper for every procedure, and a dossier's list. Prints
// a line `ok …` a check. Not for content that changes under a list: that is the core's own tests.
//
// What a newcomer would get wrong: a tick is awaited in the core, not on the screen; a box that is ticked proves nothing.

import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Phone } from "./lib/bridge.mjs";
import { launch } from "./lib/officer.mjs";
import { Run, readArgs, until } from "./lib/run.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const args = readArgs(process.argv.slice(2), {
  bridge: path.join(ROOT, "target/debug/bridge"),
  ui: path.join(ROOT, "ui/build"),
  out: path.join(ROOT, "target/checklist"),
});
rmSync(args.out, { recursive: true, force: true });
mkdirSync(args.out, { recursive: true });
const run = new Run(args.out);
const deployment = path.join(ROOT, "assets/deployment.toml");

const BIRTH = "ht-khai-sinh";
const PROXY = "nhờ người khác làm thay";
// Invented.
const NAME = "bà Ví Dụ, thôn 2";
const SUPPLEMENT = "Bản sao giấy tờ nhà, nộp ở quầy 3";

const testid = (page, id) => page.locator(`[data-testid="${id}"]`).first();
const where = (page) => page.evaluate(() => location.pathname + location.search);
const counts = ({ card }) => [card.needed, card.missing, card.ask];

function same(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

/** The box of the paper or case with these words. */
const box = (page, id, words) => page.locator(`label:has([data-testid="${id}"])`, { hasText: words }).locator("input").first();

async function theQuestion(page, phone) {
  await page.goto(`${phone.url}/procedures/${BIRTH}`);
  await testid(page, "checklist-make").click();
  await testid(page, "case").waitFor();
  await testid(page, "next").click();
  await page.locator("[role=alert]").waitFor();
  same("lists before an answer", (await phone.call("checklists")).cards.length, 0);
  await testid(page, "case-none").check();
  await box(page, "case", "Nhờ người khác làm thay").check();
  same("none of these, after another answer", await testid(page, "case-none").isChecked(), false);
  await testid(page, "case-unsure").check();
  await testid(page, "next").click();
  await testid(page, "progress").waitFor();
  const [card] = (await phone.call("checklists")).cards;
  const list = await phone.call("checklist", { id: card.id });
  same("the cases", list.cases.find((one) => one.when === PROXY).answer, "yes");
  if (list.card.ask < 3 || list.card.missing !== list.card.needed) throw new Error(JSON.stringify(list.card));
  await page.goBack();
  await until("the procedure behind it, not the question", async () => (await where(page)) === `/procedures/${BIRTH}`);
  await testid(page, "checklist-card").click();
  await testid(page, "progress").waitFor();
  console.log("ok no list without an answer; none and others take each other away; Back is the procedure, which shows the list");
  return card.id;
}

async function ticks(page, phone, id) {
  const get = () => phone.call("checklist", { id });
  const before = await get();
  const names = before.papers.filter((paper) => !paper.ask).map((paper) => paper.name).slice(0, 2);
  for (const name of names) await box(page, "paper", name).check();
  await until("both ticks in the core", async () => (await get()).card.missing === before.card.needed - 2);
  const said = await testid(page, "progress").innerText();
  if (!said.includes(`${before.card.needed - 2} trên ${before.card.needed}`)) throw new Error(said);
  await page.locator("[aria-live=polite]", { hasText: `${before.card.needed - 2} trên` }).waitFor({ state: "attached" });
  await phone.stop();
  await box(page, "paper", names[0]).click();
  await page.locator(".note.berry").first().waitFor();
  await until("a tick that was not stored is back", () => box(page, "paper", names[0]).isChecked());
  await phone.start();
  await page.goto(`${phone.url}/checklist/${id}`);
  await testid(page, "progress").waitFor();
  for (const name of names) same(`${name} after the phone was off`, await box(page, "paper", name).isChecked(), true);
  console.log("ok each tick is in the core at once, is said aloud, is there after a kill, and is taken back where it was not stored");
}

async function cases(page, phone, id) {
  const before = await phone.call("checklist", { id });
  await testid(page, "case-no").click();
  await until("one paper less to ask about", async () => (await phone.call("checklist", { id })).card.ask < before.card.ask);
  await testid(page, "cases").click();
  same("the answer that stands", await box(page, "case", "Nhờ người khác làm thay").isChecked(), true);
  await testid(page, "case-none").check();
  await testid(page, "next").click();
  await testid(page, "progress").waitFor();
  const none = await phone.call("checklist", { id });
  same("nothing to ask about, and no paper of a case", [none.card.ask, none.papers.every((paper) => paper.when === null)], [0, true]);
  await testid(page, "name").click();
  await page.locator("input#name").fill(NAME);
  await testid(page, "save").click();
  await until("the name", async () => (await phone.call("checklist", { id })).card.name === NAME);
  await testid(page, "progress").waitFor();
  console.log("ok a case can be settled later, the question answered again, and a list named");
}

async function shared(page, phone, id) {
  await page.goto(`${phone.url}/checklist/${id}`);
  await page.evaluate(() => {
    Object.defineProperty(navigator, "share", { configurable: true, value: ({ text }) => ((window.given = text), Promise.resolve()) });
  });
  await testid(page, "share").click();
  const text = await until("the text", () => page.evaluate(() => window.given));
  for (const part of ["[x] ", "[ ] ", "Lệ phí", "Số liệu", "Nếu nộp hôm nay"]) if (!text.includes(part)) throw new Error(`${part}: ${text}`);
  if (text.includes("Ví Dụ")) throw new Error("it says for whom it is");
  console.log("ok what is shared has papers, cost with its date and the day, and not for whom it is");
}

async function paper(browser, phone) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "vi-VN", colorScheme: "dark" });
  const page = await context.newPage();
  const { cards } = await phone.call("procedures");
  const made = [];
  for (const { id: procedure } of cards) {
    const { procedure: p } = await phone.call("procedure", { id: procedure });
    // As long as it can be: every case is theirs.
    const yes = [...new Set(p.papers.map((one) => one.when).filter(Boolean))];
    const { card } = await phone.call("checklist_make", { procedure, cases: { yes, unsure: [] }, dossier: null });
    await page.goto(`${phone.url}/checklist/${card.id}/print`);
    await testid(page, "sheet").waitFor();
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const pages = (pdf.match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
    if (pages !== 1) throw new Error(`${procedure}: ${pages} pages`);
    made.push(card.id);
  }
  await page.emulateMedia({ media: "print" });
  const looks = await page.evaluate(() => ({
    bar: getComputedStyle(document.querySelector(".screen > header")).display,
    ground: getComputedStyle(document.querySelector(".sheet")).backgroundColor,
    ink: getComputedStyle(document.querySelector(".sheet")).color,
  }));
  same("on paper", looks, { bar: "none", ground: "rgb(255, 255, 255)", ink: "rgb(0, 0, 0)" });
  // Only now: the page would notice that its list is gone.
  await context.close();
  for (const id of made) await phone.call("checklist_remove", { id });
  console.log(`ok every one of ${made.length} procedures fits on one A4 sheet, black on white from the dark theme too`);
}

async function ofADossier(page, phone) {
  const none = { code: "", name: "Biến động đất", received_on: null, received_time: null, due_on: null, unit: null };
  const { card } = await phone.call("dossier_add", { ...none, procedure: "dd-bien-dong" });
  await page.goto(`${phone.url}/dossiers/${card.id}`);
  await testid(page, "checklist").click();
  await testid(page, "case-none").check();
  await testid(page, "next").click();
  await testid(page, "progress").waitFor();
  await phone.call("dossier_say", { id: card.id, said: null, status: 5, supplement: SUPPLEMENT, due_on: null });
  const said = await testid(page, "supplement").innerText();
  same("what the office asked for", said, SUPPLEMENT);
  await testid(page, "dossier").click();
  await until("its dossier", async () => (await where(page)) === `/dossiers/${card.id}`);
  const [list] = (await phone.call("checklists")).cards.filter((one) => one.dossier === card.id);
  await testid(page, "checklist").click();
  await until("the same list", async () => (await where(page)) === `/checklist/${list.id}`);
  await phone.call("dossier_remove", { id: card.id });
  same("the list outlives it", (await phone.call("checklist", { id: list.id })).card.dossier, null);
  await phone.call("checklist_remove", { id: list.id });
  console.log("ok a dossier leads to its list and back, the list shows what the office asked for, and outlives it");
}

async function goes(page, phone, id) {
  await page.goto(`${phone.url}/checklist/${id}`);
  await testid(page, "remove").click();
  await testid(page, "remove-no").click();
  await testid(page, "progress").waitFor();
  await testid(page, "remove").click();
  await testid(page, "remove-yes").click();
  await testid(page, "checklists-empty").waitFor();
  same("lists left", (await phone.call("checklists")).cards.length, 0);
  console.log("ok a list is deleted only after it was asked about");
}

let failed = false;
try {
  const browser = await launch(run);
  const phone = await new Phone(run, "papers", { bridge: args.bridge, folder: args.out, ui: args.ui, deployment }).start();
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "vi-VN", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => {
    failed = true;
    console.log(`WRONG error on the page: ${error.message}`);
  });
  const id = await theQuestion(page, phone);
  await ticks(page, phone, id);
  await cases(page, phone, id);
  await shared(page, phone, id);
  await paper(browser, phone);
  await ofADossier(page, phone);
  await goes(page, phone, id);
} catch (error) {
  failed = true;
  console.log(`WRONG ${error.stack}`);
} finally {
  await run.end();
}
process.exit(failed ? 1 : 0);
