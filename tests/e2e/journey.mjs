// The journey of one complaint: phone, gateway, officer, phone. Real window, real gateway process, real browser; the
// gateway is stopped and the app killed in the middle. Called by `cargo xtask demo --headless`.
//
// What a newcomer would get wrong: a step is over when the screen says so, not after a while; and the closing checks
// look into the gateway's files and the phone's store, not at what either of them says about itself.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { App, testid } from "./lib/app.mjs";
import { startDesk } from "./lib/desk.mjs";
import { Gateway } from "./lib/gateway.mjs";
import { Officer, launch } from "./lib/officer.mjs";
import { whyNoPhoto } from "./lib/photo.mjs";
import { Run, readArgs, sha256, until } from "./lib/run.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const FIXTURES = path.join(ROOT, "tests/fixtures/photos");

const args = readArgs(
  process.argv.slice(2),
  {
    app: path.join(ROOT, "target/debug/vung-sam"),
    server: path.join(ROOT, "target/debug/vungsam-server"),
    out: path.join(ROOT, "target/demo"),
    lang: "vi",
  },
  ["photo"],
);

// Invented people and words.
const WORDS = {
  vi: {
    village: "Nóc Ông Bảy, sau rẫy quế",
    near: "cầu treo",
    text: "Đường vào nóc bị sạt, xe máy không qua được.\nMưa tiếp là đất còn xuống nữa.",
    accept: "Xã đã cử người lên xem.",
    ask: "Chỗ sạt ở trước hay sau cầu treo?",
    reply: "Sau cầu treo, chỗ khúc cua.",
    answer: "Xã đã cho máy xúc dọn xong. Bà con đi lại được.",
  },
  en: {
    village: "Ông Bảy hamlet, behind the cinnamon field",
    near: "the footbridge",
    text: "A landslide blocks the road to the hamlet, motorbikes cannot pass.\nWith more rain more earth will come down.",
    accept: "The commune has sent somebody to look.",
    ask: "Is it before or behind the footbridge?",
    reply: "Behind the footbridge, in the bend.",
    answer: "An excavator has cleared the road. You can pass again.",
  },
};
const SAID = {
  category: "giao-thong",
  oldName: "Trà Mai",
  unit: "nam-tra-my",
  name: "Hồ Thị Thử",
  phone: "0900 000 001",
  ...WORDS[args.lang],
};
// Not one of those in the report.
const OTHER_PHOTO = readdirSync(FIXTURES).filter((f) => f.endsWith(".jpg")).sort().map((f) => path.join(FIXTURES, f)).at(-1);
const ON_PHONE = '[data-testid="state-saved"], [data-testid="state-trying"]';

/** Nothing was started yet: one line, and out. */
function refuse(why) {
  console.error(why);
  process.exit(1);
}

function photoFiles() {
  const given = args.photo.map((file) => path.resolve(file));
  const found = given.length > 0 ? given : readdirSync(FIXTURES).filter((f) => f.endsWith(".jpg")).sort().slice(0, 2).map((f) => path.join(FIXTURES, f));
  for (const file of found) {
    const why = whyNoPhoto(file);
    if (why) refuse(`--photo ${file}: ${why}; accepted are JPEG, PNG and WebP files`);
  }
  if (found.length < 1 || found.length > 5) refuse("--photo: a complaint takes one to five photos");
  return found;
}

const out = path.resolve(args.out);
if (!(args.lang in WORDS)) refuse("--lang is vi or en");
const files = photoFiles();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const run = new Run(out);
const report = { ok: false, lang: args.lang, steps: [], times: {} };
const eyes = { app: null, officer: null };

/** One step: timed, photographed when it is over, and told. */
async function step(name, who, work) {
  const file = `${String(report.steps.length + 1).padStart(2, "0")}-${name.replaceAll(" ", "-")}.png`;
  const began = Date.now();
  try {
    await work();
  } catch (error) {
    error.step = name;
    throw error;
  }
  const entry = { step: name, ms: Date.now() - began };
  if (who) {
    await eyes[who].screenshot(path.join(out, file));
    entry.screenshot = file;
  }
  report.steps.push(entry);
  console.log(`ok ${String(report.steps.length).padStart(2)} ${name} (${(entry.ms / 1000).toFixed(1)} s)`);
}

