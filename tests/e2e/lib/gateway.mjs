// The real gateway as a process of its own, and a look into what it keeps that does not ask the gateway itself.
// Not for the console (see officer.mjs).
//
// What a newcomer would get wrong: what is counted and hashed here is read from its files, so that a gateway that says
// one thing and stores another is caught.

import { readFileSync, readdirSync, statSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import path from "node:path";
import { freePorts, sha256, until } from "./run.mjs";

const COUNT = `
import sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
print(db.execute("SELECT count(*) FROM complaints WHERE id = ?", (sys.argv[2],)).fetchone()[0])
`;

export class Gateway {
  #entry;

  constructor(run, server, data, ports) {
    this.run = run;
    this.server = server;
    this.data = data;
    this.api = `127.0.0.1:${ports[0]}`;
    this.console = `http://127.0.0.1:${ports[1]}`;
    this.listen = ["--listen", this.api, "--console", `127.0.0.1:${ports[1]}`, "--metrics", `127.0.0.1:${ports[2]}`];
  }

  static async make(run, server, data) {
    return new Gateway(run, server, data, await freePorts(3));
  }

  get deployment() {
    return path.join(this.data, "deployment.toml");
  }

  /** Starts it and returns how long it took to be ready, in ms. */
  async start() {
    const began = Date.now();
    this.#entry = this.run.start("gateway", this.server, ["serve", "--data", this.data, ...this.listen]);
    const agent = new https.Agent({ rejectUnauthorized: true });
    await until(
      "the gateway to be ready",
      async () => {
        if (this.#entry.over) {
          throw Object.assign(new Error(`the gateway ended: ${this.run.tail("gateway")}`), { final: true });
        }
        // Not before: the first start makes the certificate.
        agent.options.ca = this.#ca();
        return (await status(`https://${this.api}/readyz`, { agent })) === 200 && (await status(`${this.console}/sign-in`, {})) === 200;
      },
      60_000,
      30,
    );
    agent.destroy();
    return Date.now() - began;
  }

  /** Asks it to stop, and waits. Returns how long it took, in ms. */
  async stop() {
    const began = Date.now();
    await this.run.stop(this.#entry);
    return Date.now() - began;
  }

  /** Adds an officer; answers the one-time password. */
  async addOfficer(login, name, units) {
    const flags = units.flatMap((unit) => ["--unit", unit]);
    const args = ["officer", "add", "--data", this.data, "--login", login, "--name", name, ...flags];
    const said = await this.run.call("officer-add", this.server, args);
    const password = said.trim().split(/\s+/).at(-1);
    if (!password) throw new Error("officer add printed no password");
    return password;
  }

  /** Makes an officer a leader, who sees what was set apart. */
  async leader(login) {
    await this.run.call("officer-leader", this.server, ["officer", "leader", "--data", this.data, login, "on"]);
  }

  /** How often a complaint is in the database. */
  async count(id) {
    const said = await this.run.call("count", "/usr/bin/python3", ["-c", COUNT, this.#database(), id]);
    return Number(said.trim());
  }

  /** SHA-256 of every photo file it keeps for a complaint. */
  photoHashes(id) {
    const kept = files(this.data).filter((file) => file.includes(id) && file.endsWith(".jpg"));
    return new Set(kept.map((file) => sha256(readFileSync(file))));
  }

  #database() {
    const found = files(this.data).filter((file) => readFileSync(file).subarray(0, 15).toString() === "SQLite format 3");
    if (found.length !== 1) throw new Error(`expected one database under ${this.data}, found: ${found.join(", ")}`);
    return found[0];
  }

  #ca() {
    const pem = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(readFileSync(this.deployment, "utf8"));
    return pem?.[0].replaceAll("\\n", "\n");
  }
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => statSync(file, { throwIfNoEntry: false }));
}

function status(url, options) {
  const { get } = url.startsWith("https:") ? https : http;
  return new Promise((done, fail) => {
    const request = get(url, { timeout: 5_000, ...options }, (answer) => {
      answer.resume();
      done(answer.statusCode);
    });
    request.once("error", fail).once("timeout", () => request.destroy(new Error("no answer in 5 s")));
  });
}
