// What a phone expects of the screens, in Chromium against the real core: Back is real history, an old web view gets a
// plea instead of a blank page, and in the app on Android pictures go the short way. Called by `cargo xtask test`.
//
// What a newcomer would get wrong: this is no Android. The shell's side of the app is imitated in the page (what it is
// asked is recorded, the core's commands go on to the bridge); the shell itself is only type-checked.

import { mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Phone } from "./lib/bridge.mjs";
import { launch } from "./lib/officer.mjs";
import { Run, readArgs, until } from "./lib/run.mjs";
import { welcome } from "./phone.welcome.mjs";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const args = readArgs(process.argv.slice(2), {
  bridge: path.join(ROOT, "target/debug/bridge"),
  ui: path.join(ROOT, "ui/build"),
  out: path.join(ROOT, "target/phone"),
});
const ANDROID = "Mozilla/5.0 (Linux; Android 10; 2 GB) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36";
const PHOTO = path.join(ROOT, "tests/fixtures/photos/road.jpg");

rmSync(args.out, { recursive: true, force: true });
mkdirSync(args.out, { recursive: true });
const run = new Run(args.out);
const shape = { viewport: { width: 360, height: 740 }, locale: "vi-VN" };

/** What came after Chromium 88 and no build step lowers: on an old web view it would end a screen in the middle. */
const LATER = {
  ".js": [".at(", "Object.hasOwn", ".findLast", "randomUUID(", ".toSorted(", ".toReversed(", ".toSpliced(", "withResolvers", "AbortSignal.timeout", "AbortSignal.any", "Object.groupBy", "Map.groupBy", "Array.fromAsync", "URL.canParse", "Promise.try", "Intl.Segmenter", "reportError(", "scheduler.", "showPicker(", "startViewTransition(", "checkVisibility("],
  ".css": [":has(", "@container", "@layer", "@property", "@scope", "color-mix(", "oklch(", "light-dark("],
};

function builtForOld() {
  let read = 0;
  for (const file of readdirSync(path.join(args.ui, "_app"), { recursive: true, withFileTypes: true })) {
    const text = () => readFileSync(path.join(file.parentPath ?? file.path, file.name), "utf8");
    const later = file.isFile() && LATER[path.extname(file.name)];
    if (!later) continue;
    read += 1;
    const built = text();
    const found = later.filter((name) => built.includes(name));
    if (found.length > 0) throw new Error(`${file.name} uses ${found.join(" ")}, which Chromium 88 does not know`);
  }
  if (read < 2) throw new Error(`no built screens in ${args.ui}`);
}

