// The officer at an office PC: the console in headless Chromium, by its labels and buttons. Not for the phone.
//
// What a newcomer would get wrong: the console needs no JavaScript, so here it gets none.

import { chromium } from "playwright-core";

/** Flags a browser needs to stay quiet and to run as root on a machine without a display. */
export const CHROMIUM = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
  ],
};

export async function launch(run) {
  const browser = await chromium.launch(CHROMIUM);
  run.atEnd(() => browser.close());
  return browser;
}

export class Officer {
  static async sitDown(browser, url, lang) {
    const context = await browser.newContext({
      baseURL: url,
      javaScriptEnabled: false,
      locale: lang === "en" ? "en-GB" : "vi-VN",
      viewport: { width: 1280, height: 900 },
    });
    const officer = new Officer();
    officer.lang = lang;
    officer.page = await context.newPage();
    officer.page.setDefaultTimeout(20_000);
    return officer;
  }

  /** Signs in with the one-time password and chooses a new one. */
  async signIn(login, oneTime, chosen) {
    const { page } = this;
    // Kept from here on in a cookie.
    await page.goto(`/sign-in?lang=${this.lang}`);
    await page.locator("#login").fill(login);
    await page.locator("#password").fill(oneTime);
    await this.send();
    await page.waitForURL("**/password*");
    await page.locator("#old").fill(oneTime);
    await page.locator("#new").fill(chosen);
    await page.locator("#again").fill(chosen);
    await this.send();
    await page.waitForURL((url) => url.pathname === "/");
  }

  /** Opens the complaint with this number from the queue; answers what the page shows of it. */
  async openComplaint(reference) {
    await this.page.goto("/");
    await this.page.locator("tr", { hasText: reference }).getByRole("link").click();
    await this.page.waitForURL("**/complaints/*");
    return this.page.locator("main").innerText();
  }

  /** Bytes of every photo on the complaint's page. */
  async photos() {
    const sources = await this.page.locator("main ul.shots img").evaluateAll((images) => images.map((image) => image.src));
    const answers = await Promise.all(sources.map((source) => this.page.request.get(source)));
    return Promise.all(answers.map((answer) => answer.body()));
  }

  /** Does something to the open complaint. `fields`: what else the form asks, by id. */
  async act(action, words = "", { photos = [], fields = {} } = {}) {
    await this.page.locator(`label[for=action-${action}]`).click();
    if (words) await this.page.locator("#text").fill(words);
    for (const [id, value] of Object.entries(fields)) await this.page.locator(`#${id}`).fill(value);
    if (photos.length > 0) await this.page.locator("#photos").setInputFiles(photos);
    const onward = (press) => Promise.all([this.page.waitForEvent("framenavigated"), press]);
    await onward(this.send());
    // Some steps are read once more before they are taken.
    await this.page.locator("[role=status], form.sure").first().waitFor();
    const sure = this.page.locator("form.sure button[value=yes]");
    if ((await sure.count()) > 0) await onward(sure.click());
    await this.page.locator("[role=status]").waitFor();
  }

  async send() {
    await this.page.locator("main button.main[type=submit]").click();
  }

  screenshot(file) {
    return this.page.screenshot({ path: file, fullPage: true });
  }
}
