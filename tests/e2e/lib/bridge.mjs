// A phone without a window: the real core behind HTTP, and what a person would enter into it. Not for the screens.
//
// What a newcomer would get wrong: a complaint made here is made by the core's own commands; nothing is written into its
// store from outside.

import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pause, until } from "./run.mjs";

export class Phone {
  #entry;

  /** `first`: nobody has opened the app yet; otherwise the first screens lie behind. */
  constructor(run, name, { bridge, folder, deployment, ui, keyFile = true, first = false }) {
    Object.assign(this, { run, name, bridge, deployment, ui, keyFile, first, data: path.join(folder, name) });
    mkdirSync(this.data, { recursive: true });
  }

  async start() {
    const flags = ["--data", this.data, "--deployment", this.deployment, "--ui", this.ui, ...(this.keyFile ? ["--key-file"] : [])];
    this.#entry = this.run.start(`phone-${this.name}`, this.bridge, flags, { input: "pipe", pipe: true });
    [this.url] = await this.run.line(this.#entry, /^http:\/\/\S+/);
    if (!this.first) await this.choose({ welcomed: true });
    return this;
  }

  /** Changes settings; the others stay. */
  async choose(change) {
    const { settings } = await this.call("app_state");
    await this.call("settings_set", { ...settings, ...change });
  }

  stop() {
    return this.run.stop(this.#entry);
  }

  async call(name, args = {}, body) {
    const answer = await fetch(`${this.url}/invoke/${name}`, {
      method: "POST",
      headers: body
        ? { "content-type": "application/octet-stream", "x-args": encodeURIComponent(JSON.stringify(args)) }
        : { "content-type": "application/json" },
      body: body ?? JSON.stringify(args),
    });
    const result = await answer.json();
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(result)}`);
    return result;
  }

  /** The open draft, with these answers and photos. */
  async draft(fields, photos = []) {
    let draft = await this.call("draft_open");
    for (const file of photos) draft = await this.call("draft_photo_add", { id: draft.id }, readFileSync(file));
    return this.call("draft_save", { id: draft.id, fields: { ...draft.fields, ...fields } });
  }

  /** A saved complaint; answers its card. */
  async save(fields, photos = []) {
    const draft = await this.draft(fields, photos);
    const { id } = await this.call("complaint_submit", { id: draft.id });
    return this.card(id);
  }

  /** Says something about a saved complaint. */
  async say(complaint, action, text, photos = []) {
    const draft = await this.call("reply_open", { complaint, action });
    for (const file of photos) await this.call("draft_photo_add", { id: draft.id }, readFileSync(file));
    await this.call("draft_save", { id: draft.id, fields: { ...draft.fields, text } });
    await this.call("reply_send", { id: draft.id });
  }

  /** Follows a complaint of another phone by number and PIN until the look-up came to `state`; answers the number. */
  async track(other, id, state, more = {}) {
    const { card, pin } = await other.call("complaint", { id });
    const { reference } = await this.call("track_add", { reference: card.reference, pin, ...more });
    await until(`the number to be ${state} on the phone ${this.name}`, async () => {
      const found = await this.call("tracked", { reference });
      if (found.state === state) return true;
      throw new Error(JSON.stringify(found));
    }, 60_000);
    return reference;
  }

  async card(id) {
    return (await this.call("complaint", { id })).card;
  }

  /** Waits until a complaint has come as far as `fits` asks. */
  async follow(id, what, fits, ms = 60_000) {
    await this.call("sync_now");
    return until(`${what} on the phone ${this.name}`, async () => {
      const card = await this.card(id);
      if (fits(card)) return card;
      await pause(100);
      throw new Error(JSON.stringify(card));
    }, ms);
  }
}