async function journey() {
  const folder = path.join(out, "data");
  const desk = await startDesk(run, folder);
  const gateway = await Gateway.make(run, args.server, path.join(folder, "gateway"));
  mkdirSync(gateway.data, { recursive: true });
  let oneTime;
  await step("gateway starts", null, async () => {
    report.times.gateway_start_ms = await gateway.start();
    oneTime = await gateway.addOfficer("hoa", "Nguyễn Thị Hoa", [SAID.unit]);
  });

  const given = { binary: args.app, data: path.join(folder, "phone"), deployment: gateway.deployment, lang: args.lang };
  const app = new App(run, desk, given);
  mkdirSync(app.data, { recursive: true });
  await step("app opens", "app", async () => {
    eyes.app = app;
    report.times.app_start_ms = await app.open();
    const spoken = await app.page("return document.documentElement.lang;");
    if (spoken !== args.lang) throw new Error(`the screens speak ${spoken}, not ${args.lang}`);
  });
  await step("a second start is told", null, async () => {
    const second = new App(run, desk, { ...given, name: "second-app" });
    await second.open("main p[lang=en]");
    await second.screenshot(path.join(out, "second-start.png"));
    await second.close();
  });
  await fillForm(app);
  const slip = await saveAndKill(app, gateway);

  await step("app starts again", "app", async () => {
    report.times.app_restart_ms = await app.open();
    await app.press(testid("tile-reports"));
    await app.see(ON_PHONE);
    report.after_kill = { delivery: (await onlyCard(app)).delivery };
  });
  const card = await onlyCard(app);
  report.complaint = { id: card.id, reference: card.reference_shown };
  if (digits(slip.reference) !== digits(card.reference_shown)) throw new Error("the number changed after the restart");
  const before = await app.invoke("complaint", { id: card.id });
  if (before.pin !== slip.pin.trim()) throw new Error("the PIN changed after the restart");
  report.photos = await Promise.all(before.photos.map(async ({ photo }) => ({ phone: await app.photoHash(photo.sha256) })));
  await step("report after the restart", "app", async () => {
    await app.press(`a[href*="${card.id}"]`);
    await app.see(ON_PHONE);
  });

  await step("gateway comes back and the outbox drains", "app", async () => {
    report.times.gateway_restart_ms = await gateway.start();
    await app.see(testid("state-received"), 180_000);
  });
  await officerHandles(app, gateway, desk, oneTime);
  await followByNumber(app, slip);

  const after = await app.invoke("complaint", { id: card.id });
  report.state_on_phone = { delivery: after.card.delivery, status: after.card.status, answer: after.events.find((e) => e.action === "answer")?.text ?? null };
  report.count_on_gateway = await gateway.count(card.id);
  const kept = gateway.photoHashes(card.id);
  for (const photo of report.photos) photo.gateway = kept.has(photo.phone) ? photo.phone : null;
  report.notifications = desk.notifications();
  await step("gateway stops", null, async () => {
    report.times.gateway_stop_ms = await gateway.stop();
  });
}

