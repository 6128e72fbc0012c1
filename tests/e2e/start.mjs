// How long the app takes from the start of its process to its painted first screen, in the real window: a first start (empty
// data folder; the welcome) and starts after it (the tiles of home). Called by `cargo xtask bench start`; nothing here passes or fails.
//
// What a newcomer would get wrong: the WebDriver starts the app, so its own session is part of the time.

import { rmSync } from "node:fs";
import path from "node:path";
import { App, testid } from "./lib/app.mjs";
import { startDesk } from "./lib/desk.mjs";
import { Run, readArgs } from "./lib/run.mjs";

const args = readArgs(process.argv.slice(2), { app: "", out: "", runs: "3" }, []);
const out = path.resolve(args.out);
rmSync(out, { recursive: true, force: true });
const run = new Run(out);
const PAINTED = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))); return true;";

try {
  for (let n = 1; n <= Number(args.runs); n += 1) {
    const desk = await startDesk(run, path.join(out, String(n)));
    const app = new App(run, desk, { binary: path.resolve(args.app), name: `app-${n}` });
    for (const start of ["first", "again", "again"]) {
      const began = Date.now();
      await app.open(start === "first" ? testid("welcome-skip") : undefined);
      await app.page(PAINTED);
      console.log(JSON.stringify({ case: "start", start, run: n, home_painted_ms: Date.now() - began }));
      if (start === "first") {
        await app.press(testid("welcome-skip"));
        await app.see(testid("tile-report"));
      }
      await app.close();
    }
  }
} finally {
  await run.end();
}
