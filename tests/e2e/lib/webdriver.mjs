// A W3C WebDriver client: the few commands the journey uses, over fetch. Not for waiting (see until in run.mjs).
//
// What a newcomer would get wrong: the driver is WebKitWebDriver itself, not tauri-driver; it starts the app as its
// "browser" and needs TAURI_WEBVIEW_AUTOMATION=true in its environment.

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

export class WebDriver {
  #base;
  #session;

  constructor(port) {
    this.#base = `http://127.0.0.1:${port}`;
  }

  async #send(method, path, body) {
    const response = await fetch(this.#base + path, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value?.error ?? response.status}: ${value?.message ?? ""} (${method} ${path})`);
    return value;
  }

  ready() {
    return this.#send("GET", "/status").then((status) => status.ready);
  }

  async open(binary, args) {
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } };
    const { sessionId } = await this.#send("POST", "/session", { capabilities });
    this.#session = `/session/${sessionId}`;
  }

  /** Forgets a session whose app was killed. */
  async drop() {
    const session = this.#session;
    this.#session = undefined;
    if (session) await this.#send("DELETE", session).catch(() => {});
  }

  /** Runs `source` (the body of a function) in the page; it may return a promise. */
  run(source, ...args) {
    const script = `const done = arguments[arguments.length - 1]; const args = Array.from(arguments).slice(0, -1);
      Promise.resolve((async function () { ${source} })()).then((ok) => done({ ok }), (error) => done({
        error: typeof error === "string" ? error : error?.message ?? JSON.stringify(error) }));`;
    return this.#send("POST", `${this.#session}/execute/async`, { script, args }).then((answer) => {
      if (answer?.error !== undefined) throw new Error(answer.error);
      return answer?.ok;
    });
  }

  async #find(css) {
    const found = await this.#send("POST", `${this.#session}/element`, { using: "css selector", value: css });
    return found[ELEMENT];
  }

  async click(css) {
    return this.#send("POST", `${this.#session}/element/${await this.#find(css)}/click`, {});
  }

  async type(css, text) {
    return this.#send("POST", `${this.#session}/element/${await this.#find(css)}/value`, { text });
  }

  async clear(css) {
    return this.#send("POST", `${this.#session}/element/${await this.#find(css)}/clear`, {});
  }

  async screenshot() {
    return Buffer.from(await this.#send("GET", `${this.#session}/screenshot`), "base64");
  }
}