async function fillForm(app) {
  await step("report", "app", async () => {
    await app.press(testid("tile-report"));
    await app.see(testid("kind-to-cao"));
  });
  await step("what it is not for", "app", async () => {
    await app.press(testid("kind-to-cao"));
    await app.see("main ol li");
    await app.press(testid("back"));
  });
  await step("it is a report", "app", async () => {
    await app.press(testid("kind-phan-anh-kien-nghi"));
    await app.see(testid(`cat-${SAID.category}`));
  });
  await step("category", "app", async () => {
    await app.press(testid(`cat-${SAID.category}`));
    await app.onward(testid("place-input"));
  });
  await step("commune by its old name", "app", async () => {
    await app.type(testid("place-input"), SAID.oldName);
    await app.press(testid("place-hit"));
    await app.see(testid("village-input"));
  });
  await step("village in own words", "app", async () => {
    await app.type(testid("village-input"), SAID.village);
    await app.type(testid("near-input"), SAID.near);
  });
  await step("what happened", "app", async () => {
    await app.onward(testid("text-input"));
    await app.type(testid("text-input"), SAID.text);
  });
  await step("photos", "app", async () => {
    await app.onward(`${testid("photo-input")}, label:has(${testid("photo-input")})`);
    for (const [i, file] of files.entries()) {
      await app.give(testid("photo-input"), file);
      await until(`photo ${i + 1} in the draft`, async () => (await app.invoke("draft_open")).photos.length === i + 1, 60_000);
    }
    await until("the thumbnails", () => app.page(`return args[0] <= Array.from(document.querySelectorAll("main img"))
      .filter((image) => image.complete && image.naturalWidth > 0).length;`, files.length));
  });
  await step("name and phone", "app", async () => {
    await app.onward(testid("contact-named"));
    await app.press(testid("contact-named"));
    await app.type(testid("contact-name"), SAID.name);
    await app.type(testid("contact-phone"), SAID.phone);
  });
  await step("check and consent", "app", async () => {
    await app.onward('[data-testid^="consent-"]');
    const shown = await app.page(`return Array.from(document.querySelectorAll('[data-testid^="consent-"]')).map((e) => e.dataset.testid);`);
    for (const id of shown) await app.press(testid(id));
  });
}

async function saveAndKill(app, gateway) {
  const slip = {};
  await step("gateway is stopped", null, async () => {
    report.times.gateway_stop_ms = await gateway.stop();
  });
  await step("saved without a gateway", "app", async () => {
    const began = Date.now();
    await app.press(testid("save"));
    slip.reference = await app.see(testid("slip-reference"));
    report.times.save_to_slip_ms = Date.now() - began;
    slip.pin = await app.see(testid("slip-pin"));
  });
  await step("app is killed", null, async () => {
    report.killed_processes = await app.kill();
  });
  slip.pin = /\d{4}/.exec(slip.pin)?.[0] ?? "";
  return slip;
}

async function officerHandles(app, gateway, desk, oneTime) {
  const browser = await launch(run);
  const officer = await Officer.sitDown(browser, gateway.console, args.lang);
  eyes.officer = officer;
  const reference = report.complaint.reference;
  await step("officer signs in", "officer", async () => {
    await officer.signIn("hoa", oneTime, "rừng quế sau mưa 7");
    const spoken = await officer.page.locator("html").getAttribute("lang");
    if (spoken !== args.lang) throw new Error(`the console speaks ${spoken}, not ${args.lang}`);
    await officer.page.locator("tr", { hasText: reference }).waitFor();
  });
  await step("officer reads the report", "officer", async () => {
    const words = await officer.openComplaint(reference);
    for (const part of [...SAID.text.split("\n"), SAID.village, SAID.name]) {
      if (!words.includes(part)) throw new Error(`the console does not show "${part}"; it shows:\n${words}`);
    }
    const shown = (await officer.photos()).map(sha256).sort();
    const sent = report.photos.map((photo) => photo.phone).sort();
    if (shown.join() !== sent.join()) throw new Error(`the console shows photos ${shown}, the phone sent ${sent}`);
  });
  await step("officer accepts", "officer", () => officer.act("accept", SAID.accept));
  await step("phone shows it was accepted", "app", () => app.see(testid("event-da-tiep-nhan"), 60_000));
  await step("officer asks for more", "officer", () => officer.act("ask_more", SAID.ask));
  await personReplies(app);
  await step("officer reads the answer", "officer", () =>
    until("the person's words on the console", async () => (await officer.openComplaint(reference)).includes(SAID.reply)),
  );
  await step("officer answers with a photo", "officer", () => officer.act("answer", SAID.answer, { photos: files.slice(0, 1) }));
  await step("phone shows the answer", "app", async () => {
    await app.see(testid("event-da-xu-ly"), 60_000);
    await until("the answer's words", async () => (await app.text()).includes(SAID.answer));
  });
  await step("phone shows the officer's photo", "app", () =>
    until("a picture that was not sent from here", () => app.page(`return Array.from(document.querySelectorAll("article [data-photo] img"))
      .some((image) => image.complete && image.naturalWidth > 0);`), 60_000),
  );
  await step("person confirms", "app", async () => {
    await app.press(testid("do-confirm"));
    await app.press(testid("reply-send"));
    await app.see(testid("message-confirm"));
    await until("the gateway to know", async () => (await app.invoke("complaint", { id: report.complaint.id })).card.status === "da-xac-nhan", 60_000);
  });
  await step("phone notifies", null, () =>
    until("a notification with the number", () =>
      desk.notifications().filter((n) => digits(n.summary + n.body).includes(digits(reference))).length >= 2, 20_000),
  );
}

