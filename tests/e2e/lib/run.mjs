// Starts programs and makes sure that none outlives the script. Not for what the programs do.
//
// What a newcomer would get wrong: every wait here is for something to become true, with a deadline that explains what
// was seen instead; nothing sleeps for a guessed time.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Reads `--name value` and `--flag` into an object; a name given twice becomes a list where `lists` has it. */
export function readArgs(argv, defaults, lists = []) {
  const args = { ...defaults };
  for (const name of lists) args[name] ??= [];
  for (let i = 0; i < argv.length; i += 1) {
    const name = argv[i].replace(/^--/, "");
    if (!argv[i].startsWith("--") || !(name in args)) throw new Error(`not understood: ${argv[i]}`);
    if (typeof args[name] === "boolean") {
      args[name] = true;
      continue;
    }
    i += 1;
    if (argv[i] === undefined) throw new Error(`--${name} needs a value`);
    if (lists.includes(name)) args[name].push(argv[i]);
    else args[name] = argv[i];
  }
  return args;
}

/** Asks `check` until it answers something truthy. A throw counts as "not yet" and is what the failure tells. */
export async function until(what, check, ms = 20_000, every = 100) {
  const end = Date.now() + ms;
  let last = "nothing";
  while (Date.now() < end) {
    try {
      const answer = await check();
      if (answer) return answer;
      last = JSON.stringify(answer);
    } catch (error) {
      last = error.message;
      if (error.final) throw error;
    }
    await pause(every);
  }
  throw new Error(`waited ${ms / 1000} s for: ${what}; last seen: ${last}`);
}

/** Ports that are free now, all different. */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((done, fail) => {
          const server = createServer().once("error", fail);
          server.listen(0, "127.0.0.1", () => done(server));
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** Ids of a process and of everything it started that still lives, children first. */
export function family(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc").filter((n) => /^\d+$/.test(n))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // it ended while we looked
    }
  }
  const found = [pid];
  for (let i = 0; i < found.length; i += 1) {
    for (const [child, parent] of parents) if (parent === found[i]) found.push(child);
  }
  return found.reverse();
}

export const alive = (pid) => {
  try {
    return !/^\S+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

/** Keeps what was started, with a log file each, and ends it all. */
export class Run {
  #started = [];
  #closers = [];

  constructor(out) {
    this.out = out;
    this.logs = path.join(out, "logs");
    mkdirSync(this.logs, { recursive: true });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.once(signal, () => {
        this.end().finally(() => process.exit(130));
      });
    }
    // Whatever path leads out of here.
    process.once("exit", () => this.#killAll());
  }

  log(name) {
    return path.join(this.logs, `${name}.log`);
  }

  /** Starts a program in a process group of its own. `pipe`: its output can also be read line by line. */
  start(name, command, args, { env = process.env, cwd, input = "ignore", pipe = false } = {}) {
    const file = openSync(this.log(name), "a");
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: [input, pipe ? "pipe" : file, file],
    });
    closeSync(file);
    const entry = { name, child, over: false, lines: [] };
    child.once("exit", (code, signal) => Object.assign(entry, { over: true, code, signal }));
    child.once("error", (error) => Object.assign(entry, { over: true, code: error.message }));
    if (pipe) {
      let rest = "";
      child.stdout.setEncoding("utf8").on("data", (text) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop();
        entry.lines.push(...lines);
      });
    }
    this.#started.push(entry);
    return entry;
  }

  /** Runs a program to its end and returns what it printed. */
  async call(name, command, args, options = {}) {
    const entry = this.start(name, command, args, { ...options, pipe: true });
    await new Promise((done) => {
      entry.child.once("close", done);
      entry.child.once("error", done);
    });
    if (entry.code !== 0) throw new Error(`${name} ended with ${entry.code ?? entry.signal}: ${this.tail(name)}`);
    return entry.lines.join("\n");
  }

  /** First line a started program prints that fits. */
  line(entry, pattern, ms = 20_000) {
    return until(
      `a line like ${pattern} from ${entry.name}`,
      () => {
        const found = entry.lines.map((line) => pattern.exec(line)).find(Boolean);
        if (!found && entry.over) {
          throw Object.assign(new Error(`${entry.name} ended with ${entry.code ?? entry.signal}: ${this.tail(entry.name)}`), {
            final: true,
          });
        }
        return found;
      },
      ms,
      30,
    );
  }

  /** Last lines of a log. */
  tail(name, lines = 15) {
    try {
      return readFileSync(this.log(name), "utf8").trimEnd().split("\n").slice(-lines).join("\n");
    } catch {
      return "(no log)";
    }
  }

  tails() {
    return this.#started
      .map((entry) => entry.name)
      .filter((name, i, all) => all.indexOf(name) === i)
      .map((name) => `--- ${name}\n${this.tail(name)}`)
      .join("\n");
  }

  /** Asks a program to end, and waits for it; after `ms` it is killed. */
  async stop(entry, ms = 10_000) {
    if (!entry.over) signal(entry, "SIGTERM");
    try {
      await until(`${entry.name} to end`, () => entry.over, ms, 30);
    } catch {
      signal(entry, "SIGKILL");
      await until(`${entry.name} to be gone`, () => entry.over, 5_000, 30);
    }
  }

  /** Something to do at the end, before the programs are ended; last first. */
  atEnd(close) {
    this.#closers.push(close);
  }

  async end() {
    for (const close of this.#closers.splice(0).reverse()) await Promise.race([close(), pause(5_000)]).catch(() => {});
    const living = this.#started.filter((entry) => !entry.over).reverse();
    for (const entry of living) {
      const pids = family(entry.child.pid);
      await this.stop(entry, 5_000).catch(() => {});
      for (const pid of pids.filter(alive)) kill(pid);
    }
  }

  #killAll() {
    for (const entry of this.#started) if (!entry.over) for (const pid of family(entry.child.pid)) kill(pid);
  }
}

function signal(entry, name) {
  try {
    process.kill(-entry.child.pid, name);
  } catch {
    // gone already
  }
}

function kill(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone already
  }
}
