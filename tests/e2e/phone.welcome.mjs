// The first minutes with the app: three screens that tell, three that ask, each left with one tap, and never by themselves
// again. Called by phone.mjs. Not for how they look: screens.list.mjs.
//
// What a newcomer would get wrong: whether they were seen is in the core's settings, so each check starts the core again.

import { until } from "./lib/run.mjs";

const testid = (page, id) => page.locator(`[data-testid="${id}"]`).first();
const where = (page) => page.evaluate(() => location.pathname + location.search);
const at = (page, address) => until(address, async () => (await where(page)) === address, 5000);
const leaves = (page) => page.evaluate(() => !navigation.canGoBack);

function same(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a}, not ${b}`);
}

async function open(browser, url, locale) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(url);
  return page;
}

const settings = async (phone) => (await phone.call("app_state")).settings;

/** The screens in their order, by their buttons. Answers the titles read. */
async function through(page, acts = {}) {
  const titles = [];
  for (const step of ["what", "offline", "seen", "lang", "home", "size"]) {
    await until(`the screen ${step}`, async () => titles.at(-1) !== (await page.locator("h1").innerText()));
    titles.push(await page.locator("h1").innerText());
    // By ear and by keyboard the title is where reading goes on.
    await until(`the focus on the title of ${step}`, () => page.evaluate(() => document.activeElement?.tagName === "H1"), 3000);
    await acts[step]?.();
    await testid(page, "next").click();
  }
  return titles;
}

async function skippedWithOneTap(browser, make) {
  for (const step of ["what", "offline", "seen", "lang", "home", "size"]) {
    const phone = await make(`skip-${step}`, { first: true });
    const page = await open(browser, phone.url, "vi-VN");
    await testid(page, "welcome-skip").waitFor();
    if (step !== "what") await page.goto(`${phone.url}/welcome?step=${step}`);
    await testid(page, "welcome-skip").click();
    await testid(page, "tile-report").waitFor();
    same(`where ${step} skips to`, await where(page), "/");
    if (step === "what") same("Back on home after it leaves the app", await leaves(page), true);
    await phone.stop();
    await phone.start();
    await page.goto(phone.url);
    await testid(page, "tile-report").waitFor();
    same("home stays home after a restart", await where(page), "/");
    await page.context().close();
    await phone.stop();
  }
  console.log("ok each screen of the welcome is skipped with one tap, and it does not come again after a restart");
}

async function answersAreKept(browser, make) {
  const phone = await make("resident", { first: true });
  const page = await open(browser, phone.url, "en-GB");
  await testid(page, "welcome-lang").click();
  await until("Vietnamese", async () => (await page.evaluate(() => document.documentElement.lang)) === "vi");
  const px = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.querySelector("[data-testid=size-sample]")).fontSize));
  await testid(page, "next").click();
  await at(page, "/welcome?step=offline");
  await page.goBack();
  await until("Back to the first", async () => (await where(page)).startsWith("/welcome") && !(await where(page)).includes("offline"), 5000);
  await testid(page, "back").waitFor({ state: "detached" });
  const titles = await through(page, {
    home: () => testid(page, "commune-tra-linh").click(),
    size: async () => {
      const before = await px();
      for (const [percent, times] of [[125, 1.25], [150, 1.5], [200, 2]]) {
        await testid(page, `size-${percent}`).click();
        await until(`the sample at ${percent} %`, async () => Math.abs((await px()) / before - times) < 0.01, 2000);
      }
    },
  });
  same("different titles", new Set(titles).size, 6);
  await testid(page, "tile-report").waitFor();
  same("Back on home leaves the app", await leaves(page), true);
  const { lang, unit, visitor, text_percent, welcomed } = await settings(phone);
  same("what is kept", { lang, unit, visitor, text_percent, welcomed }, { lang: "vi", unit: "tra-linh", visitor: false, text_percent: 200, welcomed: true });

  // From About, there and back.
  for (const id of ["", "/settings", "/settings/about"]) await page.goto(phone.url + id);
  await testid(page, "about-welcome").click();
  await testid(page, "next").click();
  await at(page, "/welcome?step=offline&again=1");
  await testid(page, "welcome-skip").click();
  await at(page, "/settings/about");
  await page.goBack();
  await at(page, "/settings");
  await page.context().close();
  console.log("ok language, commune and text size are asked once and kept; Back goes through the questions; About opens them again");
}

async function aGuest(browser, make) {
  const phone = await make("guest", { first: true });
  const page = await open(browser, phone.url, "vi-VN");
  await through(page, { home: () => testid(page, "commune-visitor").click() });
  await testid(page, "guest-call").click();
  await page.locator("main a[href='tel:112'], main button", { hasText: "112" }).first().waitFor();
  await page.goBack();
  await testid(page, "guest-travel").waitFor();
  await testid(page, "next").click();
  await testid(page, "tile-report").waitFor();
  same("the first tile of a guest", await page.locator("nav a").first().getAttribute("href"), "/explore");
  same("Back on home leaves the app", await leaves(page), true);
  same("kept", (({ unit, visitor }) => ({ unit, visitor }))(await settings(phone)), { unit: null, visitor: true });
  await page.context().close();
  console.log("ok a guest is shown emergency numbers and manners before setting out, and finds places first on home");
}

/** `make(name, more)`: a phone. */
export async function welcome(browser, make) {
  await skippedWithOneTap(browser, make);
  await answersAreKept(browser, make);
  await aGuest(browser, make);
}