/** The person answers what the officer asked, with words and a photo. */
async function personReplies(app) {
  await step("phone shows the question", "app", async () => {
    await app.see(testid("event-can-bo-sung"), 60_000);
    await until("the question's words", async () => (await app.text()).includes(SAID.ask));
  });
  await step("person answers", "app", async () => {
    await app.press(testid("do-add_more"));
    await app.type(testid("reply-text"), SAID.reply);
    await app.give(testid("photo-input"), OTHER_PHOTO);
    await app.see(testid("photo-item"));
  });
  await step("answer is sent", "app", async () => {
    await app.press(testid("reply-send"));
    await app.see(testid("message-add_more"));
    const { id } = report.complaint;
    await until("a receipt for the answer", async () => (await app.invoke("complaint", { id })).messages.some((m) => m.delivery === "received"), 60_000);
  });
}

/** The number and the PIN of the slip bring the report up on a phone, as they would on another. */
async function followByNumber(app, slip) {
  await step("followed by number and PIN", "app", async () => {
    await app.press(testid("back"));
    await app.press(testid("track"));
    await app.type(testid("track-reference"), report.complaint.reference);
    await app.type(testid("track-pin"), slip.pin);
    await app.press(testid("track-add"));
    await app.see(testid("track-found"), 60_000);
    await until("the answer's words", async () => (await app.text()).includes(SAID.answer));
  });
}

async function onlyCard(app) {
  const { cards } = await app.invoke("complaints");
  if (cards.length !== 1) throw new Error(`expected one complaint on the phone, found ${cards.length}`);
  return cards[0];
}

const digits = (text) => text.replace(/\D/g, "");

/** What must hold, each with what was found. */
function checks() {
  const state = report.state_on_phone ?? {};
  return [
    ["the complaint is on the gateway exactly once", report.count_on_gateway === 1],
    ["all photos are in it", report.photos?.length === files.length],
    ["each photo's hash on the gateway equals the phone's", report.photos?.every((p) => p.phone && p.phone === p.gateway)],
    ["the phone has the receipt for everything", state.delivery === "received"],
    ["the officer's answer is on the phone", state.status === "da-xac-nhan" && state.answer === SAID.answer],
  ];
}

const began = Date.now();
try {
  await journey();
  report.checks = Object.fromEntries(checks());
  report.ok = Object.values(report.checks).every(Boolean);
} catch (error) {
  report.error = { step: error.step ?? "between steps", message: error.message };
  if (!error.step) report.error.stack = error.stack;
  for (const [who, eye] of Object.entries(eyes)) {
    if (!eye) continue;
    const file = `failed-${who}.png`;
    await eye.screenshot(path.join(out, file)).catch(() => {});
    const text = await (who === "app" ? eye.text() : eye.page.locator("body").innerText()).catch((e) => `(no text: ${e.message})`);
    report.error[who] = { screenshot: file, text };
  }
  report.error.logs = run.tails();
}
report.times.total_ms = Date.now() - began;
await run.end();
writeFileSync(path.join(out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
if (report.error) {
  const { step: at, message, app, officer, logs } = report.error;
  console.error(`\nFAILED at "${at}": ${message}`);
  if (app) console.error(`\nOn the phone:\n${app.text}`);
  if (officer) console.error(`\nOn the console:\n${officer.text}`);
  console.error(`\n${logs}`);
}
for (const [what, held] of Object.entries(report.checks ?? {})) console.log(`${held ? "ok   " : "FALSE"} ${what}`);
console.log(`${report.ok ? "the journey held" : "the journey FAILED"}; ${path.join(args.out, "report.json")} and screenshots beside it`);
process.exit(report.ok ? 0 : 1);
