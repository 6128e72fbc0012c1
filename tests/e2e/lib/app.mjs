// The app in its real window: started, driven, photographed and killed. Not for the order of the journey's steps.
//
// What a newcomer would get wrong: the driver starts the app, so the app's process is found by its arguments; killing the
// driver's session would close the app politely, which is not what a kill is.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { alive, family, freePorts, sha256, until } from "./run.mjs";
import { WebDriver } from "./webdriver.mjs";

const SETTLED = `await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));`;

const SEEN = `const e = Array.from(document.querySelectorAll(args[0])).find((e) => e.checkVisibility?.() ?? e.offsetParent);
  return e ? (e.value ?? "") + (e.innerText ?? "") || " " : null;`;

export const testid = (id) => `[data-testid="${id}"]`;
// A person presses what stands still: not what a line that came later is still moving.
const STILL = `const e = document.querySelector(args[0]);
  e.scrollIntoView({ block: "center" });
  const top = () => e.getBoundingClientRect().top;
  for (let [before, same] = [NaN, 0]; same < 6; before = top()) {
    await new Promise((done) => requestAnimationFrame(done));
    same = top() === before ? same + 1 : 0;
  }`;
const SKIP = testid("welcome-skip");

export class App {
  #driver;
  #driverEntry;

  constructor(run, desk, { name = "app", binary, data, deployment, lang }) {
    Object.assign(this, { run, desk, name, binary, data, deployment, lang });
  }

  /**
   * Opens the window; answers the ms until `ready` (home's main tile) is there. The welcome of a first start is skipped, unless
   * `ready` is a part of it.
   */
  async open(ready = testid("tile-report")) {
    if (!this.#driver) {
      const [port] = await freePorts(1);
      const env = { ...this.desk.env, TAURI_WEBVIEW_AUTOMATION: "true" };
      this.#driverEntry = this.run.start(this.name, "WebKitWebDriver", [`--port=${port}`], { env });
      this.#driver = new WebDriver(port);
      await until("the WebDriver to be ready", () => this.#driver.ready());
      this.run.atEnd(() => this.#driver.drop());
    }
    const began = Date.now();
    // A released app takes no flags: it keeps its data where the desk says.
    const flags = this.data ? ["--data", this.data, "--deployment", this.deployment, "--lang", this.lang] : [];
    await this.#driver.open(this.binary, flags);
    await this.see(`${ready}, ${SKIP}`, 60_000);
    if (!(await this.has(ready))) {
      await this.press(SKIP);
      await this.see(ready, 60_000);
    }
    return Date.now() - began;
  }

  /** Id of the app's process. */
  get pid() {
    for (const name of readdirSync("/proc").filter((n) => /^\d+$/.test(n))) {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
        if (words[0] === this.binary && (!this.data || words.includes(this.data))) return Number(name);
      } catch {
        // it ended while we looked
      }
    }
    throw new Error("the app is not running");
  }

  /** SIGKILL for the app and all processes of its web view, at once. Answers how many there were. */
  async kill() {
    const pids = family(this.pid).reverse();
    for (const pid of pids) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // went with its parent
      }
    }
    await until("the app to be gone", () => !pids.some(alive), 10_000, 20);
    await this.#driver.drop();
    return pids.length;
  }

  /** Closes the window as its driver does at the end of a session. */
  close() {
    return this.#driver.drop();
  }

  /** Waits until an element is on the screen; answers its text and value. */
  see(css, ms) {
    return until(`${css} on the screen`, () => this.#driver.run(SEEN, css), ms);
  }

  /** Whether it is there now. */
  async has(css) {
    return (await this.#driver.run(SEEN, css)) !== null;
  }

  async press(css) {
    await this.see(css);
    // Clear of the bars at top and bottom; and a list may be drawn anew between finding and clicking.
    const click = async () => {
      await this.#driver.run(STILL, css);
      await this.#driver.click(css);
      return true;
    };
    await until(`a click on ${css}`, click, 10_000);
  }

  /** Presses *Next* and waits for what the next screen has. */
  async onward(css) {
    await this.press(testid("next"));
    await this.see(css);
  }

  async type(css, text) {
    await this.see(css);
    // A line ends with the Enter key; the driver types no line feed.
    await this.#driver.type(css, text.replaceAll("\n", "\uE007"));
    const held = async () => {
      const holds = await this.see(css);
      if (holds.includes(text)) return true;
      throw new Error(JSON.stringify(holds));
    };
    await until(`${css} to hold ${JSON.stringify(text)}`, held, 10_000);
  }

  /** Gives a file to an `<input type=file>`, which need not be visible. */
  give(css, file) {
    return this.#driver.type(css, file);
  }

  /** Runs the body of a function in the page. */
  page(source, ...args) {
    return this.#driver.run(source, ...args);
  }

  /** A command of the core, called as the page calls it. */
  invoke(name, args = {}) {
    return this.#driver.run("return window.__TAURI_INTERNALS__.invoke(args[0], args[1]);", name, args);
  }

  /** SHA-256 of a photo's bytes as the page gets them from the phone's store. */
  async photoHash(id) {
    const base64 = await this.#driver.run(
      `const answer = await fetch(window.__TAURI_INTERNALS__.convertFileSrc(args[0], "photo"));
       if (!answer.ok) throw new Error("photo: " + answer.status);
       const bytes = new Uint8Array(await answer.arrayBuffer());
       let text = "";
       for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
       return btoa(text);`,
      id,
    );
    return sha256(Buffer.from(base64, "base64"));
  }

  /** A picture of the screen once nothing moves. */
  async screenshot(file) {
    await this.#driver.run(SETTLED);
    writeFileSync(file, await this.#driver.screenshot());
  }

  /** What is on the screen, in words. */
  text() {
    return this.#driver.run("return location.pathname + '\\n' + document.body.innerText;");
  }
}