function same(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

const where = (page) => page.evaluate(() => location.pathname + location.search);
const testid = (page, id) => page.locator(`[data-testid="${id}"]`).first();

/** A phone as it comes. */
const bare = (name, more = {}) =>
  new Phone(run, name, { bridge: args.bridge, folder: args.out, ui: args.ui, deployment: path.join(ROOT, "assets/deployment.toml"), ...more }).start();

/** A phone whose next report needs only *next*. */
async function phone(name) {
  const made = await bare(name);
  await made.draft({
    category: "giao-thong",
    text: "Đường vào nóc bị sạt.",
    place: { unit: "nam-tra-my", village_text: "Nóc Ông Bảy", near: "" },
    place_done: true,
    anonymous: true,
    consents: ["handle"],
  });
  return made;
}

const ON = '[data-testid="next"], [data-testid="save"], [data-testid="kind-phan-anh-kien-nghi"]';

/** From home through the form up to the step that shows `last`. Answers the addresses passed. */
async function walk(page, last) {
  await testid(page, "tile-report").click();
  await page.locator(ON).first().waitFor();
  const seen = [];
  while ((await testid(page, last).count()) === 0) {
    const here = await where(page);
    if (seen.push(here) > 12) throw new Error(`no end of steps: ${seen.join(" ")}`);
    await page.locator(ON).first().click();
    await until("the next step", async () => (await where(page)) !== here);
    // The address is the next step's before the screen is: the button of the last one would be pressed again.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await page.locator(ON).first().waitFor();
  }
  return seen;
}

async function home(context, url) {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(url);
  await testid(page, "tile-report").waitFor();
  return page;
}

async function backIsHistory(browser) {
  const context = await browser.newContext(shape);
  const page = await home(context, (await phone("back")).url);
  const leaves = () => page.evaluate(() => !navigation.canGoBack);
  same("Back on home leaves the app", await leaves(), true);
  const seen = await walk(page, "save");
  if (seen.length < 5 || new Set(seen).size !== seen.length) throw new Error(`steps: ${seen.join(" ")}`);
  for (const step of [...seen].reverse()) {
    await page.goBack();
    await until(`Back to ${step}`, async () => (await where(page)) === step, 5000);
  }
  await page.goBack();
  await until("Back to home", async () => (await where(page)) === "/", 5000);
  same("Back on home leaves the app, also after the form", await leaves(), true);

  await walk(page, "save");
  await testid(page, "save").click();
  await testid(page, "slip-reference").waitFor();
  await page.goBack();
  await until("home behind the slip, not the form", async () => (await where(page)) === "/", 5000);
  await context.close();
  console.log(`ok Back goes through ${seen.length} steps one by one, then home, then out; never into a form already saved`);
}

/** Words that are no report: asked about once, and gone from the phone when the person says so. */
async function wordsThatAreNoReport(browser) {
  const made = await phone("doubtful");
  const { fields, id } = await made.call("draft_open");
  const text = "Tôi tố cáo cán bộ nhận tiền của bà con mới làm giấy.";
  await made.call("draft_photo_add", { id }, readFileSync(PHOTO));
  const context = await browser.newContext(shape);
  const page = await home(context, made.url);
  const say = async (more) => {
    await made.call("draft_save", { id, fields: { ...fields, text, step: "text", ...more } });
    await page.goto(made.url);
    await testid(page, "tile-report").click();
    await testid(page, "text-input").waitFor();
    await testid(page, "next").click();
  };
  const report = { kind: "phan-anh-kien-nghi" };

  await say(report);
  await testid(page, "again-report").click();
  await testid(page, "photo-item").waitFor();
  same("what was asked and answered", (await made.call("draft", { id })).fields.kind_asked, "to-cao");
  await say({ ...report, kind_asked: "to-cao" });
  await testid(page, "photo-item").waitFor();
  console.log("ok words that read like an accusation are asked about once; whoever says it is a report goes on");

  await say(report);
  await testid(page, "again-that").click();
  const saved = page.waitForEvent("download");
  await testid(page, "divert-save").click();
  const kept = readFileSync(await (await saved).path(), "utf8");
  if (!kept.includes(text)) throw new Error(`the saved file says ${JSON.stringify(kept)}`);
  await testid(page, "divert-delete").click();
  await page.locator("main ol li").first().waitFor();
  same("drafts left", (await made.call("app_state")).draft, null);
  const gone = await made.call("draft", { id }).then(() => "still there", (error) => error.message);
  if (!gone.includes("not_found")) throw new Error(`the draft: ${gone}`);
  same("reports made of it", (await made.call("app_state")).complaints, 0);
  await page.goBack();
  await until("home behind it, not the form", async () => (await where(page)) === "/", 5000);
  await context.close();
  console.log("ok whoever says that it is one takes the words along as a file, and they are gone from the phone");
}

async function oldWebView(browser) {
  builtForOld();
  const context = await browser.newContext(shape);
  await context.addInitScript(() => (CSS.supports = () => false));
  const page = await context.newPage();
  await page.goto((await phone("old")).url);
  const plea = page.locator("#old-webview");
  await plea.waitFor({ state: "visible", timeout: 5000 });
  const text = await plea.innerText();
  for (const words of ["Máy cần cập nhật", "Android System WebView", "Your phone needs an update"]) {
    if (!text.includes(words)) throw new Error(`an old web view is not told: ${words}`);
  }
  same("emergency numbers", await plea.locator("a[href^='tel:']").count(), 4);
  same("the screens stay hidden", await page.locator("#screen").isVisible(), false);
  const script = readFileSync(path.join(args.ui, "index.html"), "utf8").match(/<script>([\s\S]*?)<\/script>/)?.[1] ?? "";
  if (!script.includes("old-webview")) throw new Error("the check for old web views is not the first script of the page");
  const newer = script.replace(/\/\*[\s\S]*?\*\//g, "").match(/=>|`|\b(let|const|class|async|await)\b|\?\.|\?\?|\.\.\./);
  if (newer) throw new Error(`the check for old web views uses ${newer[0]}, which they do not know`);
  await context.close();
  console.log("ok an old web view shows what to update, in both languages, with the emergency numbers; the screens use nothing newer than they ask for");
}

/** The page believes to be in the shell on Android. Runs in the page. */
function imitateShell() {
  window.isTauri = true;
  window.asked = [];
  const bridge = async (name, payload) => {
    const raw = payload instanceof Uint8Array;
    const headers = raw ? { "content-type": "application/octet-stream", "x-args": window.rawArgs } : { "content-type": "application/json" };
    const answer = await fetch(`/invoke/${name}`, { method: "POST", headers, body: raw ? payload : JSON.stringify(payload ?? {}) });
    const result = await answer.json();
    if (!answer.ok) throw result;
    return result;
  };
  window.__TAURI_INTERNALS__ = {
    transformCallback: () => 1,
    convertFileSrc: (file, scheme) => `/${scheme}/${file}`,
    async invoke(name, payload) {
      const text = payload instanceof Uint8Array ? null : JSON.stringify(payload ?? {});
      window.asked.push({ name, bytes: text?.length ?? -1 });
      if (name === "plugin:barcode-scanner|check_permissions") return { camera: window.cameraIs ?? "prompt" };
      if (name.startsWith("plugin:")) return null;
      if (name === "shell_pick") return { files: [{ ticket: 7, name: "IMG_1.jpg" }] };
      if (name !== "shell_give") return bridge(name, payload);
      window.rawArgs = encodeURIComponent(JSON.stringify(payload.args));
      return bridge(payload.command, new Uint8Array(await (await fetch("/chosen.jpg")).arrayBuffer()));
    },
  };
}

/** A picture as a camera makes it: 12 MP, several MB. */
const cameraPicture = (page) =>
  page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [4000, 3000];
    const context = canvas.getContext("2d");
    const data = context.createImageData(canvas.width, canvas.height);
    let seed = 1;
    for (let i = 0; i < data.data.length; i += 1) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      data.data[i] = i % 4 === 3 ? 255 : ((i >> 8) & 127) + (seed >> 25);
    }
    context.putImageData(data, 0, 0);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    const url = await new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(blob);
    });
    return url.split(",")[1];
  });

async function picturesOnAndroid(browser) {
  const context = await browser.newContext({ ...shape, userAgent: ANDROID });
  await context.addInitScript(imitateShell);
  await context.route("**/chosen.jpg", (route) => route.fulfill({ path: PHOTO }));
  const url = (await phone("android")).url;
  let page = await home(context, url);
  const asked = (name) => page.evaluate((wanted) => window.asked.filter((one) => one.name === wanted), name);
  const count = (n) => until(`${n} photos`, async () => (await page.locator('[data-testid="photo-item"]').count()) === n);
  await walk(page, "photo-input");

  let chooser = false;
  page.on("filechooser", () => (chooser = true));
  await testid(page, "photo-input").click();
  await count(1);
  same("the shell picks", (await asked("shell_pick")).length, 1);
  same("the shell hands over", (await asked("shell_give")).length, 1);
  same("the page's own chooser", chooser, false);
  same("bytes through the page", (await asked("draft_photo_add")).length, 0);

  const camera = page.locator("input[capture]");
  if (!((await camera.getAttribute("accept")) ?? "").split(",").includes("image/*")) throw new Error("the camera needs image/* in accept");
  const picture = Buffer.from(await cameraPicture(page), "base64");
  if (picture.length < 2_000_000) throw new Error(`no picture of a camera: ${picture.length} bytes`);
  await camera.setInputFiles({ name: "JPEG_1.jpg", mimeType: "image/jpeg", buffer: picture });
  await count(2);
  const [sent] = await asked("draft_photo_add");
  if (!sent || sent.bytes < 1000 || sent.bytes > 400_200) throw new Error(`a picture of the camera crossed as ${JSON.stringify(sent)}`);

  // The system ends the app while the camera is open.
  const opened = page.waitForEvent("filechooser");
  await camera.click();
  await opened;
  const form = await where(page);
  await page.close();
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(url);
  await until("the form again", async () => (await where(page)) === form);
  await count(2);
  await page.goBack();
  await until("home behind it", async () => (await where(page)) === "/", 5000);
  await page.reload();
  await testid(page, "tile-report").waitFor();
  same("only once", await where(page), "/");
  await context.close();

  // Who refused the camera gets the pictures of the phone, not a button that does nothing.
  const refusing = await browser.newContext({ ...shape, userAgent: ANDROID });
  await refusing.addInitScript(imitateShell);
  await refusing.addInitScript(() => (window.cameraIs = "denied"));
  await refusing.route("**/chosen.jpg", (route) => route.fulfill({ path: PHOTO }));
  page = await home(refusing, (await phone("refusing")).url);
  await walk(page, "photo-input");
  await page.locator("input[capture]").click();
  await count(1);
  same("the shell picks in place of the camera", (await page.evaluate(() => window.asked.filter((one) => one.name === "shell_pick"))).length, 1);
  await refusing.close();
  console.log(`ok on Android a choice goes past the page, a camera's ${picture.length} bytes as ${sent.bytes}, and the form comes back`);
}

let failed = false;
try {
  const browser = await launch(run);
  await welcome(browser, bare);
  await backIsHistory(browser);
  await wordsThatAreNoReport(browser);
  await oldWebView(browser);
  await picturesOnAndroid(browser);
} catch (error) {
  failed = true;
  console.log(`WRONG ${error.stack}`);
} finally {
  await run.end();
}
process.exit(failed ? 1 : 0);
